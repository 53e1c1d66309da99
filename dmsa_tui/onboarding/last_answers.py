"""Procore's newest answers to single checks, kept beside the record: what a step asked since the last full report.

They show a person who comes back what was known, also after a crash. They are no evidence: documents need the report.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import result_as_json
from dmsa_tui.checks.verdict import verdict
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.check_states import Answers, accepts_client_id, refuses_client_id
from dmsa_tui.onboarding.ended_access import was_before_end
from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.onboarding.last_report import LARGEST, asked, made_visible, read_last_report, read_result, target
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.structured import Table
from dmsa_tui.vocabulary import CHECKS, ON_PROJECTS, ON_SECRET

SCHEMA = "dmsa-tui.last-answers/1"
NONE: Mapping[str, datetime] = MappingProxyType({})
Timed = Mapping[str, tuple[Result, datetime]]
"""Check id → its result, and when it was found."""


class LastAnswers(NamedTuple):
    """What earlier runs learned about the questions that the record asks now."""

    report: Report | None = None
    """The last full report with newer answers in their places; without a full one, those answers alone."""
    times: Mapping[str, datetime] = NONE
    """Check id → when it was found, for the answers that are newer than the full report."""
    is_full: bool = False
    """Whether every check has an answer among them."""

    @property
    def answers(self) -> Answers:
        """The same as answers of no run of now."""
        return Answers({}, self.report, earlier_at=self.times, asked_all=self.is_full)

    @property
    def asked_at(self) -> datetime | None:
        """When Procore was asked last, about everything or a single check; None if it was not."""
        full = [self.report.started_at] if self.report is not None and self.is_full else []
        return max((*full, *self.times.values()), default=None)

    @property
    def client_id_refused(self) -> bool:
        """Whether Procore refused the record's pair last."""
        return refuses_client_id(self._token)

    @property
    def client_id_accepted(self) -> bool:
        """Whether Procore accepted the record's pair last."""
        return accepts_client_id(self._token)

    @property
    def _token(self) -> "Result | None":
        results = () if self.report is None else self.report.results
        return next((each for each in results if each.id == "credentials.token"), None)


def answers_file(paths: Paths, name: str) -> Path:
    """The file of that customer."""
    return paths.reports / (file_name(name).removesuffix(SUFFIX) + ".answers.json")


def encoded(answers: Timed, record: Onboarding) -> bytes:
    """The file for these answers, on what that record asks."""
    kept = [{"at": at.isoformat(), "result": result_as_json(result)} for result, at in answers.values()]
    document = {"schema": SCHEMA, "target": target(record), "asked": asked(record), "answers": kept}
    return json.dumps(document).encode() + b"\n"


def read_last_answers(paths: Paths, record: Onboarding) -> LastAnswers:
    """The newest answers about what the record asks now; never raises for a bad file."""
    full = read_last_report(paths, record).report
    newer = {
        id: (result, at)
        for id, (result, at) in _read(answers_file(paths, record.name), record).items()
        if full is None or at > full.started_at
    }
    known = {} if full is None else {each.id: (each, full.started_at) for each in full.results}
    changed = _projects_changed(paths, record)
    counts = {
        id: (result, at)
        for id, (result, at) in (known | newer).items()
        if not (id.startswith(ON_SECRET) and was_with_old_secret(record, at))
        and not (id.startswith(ON_PROJECTS) and at < changed)
        and not was_before_end(record, at)
    }
    is_full = full is not None and counts.keys() >= known.keys()
    if not counts or (is_full and not newer):
        return LastAnswers(full if is_full else None, NONE, is_full)
    times = {id: at for id, (_result, at) in counts.items() if id in newer}
    found = tuple(result for result, _at in counts.values())
    if full is not None:
        return LastAnswers(full._replace(verdict=verdict(found), results=found), times, is_full)
    return single_answers(counts, record)


def single_answers(answers: Timed, record: Onboarding) -> LastAnswers:
    """These answers to single checks as a report on that record, as old as its oldest one; nothing for none."""
    if not answers:
        return LastAnswers()
    found = tuple(answers[each.id][0] for each in CHECKS if each.id in answers)
    times = {id: at for id, (_result, at) in answers.items()}
    about: dict[str, str | None] = {"name": record.name, **target(record)}
    report = Report(verdict(found), min(times.values()), 0, about, found, RequestCount())
    return LastAnswers(report, times, is_full=len(found) == len(CHECKS))


def was_with_old_secret(record: Onboarding, at: datetime) -> bool:
    """Whether the client secret was replaced after that time, which reports give in whole seconds."""
    return record.secret_replaced_at is not None and at < record.secret_replaced_at.replace(microsecond=0)


def _projects_changed(paths: Paths, record: Onboarding) -> datetime:
    """When this program last wrote to the company's projects, in whole seconds: its journals know, after a kill too."""
    journals = paths.permits(record.environment, record.company_id).glob("*")
    try:
        last = max((each.stat().st_mtime for each in journals), default=0)
    except OSError:
        last = 0
    return datetime.fromtimestamp(int(last), UTC)


def _read(path: Path, record: Onboarding) -> dict[str, tuple[Result, datetime]]:
    try:
        document = json.loads(read_regular(path, LARGEST, links=False).decode())
        if not isinstance(document, dict):
            return {}
        document["answers"] = made_visible(document.get("answers"))  # the file may have been edited
        stored = Table(document, f"The answers {path}")
        stored.one_of("schema", [SCHEMA])
        if stored.plain("target") != target(record) or stored.plain("asked") != asked(record):
            return {}
        answers: list[tuple[Result, datetime]] = [
            (read_result(each.table("result")), each.moment("at")) for each in stored.tables("answers")
        ]
    except (OSError, ValueError, RecursionError, DmsaError):
        return {}  # the next check writes them again
    return {result.id: (result, at) for result, at in answers}
