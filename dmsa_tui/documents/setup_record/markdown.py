"""The setup record as Markdown: one page for whoever has to trust this access, or to look after it."""

import re
from collections.abc import Iterable, Iterator

from dmsa_tui.documents.reach import granted_reach
from dmsa_tui.documents.setup_record import wording as words
from dmsa_tui.documents.setup_record.model import CheckRow, Grant, Proof, SetupRecord, Word
from dmsa_tui.onboarding.history import Change, told
from dmsa_tui.procore.control_characters import visible

MARKS = {
    Proof.PROVEN: "✔ proven",
    Proof.CONFIRMED: "✎ confirmed by a person",
    Proof.FAILED: "✖ failed",
    Proof.OPEN: "? open",
}
"""Proven and confirmed never look alike."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&@]|:(?=//)|\.(?=[^\W_])")
"""Also what some readers turn into links by themselves: `://`, and a full stop inside a word (0.al is a domain)."""


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
    yield words.written(setup)
    yield ""
    if setup.environment.rehearsal:
        yield f"**{words.REHEARSAL}**"
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
    yield from (f"- {sentence}" for sentence in words.AFTERWARDS)


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
    rows += [(words.approval_name(each), plain(words.approval_state(each))) for each in setup.approvals]
    yield from _section("What was set up")
    yield from _table(("", ""), ((name, value or words.UNKNOWN) for name, value in rows))


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
        yield f"- {plain(words.left_out(row))}: {plain(row.why)}"
    yield f"- {plain(granted_reach(setup.permissions).not_named)}"


def _grant(grant: Grant) -> str:
    return f"{words.levels(grant)}: {MARKS[grant.proof]}" if words.is_requested(grant) else "not requested"


def _projects(setup: SetupRecord) -> Iterator[str]:
    projects = setup.projects
    yield from _section("Projects")
    yield f"- {words.must_be_permitted(projects)}"
    if permitted := words.permitted(projects):
        yield f"- {permitted}"
    for name in projects.missing:
        yield f"- Missing: {plain(name)}"
    yield f"- {words.future(projects)}"
    if setup.project_changes:
        yield from _section(words.PROJECT_CHANGES)
        yield from (f"- {plain(words.project_change(row))}" for row in setup.project_changes)


def _checks(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Checks")
    yield f"Verdict of the last run: {setup.last_verdict}."
    yield ""
    if not setup.checks:
        yield words.NO_RESULTS
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
    entries, before, damaged = words.recent(setup)
    if before:
        yield f"- {before}"
    for entry in entries:
        changes = "; ".join(plain(told(each)) + _standing_of(each) for each in entry.changes)
        yield f"- {entry.at.strftime('%Y-%m-%d %H:%M %Z')}, step {_code(entry.step)}, {entry.event}: {changes or '–'}"
    if not entries:
        yield words.NO_HISTORY
    if damaged:
        yield f"- {damaged}"


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
