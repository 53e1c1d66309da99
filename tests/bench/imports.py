"""What starting each command costs over an empty interpreter, and which imports the first screen pays for.

`python -m tests.bench.imports [RUNS]`, from the checkout.
"""

import statistics
import subprocess
import sys
import time

from tests.bench.measuring import median_and_spread, with_bytecode

EMPTY = ["-c", "pass"]
COMMANDS = ["--version", "--help", "steps", "list", "paths", "check --list", "check --help", "practice --list"]
LIBRARIES = [
    "textual.app",
    "dmsa_tui.session.session",
    "dmsa_tui.tui.app",
    "httpx",
    "starlette.applications",
    "keyring",
]
SHOWN = 15


def seconds(arguments: list[str]) -> float:
    """One run of the interpreter."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], env=with_bytecode(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - began


def own_costs(module: str) -> list[tuple[int, str]]:
    """Microseconds that each module takes for itself when `module` is imported, the costliest first."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    done = subprocess.run(command, env=with_bytecode(), capture_output=True, text=True, check=True)
    rows = [line.removeprefix("import time:").split("|") for line in done.stderr.splitlines()[1:]]
    return sorted(((int(row[0]), row[2].strip()) for row in rows if row[0].strip().isdigit()), reverse=True)


def main(runs: int) -> None:
    """Measure and print."""
    cases = {"(empty)": EMPTY}
    cases |= {f"dmsa-tui {words}": ["-m", "dmsa_tui", *words.split()] for words in COMMANDS}
    cases |= {f"import {name}": ["-c", f"import {name}"] for name in LIBRARIES}
    for arguments in cases.values():
        seconds(arguments)  # writes the bytecode
    taken = {name: [seconds(arguments) for _ in range(runs)] for name, arguments in cases.items()}
    empty = statistics.median(taken["(empty)"])
    for name, each in taken.items():
        print(f"{name:<30} {median_and_spread(each)}, ratio {statistics.median(each) / empty:.1f}")
    print(f"\nThe costliest modules of `import dmsa_tui.tui.app`, each without what it imports ({SHOWN}):")
    for microseconds, module in own_costs("dmsa_tui.tui.app")[:SHOWN]:
        print(f"{microseconds / 1000:8.1f} ms  {module}")
    ours = [(cost, module) for cost, module in own_costs("dmsa_tui.tui.app") if module.startswith("dmsa_tui")]
    print(f"{sum(cost for cost, _ in ours) / 1000:8.1f} ms  all {len(ours)} of dmsa_tui together")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
