"""The guide for programs: the steps, what a search has found, which labels are old. Labels stand in ‘quotes’."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import Action, Condition, Guide, Step, Task
from dmsa_tui.guide.search import TroubleshootingEntry
from dmsa_tui.guide.sources import Source
from dmsa_tui.guide.stale_labels import AgedLabels


def steps_json(guide: Guide, edition_id: str, step_id: str | None) -> dict[str, Any]:
    """One step or task, or all of them, as that portal edition shows them; InvalidInput for an unknown id."""
    edition = guide.edition(edition_id)
    asked = (*guide.steps, *guide.tasks) if step_id is None else (guide.documented(step_id),)
    return {
        "schema": "dmsa-tui.steps/1",
        "edition": {"id": edition.id, "name": edition.name, "period": edition.period},
        "editions": [edition.id for edition in guide.editions],
        "steps": [{**_task(each, edition.id), "number": each.number} for each in asked if isinstance(each, Step)],
        "tasks": [_task(each, edition.id) for each in asked if not isinstance(each, Step)],
    }


def entries_json(entries: Iterable[TroubleshootingEntry], words: str) -> dict[str, Any]:
    """What a search for those words has found, best first."""
    return {"schema": "dmsa-tui.search/1", "words": words, "found": [_entry(entry) for entry in entries]}


def _entry(entry: TroubleshootingEntry) -> dict[str, Any]:
    document = asdict(entry)
    del document["ways"]
    return {**document, "do": [way.sentence for way in entry.ways]}


def aged_json(aged: Iterable[AgedLabels], days: int, today: date) -> dict[str, Any]:
    """The labels whose source is older than that."""
    places = [{**vars(each), "labels": list(each.labels), "source": _source(each.source)} for each in aged]
    return {"schema": "dmsa-tui.stale-labels/1", "date": today.isoformat(), "days": days, "places": places}


def _task(step: Task, edition_id: str) -> dict[str, Any]:
    shown = step.editions[edition_id]
    return {
        "id": step.id,
        "title": step.title,
        "who": step.who,
        "where": step.where,
        "link": step.link,
        "why": plain(step.why),
        "needs": None if step.needs is None else plain(step.needs),
        "actions": [_action(action) for action in shown.actions],
        "expect": plain(shown.expect),
        "warnings": [plain(warning) for warning in shown.warnings],
        "branches": [
            {"see": plain(branch.see), "do": plain(branch.do), "failure": branch.failure} for branch in shown.branches
        ],
        "proof": plain(step.proof),
    }


def _action(action: Action) -> dict[str, Any]:
    procedure = action.procedure
    return {
        "id": action.id,
        "text": plain(action.text),
        "note": None if action.note is None else plain(action.note),
        "caution": None if action.caution is None else plain(action.caution),
        "optional": action.optional,
        "when": _conditions(action.when),
        "procedure": None if procedure is None else {"title": procedure.title, "when": _conditions(procedure.when)},
        "link": action.link,
        "source": _source(action.source),
    }


def _conditions(when: Iterable[Condition]) -> list[dict[str, Any]]:
    """What each condition states; one of them must hold."""
    return [{key: value for key, value in asdict(each).items() if value is not None} for each in when]


def _source(source: Source) -> dict[str, str]:
    return {"ref": source.ref, "date": source.date.isoformat(), "confidence": source.confidence}
