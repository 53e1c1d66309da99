"""`dmsa-tui demo`: the wizard on the practice company."""

import argparse

EXAMPLES = (
    "dmsa-tui demo",
    "dmsa-tui demo --play",
    "dmsa-tui demo --scenario not-installed",
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"--scenario NAME": "dmsa-tui practice --list"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--scenario", default="fresh", metavar="NAME", help="the situation to rehearse (default: fresh)"
    )
    parser.add_argument("--play", action="store_true", help="play the whole setup automatically; any key takes over")
    parser.add_argument("--reset", action="store_true", help="start over instead of resuming the last rehearsal")


def run(args: argparse.Namespace) -> int:
    """Open the wizard on the practice company, where the last rehearsal of this scenario stopped."""
    from dmsa_tui.commands.wizard import open_wizard, require_terminal
    from dmsa_tui.tui import idle_scheduler

    idle_scheduler.start_up()
    from dmsa_tui.session.session import Session

    session = Session.for_rehearsal(args.scenario, reset=args.reset or args.play)
    require_terminal()
    return open_wizard(session, plays_on=args.play)
