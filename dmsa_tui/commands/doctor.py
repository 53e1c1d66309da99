"""`dmsa-tui doctor`: whether this machine can do the work, before anybody is on the call."""

import argparse
import os
import sys
import threading
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.commands.writing import add_color, add_schema, published
from dmsa_tui.errors import InvalidInput
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dmsa_tui.checks.model import Result
    from dmsa_tui.procore.environments import Environment
    from dmsa_tui.procore.hosts import HostAnswers

EXAMPLES = (
    "dmsa-tui doctor",
    "dmsa-tui doctor --environment federal --format json",
)
STATUSES: dict[int, str] = {
    0: "the verdict is pass or warn",
    3: "not every host answered",
    4: "the verdict is fail: dmsa-tui cannot work on this machine",
}
NAMES: dict[str, str] = {}

SCHEMA = "dmsa-tui.doctor-report/1"
_GRACE = 0.6
"""Seconds that an interrupted run may take to end by itself: a name lookup in another thread can hang for minutes."""
_INTERRUPTED_EXIT = 130
MACHINE_EXIT = 4
"""What fails here is this machine; 1 is kept for what Procore denies."""
_SAID = {
    "pass": "dmsa-tui can work on this machine",
    "warn": "it works, with a caution",
    "fail": "something is missing",
    "unverified": "not every host could be reached",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--environment", default="production", metavar="ID",
        help="production (default), developer-sandbox, monthly-sandbox or federal",
    )  # fmt: skip
    parser.add_argument("--login-url", metavar="URL", help="another host for tokens")
    parser.add_argument("--api-url", metavar="URL", help="another API host")
    parser.add_argument("--format", choices=("text", "json", "junit"), default="text", help="default: text")
    add_color(parser)
    parser.add_argument(
        "--timeout", type=float, default=10.0, metavar="SECONDS", help="limit for one host (default: 10)"
    )
    add_schema(parser)


def run(args: argparse.Namespace) -> int:
    """Look and tell: 0 pass or warn, 3 unverified, 4 fail. No secret is sent. InvalidInput: unknown environment."""
    from dmsa_tui.checks.verdict import exit_status, verdict
    from dmsa_tui.commands.doctor_rows import machine_rows, network_rows, urls_of
    from dmsa_tui.onboarding.paths import Paths
    from dmsa_tui.procore.environments import environment, with_urls

    if args.schema:
        sys.stdout.write(published("doctor_schema.json"))
        return 0
    if not 0 < args.timeout <= 86_400:
        raise InvalidInput("--timeout is a number of seconds between 0 and 86400.")
    own = environment(args.environment)
    place = with_urls(own, args.login_url, args.api_url)
    started_at = datetime.now(UTC)
    results = [*machine_rows(Paths.default(), place), *network_rows(_asked(urls_of(place, own), args.timeout))]
    outcome = verdict(results)
    if args.format == "text":
        print(_text(place, results, outcome, args.color))
    else:
        print((_json if args.format == "json" else _junit)(place, started_at, results, outcome))
    return MACHINE_EXIT if outcome == "fail" else exit_status(outcome)


def _asked(urls: dict[str, str], timeout: float) -> "HostAnswers":
    import asyncio

    from dmsa_tui.procore.hosts import ask_hosts

    watchdog = threading.Timer(_GRACE, os._exit, (_INTERRUPTED_EXIT,))
    watchdog.daemon = True

    async def ask() -> "HostAnswers":
        try:
            return await ask_hosts(urls, timeout)
        except asyncio.CancelledError:
            watchdog.start()
            raise

    try:
        return asyncio.run(ask())
    finally:
        watchdog.cancel()


def _text(place: "Environment", results: "Sequence[Result]", outcome: "Status", color: str) -> str:
    from dmsa_tui.checks.report.columns import wrapped
    from dmsa_tui.checks.report.text import ASCII_SIGNS, WIDTH
    from dmsa_tui.commands.check_output import style_of
    from dmsa_tui.commands.doctor_rows import TITLES
    from dmsa_tui.procore.control_characters import visible

    style = style_of(sys.stdout, color)
    indent = " " * 13
    lines = []
    for result in results:
        lines.append(f"{style.status(result.status)} {TITLES[result.id]} ({result.id})")
        lines += wrapped(visible(result.summary), WIDTH, indent)
    counts = Counter(result.status for result in results)
    lines += ["", f"{style.status(outcome)} {place.name}: {_SAID[outcome]}."]
    tally = ", ".join(f"{counts[status]} {status.value}" for status in ASCII_SIGNS if counts[status])
    return "\n".join([*lines, f"{indent}{tally}."])


def _json(place: "Environment", started_at: datetime, results: "Sequence[Result]", outcome: "Status") -> str:
    import json

    from dmsa_tui.commands.doctor_rows import TITLES

    document = {
        "schema": SCHEMA,
        "verdict": outcome.value,
        "started_at": started_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "environment": {"id": place.id, "login_url": place.login_url, "api_url": place.api_url},
        "checks": [
            {
                "id": result.id,
                "required": result.required,
                "title": TITLES[result.id],
                "status": result.status.value,
                "cause": None if result.cause is None else result.cause.value,
                "summary": result.summary,
                "details": result.details,
            }
            for result in results
        ],
    }
    return json.dumps(document, indent=2)


def _junit(place: "Environment", started_at: datetime, results: "Sequence[Result]", outcome: "Status") -> str:
    from xml.etree import ElementTree

    from dmsa_tui.procore.control_characters import visible

    elements = {"fail": "failure", "unverified": "error", "skipped": "skipped"}
    suite = ElementTree.Element("testsuite", {"name": f"dmsa-tui doctor {place.id}", "tests": str(len(results))})
    suite.set("timestamp", started_at.strftime("%Y-%m-%dT%H:%M:%S"))
    for kind, count in (("failures", "fail"), ("errors", "unverified"), ("skipped", "skipped")):
        suite.set(kind, str(sum(result.status == count for result in results)))
    for result in results:
        case = ElementTree.SubElement(suite, "testcase", {"classname": "doctor", "name": result.id})
        if element := elements.get(result.status):
            ElementTree.SubElement(case, element, {"message": visible(result.summary)})
        elif result.status == "warn":
            ElementTree.SubElement(case, "system-out").text = visible(result.summary)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode")
