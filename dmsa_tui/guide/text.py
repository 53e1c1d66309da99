"""The guide as plain text: for screen readers and for pasting into a chat; 80 columns, no drawing."""

from collections.abc import Iterator

from dmsa_tui.guide.action_values import COPY, FIXED
from dmsa_tui.guide.links import Places
from dmsa_tui.guide.model import Action, Edition, Guide, Step, Task
from dmsa_tui.guide.sources import Source
from dmsa_tui.guide.wrapping import quoted, wrapped

WHO = {"consultant": "the consultant", "admin": "the Procore administrator", "both": "both"}
_CONFIDENCE = {"confirmed": "", "vendor": "reported by users or vendors", "inferred": "inferred"}


def guide_text(
    guide: Guide,
    edition_id: str,
    step_id: str | None = None,
    *,
    portal: str | None = None,
    web: str | None = None,
    company_id: str | None = None,
) -> str:
    """One step or task, or all steps, as that portal edition shows them; InvalidInput for an unknown id.

    `portal`, `web` and `company_id` complete the links; a link that lacks one is left out.
    """
    edition = guide.edition(edition_id)
    steps: tuple[Task, ...] = guide.steps if step_id is None else (guide.documented(step_id),)
    lines = list(
        wrapped(f"Portal edition: {edition.name} ({edition.period}). Other editions: {_others(guide, edition)}.")
    )
    places = Places(portal, web, company_id)
    for step in steps:
        lines += ["", *_step(step, edition, len(guide.steps), places)]
    return "\n".join(lines)


def _others(guide: Guide, edition: Edition) -> str:
    return ", ".join(each.id for each in guide.editions if each.id != edition.id)


def _step(step: Task, edition: Edition, count: int, places: Places) -> Iterator[str]:
    shown = step.editions[edition.id]
    place = f"Step {step.number} of {count}" if isinstance(step, Step) else "Task"
    yield from wrapped(f"{place}: {step.title} ({step.id})")
    yield ""
    yield from wrapped(f"Who: {WHO[step.who]}")
    yield from wrapped(f"Where: {step.where}")
    if (link := places.fill(step.link)) is not None:
        yield f"Link: {link}"  # never wrapped: a broken address cannot be opened
    yield from wrapped(f"Why: {quoted(step.why)}")
    if step.needs is not None:
        yield from wrapped(f"Needs: {quoted(step.needs)}")
    yield ""
    yield "Actions:"
    procedure = None
    for number, action in enumerate(shown.actions, 1):
        if action.procedure != procedure:
            procedure = action.procedure
            yield from ("", *wrapped(f"{procedure.title if procedure else 'In any case'}:"))
        yield from _action(number, action, places)
    yield ""
    yield from wrapped(f"Expect: {quoted(shown.expect)}")
    if shown.warnings:
        yield ""
        yield "Warnings:"
        for warning in shown.warnings:
            yield from wrapped(quoted(warning), "- ")
    if shown.branches:
        yield ""
        yield "If you see something else:"
        for branch in shown.branches:
            yield from wrapped(quoted(branch.see), "- ")
            yield from wrapped(f"Then: {quoted(branch.do)}", "  ")
    yield ""
    yield from wrapped(f"Proof: {quoted(step.proof)}")
    yield "Sources:"
    for line in dict.fromkeys(_source(action.source) for action in shown.actions):
        yield from wrapped(line, "- ")


def _action(number: int, action: Action, places: Places) -> Iterator[str]:
    doubt = _CONFIDENCE[action.source.confidence]
    start = f"{number:2}. "
    indent = " " * len(start)
    only = {each.sandbox for each in action.when}
    place = " [developer sandbox only]" if True in only else " [not in the developer sandbox]" if False in only else ""
    marks = f"{' [optional]' if action.optional else ''}{f' [{doubt}]' if doubt else ''}{place}"
    yield from wrapped(quoted(action.text) + marks, start)
    if action.note is not None:
        yield from wrapped(f"Note: {quoted(action.note)}", indent)
    if action.caution is not None:
        yield from wrapped(f"Caution: {quoted(action.caution)}", indent)
    for name in action.copy:
        if name in FIXED:
            yield from wrapped(f"{COPY[name]}: {FIXED[name]}", indent)
    if (link := places.fill(action.link)) is not None:
        yield f"{indent}Link: {link}"


def _source(source: Source) -> str:
    doubt = _CONFIDENCE[source.confidence]
    return f"{source.ref}, {source.date.isoformat()}" + (f" [{doubt}]" if doubt else "")
