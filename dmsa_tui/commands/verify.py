"""`dmsa-tui verify`: run the checks again from a setup record, and say row by row what is the same."""

import argparse
import os
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dmsa_tui.commands.writing import add_schema, published
from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Remedy, Report
    from dmsa_tui.checks.target import Target
    from dmsa_tui.documents.setup_record.drift import Row
    from dmsa_tui.documents.setup_record.reading import Recorded
    from dmsa_tui.procore.secret import Secret

EXAMPLES = (
    "dmsa-tui verify example-homes.json",
    'dmsa-tui handoff "Example Homes" --format json | dmsa-tui verify - --format json',
)
STATUSES: dict[int, str] = {0: "the same", 1: "something has drifted", 3: "Procore did not say enough for every row"}
NAMES: dict[str, str] = {"RECORD.json": "dmsa-tui handoff NAME -o RECORD.json"}

SCHEMA = "dmsa-tui.verification/1"
EXIT_STATUS = {"same": 0, "drifted": 1, "cannot-tell": 3}
LARGEST = 20_000_000
"""Bytes of a setup record."""
_GRACE = 0.6
"""Seconds that an interrupted run may take to end by itself: a name lookup in another thread can hang for minutes."""
_INTERRUPTED_EXIT = 130
_WORDS = {"same": "✓ SAME", "drifted": "✗ DRIFTED", "cannot-tell": "? CANNOT TELL"}
_LABEL = 14
_WIDTH = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "record", nargs="?", metavar="RECORD.json",
        help="the JSON that the wizard saved or `handoff NAME --format json` wrote; - reads standard input",
    )  # fmt: skip
    from dmsa_tui.commands.check import add_secret_arguments

    parser.add_argument("--login-url", metavar="URL", help="agree to a token host that is not the environment's")
    parser.add_argument("--api-url", metavar="URL", help="agree to an API host that is not the environment's")
    parser.add_argument(
        "--projects", metavar="SCOPE", help="projects to read permissions on: sample[:N] (default: 5), all or none"
    )
    parser.add_argument("--differences", action="store_true", help="print only the rows that differ")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--timeout", type=float, default=15.0, metavar="SECONDS", help="limit for one request (default: 15)"
    )
    parser.add_argument(
        "--wait", type=float, default=60.0, metavar="SECONDS", help="total wait for rate limits (default: 60)"
    )
    add_schema(parser)
    add_secret_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Compare: 0 the same, 1 drifted, 3 cannot tell; InvalidInput for a record or an option that cannot be used."""
    import asyncio

    from dmsa_tui.commands.check_inputs import read_secret
    from dmsa_tui.commands.reading import only_one_reads_standard_input, read_input
    from dmsa_tui.documents.setup_record.reading import read_setup_record

    if args.schema:
        sys.stdout.write(published("verification_schema.json"))
        return 0
    if args.record is None:
        raise InvalidInput("Name the setup record: `dmsa-tui handoff NAME --format json -o RECORD.json` writes one.")
    if not (0 < args.timeout <= 86_400 and 0 <= args.wait <= 86_400):
        raise InvalidInput("--timeout and --wait are seconds: a number between 0 and 86400.")
    only_one_reads_standard_input(**{"The record": args.record == "-", "--secret-stdin": args.secret_stdin})
    data = read_input(args.record, "The setup record", LARGEST)
    try:
        recorded = read_setup_record(data)
    except InvalidInput as problem:
        if args.record != "-" and (beside := _json_beside(args.record)) is not None:
            raise InvalidInput(f"{problem} Here it is {quoted(beside)}: name that.") from None
        raise
    target = _target(recorded, args)
    secret = read_secret(target, from_stdin=args.secret_stdin)
    watchdog = threading.Timer(_GRACE, os._exit, (_INTERRUPTED_EXIT,))
    watchdog.daemon = True
    try:
        report = asyncio.run(_report(target, secret, args, watchdog))
    finally:
        watchdog.cancel()
    return _tell(recorded, report, secret.fingerprint(target.client_id), args)


def _json_beside(file: str) -> str | None:
    """The JSON of the same name beside the page that was named; None without one."""
    from pathlib import Path

    named = Path(file)
    beside = named.with_suffix(".json") if named.name else named
    return str(beside) if beside != named and beside.expanduser().is_file() else None


def _target(recorded: "Recorded", args: argparse.Namespace) -> "Target":
    """The target that the record describes. Its hosts count only if they are the environment's or were agreed to."""
    from dmsa_tui.checks.target import ProjectScope
    from dmsa_tui.onboarding.check_target import target_from_record

    onboarding = recorded.onboarding
    onboarding.login_url, onboarding.api_url = args.login_url or "", args.api_url or ""
    if not (onboarding.company_id.isascii() and onboarding.company_id.isdigit() and onboarding.client_id):
        raise InvalidInput("The setup record names no company ID or no client ID, so Procore cannot be asked.")
    target = target_from_record(onboarding, recorded.profile)
    place = target.environment
    hosts = (
        ("--login-url", args.login_url, recorded.login_url, place.login_url),
        ("--api-url", args.api_url, recorded.api_url, place.api_url),
    )
    strange = [(option, asked, own) for option, agreed, asked, own in hosts if asked != own and agreed is None]
    if strange:
        named = " and ".join(f"{quoted(asked[:200])} and not {own}" for _, asked, own in strange)
        options = " and ".join(option for option, _, _ in strange)
        raise InvalidInput(
            f"The setup record names {named}; a file must not decide where a secret goes: add {options} with the "
            f"{'host' if len(strange) == 1 else 'hosts'} that you agree to."
        )
    scope = ProjectScope() if args.projects is None else ProjectScope.parse(args.projects)
    from dataclasses import replace  # which costs a tenth of what --help may take

    return replace(target, projects=scope)


async def _report(target: "Target", secret: "Secret", args: argparse.Namespace, watchdog: threading.Timer) -> "Report":
    import asyncio

    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.procore.client import ProcoreClient

    def note(seconds: float, reason: str) -> None:
        print(f"Waiting {seconds:.0f} s: {reason}", file=sys.stderr, flush=True)

    async with ProcoreClient(
        target.environment, target.company_id, target.client_id, secret,
        timeout=args.timeout, wait=args.wait, on_wait=note,
    ) as client:  # fmt: skip
        try:
            return await Runner(client, target).run()
        except asyncio.CancelledError:
            watchdog.start()
            raise


def _tell(recorded: "Recorded", report: "Report", fingerprint: str, args: argparse.Namespace) -> int:
    from dmsa_tui.commands.writing import print_json
    from dmsa_tui.documents.setup_record.build import build_setup_record
    from dmsa_tui.documents.setup_record.drift import compare, verdict

    now = build_setup_record(recorded.onboarding, recorded.profile, report)
    rows = compare(recorded, now, report, fingerprint)
    outcome = verdict(rows)
    shown = tuple(row for row in rows if not args.differences or row.drift != "same")
    if args.format == "json":
        print_json(_as_json(recorded, report, shown, outcome))
    else:
        for line in _lines(recorded, report, rows, shown, outcome):
            print(line)
    if recorded.intact is False:
        print(
            "dmsa-tui: The setup record was changed after it was written: its digest does not match.", file=sys.stderr
        )
    return EXIT_STATUS[outcome]


def _remedy(report: "Report", row: "Row") -> "Remedy | None":
    """What to do about a row that is not the same: what the check, or the tool's check, says now."""
    if row.drift == "same":
        return None
    return next((result.remedy for result in report.results if result.id == row.id.partition("/")[0]), None)


def _as_json(recorded: "Recorded", report: "Report", rows: "tuple[Row, ...]", outcome: str) -> dict[str, Any]:
    from dmsa_tui.checks.report.json_report import remedy_as_json

    return {
        "schema": SCHEMA,
        "result": str(outcome),
        "record": {
            "customer": recorded.onboarding.name,
            "written_at": _moment(recorded.written_at),
            "digest": {True: "fits", False: "does-not-fit", None: "absent"}[recorded.intact],
        },
        "checked_at": _moment(report.started_at),
        "verdict": report.verdict.value,
        "rows": [
            {
                "id": row.id,
                "result": row.drift.value,
                "then": row.then,
                "now": row.now,
                "summary": row.sentence,
                "remedy": remedy_as_json(_remedy(report, row)),
            }
            for row in rows
        ],
        "requests": {"sent": report.requests.sent},
    }


def _lines(
    recorded: "Recorded", report: "Report", rows: "tuple[Row, ...]", shown: "tuple[Row, ...]", outcome: str
) -> list[str]:
    import textwrap

    from dmsa_tui.checks.report.text import remedy_sentence
    from dmsa_tui.procore.control_characters import visible

    written = f"{recorded.written_at:%Y-%m-%d %H:%M} UTC"
    lines = [f"Setup record of {visible(recorded.onboarding.name)}, written {written}.", ""]
    told: list[str] = []
    for row in shown:
        lines.append(f"{_WORDS[row.drift]:<{_LABEL}} {visible(row.id)}")
        sentences = [visible(row.sentence, 2_000)]
        remedy = _remedy(report, row)
        if remedy is not None and (to_do := remedy_sentence(remedy)) not in told:
            told.append(to_do)
            sentences.append(to_do)
        for sentence in sentences:
            lines += textwrap.wrap(sentence, _WIDTH, initial_indent=" " * 15, subsequent_indent=" " * 15)
    count = {word: sum(row.drift == word for row in rows) for word in _WORDS}
    tally = ", ".join(f"{number} {word.replace('-', ' ')}" for word, number in count.items() if number)
    words = {
        "same": "everything is as the setup record says",
        "drifted": "something differs from the setup record",
        "cannot-tell": "Procore did not say enough for every row",
    }[outcome]
    lines += ["", f"{_WORDS[outcome]:<{_LABEL}} {words.capitalize()}.", " " * 15 + f"{tally}."]
    return [*lines, " " * 15 + f"The checks' own verdict now: {report.verdict.value}."]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
