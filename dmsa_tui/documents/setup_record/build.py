"""Builds the setup record: what was set up, what proves each line, and what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from dmsa_tui import __version__
from dmsa_tui.checks.model import Confirmation, Report, Result
from dmsa_tui.documents.open_items import is_end, open_items, with_handoff
from dmsa_tui.documents.render import json as json_form
from dmsa_tui.documents.render.formats import FORMATS, WRITERS
from dmsa_tui.documents.setup_record.model import (
    SCHEMA,
    AccessEnd,
    App,
    ApprovalRow,
    AskedRow,
    CheckRow,
    Grant,
    NotRequested,
    Permission,
    Place,
    Projects,
    Proof,
    Recheck,
    SecretFacts,
    SetupRecord,
    StepRow,
)
from dmsa_tui.documents.setup_record.page import setup_page
from dmsa_tui.errors import unknown_name
from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.onboarding.action_ticks import tick_key
from dmsa_tui.onboarding.approvals import are_settled, noted
from dmsa_tui.onboarding.cautions import verdict_with_cautions
from dmsa_tui.onboarding.check_states import GREEN, Answers, is_confirmed, others_permitted
from dmsa_tui.onboarding.company_names import names_confirmed, with_names
from dmsa_tui.onboarding.ended_access import said_of_deletion, said_of_end, said_of_proof, said_of_reset, was_before_end
from dmsa_tui.onboarding.files import write_privately
from dmsa_tui.onboarding.history import Change, Entry, History
from dmsa_tui.onboarding.known import counted_projects, guide_for, known_of
from dmsa_tui.onboarding.last_report import is_about
from dmsa_tui.onboarding.open_answers import undecided_for
from dmsa_tui.onboarding.open_tasks import retired_by
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.progress import StepView, step_views
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding, ProjectChange
from dmsa_tui.onboarding.saved_pages import page_file
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import SecretStore
from dmsa_tui.onboarding.states import DONE, State
from dmsa_tui.procore.environments import is_rehearsal, recorded_place
from dmsa_tui.vocabulary import CHECKS, Level, Status

_TITLES = {check.id: check.title for check in CHECKS}


def write_setup_record(setup: SetupRecord, kind: str) -> str:
    """The record in one of `FORMATS`; InvalidInput names them. The JSON has a digest over its content."""
    if kind not in FORMATS:
        raise unknown_name("format", kind, FORMATS)
    if kind != "json":
        return WRITERS[kind](setup_page(setup))
    content = asdict(setup, dict_factory=lambda pairs: {name: value for name, value in pairs if name != "lead"})
    document = {"schema": SCHEMA, **content, "written_at_local": setup.written_at.isoformat(timespec="seconds")}
    return json_form.written(json_form.with_digest(document))


def secret_facts(secret_store: SecretStore, record: Onboarding) -> SecretFacts:
    """What may be said about the record's secret. Asks the keyring, so it may take the keyring's timeout."""
    key = SecretKey.of_record(record)
    secret = secret_store.get(key) if key.client_id else None
    if secret is None:
        return SecretFacts(f"It is not kept on this machine{said_of_deletion(record)}.", None, None)
    return SecretFacts(secret_store.where_on_paper, len(secret), secret.fingerprint(key.client_id))


def build_setup_record(
    record: Onboarding,
    profile: Profile,
    report: Report | None = None,
    secret: SecretFacts | None = None,
    history: History | None = None,
    *,
    single: Report | None = None,
    views: dict[str, StepView] | None = None,
    no_report: str = "",
    client_id_refused: bool = False,
    client_id_accepted: bool = False,
    now: datetime | None = None,
) -> SetupRecord:
    """The setup record. A report on another environment, company or client ID is not evidence and is left out.

    `single` is what single checks found, which is told where there is no report. `no_report` is why the last report
    cannot be used, if there was one; it becomes an open item. `views` are the steps as they are shown; None: as the
    report has them. A refused client ID is left out; one that Procore has not
    accepted is marked: either may be the client secret.
    InvalidInput for a record with an unknown environment or an unusable URL.
    """
    base = recorded_place(record.environment, record.login_url, record.api_url)
    rehearsal = is_rehearsal(base.login_url, base.api_url)
    place = Place(base.id, base.name, base.login_url, base.api_url, rehearsal)
    if report is not None and not is_about(report, record):
        report = None
    results = {result.id: result for result in report.results} if report else {}
    singly = single.results if report is None and single is not None and is_about(single, record) else ()
    asked = results or {result.id: result for result in singly}
    company = _company_name(results.get("install.connected"))
    settled = are_settled(record, results.get("credentials.token"))
    written_at = (now or datetime.now(UTC)).astimezone()
    items = tuple(open_items(record, asked, report, written_at.date(), no_report, client_id_refused))
    ended = _ended(record, report)
    if views is None:
        known = None if ended and ended.found_before else report
        views = step_views(record, Answers({}, known, asked_all=known is not None), CHECKS)
    views = with_handoff(views, items)
    verdict = verdict_with_cautions(record, report.verdict.value if report else record.verdict, report)
    return SetupRecord(
        program=f"dmsa-tui {__version__}",
        written_at=written_at,
        customer=record.name,
        environment=place,
        company_id=record.company_id,
        company_name=company,
        names_confirmed_by=_word(names_confirmed(record, company)),
        administrator=record.administrator,
        old_account=record.old_account,
        old_account_retired_by=_word(retired_by(record)),
        app=_app(record, client_id_refused, client_id_accepted),
        ended=ended,
        secret=secret,
        old_secret_proven_at=record.old_secret_proven_at,
        old_secret_refused_at=record.old_secret_refused_at,
        secret_rotated_by=_word(record.confirmed.get("rotate")),
        approvals=tuple(
            ApprovalRow(id, approval.state.value, approval.since, noted(approval), settled)
            for id, approval in (("verification", record.verification), ("production_access", record.production_access))
        ),
        profile_id=profile.id,
        profile_name=profile.name,
        permissions=tuple(_permission(row, record, results) for row in profile.rows if _is_asked_for(row)),
        not_requested=tuple(_not_requested(profile.rows)),
        projects=_projects(record, results.get("projects.permitted")),
        project_changes=_project_changes(record),
        verdict=None if ended and ended.found_before else verdict or None,
        checked_at=report.started_at if report else record.checked_at,
        checks=tuple(_check(with_names(record, result, company), record) for result in results.values()),
        single_checks=tuple(_check(with_names(record, each, company), record) for each in singly),
        steps=tuple(
            StepRow(
                step.id,
                step.title,
                view.state,
                _word_in(view, marked, record),
                None if view.state in DONE else _word(marked),
            )
            for step in guide_for(record).steps
            for view, marked in ((views[step.id], record.confirmed.get(step.id)),)
        ),
        open_items=tuple(each for each in items if not is_end(each)),
        recheck=_recheck(record, profile),
        history=None if history is None else replace(history, entries=tuple(map(_without_names, history.entries))),
    )


def _without_names(entry: Entry) -> Entry:
    """The entry as a paper has it: the name that the customer had before may be another customer's."""
    changes = (Change("name", None, "changed") if each.field == "name" else each for each in entry.changes)
    return replace(entry, changes=tuple(changes))


def _project_changes(record: Onboarding) -> tuple[ProjectChange, ...]:
    return tuple(sorted(record.project_changes.values(), key=lambda run: run.at))


def save_setup_record(setup: SetupRecord, paths: Paths, kind: str) -> Path:
    """Write the record in one of `FORMATS` in `paths.setup_records`, over the last one; StorageError if that fails."""
    text, path = write_setup_record(setup, kind), _file(paths, setup.customer, kind)
    write_privately(path, text)
    return path


def saved_kinds(paths: Paths, customer: str) -> list[str]:
    """Those of `FORMATS` in which the customer's record is saved, by this run or an earlier one."""
    return [kind for kind in FORMATS if _file(paths, customer, kind).is_file()]


def _file(paths: Paths, customer: str, kind: str) -> Path:
    return page_file(paths, customer, "txt" if kind == "text" else kind)


def setup_record_schema() -> str:
    """The JSON Schema of `to_json`, as published with the package."""
    return files("dmsa_tui.documents.setup_record").joinpath("setup_record_schema.json").read_text(encoding="utf-8")


def _recheck(record: Onboarding, profile: Profile) -> Recheck:
    rows = (
        AskedRow(row.tool, row.key, row.also_known_as, row.company.word, row.project.word, row.optional)
        for row in profile.rows
    )
    listed = record.expected_projects if record.expect is ExpectMode.LIST else ()
    return Recheck(tuple(rows), tuple(listed))


def _company_name(connected: Result | None) -> str | None:
    name = connected.details.get("company") if connected else None
    return name if isinstance(name, str) else None


def _app(record: Onboarding, client_id_refused: bool, client_id_accepted: bool) -> App:
    return App(
        name=record.app_name,
        owner=record.app_owner,
        client_id="" if client_id_refused else record.client_id,
        client_id_tested=client_id_accepted,
        app_version_key=record.app_version_key,
        sandbox_client_id=record.sandbox_client_id,
        sandbox_app_version_key=record.sandbox_app_version_key,
        sandbox_test=_sandbox_test(record),
        portal_edition=record.edition,
    )


def _sandbox_test(record: Onboarding) -> str:
    """What became of it by a person's word: who went past it has said nothing. In the sandbox itself there is none."""
    guide = guide_for(record)
    actions = shown_actions(guide.step("promote"), guide.edition_or_default(record.edition).id, known_of(record))
    skipped = any("sandbox_test" in each.fields and tick_key("promote", each.id) in record.skipped for each in actions)
    return record.sandbox_test or ("skipped" if skipped else "")


def _ended(record: Onboarding, report: Report | None) -> AccessEnd | None:
    if record.access_ended_at is None:
        return None
    proof = record.access_end_proof
    before = report if report is not None and was_before_end(record, report.started_at) else None
    return AccessEnd(
        record.access_ended_at,
        said_of_end(record),
        " ".join(filter(None, (said_of_proof(record), said_of_reset(record)))),
        () if proof is None else tuple(proof.requests),
        before is not None,
        verdict_with_cautions(record, before.verdict.value, before) if before else "",
    )


def _word(confirmed: Confirmed | None) -> Confirmation | None:
    return None if confirmed is None else Confirmation(confirmed.by, confirmed.at)


def _word_in(view: StepView, marked: Confirmed | None, record: Onboarding) -> Confirmation | None:
    """The word on which a confirmed step stands, or of who marked a proven one done; None if the step is not done."""
    rows = [each.result for each in view.checks if each.state is State.CONFIRMED and each.result is not None]
    words = [word for each in rows if (word := _confirmed_by(each, record)) is not None]
    if view.state is State.CONFIRMED and words:
        return max(words, key=lambda word: word.at)
    return _word(marked) if view.state in DONE else None


def _check(result: Result, record: Onboarding) -> CheckRow:
    return CheckRow(
        id=result.id,
        title=_TITLES.get(result.id, result.id),
        required=result.required,
        status=result.status.value,
        cause=None if result.cause is None else result.cause.value,
        summary=result.summary,
        proof=_proof(result, record),
        confirmed_by=_confirmed_by(result, record),
        evidence=result.evidence,
        details=result.details,
    )


def _proof(result: Result, record: Onboarding) -> Proof:
    if result.status is Status.FAIL:
        return Proof.FAILED
    if undecided_for(record, result.id):
        return Proof.OPEN
    if result.status in GREEN:
        return Proof.PROVEN if result.confirmed_by is None else Proof.CONFIRMED
    return Proof.CONFIRMED if is_confirmed(record, result) else Proof.OPEN


def _confirmed_by(result: Result, record: Onboarding) -> Confirmation | None:
    if result.confirmed_by is not None or not is_confirmed(record, result):
        return result.confirmed_by
    return _word(record.accepted.get(result.id))


def _is_asked_for(row: ProfileRow) -> bool:
    return not row.optional and (row.company, row.project) != (Level.NONE, Level.NONE)


def _permission(row: ProfileRow, record: Onboarding, results: Mapping[str, Result]) -> Permission:
    company, project = results.get("permissions.company"), results.get("permissions.project")
    in_company = [company.details.get("tools")] if company else []
    in_projects = [each.get("tools") for each in _rows(project.details.get("projects"))] if project else []
    return Permission(
        tool=row.tool,
        key=row.key,
        company=_grant(row, row.company, company, in_company, record),
        project=_grant(row, row.project, project, in_projects, record, projects=len(in_projects)),
        reason=row.reason_on("company"),
        caution=row.caution_on("company") or None,
    )


def _grant(
    row: ProfileRow, wanted: Level, result: Result | None, tools: Iterable[Any], record: Onboarding, projects: int = 0
) -> Grant:
    rows = [_row_of(row, tool) for tool in tools]
    levels = [None if row is None else _level(row.get("granted")) for row in rows]
    known = [level for level in levels if level is not None]
    lowest = min(known, default=None)
    # In a failed check, a row without a level is a tool that Procore does not list for the account at all.
    is_absent = result is not None and result.status is Status.FAIL and any(
        row is not None and row.get("granted") is None for row in rows
    )  # fmt: skip
    if wanted is not Level.NONE and (is_absent or (lowest is not None and lowest < wanted)):
        proof = Proof.FAILED
    elif lowest is not None and len(known) == len(levels):
        proof = Proof.PROVEN
    else:
        proof = Proof.CONFIRMED if result is not None and is_confirmed(record, result) else Proof.OPEN
    return Grant(wanted.word, None if lowest is None else lowest.word, proof, projects)


def _row_of(row: ProfileRow, tools: Any) -> Mapping[str, Any] | None:
    names = {name.casefold() for name in (row.tool, row.key, *row.also_known_as)}
    return next((each for each in _rows(tools) if str(each.get("tool")).casefold() in names), None)


def _level(word: Any) -> Level | None:
    try:
        return Level.from_word(word) if isinstance(word, str) else None
    except KeyError:
        return None


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def _not_requested(rows: Iterable[ProfileRow]) -> Iterable[NotRequested]:
    for row in rows:
        if row.optional:
            yield NotRequested(row.tool, "both", row.reason_on("company"))
        elif row.company is Level.NONE and row.project is not Level.NONE:
            yield NotRequested(row.tool, "company", "The profile needs it on the project tab only.")
        elif row.project is Level.NONE and row.company is not Level.NONE:
            yield NotRequested(row.tool, "project", "The profile needs it on the company tab only.")


def _projects(record: Onboarding, result: Result | None) -> Projects:
    details, is_list = result.details if result else {}, record.expect is ExpectMode.LIST
    return Projects(
        must_be_there=record.expect.value,
        expected=_count(details.get("expected")),
        assigned=_count(details.get("assigned")),
        missing=_names(details.get("missing")),
        future=record.future_projects,
        permitted_too=others_permitted(result),
        listed=tuple(map(str, details.get("listed") or record.expected_projects)) if is_list else (),
        others=_names(details.get("extra")),
        active=counted_projects(record, {} if result is None else {result.id: result}),
        active_expected=record.active_projects,
    )


def _names(rows: Any) -> tuple[str, ...]:
    return tuple(str(each.get("name") or each.get("id")) for each in _rows(rows))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) else None
