"""`dmsa-tui steps`: the guide as plain text; which labels are old; what to do about what somebody sees."""

import argparse
import sys
from typing import TYPE_CHECKING

from dmsa_tui.commands.writing import add_schema, print_json, published
from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Guide

EXAMPLES = (
    "dmsa-tui steps install",
    "dmsa-tui steps rotate",
    "dmsa-tui steps --search install app is missing",
    "dmsa-tui steps --stale 180 --format json",
)
STATUSES: dict[int, str] = {1: "--search: nothing found"}
NAMES: dict[str, str] = {"STEP": "dmsa-tui steps --format json", "--edition ID": "the first lines of dmsa-tui steps"}

FOUND, NOTHING = 0, 1
_OTHER_WORDS = (
    "Try a word that Procore shows: a label, a tool or the words of a message. `dmsa-tui steps` prints all steps."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "step", nargs="?", metavar="STEP",
        help="a step, by its ID or number, or a task: rotate, offboard, migrate; default: all steps",
    )  # fmt: skip
    parser.add_argument("--edition", metavar="ID", help="the developer portal's edition whose labels are printed")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--stale", metavar="DAYS", help="list the labels whose source is older than DAYS, in every edition by default"
    )
    instead.add_argument(
        "--search", nargs="+", metavar="WORD",
        help="look up what you see, or do not see: likely causes, who acts, where, which label",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_schema(parser)


def run(args: argparse.Namespace) -> int:
    """0; 1 if a search finds nothing. InvalidInput for an unknown step or edition."""
    from dmsa_tui.guide.loader import load_guide

    if args.schema:
        kind = "search" if args.search is not None else "steps" if args.stale is None else "stale_labels"
        sys.stdout.write(published(f"{kind}_schema.json"))
        return FOUND
    guide = load_guide()
    if args.step is not None and args.search is None:
        args.step = guide.documented(args.step).id
    if args.search is not None:
        return _search(guide, args)
    if args.stale is not None:
        return _stale(guide, args)
    from dmsa_tui.guide.text import guide_text
    from dmsa_tui.procore.environments import ENVIRONMENTS

    edition = args.edition or guide.default_edition.id
    if args.format == "json":
        from dmsa_tui.guide.json_form import steps_json

        print_json(steps_json(guide, edition, args.step))
        return FOUND
    print(guide_text(guide, edition, args.step, portal=ENVIRONMENTS["production"].portal_url))
    return FOUND


def _stale(guide: "Guide", args: argparse.Namespace) -> int:
    from datetime import date

    from dmsa_tui.guide.stale_labels import aged_labels, aged_text

    given = args.stale.strip()
    if not (given.isascii() and given.isdigit()) or len(given) > 6:
        raise InvalidInput(f"--stale is {quoted(args.stale)}; give a number of days, such as 180.")
    days, today = int(given), date.today()
    aged = aged_labels(guide, days, today, step_id=args.step, edition_id=args.edition)
    if args.format == "json":
        from dmsa_tui.guide.json_form import aged_json

        print_json(aged_json(aged, days, today))
    else:
        print(aged_text(aged, days, today))
    return FOUND


def _search(guide: "Guide", args: argparse.Namespace) -> int:
    from dmsa_tui.guide.search import nearest_failures, search_failures
    from dmsa_tui.guide.search_text import entries_text
    from dmsa_tui.onboarding.validation import free_text

    if args.step is not None:
        raise InvalidInput("--search looks through all steps; leave out the step, or put the words after --search.")
    words = free_text("search", " ".join(args.search))
    entries = search_failures(guide, words, args.edition)
    if args.format == "json":
        from dmsa_tui.guide.json_form import entries_json

        print_json(entries_json(entries, words))
        return FOUND if entries else NOTHING
    if not entries:
        near = nearest_failures(guide, words, args.edition)
        next_step = "Do you mean one of these?" if near else _OTHER_WORDS
        print(f"Nothing found for {quoted(words)}. {next_step}", file=sys.stderr)
        for entry in near:
            print(f"- {entry.symptom}", file=sys.stderr)
        return NOTHING
    print(entries_text(entries))
    return FOUND
