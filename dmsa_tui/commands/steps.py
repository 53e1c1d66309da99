"""`dmsa-tui steps`: the guide as plain text."""

import argparse

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.text import guide_text
from dmsa_tui.procore.environments import ENVIRONMENTS

HELP = "the steps as plain text, for screen readers and for pasting into a chat"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("step", nargs="?", metavar="STEP", help="a step id, such as install; without one, all steps")
    parser.add_argument("--edition", metavar="ID", help="the developer portal's edition whose labels are printed")


def run(args: argparse.Namespace) -> int:
    """Print the steps; BadInput for an unknown step or edition."""
    guide = load_guide()
    edition = args.edition or guide.default_edition.id
    print(guide_text(guide, edition, args.step, portal=ENVIRONMENTS["production"].portal_url))
    return 0
