"""`dmsa-tui check`: the checks without a screen."""

import argparse
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from dmsa_tui.commands.writing import add_color, add_schema, print_json, published
from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.vocabulary import CHECKS, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report
    from dmsa_tui.commands.check_inputs import Inputs

EXAMPLES = (
    'dmsa-tui check "Example Homes" --expect all',
    "dmsa-tui check --all",
    "dmsa-tui check --all --only-changed",
    'dmsa-tui check "Example Homes" --format json > report.json',
    'dmsa-tui check "Example Homes" --watch',
    "dmsa-tui check --environment production --company-id 1234567 --client-id ID --secret-stdin < secret.txt",
)
STATUSES: dict[int, str] = {
    0: "the verdict is pass or warn",
    1: "the verdict is fail: Procore says no; with --strict also warn",
    3: "Procore did not say enough to decide; with --all also: an onboarding could not be checked",
}
NAMES: dict[str, str] = {
    "NAME": "dmsa-tui list",
    "ID of a check": "dmsa-tui check --list",
    "--profile NAME": "file-sync, or a file of yours in the profiles directory of `dmsa-tui paths`",
}

SECRET_COMES_FROM = """\
Never an option: other programs can read options. The first of these is used:
  --secret-stdin
  PROCORE_CLIENT_SECRET, unless PROCORE_CLIENT_ID is another client ID
  the operating system's keyring: `dmsa-tui secret NAME` keeps it there, and so
    does the wizard
  a hidden prompt, on a terminal"""
SECRET_OF_EACH = """
With --all, for each onboarding:
  PROCORE_CLIENT_SECRET_EXAMPLE_HOMES, for the customer “Example Homes”
  secret-command = ["vault", "read", "{client_id}"], in the settings
    (`dmsa-tui paths` says where), a program that prints it
  the keyring
  PROCORE_CLIENT_SECRET, if PROCORE_CLIENT_ID is the onboarding's"""
INTERRUPTED_EXIT = 130
LIST_SCHEMA = "dmsa-tui.check-list/1"
_COUNTS = {True: "required", False: "optional"}
_GRACE = 0.6
"""Seconds that an interrupted run may take to end by itself: a name lookup in another thread can hang for minutes."""
_Work = Callable[[Callable[[], None]], Coroutine[None, None, "Status"]]
"""Asks Procore, prints, and returns the verdict. It calls its argument once it has reported an interruption."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a saved onboarding; options override what it says")
    parser.add_argument(
        "--all", action="store_true",
        help="every saved onboarding; the exit status is 1 if one fails, else 3 if one is unverified, else 0",
    )  # fmt: skip
    parser.add_argument(
        "--only-changed", action="store_true", help="with --all: print what changed since each last report"
    )
    where = parser.add_argument_group("what to check")
    add_target_arguments(where)
    where.add_argument(
        "--projects", metavar="SCOPE", help="projects to read permissions on: sample[:N] (default: 5), all or none"
    )
    where.add_argument("--expect", metavar="all|FILE", help="projects that must be permitted: IDs, numbers or names")
    where.add_argument(
        "--future-projects", choices=("yes", "no"), help="whether future projects are wanted (default: yes)"
    )
    where.add_argument(
        "--only", nargs="+", action="extend", metavar="ID", help="only these checks and those that they need"
    )
    add_secret_arguments(parser, SECRET_OF_EACH)
    confirmations = parser.add_argument_group("what a person confirms")
    confirmations.add_argument(
        "--accept", nargs="+", action="extend", metavar="ID", help="count these as confirmed if unverified"
    )
    confirmations.add_argument("--accepted-by", metavar="NAME", help="who confirms them")
    how = parser.add_argument_group("how")
    how.add_argument(
        "--format", choices=("text", "json", "junit"), default="text",
        help="text (default); json: one object (with --watch one per round, with --all one per onboarding, each on one "
        "line); junit: one XML document",
    )  # fmt: skip
    add_color(how)
    how.add_argument("--strict", action="store_true", help="exit with 1 for a warning, too")
    how.add_argument(
        "--watch", nargs="?", type=seconds, const=10.0, metavar="SECONDS",
        help="repeat the checks that do not pass until they do: first after SECONDS (10), then less often",
    )  # fmt: skip
    how.add_argument(
        "--timeout", type=seconds, default=15.0, metavar="SECONDS", help="limit for one request (default: 15)"
    )
    how.add_argument(
        "--wait", type=seconds_or_none, default=60.0, metavar="SECONDS", help="total wait for rate limits (default: 60)"
    )
    how.add_argument("--list", action="store_true", help="list the checks and exit")
    add_schema(how)


def add_target_arguments(where: "argparse._ArgumentGroup") -> None:
    """The options that say where Procore is asked, and as which app."""
    where.add_argument(
        "--environment", metavar="ID", help="production (default), developer-sandbox, monthly-sandbox or federal"
    )
    where.add_argument("--login-url", metavar="URL", help="another host for tokens")
    where.add_argument("--api-url", metavar="URL", help="another API host")
    where.add_argument("--company-id", metavar="ID", help="default: PROCORE_COMPANY_ID")
    where.add_argument("--client-id", metavar="ID", help="default: PROCORE_CLIENT_ID")
    where.add_argument(
        "--app-name", metavar="TEXT", help="to find the service account by name if Procore hides its directory entry"
    )
    where.add_argument("--profile", metavar="NAME|FILE", help="the permission profile (default: file-sync)")


def add_secret_arguments(parser: argparse.ArgumentParser, more: str = "") -> None:
    """`--secret-stdin`, and where else the client secret may come from; `more` goes on where that ends."""
    where = parser.add_argument_group("the client secret", SECRET_COMES_FROM + more)
    where.add_argument("--secret-stdin", action="store_true", help="read the client secret from standard input")


def run(args: argparse.Namespace) -> int:
    """Run the checks: 0 pass or warn, 1 fail, 3 unverified, 130 interrupted; InvalidInput for what cannot be used."""
    if args.schema:
        from dmsa_tui.checks.report.json_report import report_schema

        sys.stdout.write(published("check_list_schema.json") if args.list else report_schema())
        return 0
    if args.list:
        return _list(args.format)
    if args.only_changed and not args.all:
        raise InvalidInput("--only-changed needs --all: it compares every saved onboarding with its last report.")
    return _finished(_all(args) if args.all else _one(args), strict=args.strict)


def _one(args: argparse.Namespace) -> _Work:
    from dmsa_tui.commands.check_inputs import read_inputs
    from dmsa_tui.onboarding.cautions import report_with_cautions

    inputs = read_inputs(args)

    async def work(on_interrupt: Callable[[], None]) -> "Status":
        if args.watch is None:
            report = await _report(args, inputs, on_interrupt)
        else:
            from dmsa_tui.commands.check_watch import follow

            report = await follow(args, inputs, on_interrupt)
        if inputs.record is not None:
            from dmsa_tui.commands.check_keeping import keep, keeps, say_unkept

            if keeps(args):
                keep(inputs.record, report)
            else:
                say_unkept(args, inputs.record)
        return report_with_cautions(inputs.asked, report).verdict

    return work


def _all(args: argparse.Namespace) -> _Work:
    from dmsa_tui.checks.verdict import worst
    from dmsa_tui.commands.check_all import check_all, saved_cases

    cases = saved_cases(args)

    async def work(on_interrupt: Callable[[], None]) -> "Status":
        return worst(report.verdict for report in await check_all(args, cases, on_interrupt))

    return work


def _finished(work: _Work, *, strict: bool) -> int:
    import asyncio

    from dmsa_tui.checks.verdict import exit_status

    watchdog = threading.Timer(_GRACE, os._exit, (INTERRUPTED_EXIT,))
    watchdog.daemon = True
    try:
        return exit_status(asyncio.run(work(watchdog.start)), strict=strict)
    except KeyboardInterrupt:
        return INTERRUPTED_EXIT
    finally:
        watchdog.cancel()


async def _report(args: argparse.Namespace, inputs: "Inputs", on_interrupt: Callable[[], None]) -> "Report":
    import asyncio

    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.commands.check_output import Notes, output_of
    from dmsa_tui.onboarding.cautions import report_with_cautions
    from dmsa_tui.onboarding.kept_scan import KeptScan
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.procore.client import ProcoreClient

    target, notes = inputs.target, Notes()
    async with ProcoreClient(
        target.environment, target.company_id, target.client_id, inputs.secret,
        timeout=args.timeout, wait=args.wait, on_wait=notes.wait,
    ) as client:  # fmt: skip
        notes.limits = lambda: client.rate_limits
        kept = KeptScan(Paths.default(), client)
        runner = Runner(client, target, only=inputs.only, confirmations=inputs.confirmations, kept=kept)
        output = output_of(args.format, runner.checks, color=args.color, record=inputs.asked)
        try:
            report = await runner.run(output.on_event, notes.progress)
        except asyncio.CancelledError:
            output.end(report_with_cautions(inputs.asked, runner.partial_report()))
            on_interrupt()
            raise
        output.end(report_with_cautions(inputs.asked, report))
        return report


def _list(form: str) -> int:
    if form == "junit":
        raise InvalidInput("--list has the formats text and json.")
    rows = [
        {
            "id": check.id,
            "counts": "if-wanted" if check.for_future and check.required else _COUNTS[check.required],
            "step": check.step,
            "title": check.title,
            "needs": list(check.needs),
        }
        for check in CHECKS
    ]
    if form == "json":
        print_json({"schema": LIST_SCHEMA, "checks": rows})
        return 0
    width = max(len(check.id) for check in CHECKS)
    for row in rows:
        print(f"{row['id']:<{width}} {str(row['counts']).replace('-', ' '):<10} {row['step']:<11} {row['title']}")
    return 0


def seconds(text: str) -> float:
    """The type of an option: more than no seconds."""
    value = seconds_or_none(text)
    if value == 0:
        raise argparse.ArgumentTypeError("must be more than 0 seconds")
    return value


def seconds_or_none(text: str) -> float:
    """The type of an option: seconds up to a day."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a number of seconds between 0 and 86400")
    return value
