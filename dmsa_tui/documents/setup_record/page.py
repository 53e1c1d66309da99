"""The setup record as a document: what a customer, a reviewer or a successor reads."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from dmsa_tui.checks.model import Confirmation
from dmsa_tui.checks.words import permitted_too
from dmsa_tui.documents.model import (
    Block,
    Bullets,
    Document,
    Facts,
    Note,
    Paragraph,
    Piece,
    Section,
    Table,
    Value,
    Words,
    legend,
)
from dmsa_tui.documents.reach import granted_reach
from dmsa_tui.documents.setup_record.history_words import entry_words
from dmsa_tui.documents.setup_record.model import (
    OWNERS,
    AccessEnd,
    CheckRow,
    Grant,
    NotRequested,
    OpenItem,
    Permission,
    Projects,
    Proof,
    SetupRecord,
    StepRow,
)
from dmsa_tui.documents.setup_record.summary import summary, unproven_rotation
from dmsa_tui.documents.values import client_id_words, minute
from dmsa_tui.onboarding.approvals import SETTLED
from dmsa_tui.onboarding.check_states import STATES, sample_of
from dmsa_tui.onboarding.company_names import REACHED, other_name
from dmsa_tui.onboarding.ended_access import ENDS_ACCESS
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, ApprovalState, ProjectChange
from dmsa_tui.onboarding.states import WORDS, State
from dmsa_tui.procore.environments import PRACTICE, place_on_paper, stand_in, stand_in_warning
from dmsa_tui.vocabulary import CHECK_BY_ID, Level, Status

UNKNOWN = "not recorded"
REHEARSAL = (
    "This is a rehearsal on the practice company: nothing was checked at Procore, and “proven” means that the practice "
    "company said yes."
)
NO_RESULTS = "This record has no results: the checks were not run for this setup."
ONLY_SINGLE = "Not all checks have been run. This is what single checks found; it proves nothing of the rest."
_AFTERWARDS = (
    "Run the checks again after every update of the app: the update may drop the permitted projects. The setup"
    " program can do this on any computer, with the JSON file of this record, which it saves beside the page.",
    "The setup program also shows each click to reset the secret, to end the access or to move from an old account.",
    "After a reset, Procore accepts only the new client secret: enter it in the sync tool at once.",
    "Leave the service account in the directory as it is: it is the sync tool's only access.",
)
_NAMES = "Each name is the one that the person entered, or else the computer user's name."
_HISTORY_SHOWN = 12
"""Entries of the history that the page shows, the newest ones."""
_NAMED = 40
"""Projects of each kind that the page names; the JSON names all of them."""
_EVIDENCE_SHOWN = 3
_OF_PROOF: Mapping[Proof, State] = {
    Proof.PROVEN: State.PROVEN, Proof.CONFIRMED: State.CONFIRMED, Proof.FAILED: State.FAILING,
    Proof.OPEN: State.UNVERIFIED,
}  # fmt: skip
_APPROVALS = {"verification": "Organization verification", "production_access": "Production access"}
_STATES: Mapping[str, str] = {
    ApprovalState.NOT_ASKED: "not requested",
    ApprovalState.WAITING: "waiting for Procore",
    ApprovalState.GRANTED: "granted",
    ApprovalState.REFUSED: "refused by Procore",
}
_WHEN: Mapping[str, str] = {
    ApprovalState.NOT_ASKED: " as of {}",
    **dict.fromkeys((ApprovalState.GRANTED, ApprovalState.REFUSED), " (recorded on {})"),
}
_TESTED = {"tested": "done", "skipped": "skipped"}


def setup_page(setup: SetupRecord) -> Document:
    """The page of a setup record."""
    place = setup.environment
    hosts = (place.login_url, place.api_url)
    other = REHEARSAL if stand_in(*hosts) == PRACTICE else stand_in_warning(*hosts)
    warning = (Paragraph(other, warning=True),) if other else ()
    names = _names(setup)
    differs = (Paragraph(names),) if names else ()
    written = f"Written {minute(setup.written_at)} by {setup.program}. It contains no secret."
    return Document(
        f"Setup record: {setup.customer}",
        (Paragraph(summary(setup)), *warning, *differs, Paragraph((Note(written),))),
        tuple(_sections(setup)),
    )


def _names(setup: SetupRecord) -> str:
    return other_name(setup.customer, setup.company_name, compared=setup.names_confirmed_by is not None)


def _sections(setup: SetupRecord) -> Iterator[Section]:
    past = " before the access was ended" if setup.found_before_end else ""
    yield Section("Open items", (_open_items(setup),))
    if setup.ended is not None:
        yield Section("End of the access", tuple(_end(setup.ended)))
    yield Section("What was set up", (Facts(tuple(_facts(setup))),))
    yield Section(f"Permissions{past}", tuple(_permissions(setup)))
    yield Section("What was not requested", (_not_requested(setup),))
    yield Section(f"Projects{past}", (*_found_on(setup), *_projects(setup.projects)))
    if setup.project_changes:
        changes = Bullets(tuple(map(_project_change, setup.project_changes)))
        yield Section("Projects that this program added at Procore", (changes,))
    yield Section(f"Checks{past}", tuple(_checks(setup)))
    yield Section("Steps", _steps(setup))
    if setup.history is not None:
        yield Section("History", tuple(_history(setup)))
    ends = any(each.lead.task == ENDS_ACCESS for each in setup.open_items)
    if setup.ended is None and not ends:  # nothing is left to keep then
        yield Section("Afterwards", (Bullets(_AFTERWARDS),))


def _end(ended: AccessEnd) -> Iterator[Block]:
    yield Paragraph(ended.proof or "What proved it is not recorded.")
    if ended.requests:
        yield Bullets(tuple((Value(each),) for each in ended.requests))


def _open_items(setup: SetupRecord) -> Block:
    rows = tuple((_what(setup, item), OWNERS[item.owner], item.since_words) for item in setup.open_items)
    return Table(("What", "Who", "Since"), rows) if rows else Paragraph("None.")


def _what(setup: SetupRecord, item: OpenItem) -> str:
    """What is open; of an answer, with the step that a person confirmed and that is not done without it."""
    held = [each.title for each in setup.steps if item.lead.field and each.id == item.lead.step]
    return f"{item.what.removesuffix('.')} (step “{held[0]}”)." if held else item.what


def _facts(setup: SetupRecord) -> Iterator[tuple[str, Words]]:
    place, app, secret = setup.environment, setup.app, setup.secret
    yield "Customer", setup.customer
    yield "Company", setup.company_name or "name not read from Procore"
    yield "Company ID", _value(setup.company_id)
    yield "Administrator", setup.administrator or UNKNOWN
    yield "Environment", place_on_paper(place.name, place.login_url, place.api_url)
    yield "Token host", _value(place.login_url)
    yield "API host", _value(place.api_url)
    yield "App", app.name or UNKNOWN
    yield "Developer account of", {"customer": "the customer", "consultant": "the consultant"}.get(app.owner, UNKNOWN)
    yield "Replaces", _replaces(setup)
    yield "Client ID", client_id_words(app.client_id, tested=app.client_id_tested) or UNKNOWN
    yield "App Version Key (App Version ID)", _value(app.app_version_key)
    if place.id != "developer-sandbox" or app.sandbox_test:
        yield "Sandbox test", _TESTED.get(app.sandbox_test, UNKNOWN)
    if app.sandbox_client_id or app.sandbox_app_version_key:
        yield "Sandbox client ID", client_id_words(app.sandbox_client_id, tested=False) or UNKNOWN
        yield "Sandbox App Version Key", _value(app.sandbox_app_version_key)
    if secret is not None:
        facts = f"{secret.length} characters, fingerprint {secret.fingerprint}. " if secret.present else ""
        yield "Client secret", facts + secret.kept
    is_reset = setup.old_secret_refused_at is not None or setup.secret_rotated_by is not None
    before = ", before the reset" if is_reset else ""
    said = (
        ("accepted", setup.old_secret_proven_at, before), ("refused", setup.old_secret_refused_at, ", after the reset")
    )  # fmt: skip
    if old := [f"{did} it on {at.strftime('%Y-%m-%d %H:%M %Z')}{when}" for did, at, when in said if at]:
        yield "Old client secret", f"Procore {', and '.join(old)}."
    if rotated := unproven_rotation(setup):
        yield "Rotation", rotated
    for each in setup.approvals:
        when = _WHEN.get(each.state, " since {} or before")
        since = when.format(each.since) if each.since else ""
        note = f". Note: {each.note}" if each.note else ""
        is_settled = each.settled and each.state != ApprovalState.GRANTED
        yield _APPROVALS[each.id], f"{SETTLED if is_settled else _STATES[each.state] + since}{note}"


def _replaces(setup: SetupRecord) -> str:
    """The old account, and whether it is gone."""
    if setup.old_account in ("", NO_OLD_ACCOUNT):
        return "nothing" if setup.old_account else UNKNOWN
    word = setup.old_account_retired_by
    gone = "not deleted yet" if word is None else f"deleted or uninstalled, {word.by}, {word.at:%Y-%m-%d}"
    return f"{setup.old_account}: {gone}"


def _value(text: str) -> Words:
    return (Value(text),) if text else UNKNOWN


def _permissions(setup: SetupRecord) -> Iterator[Block]:
    past = setup.found_before_end
    yield from _found_on(setup)
    yield Paragraph(f"Permission profile: {setup.profile_name}.")
    yield Table(
        ("Tool", "Company", "Project", "Why"),
        tuple(
            (row.tool, *(_grant(each, past=past) for each in (row.company, row.project)), _why(row))
            for row in setup.permissions
        ),
    )


def _why(row: Permission) -> tuple[Piece, ...]:
    return (row.reason, Note(f" Caution: {row.caution}")) if row.caution else (row.reason,)


def _grant(grant: Grant, *, past: bool) -> Words:
    if grant.wanted == Level.NONE.word:
        return "not requested"
    if past:
        return f"{_levels(grant)}, {_then(_OF_PROOF[grant.proof])}"
    return (_OF_PROOF[grant.proof], f" {_levels(grant)}")


def _then(state: State) -> str:
    """A state of before the end, which is nobody's any more: without its sign."""
    return f"{WORDS[state]} then"


def _found_on(setup: SetupRecord) -> Iterator[Paragraph]:
    """When that was found which counts no longer."""
    if setup.found_before_end and setup.checked_at is not None:
        yield Paragraph(f"Found on {_found_day(setup)}. It no longer counts.")


def _found_day(setup: SetupRecord) -> str:
    return "" if setup.checked_at is None else setup.checked_at.strftime("%Y-%m-%d")


def _levels(grant: Grant) -> str:
    """A tool's level as it was asked for, and as it was granted where that is another one."""
    wanted = Level.from_word(grant.wanted).label
    if grant.granted is None:
        return wanted
    sample = f" (lowest of {grant.projects} projects)" if grant.projects > 1 else ""
    got = "" if grant.granted == grant.wanted else f", granted {Level.from_word(grant.granted).label}"
    return f"{wanted}{got}{sample}"


def _not_requested(setup: SetupRecord) -> Bullets:
    def left_out(row: NotRequested) -> str:
        return row.tool if row.tab == "both" else f"{row.tool} on the {row.tab} tab"

    items = (f"{left_out(row)}: {row.why}" for row in setup.not_requested)
    return Bullets((*items, granted_reach(setup.permissions).not_named))


def _projects(projects: Projects) -> Iterator[Block]:
    count = projects.expected or len(projects.listed)
    listed = ": ".join(filter(None, (f"a list of {count:,}" if count else "a list", _first(projects.listed))))
    wanted = {"all": "every active project", "list": listed}.get(projects.must_be_there, "undecided")
    future = {True: "wanted", False: "not wanted", None: "undecided"}[projects.future]
    rows: list[tuple[str, Words]] = [("Must be permitted", wanted)]
    if projects.assigned is not None:
        rows.append(("Permitted", f"{projects.assigned:,} of {projects.expected or projects.assigned:,}"))
    if too := permitted_too(projects.permitted_too):
        rows.append(("Not on the list", f"{too}: {_first(projects.others)}"))
    if projects.missing:
        rows.append(("Missing", _first(projects.missing)))
    yield Facts((*rows, ("Future projects", future), ("Active projects", _active(projects))))


def _first(names: tuple[str, ...]) -> str:
    """The first of these names, and how many more there are."""
    more = len(names) - _NAMED
    return "; ".join((*names[:_NAMED], *([f"and {more:,} more"] if more > 0 else [])))


def _active(projects: Projects) -> str:
    """The company's active projects by Procore's count and by a person's estimate."""
    counts = "not counted by Procore" if projects.active is None else f"{projects.active:,} by Procore's count"
    expected = projects.active_expected
    return f"{counts}; {'nobody said how many' if expected is None else f'about {expected:,}'} were expected"


def _project_change(row: ProjectChange) -> str:
    counts = [f"{count:,} {word}" for count, word in ((row.added, "added"), (row.removed, "removed")) if count]
    confirmed = "Procore shows it" if row.outcome == "done" else f"ended as {row.outcome}"
    return f"{row.at.strftime('%Y-%m-%d %H:%M %Z')}, {row.by}: {' and '.join(counts) or 'none'}, {confirmed}."


def _checks(setup: SetupRecord) -> Iterator[Block]:
    if setup.found_before_end:
        yield from _checks_before(setup)
        return
    yield Paragraph(f"Verdict of the last run: {setup.last_verdict}.")
    rows = setup.checks or setup.single_checks
    if not rows:
        yield Paragraph(NO_RESULTS)
        return
    if not setup.checks:
        yield Paragraph(ONLY_SINGLE)
    hosts = (setup.environment.login_url, setup.environment.api_url)
    shown = {_state(setup, check) for check in rows}
    yield legend(*(state for state in State if state in shown))
    yield Table(
        ("Check", "Result", "What was found, and the evidence"),
        tuple((check.title, _standing(setup, check), (check.summary, *_evidence(check, hosts))) for check in rows),
    )


def _checks_before(setup: SetupRecord) -> Iterator[Block]:
    """What was found before the access was ended: dated, and without a sign that says it of now."""
    on, hosts = _found_day(setup), (setup.environment.login_url, setup.environment.api_url)
    yield from _found_on(setup)
    if setup.ended is not None:
        yield Paragraph(f"Verdict then: {setup.ended.verdict_before}.")
    yield Table(
        ("Check", "Result", "What was found, and the evidence"),
        tuple(
            (each.title, _then(_state(setup, each)), (f"On {on}: {each.summary}", *_evidence(each, hosts)))
            for each in setup.checks
        ),
    )


def _state(setup: SetupRecord, check: CheckRow) -> State:
    if check.proof is Proof.OPEN and check.status == Status.PASS:
        return State.TODO  # nobody has decided what is wanted
    if check.proof is Proof.CONFIRMED:
        return State.CONFIRMED
    has_other_name = check.id == REACHED and check.status == Status.PASS and _names(setup)
    state = State.CAUTION if has_other_name else STATES[Status(check.status)]
    definition = CHECK_BY_ID.get(check.id)
    is_to_do = any(step.state is State.TODO for step in setup.steps if definition and step.id == definition.step)
    return State.TODO if is_to_do and state is State.FAILING else state  # nobody claims yet what it proves


def _standing(setup: SetupRecord, check: CheckRow) -> Words:
    word = check.confirmed_by
    by = (f" {word.by}, {word.at.strftime('%Y-%m-%d')}",) if word else ()
    sample = sample_of(check.details)
    return (_state(setup, check), *((f" on {sample[0]:,} of {sample[1]:,}",) if sample else ()), *by)


def _evidence(check: CheckRow, hosts: tuple[str, ...]) -> Iterator[Piece]:
    """The requests, without the hosts, which are named above."""
    for each in check.evidence[:_EVIDENCE_SHOWN]:
        yield Note(f" {each.method} ")
        yield Value(next((each.url.removeprefix(host) for host in hosts if each.url.startswith(host)), each.url))
        request = f", request {each.request_id}" if each.request_id else ""
        yield Note(f" → {each.status or 'no answer'}{request}.")
    if more := len(check.evidence) - _EVIDENCE_SHOWN:
        yield Note(f" And {more} more.") if more > 0 else ""


def _steps(setup: SetupRecord) -> tuple[Block, ...]:
    """Each step with its state and a person's word; once the access was ended, nothing of it is to do."""
    if setup.ended is not None:
        words = tuple((each.title, _word(each.confirmed_by or each.said_by)) for each in setup.steps)
        return Table(("Step", "A person's word"), words), Paragraph(_NAMES)
    rows = tuple((each.title, (each.state,), _word_now(each)) for each in setup.steps)
    return Table(("Step", "State", "A person's word"), rows), Paragraph(_NAMES)


def _word_now(step: StepRow) -> str:
    """The word in the step; of one that is open all the same, that it is."""
    return f"{_word(step.said_by)}, but it is not done" if step.said_by else _word(step.confirmed_by)


def _word(word: Confirmation | None) -> str:
    return "–" if word is None else f"{word.by}, {word.at.strftime('%Y-%m-%d')}"


def _history(setup: SetupRecord) -> Iterator[Block]:
    history = setup.history
    assert history is not None
    # Watching writes the same with each round: it is one row, and pushes nothing else out.
    told = [(words, [entry.at for entry in same]) for words, same in groupby(history.entries, entry_words)]
    if older := history.earlier + sum(len(times) for _words, times in told[:-_HISTORY_SHOWN]):
        yield Paragraph(f"{older:,} earlier entries are in the history file.")
    if told:
        rows = (
            (minute(times[-1]), words if len(times) == 1 else f"{words} {len(times)} times since {minute(times[0])}.")
            for words, times in told[-_HISTORY_SHOWN:]
        )
        yield Table(("When", "What"), tuple(rows))
    else:
        yield Paragraph("None: this onboarding is older than the history.")
    if history.damaged:
        yield Paragraph(f"{history.damaged:,} of its lines could not be read.")
