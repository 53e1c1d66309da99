"""`dmsa-tui secret`: keep an onboarding's client secret in the keyring without the wizard, or remove it from there."""

import argparse
import sys
from datetime import UTC, datetime

from dmsa_tui.errors import InvalidInput, StorageError

EXAMPLES = (
    'dmsa-tui secret "Example Homes"',
    'vault read … | dmsa-tui secret "Example Homes"',
    'dmsa-tui secret "Example Homes" --delete',
)
STATUSES: dict[int, str] = {4: "this machine has no keyring that can hold it, or the keyring did not answer"}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}

_NOT_KEPT = (
    "This machine has no keyring for the client secret, so it was not kept; `dmsa-tui check --help` lists other ways "
    "to give it."
)
CANNOT_TELL = 4
"""Exit status if the keyring did not say whether the secret is gone."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.description = (
        "Keep the client secret of an onboarding in the operating system's keyring, where\nthe wizard and `check` find "
        "it. Type it at the hidden prompt, or send it as the\nonly line of standard input; it is never an option."
    )
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    parser.add_argument("--delete", action="store_true", help="remove it from the keyring instead")


def run(args: argparse.Namespace) -> int:
    """Keep or remove it; InvalidInput for what is no secret, StorageError where no keyring holds it."""
    from dmsa_tui.commands.secret_input import from_prompt, from_standard_input
    from dmsa_tui.commands.writing import shell_command
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.secret_key import SecretKey
    from dmsa_tui.onboarding.secret_store import SecretStore
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.onboarding.validation import client_secret

    store, keyring = Store(Paths.default()), SecretStore()
    record = load_named(store, args.name)
    if not record.client_id:
        command = shell_command("set", record.name, "client-id=ID")
        raise InvalidInput(f"A client secret is kept under its client ID; `{command}` gives it.")
    key = SecretKey.of_record(record)
    if args.delete:
        forgotten = keyring.forget(key)
        print(forgotten.sentence, file=sys.stderr)
        return 0 if forgotten.certain else CANNOT_TELL
    before = keyring.get(key)
    if keyring.without_keyring:  # before anybody types it
        raise StorageError(_NOT_KEPT)
    text = from_prompt() if sys.stdin.isatty() else from_standard_input()
    secret = client_secret(text, client_id=record.client_id)
    kept = keyring.put(key, secret)
    if kept.where != "keyring":
        raise StorageError(_NOT_KEPT)
    if before != secret and (before is not None or record.secret_accepted_at is not None):
        record.secret_accepted_at = None  # it was the other one
        if before is not None:
            record.secret_replaced_at = datetime.now(UTC)
            record.verdict = ""  # what was proved with the other one is proved no more
        store.save(record)
    if before is not None and before != secret:
        print("It replaces another one; the sync tool needs the new one too.", file=sys.stderr)
    print(f"{kept.sentence} `{shell_command('check', record.name)}` asks Procore with it.", file=sys.stderr)
    return 0
