"""What the check of a company's 10,000 projects costs, beside a bare httpx program that fetches the same pages.

`python -m tests.bench.large_company [RUNS]`, from the checkout. The practice company runs in a process of its own and
answers from memory what it was asked before, so that its own work does not hide the check's. Each side runs in a fresh
process; the times are from opening the client to the verdict, without imports. Other programs on the machine hardly
change the processor time.
"""

import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

from dmsa_tui.__main__ import OBJECTS
from tests.bench.check_speed import practice_company
from tests.bench.measuring import median_and_spread, ratios, with_bytecode

PROJECTS = 10_000
CONCURRENCY = 8
PER_PAGE = 300
SERVER = """
import json, sys
from dmsa_tui.practice.company import many_projects
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.world import Window
from tests.bench.remembering import remembering
from tests.server_thread import serve_in_thread

company = Rehearsal("ready")
own = company.world.company
own.projects = many_projects(company.world, int(sys.argv[1]))
own.memberships = dict.fromkeys((each.id for each in own.projects), next(iter(own.memberships.values())))
company.world.windows = (Window(1_000_000, 3600),)

def key_of(scope):
    path, query = scope["path"], scope["query_string"]
    if "project_assignments" in path or "settings/permissions" in path:
        return path, b"" if b"project_id" in query else query  # levels are the same on every project

noted = company.credentials
with serve_in_thread(remembering(company.app, key_of)) as url:
    print(json.dumps([url, noted.company_id, noted.client_id, noted.client_secret]), flush=True)
    sys.stdin.read()
"""
Company = Sequence[str]


async def check(company: Company, only: str) -> dict[str, float]:
    """One check and what it needs, as the command runs it; `permissions.project` reads every project."""
    from dmsa_tui.checks.expectation import ALL_ACTIVE
    from dmsa_tui.checks.report.json_report import to_json
    from dmsa_tui.checks.runner import Runner
    from dmsa_tui.checks.target import ProjectScope, Target
    from dmsa_tui.guide.profiles import load_profile
    from dmsa_tui.procore import transport_adapter as wire  # noqa: F401  (its import is no part of the measure)
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.environments import environment, with_urls
    from dmsa_tui.procore.secret import Secret
    from dmsa_tui.vocabulary import Status

    url, company_id, client_id, secret = company
    place = with_urls(environment("production"), url, url)
    profile, scope = load_profile("file-sync"), ProjectScope("all")
    target = Target(place, company_id, client_id, profile, expect=ALL_ACTIVE, projects=scope)
    began, worked = time.perf_counter(), time.process_time()
    async with ProcoreClient(place, company_id, client_id, Secret(secret)) as client:
        report = await Runner(client, target, only=[only]).run()
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
    assert report.verdict is Status.PASS, [(each.id, each.summary) for each in report.results]
    to_json(report)
    return {"seconds": seconds, "processor": processor, "requests": report.requests.sent}


async def fetch(company: Company, only: str) -> dict[str, float]:
    """The same pages by httpx alone, parsed as JSON; for `permissions.project` every project's levels too."""
    import httpx

    url, company_id, client_id, secret = company
    began, worked, sent = time.perf_counter(), time.process_time(), 0
    limits = httpx.Limits(max_connections=CONCURRENCY, max_keepalive_connections=CONCURRENCY)
    async with httpx.AsyncClient(base_url=url, limits=limits, trust_env=False, verify=False) as http:
        pair = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        token = (await http.post("/oauth/token", data=pair)).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Procore-Company-Id": company_id}
        me = (await http.get(f"/rest/v1.0/companies/{company_id}/me", headers=headers)).json()["id"]
        path = f"/rest/v1.0/companies/{company_id}/users/{me}/project_assignments"
        query: dict[str, str | int] = {
            "filters[assignment_status]": "all",
            "filters[by_status]": "Active",
            "per_page": PER_PAGE,
        }

        async def get(path: str, query: dict[str, str | int]) -> httpx.Response:
            nonlocal sent
            sent += 1
            return await http.get(path, params=query, headers=headers)

        async def page(number: int) -> httpx.Response:
            return await get(path, {**query, "page": number})

        first = await page(1)
        rows = first.json()
        numbers = iter(range(2, -(-int(first.headers["Total"]) // PER_PAGE) + 1))

        async def pages() -> None:
            for number in numbers:
                rows.extend((await page(number)).json())

        await asyncio.gather(*(pages() for _ in range(CONCURRENCY)))
        ids = [row["project_id"] for row in rows if row["is_assigned"]]
        assert len(ids) == PROJECTS
        if only == "permissions.project":
            waiting = iter(ids)

            async def levels() -> None:
                for id in waiting:
                    (await get("/rest/v1.0/settings/permissions", {"project_id": id})).json()

            await asyncio.gather(*(levels() for _ in range(CONCURRENCY)))
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {"seconds": seconds, "processor": processor, "requests": sent + 2}


def child(side: str, only: str, company: Company) -> None:
    """One run in this process; prints what it took as JSON."""
    if side == "check":
        gc.set_threshold(OBJECTS)  # as the program does
    result = asyncio.run((check if side == "check" else fetch)(company, only))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    print(json.dumps(result | {"peak_mb": peak}))


def run(side: str, only: str, company: Company) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.large_company", "--child", side, only, *company]
    done = subprocess.run(command, env=with_bytecode(), stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(only: str, company: Company, runs: int) -> None:
    """Measure one check against the bare program, in turns, and print."""
    sides: dict[str, list[dict[str, float]]] = {"check": [], "fetch": []}
    run("fetch", only, company)  # fills the server's memory
    for _ in range(runs):
        for side, found in sides.items():
            found.append(run(side, only, company))
    print(f"{only}, {PROJECTS:,} projects, {os.cpu_count()} processors")
    for side, found in sides.items():
        peak = max(each["peak_mb"] for each in found)
        print(f"  {side:9} {found[0]['requests']:.0f} requests, {peak:.0f} MB at peak")
    for what in ("seconds", "processor"):
        taken = {side: [each[what] for each in found] for side, found in sides.items()}
        for side, each in taken.items():
            print(f"  {what:9} {side:5} {median_and_spread(each)}")
        print(f"  {ratios(taken['check'], taken['fetch'])}")


def main(runs: int) -> None:
    """Measure and print both checks that grow with the company."""
    with practice_company(SERVER, PROJECTS) as company:
        compare("projects.permitted", company, runs)
        compare("permissions.project", company, 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
