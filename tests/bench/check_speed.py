"""How long a full check of twelve projects takes when every answer takes 0.1 s.

`python -m tests.bench.check_speed [RUNS]`, from the checkout. The practice company runs in a process of its own. The
measure is the longest chain of calls of which each needs the answer before it; everything else can go side by side.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.model import Report
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.secret import Secret
from tests.bench.measuring import median_and_spread, with_bytecode

LATENCY = 0.1
"""Seconds before every answer."""
CHAIN = 4
"""Token, the account itself, its projects, their permissions."""
SERVER = (
    "import json, sys\n"
    "from dmsa_tui.practice.rehearsal import Rehearsal\n"
    "from tests.server_thread import serve_in_thread\n"
    "company = Rehearsal('ready')\n"
    "noted = company.credentials\n"
    "with serve_in_thread(company.app, latency=float(sys.argv[1])) as url:\n"
    "    print(json.dumps([url, noted.company_id, noted.client_id, noted.client_secret]), flush=True)\n"
    "    sys.stdin.read()\n"
)


def company_with_latency(seconds: float) -> AbstractContextManager[tuple[str, str, str, str]]:
    """A practice company that waits so long before every answer."""
    return practice_company(SERVER, seconds)


@contextmanager
def practice_company(program: str, number: float) -> Iterator[tuple[str, str, str, str]]:
    """URL, company ID, client ID and secret that such a program prints; it is given the number."""
    command = [sys.executable, "-c", program, str(number)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, company_id, client_id, secret = json.loads(process.stdout.readline())
        try:
            yield url, company_id, client_id, secret
        finally:
            process.kill()


def login_host(url: str) -> str:
    """The same server under another name: Procore's tokens come from another host than its answers."""
    return url.replace("127.0.0.1", "localhost")


async def check_here(url: str, company_id: str, client_id: str, secret: str) -> tuple[float, Report]:
    """A check in this process, from opening the client to the verdict."""
    place = with_urls(environment("production"), login_host(url), url)
    target = Target(place, company_id, client_id, load_profile("file-sync"), expect=ALL_ACTIVE)
    began = time.perf_counter()
    async with ProcoreClient(place, company_id, client_id, Secret(secret)) as client:
        report = await Runner(client, target).run()
    return time.perf_counter() - began, report


def check_there(url: str, company_id: str, client_id: str, secret: str) -> float:
    """A check in a process of its own, from its start to its end."""
    hosts = ["--login-url", login_host(url), "--api-url", url]
    command = [sys.executable, "-m", "dmsa_tui", "check", *hosts, "--expect", "all"]
    names = {"PROCORE_COMPANY_ID": company_id, "PROCORE_CLIENT_ID": client_id, "PROCORE_CLIENT_SECRET": secret}
    began = time.perf_counter()
    subprocess.run(command, env=with_bytecode() | names, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main(runs: int) -> None:
    """Measure and print."""
    with company_with_latency(LATENCY) as company:
        check_there(*company)  # writes the bytecode
        asyncio.run(check_here(*company))  # imports the HTTP library
        here = [asyncio.run(check_here(*company)) for _ in range(runs)]
        there = [check_there(*company) for _ in range(runs)]
    report = here[0][1]
    inside = [seconds for seconds, _ in here]
    floor = CHAIN * LATENCY
    print(f"verdict               {report.verdict.value}, {report.requests.sent} requests, {os.cpu_count()} processors")
    print(f"floor                 {floor * 1000:6.0f} ms  ({CHAIN} dependent calls of {LATENCY * 1000:.0f} ms)")
    print(f"check                 {median_and_spread(inside)}, ratio {statistics.median(inside) / floor:.2f}")
    print(f"with process start    {median_and_spread(there)}, ratio {statistics.median(there) / floor:.2f}")
    print_calls(report)


def print_calls(report: Report) -> None:
    """Print when each call of a run began and ended, as far as its evidence tells."""
    seen = {each.request_id: each for result in report.results for each in result.evidence}
    for each in seen.values():
        print(f"  {each.elapsed_ms:5.0f} ms  {each.method} {each.url.partition('/rest')[2] or each.url}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
