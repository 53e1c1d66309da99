"""Which labels have to be looked at again: those whose source is older than a number of days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dmsa_tui.guide.failures import label_for
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.model import Action, Failure, Guide
from dmsa_tui.guide.sources import Source
from dmsa_tui.guide.wrapping import quoted, wrapped


@dataclass(frozen=True)
class AgedLabels:
    """The labels of one place that share a source."""

    step: str
    """Step id; the failure catalogue's entries stand under the step that they lead to."""
    edition: str | None
    """Edition id; None: the same in every edition."""
    failure: str | None
    """Id of the failure catalogue's entry; None: the labels are in the step's actions."""
    labels: tuple[str, ...]
    source: Source


def aged_labels(
    guide: Guide, days: int, today: date, *, step_id: str | None = None, edition_id: str | None = None
) -> tuple[AgedLabels, ...]:
    """The labels whose source is more than `days` days before `today`, in the guide's order; InvalidInput for an
    unknown step or edition."""
    steps = (*guide.steps, *guide.tasks) if step_id is None else (guide.documented(step_id),)
    editions = guide.editions if edition_id is None else (guide.edition(edition_id),)
    aged: list[AgedLabels] = []
    for step in steps:
        for edition in editions:
            for source, labels in _by_source(step.editions[edition.id].actions):
                aged.append(AgedLabels(step.id, edition.id, None, labels, source))
        for failure in guide.failures:
            if failure.screen == step.id:
                aged += _of_failure(failure, tuple(edition.id for edition in editions))
    return tuple(each for each in aged if (today - each.source.date).days > days)


def aged_text(aged: Iterable[AgedLabels], days: int, today: date) -> str:
    """The same as plain text of 80 columns, one paragraph for each step and edition."""
    rows = tuple(aged)
    if not rows:
        return f"On {today.isoformat()} no label's source is older than {days} days."
    count = sum(len(row.labels) for row in rows)
    lines = wrapped(f"Labels whose source is older than {days} days on {today.isoformat()}: {count}.")
    for place, group in groupby(rows, key=lambda each: (each.step, each.edition, each.failure is not None)):
        lines += ["", _heading(*place)]
        for each in group:
            doubt = "" if each.source.confidence == "confirmed" else f" [{each.source.confidence}]"
            lines += wrapped(each.source.ref + doubt, f"  {each.source.date.isoformat()}  ")
            names = ", ".join(f"**{label}**" for label in each.labels)
            lines += wrapped(quoted(f"{each.failure}: {names}" if each.failure else names), "    ")
    return "\n".join(lines)


def _heading(step: str, edition: str | None, is_failure: bool) -> str:
    what = "failure catalogue" if is_failure else "actions"
    return f"{step}, {edition or 'every edition'} ({what})"


def _by_source(actions: Iterable[Action]) -> Iterator[tuple[Source, tuple[str, ...]]]:
    by_source: dict[Source, dict[str, None]] = {}
    for action in actions:
        for text in (action.text, action.note or "", action.caution or ""):
            by_source.setdefault(action.source, {}).update(dict.fromkeys(part for part, label in spans(text) if label))
    yield from ((source, tuple(labels)) for source, labels in by_source.items() if labels)


def _of_failure(failure: Failure, edition_ids: tuple[str, ...]) -> Iterator[AgedLabels]:
    if not failure.labels:
        yield AgedLabels(failure.screen, None, failure.id, (failure.label,), failure.source)
        return
    for edition_id in edition_ids:
        yield AgedLabels(failure.screen, edition_id, failure.id, (label_for(failure, edition_id),), failure.source)
