"""What `dmsa-tui check` prints: results on standard output in three formats, notes on standard error."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TextIO

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.commands.writing import shell_command
from dmsa_tui.terminal.colors import color_wanted
from dmsa_tui.vocabulary import Cause, Check, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.progress import Progress
    from dmsa_tui.checks.report.text import TextStyle
    from dmsa_tui.checks.watch import Round
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.procore.counts import RateLimit

_PROGRESS_EVERY = 5.0
"""Seconds between two notes on how far a long question is."""
_REMIND_EVERY = 10.0
"""Seconds between two notes on how long a pause still is."""


class Output(Protocol):
    """Where the results of one run, or of the rounds of a watch, go."""

    def on_event(self, result: Result) -> None:
        """A result of the first round has changed."""

    def round(self, done: "Round") -> None:
        """A round of a watch is over."""

    def end(self, report: Report, *, repeats: bool = False) -> None:
        """Nothing more will be asked; `repeats`: the last round had exactly this report."""


def output_of(
    format: str,
    checks: Sequence[Check],
    *,
    lines: bool = False,
    color: str = "auto",
    record: "Onboarding | None" = None,
) -> Output:
    """The output of a format; with `lines`, JSON has one report per line.

    `record`: the onboarding that bears out the results of the first round; whole reports come borne out.
    """
    if format == "json":
        return JsonOutput(lines=lines)
    return JunitOutput() if format == "junit" else TextOutput(checks, color, record)


class JsonOutput:
    """One object at the end of a run; of a watch, one object per round and line."""

    def __init__(self, *, lines: bool) -> None:
        self._lines = lines

    def on_event(self, result: Result) -> None:
        """Nothing is printed before the end."""

    def round(self, done: "Round") -> None:
        self.end(done.report)

    def end(self, report: Report, *, repeats: bool = False) -> None:
        from dmsa_tui.checks.report.json_report import to_json

        if not repeats:
            emit(to_json(report, indent=None if self._lines else 2))


class JunitOutput:
    """One document at the end: a document that has begun cannot be taken back."""

    def on_event(self, result: Result) -> None:
        """Nothing is printed before the end."""

    def round(self, done: "Round") -> None:
        """Nothing is printed before the end."""

    def end(self, report: Report, *, repeats: bool = False) -> None:
        from dmsa_tui.checks.report.junit import to_junit

        emit(to_junit([report]))


class TextOutput:
    """Each check as soon as it and those before it are known; of later rounds, what has changed; then the verdict."""

    def __init__(self, checks: Sequence[Check], color: str, record: "Onboarding | None" = None) -> None:
        from dmsa_tui.checks.report.text import InOrder

        self._style = style_of(sys.stdout, color)
        self._in_order = InOrder(checks, self._print_result)
        self._rounds, self._record = 0, record
        self._found: dict[str, Result] = {}

    def on_event(self, result: Result) -> None:
        from dmsa_tui.onboarding.cautions import CONNECTED, with_cautions
        from dmsa_tui.onboarding.company_names import REACHED

        if result.status is Status.RUNNING:
            return
        self._found[result.id] = result
        for each in with_cautions(self._record, self._found.values()):
            if each.id != REACHED or CONNECTED in self._found:  # which tells the company's name
                self._in_order(each)

    def round(self, done: "Round") -> None:
        self._in_order.finish(done.report)
        self._rounds += 1
        if self._rounds > 1 and done.changed:
            emit(f"\nChanged at {datetime.now():%H:%M:%S}:")
            for result in done.changed:
                self._print_result(result)

    def end(self, report: Report, *, repeats: bool = False) -> None:
        from dmsa_tui.checks.report.text import verdict_lines

        self._in_order.finish(report)
        emit("\n".join(("", *verdict_lines(report, self._style))))
        if any(result.id == "projects.permitted" and _can_be_added(result) for result in report.results):
            name = report.target["name"]
            command = shell_command("permit", name) if name else "dmsa-tui permit …, with the same options"
            emit(f"\nTo plan adding the missing projects through Procore (this writes nothing yet):\n  {command}")

    def _print_result(self, result: Result) -> None:
        from dmsa_tui.checks.report.text import result_lines

        emit("\n".join(result_lines(result, self._style)))


def _can_be_added(result: Result) -> bool:
    missing = result.details.get("missing")
    return result.cause in (Cause.PROJECT_NOT_PERMITTED, Cause.NO_PROJECTS) and bool(missing)


class Notes:
    """Whole lines on standard error: pauses always, progress on a terminal only, so that a log stays short.

    A countdown is a new line from time to time, never one that is drawn over: a screen reader reads each.
    """

    def __init__(self, about: str = "") -> None:
        self.limits: Callable[[], Iterable[RateLimit]] = tuple
        """The client's rate limits, once there is a client: an estimate has to know them."""
        self._paces: dict[str, Progress] = {}
        self._prefix = f"{about}: " if about else ""
        self._on_terminal = sys.stderr.isatty()
        self._last = time.monotonic()
        self._until = 0.0

    def progress(self, check_id: str, done: int, total: int | None) -> None:
        """How far a long question is, and how long the rest takes."""
        from dmsa_tui.checks.progress import Progress

        pace = self._paces.setdefault(check_id, Progress(lambda: self.limits()))
        sentence = pace.sentence(done, total)
        if self._on_terminal and time.monotonic() - self._last >= _PROGRESS_EVERY:
            self._last = time.monotonic()
            self.say(f"{check_id}: {sentence}")

    def wait(self, seconds: float, reason: str) -> None:
        """A pause begins."""
        self.say(f"Waiting {seconds:.0f} s: {reason}")
        self._until = time.monotonic() + seconds
        if self._on_terminal:
            asyncio.get_running_loop().call_later(_REMIND_EVERY, self._remind, self._until)

    def say(self, text: str) -> None:
        """One line."""
        print(f"{self._prefix}{text}", file=sys.stderr, flush=True)

    def _remind(self, until: float) -> None:
        left = until - time.monotonic()
        if until == self._until and left >= 1:
            self.say(f"Still waiting, {left:.0f} s")
            asyncio.get_running_loop().call_later(_REMIND_EVERY, self._remind, until)


def style_of(stream: TextIO, color: str = "auto") -> "TextStyle":
    """Color where it is wanted, and the signs that the stream's encoding has. `color`: auto, always or never."""
    from dmsa_tui.checks.report.text import SIGNS, TextStyle

    colored = color_wanted(color, os.environ, terminal=stream.isatty())
    try:
        "".join(SIGNS.values()).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return TextStyle(color=colored, ascii_only=True)
    return TextStyle(color=colored)


def emit(text: str) -> None:
    """Print on standard output, at once: who reads along must not wait for a full buffer."""
    print(text, flush=True)
