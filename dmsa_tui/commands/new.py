"""`dmsa-tui new`: a record without a screen."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput, StorageError, quoted

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.record_files import Entry

EXAMPLES = (
    'dmsa-tui new "Example Homes" --environment production --company-id 1234567',
    'dmsa-tui new "Example Homes" --environment production --company-id 1234567 --if-missing',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {
    "the client secret": "dmsa-tui secret NAME; dmsa-tui check --help",
    "--profile NAME": "file-sync, or a file of yours in the profiles directory of `dmsa-tui paths`",
}

_OPTIONS = {
    "environment": "production, developer-sandbox, monthly-sandbox or federal",
    "company-id": "the customer's company ID, or the address of a page in their Procore",
    "login-url": "another host for tokens",
    "api-url": "another API host",
    "app-name": "the data connection app's name",
    "client-id": "the client ID for this environment",
    "app-version-key": "the App Version Key (App Version ID)",
    "profile": "the permission profile: a name or a TOML file (default: file-sync)",
    "edition": "which developer portal the person sees (default: components)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    for option, text in _OPTIONS.items():
        required = option in ("environment", "company-id")
        parser.add_argument(f"--{option}", metavar="TEXT", required=required, help=text)
    parser.add_argument(
        "--if-missing", action="store_true", help="if it already exists, change nothing and exit with 0"
    )


def run(args: argparse.Namespace) -> int:
    """Create the record and print the file's path; InvalidInput for a taken name or an unusable value."""
    from dmsa_tui.onboarding.answers import give
    from dmsa_tui.onboarding.lookup import entry_of, find
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.onboarding.validation import customer_name
    from dmsa_tui.session.saved_onboardings import with_company

    paths = Paths.default()
    record = Onboarding(customer_name(args.name))
    given = [option for option in _OPTIONS if getattr(args, option.replace("-", "_")) is not None]
    for option in given:
        give(record, option, getattr(args, option.replace("-", "_")), paths.config)
    store = Store(paths)
    there = entry_of(store, record.name)
    if there is None:
        if twin := with_company(store.entries(), record):
            print(f"{quoted(twin.name)} already has this company ID{_archived(twin)}.", file=sys.stderr)
        store.create(record)
    elif args.if_missing:
        other = _otherwise(record, there, given)
        print(f"{quoted(there.name)} already exists{_archived(there)}{other}; nothing was changed.", file=sys.stderr)
    elif there.problem is None:
        raise InvalidInput(
            f"There is already an onboarding named {quoted(there.name)}{_archived(there)}; choose another name, "
            "change that one with `dmsa-tui set`, or add --if-missing."
        )
    else:
        raise StorageError(there.problem)
    print((there or find(store, record.name)).path)
    return 0


def _otherwise(record: "Onboarding", there: "Entry", given: Sequence[str]) -> str:
    """Which of the given options the onboarding that is there has otherwise, as the end of a clause."""
    from dmsa_tui.checks.words import listed

    fields = {option: option.replace("-", "_") for option in given}
    differ = [
        option for option, field in fields.items()
        if there.record is not None and getattr(record, field) != getattr(there.record, field)
    ]  # fmt: skip
    return f", with another {listed(differ, len(differ))}" if differ else ""


def _archived(there: "Entry") -> str:
    return " and is archived" if there.record is not None and there.record.archived else ""
