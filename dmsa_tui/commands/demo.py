"""`dmsa-tui demo`: the wizard on the practice company."""

import argparse

from dmsa_tui.errors import InvalidInput, quoted

EXAMPLES = (
    "dmsa-tui demo",
    "dmsa-tui demo --play --speed 3",
    "dmsa-tui demo --scenario not-installed",
)
STATUSES: dict[int, str] = {}
NAMES: dict[str, str] = {"--scenario NAME": "dmsa-tui practice --list"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--scenario", default="fresh", metavar="NAME", help="the situation to rehearse (default: fresh)"
    )
    parser.add_argument(
        "--play",
        action="store_true",
        help="play the setup automatically from where it stopped; a finished one from its start; any key takes over",
    )
    parser.add_argument(
        "--speed", type=_speed, metavar="N", help="with --play: N times as fast, 0.1 to 100 (default: 1)"
    )
    parser.add_argument("--reset", action="store_true", help="start over instead of resuming the last rehearsal")


def run(args: argparse.Namespace) -> int:
    """Open the wizard on the practice company, where the last rehearsal of this scenario stopped."""
    if args.speed is not None and not args.play:
        raise InvalidInput("--speed needs --play.")
    from dmsa_tui.commands.wizard import open_wizard, require_terminal
    from dmsa_tui.tui import idle_scheduler

    idle_scheduler.start_up()
    from dmsa_tui.session.session import Session

    session = Session.for_rehearsal(args.scenario, reset=args.reset)
    if args.play and any(each.id == args.scenario and each.played for each in session.scenarios()):
        session.reset_rehearsal()
    require_terminal()
    return open_wizard(session, plays_on=args.play, speed=args.speed or 1.0, rehearses=True)


def _speed(text: str) -> float:
    try:
        if 0.1 <= (speed := float(text)) <= 100:
            return speed
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not a number from 0.1 to 100")
