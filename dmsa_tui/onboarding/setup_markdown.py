"""The setup record as Markdown: one page for whoever has to trust this access, or to look after it."""

import re
from collections.abc import Iterable, Iterator

from dmsa_tui.onboarding.history import Change, told
from dmsa_tui.onboarding.setup_model import CheckRow, Grant, Proof, SetupRecord, Word
from dmsa_tui.procore.levels import Level
from dmsa_tui.procore.visible import visible

MARKS = {
    Proof.PROVEN: "✔ proven",
    Proof.CONFIRMED: "✎ confirmed by a person",
    Proof.FAILED: "✖ failed",
    Proof.OPEN: "? open",
}
"""Proven and confirmed never look alike."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&@]|:(?=//)|\.(?=[^\W_])")
"""Also what some readers turn into links by themselves: `://`, and a full stop inside a word (0.al is a domain)."""
REHEARSAL = "This is a rehearsal on the practice company: nothing was asked of Procore, and nothing here is proven."
HISTORY_SHOWN = 12
"""Entries of the history that a page shows, the newest ones."""
_UNKNOWN = "not recorded"


def to_markdown(setup: SetupRecord) -> str:
    """The record as Markdown. Text from Procore and from people can form no markup, link or table cell in it."""
    return "\n".join(_lines(setup)) + "\n"


def plain(text: str) -> str:
    """`text` so that Markdown shows it as it is, on one line: no markup, HTML, link or table cell can come of it."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", _one_line(text))


def _code(text: str) -> str:
    """`text` as code, which needs no escapes, unless it could end the code or the table cell."""
    line = _one_line(text)
    return plain(text) if not line or "`" in line or "|" in line else f"`{line}`"


def _one_line(text: str) -> str:
    return " ".join(visible(each, longest=5_000) for each in text.split())


def _lines(setup: SetupRecord) -> Iterator[str]:
    yield f"# Setup record: {plain(setup.customer)}"
    yield ""
    written = setup.written_at.strftime("%Y-%m-%d %H:%M %z")
    yield f"Written {written} by {setup.program}. It holds no secret."
    yield ""
    if setup.environment.rehearsal:
        yield f"**{REHEARSAL}**"
        yield ""
    yield f"- {MARKS[Proof.PROVEN]}: Procore itself confirmed it."
    yield f"- {MARKS[Proof.CONFIRMED]}: somebody said so; Procore could not be asked, or did not say."
    yield from _setup(setup)
    yield from _permissions(setup)
    yield from _projects(setup)
    yield from _checks(setup)
    yield from _steps(setup)
    yield from _section("Open items")
    if setup.open_items:
        yield from _table(
            ("What", "Who", "Since"), ((plain(item.what), item.owner, plain(item.since)) for item in setup.open_items)
        )
    else:
        yield "None."
    yield from _history(setup)
    yield from _section("Afterwards")
    yield "- Run the checks again after every update of the app: Procore may drop the permitted projects with it."
    yield "- A reset of the client secret takes effect at once; the sync tool stops until it has the new one."
    yield "- Leave the service account in the directory as it is: it is the sync tool's only access."


def _setup(setup: SetupRecord) -> Iterator[str]:
    place, app, secret = setup.environment, setup.app, setup.secret
    rows = [
        ("Environment", f"{place.name} (`{place.id}`)"),
        ("Token host", _code(place.login_url)),
        ("API host", _code(place.api_url)),
        ("Company ID", _code(setup.company_id)),
        ("Company", plain(setup.company_name or "")),
        ("App", plain(app.name)),
        ("Developer account of", plain(app.owner)),
        ("Client ID", _code(app.client_id)),
        ("App Version Key (asked for as App Version ID)", _code(app.app_version_key)),
        ("Sandbox client ID", _code(app.sandbox_client_id)),
        ("Sandbox App Version Key", _code(app.sandbox_app_version_key)),
        ("Portal edition", _code(app.portal_edition)),
    ]
    if secret is not None:
        facts = f"{secret.length} characters, fingerprint `{secret.fingerprint}`. " if secret.present else ""
        rows.append(("Client secret", facts + plain(secret.kept)))
    for approval in setup.approvals:
        since = f" since {plain(approval.since)}" if approval.since else ""
        note = f" – {plain(approval.note)}" if approval.note else ""
        rows.append((approval.id.replace("_", " ").capitalize(), approval.state + since + note))
    yield from _section("What was set up")
    yield from _table(("", ""), ((name, value or _UNKNOWN) for name, value in rows))


def _permissions(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Permissions")
    yield f"Profile: {plain(setup.profile_name)} ({plain(setup.profile_id)})."
    yield ""
    yield from _table(
        ("Tool", "Company", "Project", "Why", "Caution"),
        (
            (plain(row.tool), _grant(row.company), _grant(row.project), plain(row.reason), plain(row.caution or ""))
            for row in setup.permissions
        ),
    )
    yield from _section("What was not requested")
    for row in setup.not_requested:
        tab = "" if row.tab == "both" else f" on the {row.tab} tab"
        yield f"- {plain(row.tool)}{tab}: {plain(row.why)}"
    yield "- Every tool that is not named above."


def _grant(grant: Grant) -> str:
    if grant.wanted == Level.NONE.word:
        return "not requested"
    wanted = Level.from_word(grant.wanted).label
    if grant.granted is None:
        return f"{wanted}: {MARKS[grant.proof]}"
    sample = f" (lowest of {grant.projects} projects)" if grant.projects > 1 else ""
    got = "" if grant.granted == grant.wanted else f", granted {Level.from_word(grant.granted).label}"
    return f"{wanted}{got}{sample}: {MARKS[grant.proof]}"


def _projects(setup: SetupRecord) -> Iterator[str]:
    projects = setup.projects
    future = {True: "wanted", False: "not wanted", None: "undecided"}[projects.future]
    yield from _section("Projects")
    wanted = {"all": "every active project", "list": "a given list"}.get(projects.must_be_there, "undecided")
    yield f"- Must be permitted: {wanted}."
    if projects.assigned is not None:
        yield f"- Permitted: {projects.assigned:,} of {projects.expected or projects.assigned:,}."
    for name in projects.missing:
        yield f"- Missing: {plain(name)}"
    yield f"- Future projects: {future}."


def _checks(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Checks")
    yield f"Verdict of the last run: {setup.last_verdict}."
    yield ""
    if not setup.checks:
        yield "This record holds no results: the checks were not run on what it describes."
        return
    yield from _table(
        ("Check", "Who says so", "What was found", "Evidence"),
        (
            (_code(check.id), _standing(check), f"{check.status}: {plain(check.summary)}", _evidence(check))
            for check in setup.checks
        ),
    )


def _standing(check: CheckRow) -> str:
    if check.confirmed_by is None:
        return MARKS[check.proof]
    return f"{MARKS[check.proof]}: {_word(check.confirmed_by)}"


def _evidence(check: CheckRow) -> str:
    return "; ".join(
        f"{plain(each.method)} {_code(each.url)} → {each.status or 'no answer'}"
        + (f" (request {_code(each.request_id)})" if each.request_id else "")
        for each in check.evidence
    )


def _steps(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Steps that a person confirmed")
    confirmed = [(step.id, _word(step.confirmed_by)) for step in setup.steps if step.confirmed_by is not None]
    if confirmed:
        yield from _table(
            ("Step", "Who"), ((_code(step), f"{MARKS[Proof.CONFIRMED]}: {who}") for step, who in confirmed)
        )
    else:
        yield "None."


def _history(setup: SetupRecord) -> Iterator[str]:
    if setup.history is None:
        return
    yield from _section("History")
    entries = setup.history.entries[-HISTORY_SHOWN:]
    if (older := setup.history.earlier + len(setup.history.entries) - len(entries)) > 0:
        yield f"- {older:,} earlier ones are in the history's file."
    for entry in entries:
        changes = "; ".join(plain(told(each)) + _standing_of(each) for each in entry.changes)
        yield f"- {entry.at.strftime('%Y-%m-%d %H:%M %Z')}, step {_code(entry.step)}, {entry.event}: {changes or '–'}"
    if not entries:
        yield "None: the onboarding is older than its history."
    if setup.history.damaged:
        yield f"- {setup.history.damaged:,} of its lines could not be read."


def _standing_of(change: Change) -> str:
    return f" ({MARKS[Proof(change.proof)]})" if change.proof in list(Proof) else ""


def _word(word: Word) -> str:
    return f"{plain(word.by)}, {word.at.strftime('%Y-%m-%d')}"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of cells that are Markdown already."""
    cells = list(head)
    yield f"| {' | '.join(cells)} |"
    yield f"|{' --- |' * len(cells)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
