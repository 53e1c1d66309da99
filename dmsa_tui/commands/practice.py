"""`dmsa-tui practice`: the practice company as an HTTP server on this machine."""

import argparse
import json
import os
import sys
from textwrap import fill
from types import FrameType
from typing import TYPE_CHECKING

from dmsa_tui.commands.writing import add_schema, print_json, published
from dmsa_tui.errors import InvalidInput, quoted

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import Rehearsal

EXAMPLES = (
    "dmsa-tui practice --list",
    "dmsa-tui practice --scenario not-installed --port 8642",
)
STATUSES: dict[int, str] = {0: "done, or stopped by SIGTERM"}
NAMES: dict[str, str] = {"--scenario and --fault NAME": "dmsa-tui practice --list"}

IN_THE_WIZARD = "To use it in the wizard: dmsa-tui, New onboarding, paste the JSON line."
WITHOUT_PORTAL = (
    "Served alone it has no portal, so no client ID and no secret. To rehearse it: dmsa-tui demo. "
    "For a setup of your own: --scenario ready."
)
"""What to know of a scenario without an app, when it is served."""
EXPLANATION = (
    "Serve the practice company on 127.0.0.1, for rehearsals and for testing clients. Ctrl+C or SIGTERM stops "
    "it; closing its output does not.",
    "The first line of standard output is one JSON object: login_url, api_url, company_id, client_id, client_secret, "
    "app_name, app_version_key and pid. What the scenario does not have yet is null (fresh: client ID, secret, app and "
    "key). Notes go to standard error. Each scenario has its own IDs and secret, the same at every start.",
    IN_THE_WIZARD,
    "It answers the requests of `check`, `verify` and `permit`, including those that write, with Procore's "
    "documented shapes, headers, rate limits and errors.",
)
LIST_SCHEMA = "dmsa-tui.practice-list/1"
_INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.description = "\n\n".join(fill(each, 80) for each in EXPLANATION)
    parser.add_argument("--scenario", default="ready", metavar="NAME", help="the situation to serve (default: ready)")
    parser.add_argument("--port", default="0", metavar="N", help="the port to listen on (default: 0, any free one)")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="NAME",
        help="what goes wrong; you can give several",
    )  # fmt: skip
    parser.add_argument(
        "--list", nargs="?", choices=("few", "all"), const="few", metavar="all",
        help="list the scenarios and the teaching faults (all: every fault) and exit",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), help="of --list (default: text)")
    add_schema(parser)


def run(args: argparse.Namespace) -> int:
    """Serves until Ctrl+C (130) or SIGTERM (0); InvalidInput for an unknown name or an unusable port."""
    import asyncio

    from dmsa_tui.practice.rehearsal import Rehearsal

    if args.schema:
        sys.stdout.write(published("practice_list_schema.json"))
        return 0
    if args.format is not None and args.list is None:
        raise InvalidInput("--format works with --list; the server prints its own line of JSON.")
    if args.list is not None:
        _list(args.format, every=args.list == "all")
        return 0
    port = _port(args.port)
    rehearsal = Rehearsal(args.scenario, faults=args.fault)
    return asyncio.run(_serve(rehearsal, port))


def announcement(rehearsal: "Rehearsal", url: str) -> dict[str, str | int | None]:
    """The first line of standard output; what the scenario does not have yet is null."""
    credentials = rehearsal.credentials
    return {
        "login_url": url,
        "api_url": url,
        "company_id": credentials.company_id,
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "app_name": credentials.app_name,
        "app_version_key": credentials.app_version_key,
        "pid": os.getpid(),
    }


def _list(form: str | None, *, every: bool) -> None:
    from dmsa_tui.practice.faults import ALL_FAULTS
    from dmsa_tui.practice.scenarios import SCENARIOS

    faults = [fault for fault in ALL_FAULTS.values() if every or fault.teaches]
    if form == "json":
        scenarios = [{"id": row.id, "title": row.title, "teaches": row.teaches} for row in SCENARIOS.values()]
        fault_rows = [{"id": row.id, "title": row.title} for row in faults]
        print_json({"schema": LIST_SCHEMA, "scenarios": scenarios, "faults": fault_rows})
        return
    width = max(len(id) for id in (*SCENARIOS, *(fault.id for fault in faults)))
    print("Scenarios (--scenario)")
    for scenario in SCENARIOS.values():
        alone = f" {WITHOUT_PORTAL}" if scenario.start == "create-app" else ""
        print(f"  {scenario.id:<{width}}  {scenario.title}. {scenario.teaches}{alone}")
    print("\nFaults (--fault), in any scenario")
    for fault in faults:
        print(f"  {fault.id:<{width}}  {fault.title}.")
    if not every:
        print(f"\n{len(ALL_FAULTS) - len(faults)} more, for people who write clients: dmsa-tui practice --list all")


async def _serve(rehearsal: "Rehearsal", port: int) -> int:
    import asyncio
    import signal

    from dmsa_tui.practice.scenarios import SCENARIOS
    from dmsa_tui.practice.server import HOST, Server

    stop, status = asyncio.Event(), [0]
    loop = asyncio.get_running_loop()

    def end(number: int, frame: FrameType | None) -> None:
        status[0] = _INTERRUPTED if number == signal.SIGINT else 0
        loop.call_soon_threadsafe(stop.set)

    previous = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    server = Server(rehearsal.app, port)
    try:
        try:
            url = await server.start()
        except OSError as problem:
            raise InvalidInput(
                f"Port {port} of {HOST} cannot be used ({problem.strerror}); 0 picks a free one."
            ) from None
        print(json.dumps(announcement(rehearsal, url)), flush=True)
        scenario = SCENARIOS[rehearsal.scenario]
        sentences = [f"{scenario.title}.", scenario.teaches, *(f"{fault.title}." for fault in rehearsal.faults)]
        print(" ".join([*sentences, "Press Ctrl+C to stop."]), file=sys.stderr, flush=True)
        print(IN_THE_WIZARD if rehearsal.credentials.client_id else WITHOUT_PORTAL, file=sys.stderr, flush=True)
        await stop.wait()
    finally:
        await server.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)
    return status[0]


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise InvalidInput(
            f"The port {quoted(text)} is not valid; a port is a number from 0 to 65535, and 0 picks a free one."
        )
    return int(text)
