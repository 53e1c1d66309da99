"""`dmsa-tui handoff`: the setup record as a file or on standard output."""

import argparse
import sys

from dmsa_tui.commands.writing import add_document

EXAMPLES = (
    'dmsa-tui handoff "Example Homes"',
    'dmsa-tui handoff "Example Homes" -o setup-record.html',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_document(parser)


def run(args: argparse.Namespace) -> int:
    """Write the record; InvalidInput for an unknown name or a file that cannot be written."""
    from dmsa_tui.commands.writing import document_form, shell_command, write_output
    from dmsa_tui.documents.setup_record.build import build_setup_record, secret_facts, write_setup_record
    from dmsa_tui.guide.profiles import load_profile
    from dmsa_tui.onboarding.history import read_history
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.progress import step_views
    from dmsa_tui.onboarding.secret_store import SecretStore
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.vocabulary import CHECKS

    if args.schema:
        from dmsa_tui.documents.setup_record.build import setup_record_schema

        sys.stdout.write(setup_record_schema())
        return 0
    paths = Paths.default()
    store = Store(paths)
    record = load_named(store, args.name)
    history = read_history(paths, record)
    facts = secret_facts(SecretStore(), record)
    last = store.last_report(record)
    profile = load_profile(record.profile, paths.config)
    answers = store.last_answers(record)
    known = step_views(record, answers.answers, CHECKS)
    setup = build_setup_record(
        record, profile, last.report, facts, history, single=answers.report, no_report=last.problem, views=known,
        client_id_refused=answers.client_id_refused, client_id_accepted=answers.client_id_accepted,
    )  # fmt: skip
    write_output(write_setup_record(setup, document_form(args)), args.output)
    if not setup.checks:
        why = last.problem or "Not all checks have been run for this onboarding, so the setup record has no results."
        print(f"Note: {why} `{shell_command('check', record.name)}` runs all checks.", file=sys.stderr)
    return 0
