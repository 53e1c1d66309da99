"""What processor time a whole `check` takes, beside a bare httpx script that fetches a token and one list.

`python -m tests.bench.check_processor [RUNS]`, from the checkout. The practice company runs in a process of its own and
answers at once. Both sides are whole processes, in turns; other programs on the machine hardly change processor time.
The goal: within 1.6 times.
"""

import os
import subprocess
import sys

from tests.bench.check_speed import company_with_latency
from tests.bench.measuring import median_and_spread, ratios, with_bytecode

BARE = """
import os, httpx
url, names = os.environ["BENCH_URL"], os.environ
pair = {"client_id": names["PROCORE_CLIENT_ID"], "client_secret": names["PROCORE_CLIENT_SECRET"]}
with httpx.Client(base_url=url) as http:
    token = http.post("/oauth/token", data={"grant_type": "client_credentials", **pair}).raise_for_status().json()
    headers = {"Authorization": f"Bearer {token['access_token']}", "Procore-Company-Id": names["PROCORE_COMPANY_ID"]}
    print(http.get("/rest/v1.0/companies", headers=headers).raise_for_status().json())
"""


def processor_seconds(command: list[str], environment: dict[str, str]) -> float:
    """User and system time of one run, from its start to its end."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return used.ru_utime + used.ru_stime


def main(runs: int) -> None:
    """Measure and print."""
    with company_with_latency(0) as (url, company_id, client_id, secret):
        pair = {"PROCORE_CLIENT_ID": client_id, "PROCORE_CLIENT_SECRET": secret, "PROCORE_COMPANY_ID": company_id}
        environment = with_bytecode() | pair | {"BENCH_URL": url}
        hosts = ["--login-url", url, "--api-url", url]
        commands = {
            "bare": [sys.executable, "-c", BARE],
            "check": [sys.executable, "-m", "dmsa_tui", "check", *hosts, "--expect", "all"],
        }
        for command in commands.values():
            processor_seconds(command, environment)  # writes the bytecode
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(processor_seconds(command, environment))
    for name, seconds in taken.items():
        print(f"{name:<6} {median_and_spread(seconds)}")
    print(ratios(taken["check"], taken["bare"]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
