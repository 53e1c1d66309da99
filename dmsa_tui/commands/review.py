"""`dmsa-tui review`: what the account can see and change today, and how to revoke it."""

import argparse
import sys

from dmsa_tui.commands.writing import add_document

EXAMPLES = (
    'dmsa-tui review "Example Homes"',
    'dmsa-tui review "Example Homes" -o access-review.html',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_document(parser)


def run(args: argparse.Namespace) -> int:
    """Write the review; InvalidInput for an unknown name or a file that cannot be written."""
    from dmsa_tui.commands.writing import document_form, shell_command, write_output
    from dmsa_tui.documents.access_review.build import (
        access_review_schema,
        build_access_review,
        write_access_review,
    )
    from dmsa_tui.documents.setup_record.build import secret_facts
    from dmsa_tui.guide.profiles import load_profile
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.secret_store import SecretStore
    from dmsa_tui.onboarding.store import Store

    if args.schema:
        sys.stdout.write(access_review_schema())
        return 0
    paths = Paths.default()
    store = Store(paths)
    record = load_named(store, args.name)
    facts = secret_facts(SecretStore(), record)
    profile = load_profile(record.profile, paths.config)
    answers = store.last_answers(record)
    review = build_access_review(
        record, profile, store.last_report(record), facts, single=answers,
        client_id_refused=answers.client_id_refused, client_id_accepted=answers.client_id_accepted,
    )  # fmt: skip
    write_output(write_access_review(review, document_form(args)), args.output)
    if review.not_read:
        print(f"Note: {review.not_read} `{shell_command('check', record.name)}` asks Procore.", file=sys.stderr)
    return 0
