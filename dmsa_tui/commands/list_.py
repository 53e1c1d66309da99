"""`dmsa-tui list`: the saved onboardings."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from dmsa_tui.commands.writing import add_schema, print_json, published

if TYPE_CHECKING:
    from dmsa_tui.onboarding.list_index import Listed

EXAMPLES = (
    "dmsa-tui list",
    "dmsa-tui list --archived",
    "dmsa-tui list --format json",
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {}

SCHEMA = "dmsa-tui.onboarding-list/1"
_NONE = "No onboardings yet; `dmsa-tui new NAME` creates one."
_NO_ARCHIVED = "No onboarding is archived; `dmsa-tui archive NAME` archives one."
_COLUMNS = {"NAME": 18, "ENVIRONMENT": 17, "NEXT": 18, "STATE": 12, "CHANGED": 10}
"""Widths; with the spaces between them 79."""
_WIDTH = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--archived", action="store_true", help="list the archived ones instead")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_schema(parser)


def run(args: argparse.Namespace) -> int:
    """Print the list; files that cannot be read are explained on standard error and do not change the exit status."""
    from dmsa_tui.onboarding.list_index import listed
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.store import Store

    if args.schema:
        sys.stdout.write(published("onboarding_list_schema.json"))
        return 0
    entries = [entry for entry in listed(Store(Paths.default())) if _archived(entry) == args.archived]
    if args.format == "json":
        print_json({"schema": SCHEMA, "onboardings": [_as_json(entry) for entry in entries]})
    elif entries:
        print(_row(list(_COLUMNS)))
        for entry in entries:
            print(_row(_cells(entry)))
    else:
        print(_NO_ARCHIVED if args.archived else _NONE, file=sys.stderr)
    for entry in entries:
        if entry.problem is not None:
            print(f"dmsa-tui: {entry.problem}", file=sys.stderr)
    return 0


def _archived(entry: "Listed") -> bool:
    return entry.row is not None and entry.row.archived


def _as_json(entry: "Listed") -> dict[str, Any]:
    from dmsa_tui.procore.environments import LOCAL, PRACTICE

    record = entry.row
    return {
        "name": entry.name,
        "environment": record.environment if record else None,
        "rehearsal": record.stand_in in (PRACTICE, LOCAL) if record else None,
        "company_id": record.company_id if record else None,
        "step": record.step if record else None,
        "next": record.next or None if record else None,
        "archived": _archived(entry),
        "verdict": record.verdict or None if record else None,
        "checked_at": _moment(record.checked_at) if record else None,
        "updated_at": _moment(record.updated_at) if record else None,
        "file": str(entry.path),
        "problem": entry.problem,
    }


def _moment(text: str | None) -> str | None:
    from datetime import datetime

    return datetime.fromisoformat(text).isoformat(timespec="seconds").replace("+00:00", "Z") if text else None


def _cells(entry: "Listed") -> list[str]:
    from datetime import datetime

    from dmsa_tui.documents.model import MARKS
    from dmsa_tui.onboarding.states import WORDS, State
    from dmsa_tui.procore.environments import LOCAL, PRACTICE

    record = entry.row
    if record is None:
        return [entry.name, "–", "–", "unreadable", "–"]
    shown = State(record.state) if record.state else None
    changed = datetime.fromisoformat(record.updated_at).astimezone().date().isoformat() if record.updated_at else "–"
    is_practice, host = record.stand_in in (PRACTICE, LOCAL), f" {record.stand_in}" if record.stand_in else ""
    place = record.stand_in.lower() if is_practice else f"{record.environment}{host}"
    state = "access ended" if shown is None else f"{MARKS[shown][0]} {WORDS[shown]}"
    return [entry.name, place, record.next_words or "–", state, changed]


def _row(cells: list[str]) -> str:
    from dmsa_tui.checks.report.columns import cells as width_of
    from dmsa_tui.checks.report.columns import fitted
    from dmsa_tui.procore.control_characters import visible

    name, *rest = map(visible, cells)
    named, *widths = _COLUMNS.values()
    row = " ".join(fitted(cell, width) for cell, width in zip(rest, widths, strict=True)).rstrip()
    if width_of(name) <= named:
        return f"{fitted(name, named)} {row}"
    return f"{fitted(name, min(width_of(name), _WIDTH))}\n{' ' * named} {row}"  # whole: the commands ask for it
