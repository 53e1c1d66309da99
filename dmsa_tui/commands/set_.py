"""`dmsa-tui set`: change the answers of a record."""

import argparse
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput

if TYPE_CHECKING:
    from dmsa_tui.onboarding.store import Store

EXAMPLES = (
    'dmsa-tui set "Example Homes" expect=all future-projects=yes',
    'dmsa-tui set "Example Homes" expect=projects.csv',
    'dmsa-tui set "Example Homes" name="Example Homes North"',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list", "the client secret": "dmsa-tui check --help; it is never an answer"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    parser.add_argument(
        "answers", metavar="KEY=VALUE", nargs="+",
        help="e.g. company-id=1234567, profile=file-sync, expect=all|undecided|FILE, future-projects=yes|no|undecided; "
        "an empty value removes an answer",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Change all of the answers or, if one cannot be used, none."""
    from copy import deepcopy

    from dmsa_tui.onboarding.answers import give
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.record import ASKED_ABOUT
    from dmsa_tui.onboarding.store import Store

    paths = Paths.default()
    store = Store(paths)
    record = load_named(store, args.name)
    before = deepcopy(record)
    new_name = ""
    for answer in args.answers:
        key, equals, text = answer.partition("=")
        if not equals:
            raise InvalidInput("An answer is written as KEY=VALUE, for example company-id=1234567.")
        if key.strip().lower() == "name":
            new_name = _free_name(store, record.name, text)
        else:
            give(record, key, text, paths.config)
    if any(getattr(record, each) != getattr(before, each) for each in ASKED_ABOUT):
        record.verdict, record.checked_at = "", None
    if record != before:
        store.save(record)
    if new_name:
        store.rename(record.name, new_name)
    return 0


def _free_name(store: "Store", name: str, text: str) -> str:
    """The customer's new name; InvalidInput if another onboarding has it."""
    from dmsa_tui.onboarding.validation import customer_name

    new_name = customer_name(text)
    if new_name != name and store.has(new_name):
        raise InvalidInput(f"There is already an onboarding named {new_name!r}; choose another name.")
    return new_name
