"""A report as plain text, for a terminal or a log."""

from collections.abc import Callable, Iterator, Sequence
from shlex import join
from textwrap import fill
from typing import NamedTuple

from dmsa_tui.checks.words import counted
from dmsa_tui.permit.by_hand import WAYS, as_text
from dmsa_tui.permit.model import Mode, Outcome, Report
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.vocabulary import Cause

_WIDTH = 80
_NAMED = 20
"""Projects that are named one by one before the rest is counted; the JSON has all of them."""
HEADLINES = {
    Outcome.PLANNED: "Planned. Nothing was written.",
    Outcome.DONE: "Done. Procore shows it.",
    Outcome.PARTLY: "Only part of it was done.",
    Outcome.REFUSED: "Procore refused. Nothing more was sent.",
    Outcome.PRECONDITION: "Not possible yet. Nothing was written.",
    Outcome.STOPPED: "Stopped.",
    Outcome.UNVERIFIED: "Procore does not show it yet.",
}
NOTHING_DONE = "Nothing was added."
NOTHING_LEFT, DO_IT = "Nothing is left to do.", "Do it {}."
_UNCOUNTED = (Outcome.PRECONDITION, Outcome.UNVERIFIED, Outcome.STOPPED)
"""How a run ends that got no further than its preconditions."""
CommandLine = Callable[..., str]


def _in_short(*options: str) -> str:
    return f"dmsa-tui permit … {join(options)}"


def headline(report: Report) -> str:
    """How the run ended, in a sentence."""
    if report.list_is_wrong and report.added:
        return HEADLINES[Outcome.DONE]
    if report.outcome is Outcome.PARTLY and report.journal is None:  # it got no further than its plan
        return NOTHING_DONE
    return HEADLINES[report.outcome]


def report_text(report: Report, *, least: str | None = None, command: CommandLine = _in_short) -> str:
    """The whole report; `least` says how long the writing takes at the least.

    `command` is the command line for the same company with these options more.
    """
    return "\n".join(_lines(report, least, command))


def _lines(report: Report, least: str | None, command: CommandLine) -> Iterator[str]:
    yield headline(report)
    if report.problem:
        yield _prose(report.problem)
    yield ""
    target = report.target
    id = target["company_id"]
    named = f"{report.company}, ID {id}" if report.company not in (None, id) else id
    yield f"Company    {named} ({target['environment']}, {target['api_url']})"
    if report.account is not None:
        yield f"Account    {report.account.name} (ID {report.account.id})"
    if report.template is not None:
        yield f"Template   {report.template.name} (ID {report.template.id})"
    yield f"Projects   {_counts(report)}"
    yield from _plan(report, least)
    yield from _named("Failed", [f"{each.name} (ID {each.id}): {each.said}" for each in report.failed])
    yield from _named("Not known", [f"{_where(each.line)}{each.text}: {each.said}" for each in report.unknown])
    if report.plan is not None:
        yield from _named("Matched, as you confirmed", report.plan.doubtful)
    for note in report.notes:
        yield f"Note       {note}"
    yield f"Requests   {report.sent:,} sent, {report.writes:,} of them to change something"
    if report.journal is not None:
        yield f"Journal    {report.journal}"
    if report.look_at is not None and report.outcome in (Outcome.DONE, Outcome.PARTLY):
        yield ""
        yield _prose(
            f"Please look once at “{report.look_at.name}” under App Management → the app → View → Permissions: no "
            "API shows whether it is a permitted project there."
        )
    yield from _next(report, command)


def _prose(text: str) -> str:
    return fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _counts(report: Report) -> str:
    if report.plan is None and not report.wanted and report.outcome in _UNCOUNTED:
        return "not counted"
    if report.mode is Mode.UNDO:
        return f"{report.wanted:,} of that run to remove, {len(report.removed):,} removed, {len(report.left):,} left"
    parts = [f"{report.wanted:,} wanted", f"{report.already:,} there before"]
    if report.mode is Mode.PLAN or report.outcome is Outcome.PLANNED:
        return ", ".join([*parts, f"{report.to_add:,} to add"])
    return ", ".join([*parts, f"{len(report.added):,} added", f"{len(report.left):,} left"])


def _plan(report: Report, least: str | None) -> Iterator[str]:
    plan = report.plan
    if report.outcome is not Outcome.PLANNED or plan is None or not plan.to_add:
        return
    first, last = plan.to_add[0], plan.to_add[-1]
    yield f"           first “{first.name}”, last “{last.name}”"
    if least is not None:
        yield f"           {least}"
    if not plan.tools_known:
        yield "           Procore did not say which projects have no Directory tool; those cannot be added."


def _named(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}:"
    yield from (f"  {line}" for line in lines[:_NAMED])
    if len(lines) > _NAMED:
        yield f"  and {len(lines) - _NAMED:,} more"


def _where(line: int | None) -> str:
    return "" if line is None else f"line {line} "


def by_hand(report: Report) -> bool:
    """Whether the administrator must do it: Procore refused, or the account's level is too low."""
    return report.outcome is Outcome.REFUSED or (
        report.outcome is Outcome.PRECONDITION and report.cause == Cause.LEVEL_TOO_LOW
    )


class Ways(NamedTuple):
    """Ways to go on, each to end a sentence with."""

    apply: str
    go_on: str
    undo: str
    again: str
    """What finishes an undo that was cut short, as the beginning of a sentence."""


BY_OPTION = Ways("with --apply", "with --resume", "remove what was added with --undo", "The same command")


def to_do(report: Report, ways: Ways = BY_OPTION) -> str:
    """What is left to do, as a sentence."""
    undo = ways.undo if report.added else ""
    if report.list_is_wrong:
        return f"Correct the entries above in the list{f', or {undo}' if undo else ''}."
    match report.outcome:
        case Outcome.PLANNED:
            if (report.mode is Mode.UNDO and report.left) or report.to_add:
                return DO_IT.format(ways.apply)
            return "Nothing can be added. Fix the entries above." if report.left or report.unknown else NOTHING_LEFT
        case Outcome.DONE:
            return NOTHING_LEFT
        case Outcome.PRECONDITION if not by_hand(report):  # adding is no reason to raise a level
            return "Fix this, then run it again."
        case Outcome.PRECONDITION | Outcome.REFUSED:
            if report.mode is Mode.UNDO:
                return "The administrator removes the account from the projects manually."
            return "The administrator adds the projects manually, from the list."
        case Outcome.STOPPED | Outcome.UNVERIFIED if report.journal is None:
            return "Run it again."
        case Outcome.PARTLY if report.journal is None:
            return "Fix the entries above, then run it again."
    if report.mode is Mode.UNDO:
        return f"{ways.again[0].upper()}{ways.again[1:]} continues. The administrator removes what Procore does not."
    on = f"Continue {ways.go_on}"
    if report.outcome is Outcome.PARTLY:
        on = f"Fix the entries above, then continue {ways.go_on}" if report.left else "Look at the entries above"
    elif report.outcome is Outcome.UNVERIFIED:
        on = f"Look in Procore, then read it again {ways.go_on}"
    return f"{on}, or {undo}." if undo else f"{on}."


def _next(report: Report, command: CommandLine) -> Iterator[str]:
    yield ""
    yield _prose(to_do(report))
    journal = str(report.journal)
    if report.outcome is Outcome.PLANNED:
        if to_do(report) == DO_IT.format(BY_OPTION.apply):
            yield f"  {command(*(() if report.journal is None else (f'--{report.mode.value}', journal)), '--apply')}"
    elif report.journal is not None and report.mode is not Mode.UNDO:
        if report.left:
            yield f"  {command('--resume', journal, '--apply')}"
        if report.added:
            yield "What an undo would remove:"
            yield f"  {command('--undo', journal)}"
    if by_hand(report) and report.mode is not Mode.UNDO:
        yield ""
        yield from _ways(() if report.plan is None else report.plan.to_add)


def _ways(missing: Sequence[ProjectAssignment]) -> Iterator[str]:
    what = f"the {counted(len(missing), 'project')}" if missing else "the projects"
    yield f"The administrator can add {what} manually, in one of these ways:"
    yield from (f"  {number}. {way}" for number, way in enumerate(WAYS, start=1))
    if missing:
        yield ""
        yield as_text(missing)
    else:
        yield "`dmsa-tui check` names the missing projects, as far as Procore shows them."
