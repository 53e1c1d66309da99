"""`dmsa-tui check`: the checks without a screen."""

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from dmsa_tui.checks.registry import CHECKS
from dmsa_tui.checks.verdict import exit_status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report, Result
    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.checks.text import TextStyle
    from dmsa_tui.commands.check_inputs import Inputs

HELP = "run the checks without a screen"

INTERRUPTED_EXIT = 130
_GRACE = 0.6
"""Seconds that an interrupted run may take to end by itself: a name lookup in another thread can hang for minutes."""
_PROGRESS_EVERY = 5.0
"""Seconds between two notes on how far a long question is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.allow_abbrev = False  # --secret must not be taken for --secret-stdin, and a secret after it for NAME
    parser.add_argument("name", nargs="?", metavar="NAME", help="a saved onboarding; options override what it says")
    where = parser.add_argument_group("what to check")
    where.add_argument(
        "--environment", metavar="ID", help="production (default), developer-sandbox, monthly-sandbox or federal"
    )
    where.add_argument("--login-url", metavar="URL", help="another host that issues tokens")
    where.add_argument("--api-url", metavar="URL", help="another API host")
    where.add_argument("--company-id", metavar="ID", help="default: PROCORE_COMPANY_ID")
    where.add_argument("--client-id", metavar="ID", help="default: PROCORE_CLIENT_ID")
    where.add_argument("--app-name", metavar="TEXT", help="to find the service account if its own record is withheld")
    where.add_argument("--profile", metavar="NAME|FILE", help="the permissions that are wanted (default: file-sync)")
    where.add_argument(
        "--projects", metavar="SCOPE", help="whose permissions are read: sample[:N] (default, 5), all or none"
    )
    where.add_argument("--expect", metavar="all|FILE", help="projects that must be permitted: IDs, numbers or names")
    where.add_argument(
        "--future-projects", choices=("yes", "no"), help="whether future projects are wanted (default: yes)"
    )
    where.add_argument("--only", nargs="+", action="extend", metavar="ID", help="these checks and what they need")
    where.add_argument("--secret-stdin", action="store_true", help="read the client secret from standard input")
    said = parser.add_argument_group("what a person vouches for")
    said.add_argument(
        "--accept", nargs="+", action="extend", metavar="ID", help="count these as confirmed if unverified"
    )
    said.add_argument("--accepted-by", metavar="NAME", help="who vouches for them")
    how = parser.add_argument_group("how")
    how.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    how.add_argument("--strict", action="store_true", help="exit with 1 for a warning as well")
    how.add_argument("--timeout", type=_seconds, default=15.0, metavar="SECONDS", help="for one request (default: 15)")
    how.add_argument(
        "--wait", type=_seconds_or_none, default=60.0, metavar="SECONDS", help="for rate limits, in all (default: 60)"
    )
    how.add_argument("--list", action="store_true", help="list the checks and end")
    how.add_argument("--schema", action="store_true", help="print the JSON Schema of --format json and end")


def run(args: argparse.Namespace) -> int:
    """Run the checks: 0 pass or warn, 1 fail, 3 unverified, 130 interrupted; BadInput for what cannot be used."""
    if args.list:
        return _list()
    if args.schema:
        from dmsa_tui.checks.report import report_schema

        sys.stdout.write(report_schema())
        return 0
    from dmsa_tui.commands.check_inputs import read_inputs

    inputs = read_inputs(args)
    import asyncio

    watchdog = threading.Timer(_GRACE, os._exit, (INTERRUPTED_EXIT,))
    watchdog.daemon = True
    try:
        report = asyncio.run(_report(args, inputs, watchdog.start))
    except KeyboardInterrupt:
        return INTERRUPTED_EXIT
    finally:
        watchdog.cancel()
    return exit_status(report.verdict, strict=args.strict)


async def _report(args: argparse.Namespace, inputs: "Inputs", on_interrupt: Callable[[], None]) -> "Report":
    import asyncio

    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.procore.client import ProcoreClient

    target = inputs.target
    async with ProcoreClient(
        target.environment, target.company_id, target.client_id, inputs.secret,
        timeout=args.timeout, wait=args.wait, on_wait=_note_wait,
    ) as client:  # fmt: skip
        runner = Runner(client, target, only=inputs.only, accept=inputs.accept)
        output = _JsonOutput() if args.format == "json" else _TextOutput(runner)
        try:
            report = await runner.run(output.on_event, _ProgressNotes())
        except asyncio.CancelledError:
            output.end(runner.partial_report())
            on_interrupt()
            raise
        output.end(report)
        return report


class _JsonOutput:
    """One JSON object, at the end."""

    def on_event(self, result: "Result") -> None:
        """Nothing is printed before the end."""

    def end(self, report: "Report") -> None:
        from dmsa_tui.checks.report import to_json

        _print(to_json(report))


class _TextOutput:
    """Each check as soon as it and those before it are known, then the verdict."""

    def __init__(self, runner: "Runner") -> None:
        from dmsa_tui.checks.text import InOrder

        self._style = _style(sys.stdout)
        self._in_order = InOrder(runner.checks, self._print_result)

    def on_event(self, result: "Result") -> None:
        self._in_order(result)

    def end(self, report: "Report") -> None:
        from dmsa_tui.checks.text import verdict_lines

        self._in_order.finish(report)
        _print("\n".join(("", *verdict_lines(report, self._style))))

    def _print_result(self, result: "Result") -> None:
        from dmsa_tui.checks.text import result_lines

        _print("\n".join(result_lines(result, self._style)))


class _ProgressNotes:
    """Notes on standard error while a long question is being asked."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, check_id: str, done: int, total: int | None) -> None:
        if time.monotonic() - self._last >= _PROGRESS_EVERY:
            self._last = time.monotonic()
            of = "" if total is None else f" of {total:,}"
            print(f"{check_id}: {done:,}{of} …", file=sys.stderr, flush=True)


def _note_wait(seconds: float, reason: str) -> None:
    print(f"Waiting {seconds:.0f} s: {reason}", file=sys.stderr, flush=True)


def _style(stream: TextIO) -> "TextStyle":
    from dmsa_tui.checks.text import SIGNS, TextStyle

    colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    try:
        "".join(SIGNS.values()).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return TextStyle(colour=colour, ascii_only=True)
    return TextStyle(colour=colour)


def _print(text: str) -> None:
    print(text, flush=True)


def _list() -> int:
    for check in CHECKS:
        kind = "required" if check.required else "optional"
        if check.for_future and check.required:
            kind = "if wanted"
        print(f"{check.id:<19} {kind:<10} {check.step:<11} {check.title}")
    return 0


def _seconds(text: str) -> float:
    value = _seconds_or_none(text)
    if value == 0:
        raise argparse.ArgumentTypeError("must be more than 0 seconds")
    return value


def _seconds_or_none(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds between 0 and 86400")
    return value
