"""The handout as one HTML page to print: no script, nothing fetched, at most two pages of A4 or Letter."""

from collections.abc import Iterator
from html import escape

from dmsa_tui.documents.handout.build import Handout, Part
from dmsa_tui.guide.markup import spans
from dmsa_tui.procore.control_characters import visible

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 14px/1.4 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #1b1f24;
  background: #fff; max-width: 54rem; margin: 1.5rem auto; padding: 0 1.5rem; overflow-wrap: anywhere; }
h1 { font-size: 1.45rem; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 1rem 0 .3rem; border-bottom: 1px solid #c8ced6; padding-bottom: .1rem;
  break-after: avoid; }
p, ul, ol { margin: .3rem 0; }
ul { padding-left: 1.1rem; }
ol { padding-left: 1.6rem; }
li { break-inside: avoid; }
b { font-weight: 650; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; align-items: baseline; margin: 0;
  padding: .6rem .8rem; border: 2px solid #1b1f24; border-radius: .3rem; break-inside: avoid; }
dt { color: #444c56; }
dd { margin: 0; }
dd.id { font: 600 1.05em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0; border-bottom: 1px solid #e6e9ed; }
th { font-weight: 600; color: #444c56; white-space: nowrap; }
td.level { white-space: nowrap; }
tr { break-inside: avoid; }
.caution { border: 1px solid #7d4e00; border-left-width: 5px; background: #fff8e5; padding: .35rem .6rem; }
.note, .where { color: #57606a; }
ol .note { display: block; font-size: .9em; }
.projects { columns: 3; }
@page { margin: 11mm; }
@media print {
  body { font-size: 8pt; line-height: 1.27; max-width: none; margin: 0; padding: 0;
    -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { margin-top: .5rem; }
  th, td { padding-top: .08rem; padding-bottom: .08rem; }
  p, ul, ol { margin: .15rem 0; }
  dl { padding: .35rem .6rem; }
  a { color: inherit; text-decoration: none; }
}
"""


def to_html(page: Handout) -> str:
    """The page, which holds everything itself. Names stay text in it."""
    return "\n".join(_page(page)) + "\n"


def _text(text: str) -> str:
    return escape(" ".join(visible(each, longest=5_000) for each in text.split()), quote=True)


def _labelled(text: str) -> str:
    """`text` with its labels in bold; the spaces around a label stay."""
    pieces = ((escape("".join(map(visible, part)), quote=True), label) for part, label in spans(text))
    return "".join(f"<b>{piece}</b>" if label else piece for piece, label in pieces)


def _page(page: Handout) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(page.title)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{_text(page.title)}</h1>"
    yield from _facts(page)
    yield "<h2>Before you start</h2>"
    needs = (f"<li>{_text(part.title)}: {_labelled(part.needs)}</li>" for part in page.parts)
    yield f"<ul>{''.join(needs)}{_items(page.notes)}</ul>"
    yield from _granted(page)
    for number, part in enumerate(page.parts, 1):
        yield f"<h2>{number}. {_text(part.title)}</h2>"
        if number == 1:
            yield from _projects(page)
        yield from _part(part)
    yield f"<h2>Afterwards</h2><ul>{_items(page.afterwards)}</ul>"
    yield f"<h2>Whom to tell</h2><p>{_text(page.tell)}</p>"
    yield f'<p class="note">Written {page.written.isoformat()} with dmsa-tui. It holds no secret.</p>'
    yield "</body></html>"


def _facts(page: Handout) -> Iterator[str]:
    yield "<dl>"
    for name, value in page.facts:
        kind = ' class="id"' if name in ("Company ID", "App Version ID") else ""
        yield f"<dt>{name}</dt><dd{kind}>{_text(value)}</dd>"
    if page.link is not None:
        link = _text(page.link)
        yield f'<dt>Procore</dt><dd><a href="{link}" rel="noreferrer">{link}</a></dd>'
    yield "</dl>"


def _granted(page: Handout) -> Iterator[str]:
    yield "<h2>What you grant, and why</h2><table><thead><tr>"
    yield "<th>Tool</th><th>Company</th><th>Project</th><th>Why</th><th>Caution</th></tr></thead><tbody>"
    for row in page.granted:
        levels = f'<td class="level">{_text(row.company)}</td><td class="level">{_text(row.project)}</td>'
        yield (
            f'<tr><td class="level"><b>{_text(row.tool)}</b></td>{levels}'
            f"<td>{_labelled(row.why)}</td><td>{_labelled(row.caution or '')}</td></tr>"
        )
    yield "</tbody></table>"
    if page.caution is not None:
        yield f'<p class="caution"><b>Caution.</b> {_text(page.caution)}</p>'


def _projects(page: Handout) -> Iterator[str]:
    yield f"<p><b>Projects.</b> {_text(page.projects)}</p>"
    if page.named_projects:
        names = "".join(f"<li>{_text(name)}</li>" for name in page.named_projects)
        yield f'<ul class="projects">{names}</ul>'
    yield f"<p>{_text(page.future)}</p>"


def _part(part: Part) -> Iterator[str]:
    yield f'<p class="where">Where: {_text(part.where)}</p><ol>'
    for text, note in part.actions:
        more = f'<span class="note">{_labelled(note)}</span>' if note else ""
        yield f"<li>{_labelled(text)}{more}</li>"
    yield f"</ol><p><b>It worked when:</b> {_labelled(part.expect)}</p><ul>{_items(part.warnings)}</ul>"


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f"<li>{_labelled(text)}</li>" for text in texts)
