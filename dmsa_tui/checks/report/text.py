"""The report as text: words and signs, 80 columns wide, for a terminal, a log or a screen reader."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from dmsa_tui.checks.model import Remedy, Report, Result
from dmsa_tui.checks.report.columns import fitted, wrapped
from dmsa_tui.checks.verdict import worst
from dmsa_tui.checks.words import at_label, counted
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.vocabulary import CHECKS, STEP_IDS, Check, Status, definition

WIDTH = 80
_LABEL = 12
_INDENT = " " * (_LABEL + 1)
_NAME = 30
_NOT_CHECKED = "not checked"
SIGNS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗", Status.UNVERIFIED: "?", Status.SKIPPED: "–"}
ASCII_SIGNS = SIGNS | {Status.PASS: "+", Status.FAIL: "x", Status.SKIPPED: "-"}
_COLORS = {Status.PASS: "32", Status.WARN: "33", Status.FAIL: "31", Status.UNVERIFIED: "35", Status.SKIPPED: "2"}
_WHO = {"consultant": "the consultant", "admin": "the Procore administrator", "both": "consultant and administrator"}
_SENTENCE_STARTS = re.compile("(The|This) ")
_VERDICTS = {
    Status.PASS: "everything required is proven",
    Status.WARN: "it works, with a caution",
    Status.FAIL: "something is missing",
    Status.UNVERIFIED: "Procore did not say enough to tell",
}
_VERDICTS_OF_SOME = _VERDICTS | {
    Status.PASS: "what was checked is proven",
    Status.WARN: "what was checked works, with a caution",
}
"""Where --only left checks out: nothing is said about those."""


class TextStyle:
    """How statuses are drawn: with color or without, with typographic signs or ASCII ones."""

    def __init__(self, *, color: bool = False, ascii_only: bool = False) -> None:
        self._color = color
        self._signs = ASCII_SIGNS if ascii_only else SIGNS

    def status(self, status: Status) -> str:
        """Sign and word, padded to the label column."""
        text = f"{self._signs[status]} {status.value.upper()}"
        padded = text.ljust(_LABEL)
        if not self._color:
            return padded
        return f"\033[{_COLORS[status]}m{text}\033[0m{padded[len(text) :]}"


def result_lines(result: Result, style: TextStyle) -> Iterator[str]:
    """One check: status and title, then the sentence, the remedy and who confirms it."""
    head, *rest = wrapped(f"{definition(result.id).title} ({result.id})", WIDTH, _INDENT)
    yield f"{style.status(result.status)} {head.strip()}"
    yield from rest
    yield from wrapped(result.summary, WIDTH, _INDENT)
    if result.remedy is not None:
        yield from wrapped(remedy_sentence(result.remedy), WIDTH, _INDENT)
        if result.remedy.url is not None:
            yield _INDENT + result.remedy.url  # never wrapped: a broken address cannot be opened
    if result.confirmed_by is not None:
        word = result.confirmed_by
        sentence = f"Confirmed by a person: {visible(word.by)}, {word.at:%Y-%m-%d %H:%M}"
        yield from wrapped(sentence, WIDTH, _INDENT)


def remedy_sentence(remedy: Remedy) -> str:
    """What to do: who, where, the label, and the command that prints the clicks; the address is apart."""
    where = _SENTENCE_STARTS.sub(lambda word: word[0].lower(), remedy.where, count=1)
    if (
        remedy.screen not in STEP_IDS or remedy.screen == "check"
    ):  # the label says what to do: there is nothing to click
        return f"What to do: {remedy.label} ({_WHO[remedy.who]}; {where})"
    goes, clicks = "go to" if remedy.who == "both" else "goes to", f"`dmsa-tui steps {remedy.screen}` has the clicks"
    place, then = at_label(where)
    return f"What to do: {_WHO[remedy.who]} {goes} {place}: {remedy.label}{then}. {clicks}."


def verdict_lines(report: Report, style: TextStyle) -> Iterator[str]:
    """The last lines: verdict, how many checks ended how, and what it cost."""
    left_out = len(CHECKS) - len(report.results)
    words = _VERDICTS_OF_SOME if left_out else _VERDICTS
    yield f"{style.status(report.verdict)} Verdict: {words[report.verdict]}."
    rest = f"; {_left_out(left_out)}" if left_out else ""
    yield from wrapped(f"{_tally(report.results)}{rest}.", WIDTH, _INDENT)
    yield from wrapped(_cost([report], report.elapsed_ms), WIDTH, _INDENT)


def row_lines(report: Report, style: TextStyle) -> Iterator[str]:
    """One onboarding among several: verdict, name and counts in one row, then a sentence for each check in its way.

    What was only skipped because of another check is in the counts alone.
    """
    yield from head_lines(report, style)
    if why := _unasked(report):
        if why == _NOT_CHECKED:
            yield from wrapped(report.results[0].summary, WIDTH, _INDENT)
        return
    for result in report.results:
        if result.status in (Status.FAIL, Status.WARN) or (
            result.status is Status.UNVERIFIED and result.confirmed_by is None
        ):
            yield from wrapped(f"{result.id}: {result.summary}", WIDTH, _INDENT)


def turned_lines(report: Report, sentences: Iterable[str], style: TextStyle) -> Iterator[str]:
    """One onboarding among several: verdict, name and counts in one row, then the sentences."""
    yield from head_lines(report, style)
    for sentence in sentences:
        yield from wrapped(sentence, WIDTH, _INDENT)


def head_lines(report: Report, style: TextStyle) -> Iterator[str]:
    """Verdict, name and counts, in one row where they fit."""
    head = f"{style.status(report.verdict)} {fitted(visible(report.target['name'] or ''), _NAME)}"
    tally = _unasked(report) or _tally(report.results)
    if len(tally) <= WIDTH - len(_INDENT) - _NAME - 1:
        yield f"{head} {tally}"
    else:
        yield head.rstrip()
        yield from wrapped(tally, WIDTH, _INDENT)


def _unasked(report: Report) -> str:
    """That Procore was not asked about that onboarding, with the ID that it lacks; empty if Procore was."""
    asked = report.results[0].details
    if asked.get("asked") is not False:
        return ""
    lacks = {"client-id": "client ID", "company-id": "company ID"}.get(str(asked.get("lacks")))
    return f"{_NOT_CHECKED}: no {lacks}" if lacks else _NOT_CHECKED


def summary_lines(reports: Sequence[Report], elapsed_ms: int, style: TextStyle) -> Iterator[str]:
    """The last lines after several onboardings: the worst verdict, how many ended how, and what it cost."""
    counts = Counter(report.verdict for report in reports)
    tally = ", ".join(f"{counts[status]} {status.value}" for status in SIGNS if counts[status])
    yield f"{style.status(worst(counts))} Verdict of all: {counted(len(reports), 'onboarding')}, {tally}."
    if left_out := max((len(CHECKS) - len(report.results) for report in reports), default=0):
        yield f"{_INDENT}{_left_out(left_out)}."
    yield from wrapped(_cost(reports, elapsed_ms), WIDTH, _INDENT)


def _tally(results: Iterable[Result]) -> str:
    results = tuple(results)
    counts = Counter(result.status for result in results)
    tally = ", ".join(f"{counts[status]} {status.value}" for status in SIGNS if counts[status])
    confirmed = sum(result.confirmed_by is not None for result in results)
    return f"{tally} ({confirmed} confirmed by a person)" if confirmed else tally


def _left_out(count: int) -> str:
    return f"{count} of {len(CHECKS)} checks were not run"


def _cost(reports: Iterable[Report], elapsed_ms: int) -> str:
    sent = throttled_ms = 0
    for report in reports:
        sent += report.requests.sent
        throttled_ms += report.requests.throttled_ms
    waited = f", {throttled_ms / 1000:.1f} s waited for limits" if throttled_ms else ""
    return f"{counted(sent, 'request')} to Procore in {elapsed_ms / 1000:.1f} s{waited}."


class InOrder:
    """Passes results on in the order of the checks, so that the output is the same every time."""

    def __init__(self, checks: Iterable[Check], hand_on: Callable[[Result], None]) -> None:
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
        """Pass on what is left, from the report."""
        for result in report.results:
            if result.id in self._waiting:
                self._hand_on(result)
        self._waiting.clear()
