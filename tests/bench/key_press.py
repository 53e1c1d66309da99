"""How quickly a key is drawn: from step to step, a tick, while ten thousand projects are read; what idling costs.

`python -m tests.bench.key_press`, from the checkout. A real pseudo-terminal of 120×36; the practice company runs in a
process of its own. The goals: a step within 80 ms and a key within 20 ms for 95 of 100, a tick within 20 ms at the
median, idle under 0.25 % of a core.
"""

import statistics
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

from dmsa_tui.guide.loader import load_guide
from tests.bench.check_speed import practice_company
from tests.bench.large_company import PROJECTS, SERVER, Company
from tests.bench.startup import Watched
from tests.e2e.terminal import private_environment

WIZARD = [sys.executable, "-m", "dmsa_tui"]
TITLES = tuple(f"{step.number}. {step.title.split()[0]}" for step in load_guide().steps[1:])
ROUNDS, KEYS, IDLE = 3, 60, 10.0
SETTLED = 4.0
"""Seconds after which the program has read ahead what the next screens need."""
SHORT = 20
"""Characters after which the search is emptied: 40 without a space look like a secret, and are masked."""
LAST_LINE = "Commands"
"""What is in the last line of every step, which is drawn last."""


def drawn_after(terminal: Watched, key: str, *texts: str) -> float:
    """Seconds from pressing a key until texts are drawn that were not on the screen, one after the other."""
    before = len(terminal.raw)
    began = time.perf_counter()
    terminal.send(key)
    terminal.drawn(*texts, since=before)
    return time.perf_counter() - began


def step_changes(terminal: Watched) -> list[float]:
    """Every step after the first, some rounds; the modules are imported before the rounds that count."""
    seconds = []
    for number in range(ROUNDS + 1):
        for title in TITLES:
            taken = drawn_after(terminal, "f8", title, LAST_LINE)
            time.sleep(0.6)  # as a person who reads; what the step asks and saves is over then
            terminal.read(0.05)
            seconds += [taken] if number else []
        for _ in TITLES:
            terminal.press("f7")
            time.sleep(0.4)
        terminal.wait_for("1. Create")
    return seconds


def ticks(terminal: Watched) -> list[float]:
    """Ticking the actions of a step that asks for nothing, some rounds."""
    terminal.press("f8")
    terminal.wait_for("1 of 6")
    seconds = []
    for _ in range(ROUNDS):
        for place in range(2, 7):
            seconds.append(drawn_after(terminal, "f6", f"{place} of 6"))
            time.sleep(0.3)
        for place in range(5, 0, -1):
            terminal.press("backspace")
            terminal.wait_for(f"{place} of 6")
    terminal.press("f7")
    terminal.wait_for(r"1\. Create")
    return seconds


def keys_under_load(terminal: Watched, secret: str) -> list[float]:
    """Typing into a search while the levels on every project are read."""
    for title in TITLES[:3]:
        drawn_after(terminal, "f8", title)
        time.sleep(0.5)
    terminal.click("Paste both values here")
    terminal.wait_for("Client secret")
    time.sleep(0.5)
    terminal.paste(secret)
    terminal.wait_for("Procore accepts the credentials")
    for title in TITLES[3:6]:
        drawn_after(terminal, "f8", title)
        time.sleep(0.5)
    terminal.wait_for("requests to Procore|requests", 60)
    terminal.click("Check permissions on all")
    terminal.wait_for("Levels read on")
    terminal.press("f3")
    terminal.wait_for("Search: what do you see")
    time.sleep(0.5)
    seconds, typed = [], ""
    for number in range(KEYS):
        letter = "abcdefghijklmnopqrstuvwxyz"[number % 26]
        if number and number % SHORT == 0:
            terminal.press("ctrl+u")
            typed = ""
        typed = (typed + letter)[-5:]
        seconds.append(drawn_after(terminal, letter, typed))
        time.sleep(0.15)
    terminal.press("escape")
    time.sleep(0.5)
    terminal.wait_for("Levels read on", 1.0)
    return seconds


def idle_share(terminal: Watched) -> float:
    """How much of a core the program takes while nothing happens."""
    time.sleep(SETTLED)
    before = terminal.taken(0).processor
    time.sleep(IDLE)
    return (terminal.taken(0).processor - before) / IDLE


def told(what: str, seconds: list[float], goal: float) -> None:
    """Print the median, the 95th percentile and how the latter compares with the goal."""
    worst = statistics.quantiles(seconds, n=20)[-1]
    print(
        f"{what:<34} median {statistics.median(seconds) * 1000:4.0f} ms, 95 % within {worst * 1000:4.0f} ms; "
        f"{worst / goal:.2f} of the goal ({goal * 1000:.0f} ms)"
    )


def wizard(home: str, company: Company) -> Watched:
    """The wizard at its first screen, with one onboarding on the practice company."""
    url, company_id, client_id, _ = company
    environment = private_environment(home)
    made = [
        *WIZARD,
        "new",
        "Bench",
        "--environment",
        "production",
        "--edition",
        "components",
        "--company-id",
        company_id,
    ]
    hosts = ["--client-id", client_id, "--login-url", url, "--api-url", url]
    subprocess.run([*made, *hosts], env=environment, check=True, stdout=subprocess.DEVNULL)
    return Watched(WIZARD, environment, 120, 36)


def main() -> None:
    """Measure and print."""
    with practice_company(SERVER, PROJECTS) as company, TemporaryDirectory() as home, wizard(home, company) as terminal:
        terminal.wait_for("Bench")
        print(f"idle on the first screen           {idle_share(terminal):.2%} of a core (goal: under 0.25 %)")
        terminal.press("enter")
        terminal.wait_for("1. Create")
        print(f"idle on a step                     {idle_share(terminal):.2%} of a core (goal: under 0.25 %)")
        told("a step is drawn", step_changes(terminal), 0.08)
        told("a tick is drawn", ticks(terminal), 0.02)
        told("a key, while 10,000 are read", keys_under_load(terminal, company[3]), 0.02)


if __name__ == "__main__":
    main()
