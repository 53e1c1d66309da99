"""`dmsa-tui steps`: the guide as plain text; which labels are old; what to do about what somebody sees."""

import argparse
import sys
from datetime import date

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Guide

HELP = "the steps as plain text, for screen readers and for pasting into a chat"

FOUND, NOTHING = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("step", nargs="?", metavar="STEP", help="a step id, such as install; without one, all steps")
    parser.add_argument("--edition", metavar="ID", help="the developer portal's edition whose labels are printed")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--stale", metavar="DAYS", help="list the labels whose source is older than DAYS, in every edition by default"
    )
    instead.add_argument(
        "--search", nargs="+", metavar="WORD", help="what somebody sees or misses: likely causes, who, where, label"
    )


def run(args: argparse.Namespace) -> int:
    """0; 1 if a search finds nothing. InvalidInput for an unknown step or edition."""
    guide = load_guide()
    if args.search is not None:
        return _search(guide, args)
    if args.stale is not None:
        return _stale(guide, args)
    from dmsa_tui.guide.text import guide_text
    from dmsa_tui.procore.environments import ENVIRONMENTS

    edition = args.edition or guide.default_edition.id
    print(guide_text(guide, edition, args.step, portal=ENVIRONMENTS["production"].portal_url))
    return FOUND


def _stale(guide: Guide, args: argparse.Namespace) -> int:
    from dmsa_tui.guide.stale_labels import aged_labels, aged_text

    given = args.stale.strip()
    if not (given.isascii() and given.isdigit()) or len(given) > 6:
        raise InvalidInput(f"--stale is {args.stale!r}; give a number of days, such as 180.")
    days, today = int(given), date.today()
    print(aged_text(aged_labels(guide, days, today, step_id=args.step, edition_id=args.edition), days, today))
    return FOUND


def _search(guide: Guide, args: argparse.Namespace) -> int:
    from dmsa_tui.guide.search import search_failures
    from dmsa_tui.guide.search_text import ways_text

    if args.step is not None:
        raise InvalidInput("--search looks through every step; leave the step out, or put the words after --search.")
    words = " ".join(args.search)
    ways = search_failures(guide, words, args.edition)
    if not ways:
        print(f"Nothing is known about {words!r}; try a label or a word of the message.", file=sys.stderr)
        return NOTHING
    print(ways_text(ways))
    return FOUND
