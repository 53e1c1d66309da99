"""`dmsa-tui forget`: remove an onboarding and its secret."""

import argparse
import sys
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.onboarding.store import Store

EXAMPLES = (
    'dmsa-tui forget "Example Homes" --dry-run',
    'dmsa-tui forget "Example Homes" --yes',
)
STATUSES: dict[int, str] = {4: "this machine could not do it, or the keyring did not say whether it deleted the secret"}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}

CANNOT_TELL = 4
"""Exit status if the keyring did not say whether the secret is gone."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help="do not ask")
    how.add_argument("--dry-run", action="store_true", help="print what would be removed, and remove nothing")


def run(args: argparse.Namespace) -> int:
    """Remove the record, then its secrets: 0, or 4 if the keyring did not answer; InvalidInput for an unknown name."""
    from dmsa_tui.onboarding.forgetting import delete
    from dmsa_tui.onboarding.history import history_file
    from dmsa_tui.onboarding.lookup import find
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.secret_store import SecretStore
    from dmsa_tui.onboarding.store import Store

    paths = Paths.default()
    store = Store(paths)
    entry = find(store, args.name)
    if args.dry_run:
        _tell(store, entry, paths)
        return 0
    if not args.yes and not _agreed(entry.name):
        print("Nothing was removed.", file=sys.stderr)
        return 0
    done = delete(store, SecretStore(), entry)
    print(f"Removed {entry.path}.", file=sys.stderr)
    print(f"The history of changes stays in {history_file(paths, entry.name)}.", file=sys.stderr)
    for sentence in done.sentences:
        print(sentence, file=sys.stderr)
    return 0 if done.certain else CANNOT_TELL


def _tell(store: "Store", entry: "Entry", paths: "Paths") -> None:
    """What would go and what would stay. The keyring is not asked: that may open its dialog."""
    from dmsa_tui.onboarding.forgetting import clients, keys_in_use
    from dmsa_tui.onboarding.history import history_file
    from dmsa_tui.onboarding.secret_key import SecretKey

    print(f"Would remove {entry.path}.")
    for suffix in (".json", ".answers.json"):
        kept = paths.reports / entry.path.with_suffix(suffix).name
        if kept.exists():
            print(f"Would remove {kept}.")
    if entry.record is not None:
        others = (each.record for each in store.entries() if each.record is not None and each.name != entry.name)
        in_use = keys_in_use(others)
        for client_id in clients(entry.record):
            print(
                f"Would keep the client secret of …{client_id[-4:]}: another onboarding uses the same client ID."
                if SecretKey(entry.record.environment, entry.record.login_url, client_id) in in_use
                else f"Would remove the client secret of …{client_id[-4:]} from the keyring."
            )
    print(f"Would keep {history_file(paths, entry.name)}.")


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput(
            f"Removing {quoted(name)} needs your confirmation, but there is no terminal to ask on; add --yes."
        )
    print(
        f"Remove the onboarding {quoted(name)} and its client secret from this machine? [y/N] ", end="", file=sys.stderr
    )
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
