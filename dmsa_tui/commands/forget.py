"""`dmsa-tui forget`: remove an onboarding and its secret."""

import argparse
import sys

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.history import history_file
from dmsa_tui.onboarding.lookup import find
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Entry, Store

HELP = "remove an onboarding and its client secret from this machine"
EXAMPLES = (
    'dmsa-tui forget "Example Homes" --dry-run',
    'dmsa-tui forget "Example Homes" --yes',
)
STATUSES: dict[int, str] = {4: "this machine could not do it, or the keyring did not say whether the secret is gone"}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}

CANNOT_TELL = 4
"""Exit status if the keyring did not say whether the secret is gone."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help="do not ask")
    how.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")


def run(args: argparse.Namespace) -> int:
    """Remove the record, then its secrets: 0, or 4 if the keyring did not answer; InvalidInput for an unknown name."""
    paths = Paths.default()
    store = Store(paths)
    entry = find(store, args.name)
    if args.dry_run:
        _tell(store, entry, paths)
        return 0
    if not args.yes and not _agreed(entry.name):
        print("Nothing was removed.", file=sys.stderr)
        return 0
    store.forget(entry.name)
    print(f"Removed {entry.path}.", file=sys.stderr)
    print(f"What was changed, and when, stays in {history_file(paths, entry.name)}.", file=sys.stderr)
    if entry.record is None:
        print(
            "The record could not be read, so its secret could not be looked up; "
            "if the keyring holds one, it is under dmsa-tui and the environment.",
            file=sys.stderr,
        )
        return CANNOT_TELL
    others = [each.record for each in store.entries() if each.record is not None]
    return _forget_secrets(entry.record, others)


def _tell(store: Store, entry: Entry, paths: Paths) -> None:
    """What would go and what would stay. The keyring is not asked: that may open its dialog."""
    print(f"Would remove {entry.path}.")
    report = paths.reports / entry.path.with_suffix(".json").name
    if report.exists():
        print(f"Would remove {report}.")
    if entry.record is not None:
        others = [each.record for each in store.entries() if each.record is not None and each.name != entry.name]
        for client_id in _clients(entry.record):
            shared = any(client_id in _clients(other) for other in others)
            print(
                f"Would keep the client secret of …{client_id[-4:]}: another onboarding uses the same client ID."
                if shared
                else f"Would remove the client secret of …{client_id[-4:]} from the keyring."
            )
    print(f"Would keep {history_file(paths, entry.name)}.")


def _agreed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput(f"Removing {name!r} needs a yes, and there is no terminal to ask on; add --yes.")
    print(f"Remove the onboarding {name!r} and its client secret from this machine? [y/N] ", end="", file=sys.stderr)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _clients(record: Onboarding) -> dict[str, None]:
    """Every client ID that the record knows, also one that was put aside when the environment was changed."""
    aside = (value for key, value in record.other_pairs.items() if key.endswith("client_id"))
    return dict.fromkeys(client for client in (record.client_id, record.sandbox_client_id, *aside) if client)


def _forget_secrets(record: Onboarding, others: list[Onboarding]) -> int:
    """One pair serves every company that has the app: a secret that another onboarding uses stays."""
    from dmsa_tui.onboarding.secret_store import SecretStore
    from dmsa_tui.procore.environments import ENVIRONMENTS

    vault, status, told = SecretStore(), 0, set[str]()
    for client_id in _clients(record):
        if any(client_id in _clients(other) for other in others):
            told.add("The client secret stays: another onboarding uses the same client ID.")
            continue
        # The environment may have been changed since the secret was kept, so each one is looked at.
        for environment_id in ENVIRONMENTS:
            forgotten = vault.forget(environment_id, client_id)
            status = status if forgotten.certain else CANNOT_TELL
            told.add(forgotten.sentence)
    removed = "The secret was removed from the keyring."
    for sentence in {removed} if removed in told and status == 0 else sorted(told):
        print(sentence, file=sys.stderr)
    return status
