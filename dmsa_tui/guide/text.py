"""The guide as plain text: for screen readers and for pasting into a chat; 80 columns, no drawing."""

import textwrap
from collections.abc import Iterator

from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.markup import plain, spans
from dmsa_tui.guide.model import Action, Edition, Guide, Source, Step

WIDTH = 80
_GLUE = "\0"
_WHO = {"consultant": "the consultant", "admin": "the Procore administrator", "both": "both"}
_CONFIDENCE = {"confirmed": "", "vendor": "one report", "inferred": "inferred"}


def guide_text(
    guide: Guide,
    edition_id: str,
    step_id: str | None = None,
    *,
    portal: str | None = None,
    web: str | None = None,
    company_id: str | None = None,
) -> str:
    """One step, or all of them, as that portal edition shows them; BadInput for an unknown id.

    `portal`, `web` and `company_id` complete the links; a link that lacks one is left out.
    """
    edition = guide.edition(edition_id)
    steps = guide.steps if step_id is None else (guide.step(step_id),)
    lines = list(
        _wrapped(f"Portal edition: {edition.name} ({edition.period}). Other editions: {_others(guide, edition)}.")
    )
    for step in steps:
        link = fill_link(step.link, portal=portal, web=web, company_id=company_id)
        lines += ["", *_step(step, edition, len(guide.steps), link)]
    return "\n".join(lines)


def _others(guide: Guide, edition: Edition) -> str:
    return ", ".join(each.id for each in guide.editions if each.id != edition.id)


def _step(step: Step, edition: Edition, count: int, link: str | None) -> Iterator[str]:
    shown = step.editions[edition.id]
    yield from _wrapped(f"Step {step.number} of {count}: {step.title} ({step.id})")
    yield ""
    yield from _wrapped(f"Who: {_WHO[step.who]}")
    yield from _wrapped(f"Where: {step.where}")
    if link is not None:
        yield from _wrapped(f"Link: {link}")
    yield from _wrapped(f"Why: {_plain(step.why)}")
    if step.needs is not None:
        yield from _wrapped(f"Needs: {_plain(step.needs)}")
    yield ""
    yield "Actions:"
    for number, action in enumerate(shown.actions, 1):
        yield from _action(number, action)
    yield ""
    yield from _wrapped(f"Expect: {_plain(shown.expect)}")
    if shown.warnings:
        yield ""
        yield "Warnings:"
        for warning in shown.warnings:
            yield from _wrapped(_plain(warning), "- ")
    if shown.branches:
        yield ""
        yield "If you see something else:"
        for branch in shown.branches:
            yield from _wrapped(_plain(branch.see), "- ")
            yield from _wrapped(f"Then: {_plain(branch.do)}", "  ")
    yield ""
    yield from _wrapped(f"Proof: {_plain(step.proof)}")
    yield "Sources:"
    for line in dict.fromkeys(_source(action.source) for action in shown.actions):
        yield from _wrapped(line, "- ")


def _action(number: int, action: Action) -> Iterator[str]:
    doubt = _CONFIDENCE[action.source.confidence]
    start = f"{number:2}. "
    yield from _wrapped(_plain(action.text) + (f" [{doubt}]" if doubt else ""), start)
    if action.note is not None:
        yield from _wrapped(f"Note: {_plain(action.note)}", " " * len(start))


def _source(source: Source) -> str:
    doubt = _CONFIDENCE[source.confidence]
    return f"{source.ref}, {source.date.isoformat()}" + (f" [{doubt}]" if doubt else "")


def _plain(text: str) -> str:
    """`plain`, with labels that stay on one line: whoever searches the text for one finds it."""
    whole = (f"**{part.replace(' ', _GLUE)}**" if label else part for part, label in spans(text))
    return plain("".join(whole))


def _wrapped(text: str, start: str = "") -> list[str]:
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
    # A long address is worth more than its indent: broken, it could not be followed.
    return [(line if len(line) <= WIDTH else line.lstrip()).replace(_GLUE, " ") for line in lines]
