"""The documents about the open onboarding, as things stand in this run."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.approvals import are_settled
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.states import DONE
from dmsa_tui.onboarding.summary import open_task
from dmsa_tui.session.open_points import STILL_RUNNING, newest_report, points_at_handoff, with_newest
from dmsa_tui.vocabulary import CHECKS

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report, Result
    from dmsa_tui.documents.setup_record.model import OpenItem, SecretFacts, SetupRecord
    from dmsa_tui.onboarding.last_answers import LastAnswers
    from dmsa_tui.onboarding.last_report import LastReport
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.session.session import Session

Written = Callable[[int], str]
"""A text in lines of at most that many columns."""
VERIFIED = "json"
"""The format of the setup record that `dmsa-tui verify` reads."""


def _answers(session: "Session") -> "dict[str, Result]":
    """Procore's newest answers, those of an earlier run included."""
    return {check.id: result for check in CHECKS if (result := session.answers.latest(check.id)) is not None}


def _single_answers(session: "Session") -> "LastAnswers":
    """Procore's newest answers to single checks, for a paper that is made before a full run."""
    from dmsa_tui.onboarding.last_answers import single_answers

    return single_answers(session.results.timed, session.open_record.for_files)


async def _last_report(session: "Session") -> "LastReport":
    """The newest answer to every check; before each has one, the last full report with what is newer."""
    from dmsa_tui.onboarding.last_report import LastReport

    has_ended = session.record.access_ended_at is not None  # then what was proven before it stands
    if not has_ended and (report := newest_report(session.results)) is not None:
        return LastReport(report)
    last = await asyncio.to_thread(session.store.last_report, session.record)
    return last if has_ended or last.report is None else LastReport(with_newest(session.results, last.report))


def _for_papers(session: "Session", report: "Report | None") -> "tuple[Onboarding, Report | None]":
    """The record and a report on it, without a client ID that may be the client secret."""
    if report is not None and session.open_record.holds_client_id:
        report = report._replace(target={**report.target, "client_id": ""})
    return session.open_record.for_files, report


def open_points(session: "Session") -> "list[OpenItem]":
    """What is open at the handoff, as the papers list and count it; nothing where only the handoff itself is open."""
    points = points_at_handoff(session.record, session.results, session.mask)
    return [each for each in points if each.what != said_of_end(session.record)]  # which nobody has to do


async def about_secret(session: "Session") -> "SecretFacts":
    """What may be said about the client secret; it asks the keyring."""
    from dmsa_tui.documents.setup_record.build import secret_facts

    return await asyncio.to_thread(secret_facts, session.credentials.store, session.record)


async def setup_record(session: "Session") -> "SetupRecord":
    """The setup record, which the next person keeps."""
    from dmsa_tui.documents.setup_record.build import build_setup_record
    from dmsa_tui.onboarding.history import read_history

    record = session.record
    facts = await about_secret(session)
    history = await asyncio.to_thread(read_history, session.paths, record)
    last = await _last_report(session)
    problem = last.problem or (STILL_RUNNING if session.results.asking else "")
    record, report = _for_papers(session, last.report)
    return build_setup_record(
        record, session.profile, report, facts, history, single=_single_answers(session).report, no_report=problem,
        views=session.views(),
        client_id_refused=session.mask.client_id_refused, client_id_accepted=session.mask.client_id_accepted,
    )  # fmt: skip


async def save_setup_record(session: "Session", kind: str) -> Path:
    """Write the setup record into the data directory, with the JSON that `dmsa-tui verify` reads; the path of `kind`.

    What is saved in other forms is written again: two of them never differ. StorageError if the disk refuses.
    """
    path = (await _save_setup_record(session, [kind], VERIFIED))[-1]
    session.saved_record.asked_for(kind)
    return path


async def save_again(session: "Session") -> Path | None:
    """Write what was saved in this run and is older than the record; the last file, None if there was nothing to do.

    StorageError if the disk refuses.
    """
    older = session.saved_record.older
    return (await _save_setup_record(session, older))[-1] if older else None


async def _save_setup_record(session: "Session", kinds: Sequence[str], *besides: str) -> list[Path]:
    """The paths, those of `kinds` last."""
    from dmsa_tui.documents.setup_record import build

    paths: list[Path] = []
    whose = session.record.identity
    there = await asyncio.to_thread(build.saved_kinds, session.paths, session.record.name)
    first = [each for each in dict.fromkeys((*besides, *there)) if each not in kinds]
    for kind in (*first, *kinds):
        if not session.is_open or session.record.identity != whose:
            raise StorageError("Another onboarding was opened before the whole setup record was saved.")
        session.saved_record.begin(kind)
        try:
            path = await asyncio.to_thread(build.save_setup_record, await setup_record(session), session.paths, kind)
        except StorageError:
            session.saved_record.failed(kind)
            raise
        session.saved_record.wrote(kind, path)
        paths.append(path)
    return paths


def due_message(session: "Session") -> str:
    """The kind of message to whoever must act now: on a task, an approval, the installation or the projects."""
    from dmsa_tui.documents.messages import waiting_message

    if open_task(session.record) or session.record.access_ended_at is not None:
        return "task"
    if not are_settled(session.record) and (kind := waiting_message(session.record)):
        return kind
    return "projects" if session.views()["install"].state in DONE else "install"


async def message(session: "Session", kind: str, contact: str = "") -> tuple[str, Written, Path]:
    """A message of `documents.messages`: heading, text, and the path for `save_page`; `contact` signs by default."""
    from dmsa_tui.documents.messages import approval_message

    record, sender = session.record, session.record.contact or contact
    written = partial(approval_message, kind, record, session.profile, sender=sender, results=_answers(session))
    return (
        f"To {written().to}",
        lambda columns: written(width=columns).text,
        page_path(session, f"{kind}-message", "txt"),
    )


async def handout(session: "Session", contact: str = "") -> tuple[str, Written, Path]:
    """The administrator's page: HTML, text, and the path for `save_page`; `contact`: whom to tell by default."""
    from dmsa_tui.documents.handout import build_handout, write_handout
    from dmsa_tui.documents.render.text import to_text

    page = build_handout(
        session.record, session.profile, session.guide, results=_answers(session), web_url=session.web_url,
        counted=session.actions.counted, contact=session.record.contact or contact,
    )  # fmt: skip
    return write_handout(page, "html"), partial(to_text, page.document), page_path(session, "handout", "html")


async def access_review(session: "Session") -> tuple[str, Written, Path]:
    """The access review: HTML, text, and the path for `save_page`, with all that is known now."""
    from dmsa_tui.documents.access_review.build import build_access_review, write_access_review
    from dmsa_tui.documents.access_review.page import review_page
    from dmsa_tui.documents.render.text import to_text
    from dmsa_tui.onboarding.last_report import LastReport

    record = session.record
    facts, last = await about_secret(session), await _last_report(session)
    record, report = _for_papers(session, last.report)
    review = build_access_review(
        record, session.profile, LastReport(report, last.problem), facts, single=_single_answers(session),
        client_id_refused=session.mask.client_id_refused, client_id_accepted=session.mask.client_id_accepted,
    )  # fmt: skip
    return (
        write_access_review(review, "html"),
        partial(to_text, review_page(review)),
        page_path(session, "access-review", "html"),
    )


def page_path(session: "Session", what: str, suffix: str) -> Path:
    """Where a page about this customer is saved."""
    from dmsa_tui.onboarding.saved_pages import page_file

    return page_file(session.paths, session.record.name, suffix, what)


def verified_by(path: Path) -> Path:
    """The JSON that is saved beside a setup record, for `dmsa-tui verify`."""
    return path.with_suffix(f".{VERIFIED}")


def verify_command(session: "Session", path: Path) -> str:
    """The command that compares that JSON with Procore, as a person types it in the file's folder.

    It agrees to hosts that are not the environment's, which `verify` sends no secret to of itself.
    """
    record = session.record
    hosts = (("--login-url", record.login_url), ("--api-url", record.api_url))
    return " ".join(("dmsa-tui verify", quote(path.name), *(f"{name} {quote(url)}" for name, url in hosts if url)))


def saved_words(path: Path) -> str:
    """Where a page was saved. The name has a line of its own, so that it is not broken where there is room for it."""
    return f"Saved {path.name}\nin {path.parent}"


async def save_page(text: str, path: Path) -> Path:
    """Write a page privately; StorageError if the disk refuses."""
    from dmsa_tui.onboarding.files import write_privately

    await asyncio.to_thread(write_privately, path, text)
    return path
