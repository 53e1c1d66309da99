"""The setup record as one HTML page for a security review: no script, nothing fetched, at most two printed pages."""

from collections.abc import Iterable, Iterator
from html import escape

from dmsa_tui.documents.reach import granted_reach
from dmsa_tui.documents.setup_record import wording as words
from dmsa_tui.documents.setup_record.model import CheckRow, Grant, Proof, SetupRecord, Word
from dmsa_tui.onboarding.history import Entry, told
from dmsa_tui.procore.control_characters import visible

WORDS = {
    Proof.PROVEN: ("✔", "proven", "Procore itself confirmed it."),
    Proof.CONFIRMED: ("✎", "confirmed by a person", "Somebody said so; Procore was not asked, or did not say."),
    Proof.FAILED: ("✖", "failed", "Procore said no."),
    Proof.OPEN: ("?", "open", "Nobody has confirmed it."),
}
"""Sign, word and meaning. In the style each has a border of its own, so that a printer without colour tells them."""
_NAMED = 40
"""Missing projects that the page names; the JSON names all of them."""
_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 13px/1.4 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #1b1f24;
  background: #fff; max-width: 60rem; margin: 1.5rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1rem; margin: 1.1rem 0 .35rem; border-bottom: 1px solid #c8ced6; padding-bottom: .15rem;
  break-after: avoid; }
p, ul { margin: .25rem 0; }
ul { padding-left: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #e6e9ed; }
th { font-weight: 600; color: #444c56; }
tr { break-inside: avoid; }
td:first-child, th:first-child { width: 18%; }
td.fact { width: 26%; color: #444c56; }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.note, .evidence { color: #57606a; }
.evidence { font-size: .85em; }
.proof { white-space: nowrap; padding: 0 .35rem; border-radius: .2rem; font-weight: 600; }
.proven { border: 1px solid #1a7f37; background: #e6f4ea; color: #0f5323; }
.confirmed { border: 1px dashed #0550ae; background: #fff; color: #0550ae; font-style: italic; font-weight: 400; }
.failed { border: 2px solid #b42318; background: #fdecea; color: #8a1a10; }
.open { border: 1px dotted #7d4e00; background: #fff8e5; color: #6b4300; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .6rem 0; }
@page { size: A4; margin: 12mm; }
@media print {
  body { font-size: 8pt; line-height: 1.3; max-width: none; margin: 0; padding: 0;
    -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { margin-top: .6rem; }
  th, td { padding-top: .1rem; padding-bottom: .1rem; }
}
"""


def to_html(setup: SetupRecord) -> str:
    """The record as a page that holds everything itself. Text from Procore and from people stays text in it."""
    return "\n".join(_page(setup)) + "\n"


def _text(text: str) -> str:
    return escape(" ".join(visible(each, longest=5_000) for each in text.split()), quote=True)


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>" if text else ""


def _page(setup: SetupRecord) -> Iterator[str]:
    title = f"Setup record: {_text(setup.customer)}"
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{title}</h1>"
    yield f'<p class="note">{_text(words.written(setup))}</p>'
    if setup.environment.rehearsal:
        yield f"<p><strong>{words.REHEARSAL}</strong></p>"
    legend = (f"<span>{_mark(proof)} {meaning}</span>" for proof, (_, _, meaning) in WORDS.items())
    yield f'<div class="legend">{"".join(legend)}</div>'
    yield from _facts(setup)
    yield from _permissions(setup)
    yield from _projects(setup)
    yield from _checks(setup)
    yield from _steps(setup)
    yield from _open_items(setup)
    yield from _history(setup)
    yield from _section("Afterwards")
    yield "<ul>" + "\n".join(f"<li>{sentence}" for sentence in words.AFTERWARDS) + "</ul>"
    yield "</body></html>"


def _mark(proof: Proof, more: str = "") -> str:
    sign, word, _ = WORDS[proof]
    return f'<span class="proof {proof.value}">{sign} {word}{more}</span>'


def _facts(setup: SetupRecord) -> Iterator[str]:
    place, app, secret, unknown = setup.environment, setup.app, setup.secret, words.UNKNOWN
    rows = [
        ("Environment", f"{_text(place.name)} ({_code(place.id)})"),
        ("Hosts", f"{_code(place.login_url)} (token), {_code(place.api_url)} (API)"),
        (
            "Company",
            f"{_text(setup.company_name or 'name not recorded')}, ID {_code(setup.company_id) or unknown}",
        ),
        ("App", f"{_text(app.name) or unknown}; developer account of: {_text(app.owner) or unknown}"),
        ("Client ID", _code(app.client_id)),
        ("App Version Key (asked for as App Version ID)", _code(app.app_version_key)),
        ("Portal edition", _code(app.portal_edition)),
    ]
    if app.sandbox_client_id or app.sandbox_app_version_key:
        keys = f"{_code(app.sandbox_client_id) or unknown}, key {_code(app.sandbox_app_version_key) or unknown}"
        rows.append(("Sandbox client ID", keys))
    if secret is not None:
        facts = f"{secret.length} characters, fingerprint {_code(secret.fingerprint or '')}. " if secret.present else ""
        rows.append(("Client secret", facts + _text(secret.kept)))
    rows += [(words.approval_name(each), _text(words.approval_state(each))) for each in setup.approvals]
    yield from _section("What was set up")
    yield "<table>"
    for name, value in rows:
        yield f'<tr><td class="fact">{name}<td>{value or unknown}'
    yield "</table>"


def _permissions(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Permissions")
    yield f"<p>Profile: {_text(setup.profile_name)} ({_code(setup.profile_id)}).</p>"
    rows = (
        (
            _text(row.tool), _grant(row.company), _grant(row.project),
            _text(row.reason) + (f' <span class="note">Caution: {_text(row.caution)}</span>' if row.caution else ""),
        )
        for row in setup.permissions
    )  # fmt: skip
    yield from _table(("Tool", "Company", "Project", "Why"), rows)
    yield from _section("What was not requested")
    yield "<ul>"
    for row in setup.not_requested:
        yield f"<li>{_text(words.left_out(row))}: {_text(row.why)}"
    yield f"<li>{_text(granted_reach(setup.permissions).not_named)}</ul>"


def _grant(grant: Grant) -> str:
    if not words.is_requested(grant):
        return '<span class="note">not requested</span>'
    return f"{words.levels(grant)} {_mark(grant.proof)}"


def _projects(setup: SetupRecord) -> Iterator[str]:
    projects = setup.projects
    yield from _section("Projects")
    said = (words.must_be_permitted(projects), words.permitted(projects), words.future(projects))
    yield f"<p>{' '.join(filter(None, said))}</p>"
    if projects.missing:
        named = "; ".join(map(_text, projects.missing[:_NAMED]))
        more = f"; and {len(projects.missing) - _NAMED:,} more" if len(projects.missing) > _NAMED else ""
        yield f"<p>Missing: {named}{more}.</p>"
    if setup.project_changes:
        yield from _section(words.PROJECT_CHANGES)
        rows = "".join(f"<li>{_text(words.project_change(row))}</li>" for row in setup.project_changes)
        yield f"<ul>{rows}</ul>"


def _checks(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Checks")
    yield f"<p>Verdict of the last run: {_text(setup.last_verdict)}.</p>"
    if not setup.checks:
        yield f"<p>{words.NO_RESULTS}</p>"
        return
    rows = (
        (_code(check.id), _standing(check), f"{_text(check.status)}: {_text(check.summary)}{_evidence(check)}")
        for check in setup.checks
    )
    yield from _table(("Check", "Who says so", "What was found, and by which answers"), rows)


def _standing(check: CheckRow) -> str:
    return _mark(check.proof) + (f"<br>{_word(check.confirmed_by)}" if check.confirmed_by else "")


def _evidence(check: CheckRow) -> str:
    said = "; ".join(
        f"{_text(each.method)} {_code(each.url)} → {each.status or 'no answer'}"
        + (f" ({_code(each.request_id)})" if each.request_id else "")
        for each in check.evidence[:3]
    )
    more = f"; {len(check.evidence) - 3} more" if len(check.evidence) > 3 else ""
    return f'<div class="evidence">{said}{more}</div>' if said else ""


def _steps(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Steps that a person confirmed")
    confirmed = [(step.id, step.confirmed_by) for step in setup.steps if step.confirmed_by is not None]
    if not confirmed:
        yield "<p>None.</p>"
        return
    mark = _mark(Proof.CONFIRMED)
    yield "<ul>" + "".join(f"<li>{_code(step)} {mark} {_word(word)}" for step, word in confirmed) + "</ul>"


def _open_items(setup: SetupRecord) -> Iterator[str]:
    yield from _section("Open items")
    if not setup.open_items:
        yield "<p>None.</p>"
        return
    rows = ((_text(item.what), _text(item.owner), _text(item.since)) for item in setup.open_items)
    yield from _table(("What", "Who", "Since"), rows)


def _history(setup: SetupRecord) -> Iterator[str]:
    if setup.history is None:
        return
    yield from _section("History")
    entries, before, damaged = words.recent(setup)
    if before:
        yield f'<p class="note">{before}</p>'
    rows = (
        (_text(entry.at.strftime("%Y-%m-%d %H:%M %Z")), _code(entry.step), f"{_text(entry.event)}: {_told(entry)}")
        for entry in entries
    )
    yield from _table(("When", "Step", "What"), rows)
    if not entries:
        yield f"<p>{words.NO_HISTORY}</p>"
    if damaged:
        yield f"<p>{damaged}</p>"


def _told(entry: Entry) -> str:
    marks = {each: f" {_mark(Proof(each.proof))}" for each in entry.changes if each.proof in list(Proof)}
    return "; ".join(_text(told(each)) + marks.get(each, "") for each in entry.changes) or "–"


def _word(word: Word) -> str:
    return f"{_text(word.by)}, {word.at.strftime('%Y-%m-%d')}"


def _section(title: str) -> Iterator[str]:
    yield f"<h2>{title}</h2>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of cells that are HTML already."""
    yield "<table><tr>" + "".join(f"<th>{cell}" for cell in head)
    for row in rows:
        yield "<tr>" + "".join(f"<td>{cell}" for cell in row)
    yield "</table>"
