"""What `check --all` of many onboardings takes, beside a bare httpx program that sends the same requests.

`python -m tests.bench.check_all [ONBOARDINGS [LATENCY [RUNS]]]`, from the checkout; 200, 0.0 and 3 where nothing is
said. The practice company runs in a process of its own and waits LATENCY seconds before every answer. Where that is
nothing, the processor time counts; where it is 0.3 s, the time does: one onboarding alone is named beside it. The
company answers from memory what it was asked before, for it has the same processors to itself as the check.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from tests.bench.check_speed import login_host, practice_company
from tests.bench.measuring import median_and_spread, ratios, with_bytecode
from tests.e2e.terminal import private_environment

SERVER = """
import json, sys
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.world import Window
from tests.bench.remembering import remembering
from tests.server_thread import serve_in_thread

company = Rehearsal("ready")
company.world.windows = (Window(1_000_000, 3600),)
app = remembering(company.app, lambda scope: (scope["method"], scope["raw_path"], scope["query_string"]))
noted = company.credentials
with serve_in_thread(app, latency=float(sys.argv[1])) as url:
    print(json.dumps([url, noted.company_id, noted.client_id, noted.client_secret]), flush=True)
    sys.stdin.read()
"""
BARE = """
import asyncio, json, os, sys, httpx
login, names, urls = os.environ["BENCH_URL"], os.environ, json.loads(os.environ["BENCH_ASKED"])
pair = {"client_id": names["PROCORE_CLIENT_ID"], "client_secret": names["PROCORE_CLIENT_SECRET"]}

async def one(slots):
    limits = httpx.Limits(max_connections=4, max_keepalive_connections=4)
    async with slots, httpx.AsyncClient(trust_env=False, verify=False, limits=limits) as http:
        token = (await http.post(f"{login}/oauth/token", data={"grant_type": "client_credentials", **pair})).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        headers["Procore-Company-Id"] = names["PROCORE_COMPANY_ID"]
        answers = await asyncio.gather(*(http.get(url, headers=headers) for url in urls))
        for answer in answers:
            answer.json()

async def every(number):
    slots = asyncio.Semaphore(24)
    await asyncio.gather(*(one(slots) for _ in range(number)))

asyncio.run(every(int(sys.argv[1])))
"""


class Taken(NamedTuple):
    """What one run took."""

    elapsed: float
    processor: float
    memory: float
    """The largest resident set in MB (Linux)."""
    printed: bytes


def run(command: list[str], environment: dict[str, str]) -> Taken:
    """One run, from its start to its end."""
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (command, printed[-2000:])
    return Taken(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed)


def made_records(number: int, home: Path, url: str, company_id: str, client_id: str) -> None:
    """Onboardings in an empty home, all of the one practice company."""
    share = home / ".local" / "share" / "dmsa-tui"
    config, state = home / ".config" / "dmsa-tui", home / ".local" / "state" / "dmsa-tui"
    store = Store(Paths(share, config, state, state / "log"))
    for each in range(number):
        store.create(
            Onboarding(
                f"Customer {each:04}", login_url=login_host(url), api_url=url, company_id=company_id,
                client_id=client_id, expect=ExpectMode.ALL,
            )
        )  # fmt: skip


def main(number: int, latency: float, runs: int) -> None:
    """Measure and print."""
    with practice_company(SERVER, latency) as company, TemporaryDirectory() as home:
        url, company_id, client_id, secret = company
        made_records(number, Path(home), url, company_id, client_id)
        pair = {"PROCORE_CLIENT_ID": client_id, "PROCORE_CLIENT_SECRET": secret, "PROCORE_COMPANY_ID": company_id}
        environment = with_bytecode() | private_environment(home) | pair
        check = [sys.executable, "-m", "dmsa_tui", "check"]
        one = run([*check, "Customer 0000", "--format", "json"], environment)  # writes the bytecode
        one = run([*check, "Customer 0000", "--format", "json"], environment)
        report = json.loads(one.printed)
        seen = {each["request_id"]: each["url"] for result in report["checks"] for each in result["evidence"]}
        asked = [address for address in seen.values() if "/oauth/token" not in address or "info" in address]
        environment |= {"BENCH_URL": login_host(url), "BENCH_ASKED": json.dumps(asked)}
        sides = {"bare": [sys.executable, "-c", BARE, str(number)], "check": [*check, "--all", "--format", "json"]}
        taken: dict[str, list[Taken]] = {name: [] for name in sides}
        for _ in range(runs):
            for name, command in sides.items():
                taken[name].append(run(command, environment))
    sent = report["requests"]["sent"]
    print(f"{number} onboardings of {sent} requests (bare: {len(asked) + 1}), {latency * 1000:.0f} ms an answer")
    print(f"one alone   {one.elapsed * 1000:6.0f} ms")
    for name, found in taken.items():
        print(f"{name:<6} elapsed   {median_and_spread([each.elapsed for each in found])}")
        print(f"{name:<6} processor {median_and_spread([each.processor for each in found])}")
        print(f"{name:<6} memory    {max(each.memory for each in found):6.0f} MB")
    processor = {name: [each.processor for each in found] for name, found in taken.items()}
    print(f"processor, {ratios(processor['check'], processor['bare'])}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 200,
        float(given[1]) if len(given) > 1 else 0.0,
        int(given[2]) if len(given) > 2 else 3,
    )
