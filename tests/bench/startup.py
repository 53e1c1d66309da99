"""How long a person waits for the wizard's and the demo's first screen, against the smallest Textual application.

`python -m tests.bench.startup [RUNS]`, from the checkout. They run in a pseudo-terminal, by turns.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measuring import median_and_spread
from tests.e2e.terminal import Terminal, private_environment

LABEL = [
    sys.executable,
    "-c",
    "from textual.app import App\n"
    "from textual.widgets import Label\n"
    "class OneLabel(App[None]):\n"
    "    def compose(self):\n"
    "        yield Label('One label')\n"
    "OneLabel().run()",
]
WIZARD = [sys.executable, "-m", "dmsa_tui"]
DEMO = [sys.executable, "-m", "dmsa_tui", "demo"]
FIRST_SCREEN = "Start the rehearsal"


@dataclass(frozen=True)
class Start:
    """What it took until the first screen stood."""

    elapsed: float
    """Seconds that a person waits."""
    processor: float
    """Seconds of processor time, which other programs on the machine hardly change."""
    memory: float
    """The largest resident set in MB."""


class Watched(Terminal):
    """A terminal that also tells what its program has taken (Linux)."""

    def drawn(self, *texts: str, since: int = 0) -> None:
        """Wait until the texts were drawn one after the other; what stands for the terminal here is not waited for."""
        until = time.perf_counter() + 20
        for text in texts:
            while (place := self.raw.find(text.encode(), since)) < 0:
                assert time.perf_counter() < until, f"{text!r} was not drawn"
                self.take(0.001)
            since = place + len(text.encode())

    def taken(self, began: float) -> Start:
        """What the program has taken so far."""
        elapsed = time.perf_counter() - began
        place = Path(f"/proc/{self.pid}")
        (kilobytes,) = (line.split()[1] for line in (place / "status").read_text().splitlines() if "VmHWM" in line)
        on_processor = sum(int((each / "schedstat").read_text().split()[0]) for each in (place / "task").iterdir())
        return Start(elapsed, on_processor / 1e9, int(kilobytes) / 1024)


def first_screen(command: list[str], text: str) -> Start:
    """Start a program in an empty home and wait until the text is on its screen."""
    with TemporaryDirectory() as home:
        began = time.perf_counter()
        terminal = Watched(command, private_environment(home))
        with terminal:
            terminal.drawn(text)
            return terminal.taken(began)


def main(runs: int) -> None:
    """Measure and print."""
    programs = {"one label": (LABEL, "One label"), "wizard": (WIZARD, "New onboarding"), "demo": (DEMO, FIRST_SCREEN)}
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for command, text in programs.values():
        first_screen(command, text)  # the first run of each writes the bytecode
    for _ in range(runs):
        for name, (command, text) in programs.items():
            starts[name].append(first_screen(command, text))
    for what in ("elapsed", "processor"):
        seconds = {name: [getattr(start, what) for start in starts[name]] for name in programs}
        for name in programs:
            ratio = statistics.median(seconds[name]) / statistics.median(seconds["one label"])
            print(f"{what:<10} {name:<10} {median_and_spread(seconds[name])}, ratio {ratio:.2f}")
    for name in programs:
        print(f"memory     {name:<10} {max(start.memory for start in starts[name]):6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
