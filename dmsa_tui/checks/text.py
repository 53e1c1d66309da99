"""The report as text: words and signs, 80 columns wide, for a terminal, a log or a screen reader."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from dmsa_tui.checks.model import Report, Result, Status
from dmsa_tui.checks.registry import CheckDefinition, definition
from dmsa_tui.checks.words import counted

WIDTH = 80
_LABEL = 12
SIGNS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗", Status.UNVERIFIED: "?", Status.SKIPPED: "–"}
ASCII_SIGNS = SIGNS | {Status.PASS: "+", Status.FAIL: "x", Status.SKIPPED: "-"}
_COLOURS = {Status.PASS: "32", Status.WARN: "33", Status.FAIL: "31", Status.UNVERIFIED: "35", Status.SKIPPED: "2"}
_WHO = {"consultant": "the consultant", "admin": "the Procore administrator", "both": "both together"}
_VERDICTS = {
    Status.PASS: "everything that is required is proven",
    Status.WARN: "it works, with a caution",
    Status.FAIL: "something is missing",
    Status.UNVERIFIED: "not everything that is required could be told",
}


class TextStyle:
    """How statuses are drawn: with colour or without, with typographic signs or ASCII ones."""

    def __init__(self, *, colour: bool = False, ascii_only: bool = False) -> None:
        self._colour = colour
        self._signs = ASCII_SIGNS if ascii_only else SIGNS

    def status(self, status: Status) -> str:
        """Sign and word, padded to the label column."""
        text = f"{self._signs[status]} {status.value.upper()}"
        padded = text.ljust(_LABEL)
        if not self._colour:
            return padded
        return f"\033[{_COLOURS[status]}m{text}\033[0m{padded[len(text) :]}"


def result_lines(result: Result, style: TextStyle) -> Iterator[str]:
    """One check: status and title, then the sentence, the remedy and who vouches for it."""
    head = f"{definition(result.id).title} ({result.id})"
    lines = textwrap.wrap(head, WIDTH - _LABEL - 1)
    yield f"{style.status(result.status)} {lines[0]}"
    for line in lines[1:]:
        yield " " * (_LABEL + 1) + line
    yield from _paragraph(result.summary)
    if result.remedy is not None:
        remedy = result.remedy
        yield from _paragraph(f"What to do: {_WHO[remedy.who]}, in {remedy.where}: {remedy.label}")
        if remedy.url is not None:
            yield " " * (_LABEL + 1) + remedy.url  # never wrapped: a broken address cannot be opened
    if result.confirmed_by is not None:
        confirmation = result.confirmed_by
        yield from _paragraph(f"Confirmed by a person: {confirmation.by}, {confirmation.at:%Y-%m-%d %H:%M}")


def verdict_lines(report: Report, style: TextStyle) -> Iterator[str]:
    """The last lines: verdict, how many checks ended how, and what it cost."""
    found = Counter(result.status for result in report.results)
    tally = ", ".join(f"{found[status]} {status.value}" for status in SIGNS if found[status])
    confirmed = sum(result.confirmed_by is not None for result in report.results)
    if confirmed:
        tally += f" ({confirmed} confirmed by a person)"
    yield f"{style.status(report.verdict)} Verdict: {_VERDICTS[report.verdict]}."
    yield from _paragraph(f"{tally}.")
    waited = f", {report.requests.throttled_ms / 1000:.1f} s waited for limits" if report.requests.throttled_ms else ""
    yield from _paragraph(
        f"{counted(report.requests.sent, 'request')} to Procore in {report.elapsed_ms / 1000:.1f} s{waited}."
    )


def report_lines(report: Report, style: TextStyle) -> Iterator[str]:
    """A whole report."""
    for result in report.results:
        yield from result_lines(result, style)
    yield ""
    yield from verdict_lines(report, style)


class InOrder:
    """Hands on results as they come, but in the order of the checks, so that the output is the same every time."""

    def __init__(self, checks: Iterable[CheckDefinition], hand_on: Callable[[Result], None]) -> None:
        self._waiting = [check.id for check in checks]
        self._hand_on = hand_on
        self._known: dict[str, Result] = {}

    def __call__(self, result: Result) -> None:
        if result.status is Status.RUNNING:
            return
        self._known[result.id] = result
        while self._waiting and self._waiting[0] in self._known:
            self._hand_on(self._known[self._waiting.pop(0)])

    def finish(self, report: Report) -> None:
        """Hand on what is left, as the report has it."""
        for result in report.results:
            if result.id in self._waiting:
                self._hand_on(result)
        self._waiting.clear()


def _paragraph(text: str) -> list[str]:
    indent = " " * (_LABEL + 1)
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=True
    )
