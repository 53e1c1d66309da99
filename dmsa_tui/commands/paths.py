"""`dmsa-tui paths`: where the files are."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dmsa_tui.commands.writing import add_schema, print_json, published

if TYPE_CHECKING:
    from dmsa_tui.onboarding.paths import Paths

EXAMPLES = (
    "dmsa-tui paths",
    "dmsa-tui paths --format json",
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {}


SCHEMA = "dmsa-tui.paths/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_schema(parser)


def run(args: argparse.Namespace) -> int:
    """Print one path on each line; none of them is made."""
    if args.schema:
        sys.stdout.write(published("paths_schema.json"))
        return 0
    from dmsa_tui.onboarding.paths import Paths

    rows = rows_of(Paths.default())
    if args.format == "json":
        print_json({"schema": SCHEMA, "paths": {name: str(path) for name, path in rows.items()}})
    else:
        for name, path in rows.items():
            print(f"{name:<11} {path}")
    return 0


def rows_of(paths: "Paths") -> dict[str, Path]:
    """What is kept → where."""
    return {
        "records": paths.records,
        "reports": paths.reports,
        "history": paths.histories,
        "documents": paths.setup_records,
        "pictures": paths.pictures,
        "rehearsals": paths.practice().data,
        "settings": paths.config / "settings.toml",
        "profiles": paths.profiles,
        "state": paths.state,
        "journals": paths.permit_journals,
        "logs": paths.logs,
    }
