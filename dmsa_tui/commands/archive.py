"""`dmsa-tui archive`: put an onboarding that is finished out of the way, or take it back."""

import argparse
import sys

from dmsa_tui.errors import quoted

EXAMPLES = ('dmsa-tui archive "Example Homes"', 'dmsa-tui archive "Example Homes" --undo')
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list, or list --archived"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    parser.add_argument("--undo", action="store_true", help="restore it")


def run(args: argparse.Namespace) -> int:
    """Archive the onboarding or take it back; where it already is as wanted, nothing is written."""
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.store import Store

    store = Store(Paths.default())
    record = load_named(store, args.name)
    if record.archived == (not args.undo):
        print(f"{quoted(record.name)} is {'not archived' if args.undo else 'archived already'}.", file=sys.stderr)
        return 0
    record.archived = not args.undo
    store.save(record)
    return 0
