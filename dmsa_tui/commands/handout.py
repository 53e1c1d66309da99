"""`dmsa-tui handout`: the page for the customer's administrator, and the messages to who is not on the call."""

import argparse
import sys

from dmsa_tui.commands.writing import add_document
from dmsa_tui.errors import InvalidInput
from dmsa_tui.vocabulary import MESSAGE_KINDS

EXAMPLES = (
    'dmsa-tui handout "Example Homes" -o handout.html --contact "Robin, robin@example.com"',
    'dmsa-tui handout "Example Homes" --message verification',
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"NAME": "dmsa-tui list"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_document(parser)
    parser.add_argument("--message", metavar="KIND", help=f"a message instead of the page: {', '.join(MESSAGE_KINDS)}")
    parser.add_argument(
        "--contact", metavar="TEXT", default="", help="whom to call (default: from the onboarding or settings)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the page or the message; InvalidInput for an unknown name or a file that cannot be written."""
    from dmsa_tui.commands.writing import document_form, write_output
    from dmsa_tui.documents.handout import build_handout, handout_schema, write_handout
    from dmsa_tui.documents.messages import approval_message
    from dmsa_tui.guide.profiles import load_profile
    from dmsa_tui.onboarding.known import counted_projects, guide_for
    from dmsa_tui.onboarding.lookup import load_named
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.onboarding.store import Store
    from dmsa_tui.session.settings import load_contact

    if args.schema:
        sys.stdout.write(handout_schema())
        return 0
    if args.message is not None and args.format not in (None, "text"):
        raise InvalidInput(f"A message is plain text; leave out --format {args.format}.")
    paths = Paths.default()
    store = Store(paths)
    record = load_named(store, args.name)
    profile = load_profile(record.profile, paths.config)
    last = store.last_report(record).report
    results = {result.id: result for result in last.results} if last else {}
    contact = args.contact or record.contact or load_contact(paths.config)
    if args.message is not None:
        message = approval_message(args.message, record, profile, sender=contact, results=results)
        write_output(message.text, args.output)
        for said in filter(None, (message.instead, message.warning)):
            print(f"Note: {said}", file=sys.stderr)
        return 0
    host = results.get("company.reachable")
    page = build_handout(
        record, profile, guide_for(record), results=results, contact=contact,
        counted=counted_projects(record, results),
        web_url=host.details.get("web_base_url") if host else None,
    )  # fmt: skip
    write_output(write_handout(page, document_form(args)), args.output)
    if page.missing:
        print(f"Note: {page.missing}", file=sys.stderr)
    return 0
