"""`dmsa-tui permit`: adds the service account to projects through Procore. Without --apply it only reads."""

import argparse
import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from dmsa_tui.commands.permit_command_line import USUAL
from dmsa_tui.commands.reading import can_ask
from dmsa_tui.commands.writing import add_schema
from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.commands.check_inputs import Inputs
    from dmsa_tui.commands.permit_run import Ending

INTERRUPTED_EXIT = 130
EXAMPLES = (
    'dmsa-tui permit "Example Homes"',
    'dmsa-tui permit "Example Homes" --expect projects.csv --apply',
    'dmsa-tui permit "Example Homes" --resume JOURNAL --apply',
)
STATUSES: dict[int, str] = {
    0: "planned, or done and read back",
    1: "Procore says no",
    3: "stopped, or could not read it back",
    130: "interrupted (Ctrl+C); the report and the journal have what was done",
}
NAMES: dict[str, str] = {
    "NAME": "dmsa-tui list",
    "--profile NAME": "file-sync, or a file of yours in the profiles directory of `dmsa-tui paths`",
}
EXPLANATION = (
    "Without --apply it writes nothing: it reads, and prints the plan. With --apply you type the company's name; "
    "then it adds one project, reads it back, and asks before the second. With its journal you can continue after "
    "a stop, or remove what it added and nothing else."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    from dmsa_tui.commands.check import add_secret_arguments, add_target_arguments, seconds, seconds_or_none

    parser.description = fill(f"{parser.description} {EXPLANATION}".lstrip(), 80)
    parser.add_argument("name", nargs="?", metavar="NAME", help="a saved onboarding; options override what it says")
    where = parser.add_argument_group("which company, and which app")
    add_target_arguments(where)
    add_secret_arguments(parser)
    what = parser.add_argument_group("what to add")
    what.add_argument("--expect", metavar="all|FILE", help="the projects that must be there (default: all active ones)")
    what.add_argument(
        "--template", metavar="default|ID",
        help="the permission template on them (default: the account's default project template; the plan names its ID)",
    )  # fmt: skip
    doing = parser.add_argument_group("writing")
    doing.add_argument("--apply", action="store_true", help="write, after you type the company's name")
    doing.add_argument(
        "--confirm", metavar="NAME", help="the company's name as the plan prints it, if nobody can type it"
    )
    doing.add_argument("--yes", action="store_true", help="continue after the first project without asking")
    doing.add_argument(
        "--chunk", type=_chunk, default=USUAL["chunk"], metavar="N", help="projects in one request (default: 50)"
    )
    again = doing.add_mutually_exclusive_group()
    again.add_argument("--resume", metavar="JOURNAL", help="continue a run that was stopped")
    again.add_argument("--undo", metavar="JOURNAL", help="remove what that run added, and nothing else")
    how = parser.add_argument_group("how")
    how.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json: one object")
    how.add_argument("--journal", metavar="FILE", help="where the journal is written (default: the state directory)")
    how.add_argument(
        "--timeout",
        type=seconds,
        default=USUAL["timeout"],
        metavar="SECONDS",
        help="limit for one request (default: 15)",
    )
    how.add_argument(
        "--wait",
        type=seconds_or_none,
        default=USUAL["wait"],
        metavar="SECONDS",
        help="total wait for rate limits (default: 60)",
    )
    add_schema(how)


def run(args: argparse.Namespace) -> int:
    """Plan, add, go on or undo; InvalidInput for what cannot be used, StorageError for this machine's refusals."""
    if args.schema:
        from dmsa_tui.permit.report import report_schema

        sys.stdout.write(report_schema())
        return 0
    _fit_together(args)
    try:
        inputs = _inputs(args)
    except KeyboardInterrupt:
        print("dmsa-tui: Interrupted before anything was written.", file=sys.stderr)
        return INTERRUPTED_EXIT
    import asyncio

    from dmsa_tui.commands.permit_run import carry_out

    ending = asyncio.run(carry_out(args, inputs))
    return INTERRUPTED_EXIT if ending.interrupted else _status(ending)


def _status(ending: "Ending") -> int:
    from dmsa_tui.permit.model import EXIT_STATUS

    return EXIT_STATUS[ending.report.outcome]


def _inputs(args: argparse.Namespace) -> "Inputs":
    from dmsa_tui.commands.check_inputs import read_inputs

    # What the checks can be told besides, and this command cannot.
    args.only = args.accept = args.accepted_by = args.projects = args.future_projects = None
    inputs = read_inputs(args)
    host = inputs.target.environment.api_url.partition("://")[2].partition("/")[0]
    if host.endswith(".practice.invalid"):
        raise InvalidInput(
            "This is a saved rehearsal on the practice company, not at Procore: open it with `dmsa-tui demo`, or "
            "serve one with `dmsa-tui practice` and give --login-url and --api-url."
        )
    return inputs


def _fit_together(args: argparse.Namespace) -> None:
    """InvalidInput for options that mean nothing together, before anything is sent."""
    if not args.apply:
        given = [option for option in ("confirm", "yes", "journal") if getattr(args, option)]
        if given:
            raise InvalidInput(f"--{given[0]} needs --apply: without it nothing is written.")
    if args.resume or args.undo:
        which = "--resume" if args.resume else "--undo"
        given = [option for option in ("expect", "template", "journal") if getattr(args, option) is not None]
        if given:
            raise InvalidInput(f"--{given[0]} cannot be used with {which}: the journal has it.")
        if args.undo and args.yes:
            raise InvalidInput("--yes cannot be used with --undo: there is no question after the first project.")
    if args.apply and args.confirm is None and not can_ask(args):
        raise InvalidInput("There is no terminal to ask on: give the company's name with --confirm.")
    for option in ("resume", "undo", "journal"):
        value = getattr(args, option)
        setattr(args, option, None if value is None else Path(value).expanduser())


def _chunk(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 1000 and len(text) <= 4):
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a number from 1 to 1,000")
    return int(text)
