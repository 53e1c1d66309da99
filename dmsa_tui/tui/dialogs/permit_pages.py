"""What the dialog that adds projects says at each of its stages, line by line."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dmsa_tui.checks.level_comparison import DIRECTORY
from dmsa_tui.checks.words import counted, listed, others, unmatched
from dmsa_tui.onboarding.states import State
from dmsa_tui.permit.model import Mode, Outcome, Report
from dmsa_tui.permit.text import Ways, headline, to_do
from dmsa_tui.session.project_names import HIDDEN
from dmsa_tui.session.project_run import Ended, GoOnAsked, ListAsked, NameAsked, ProjectRun
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line
from dmsa_tui.tui.widgets.progress_bar import bar
from dmsa_tui.tui.widgets.signs import CONFIRMED, SIGNS
from dmsa_tui.vocabulary import Level

if TYPE_CHECKING:
    from dmsa_tui.permit.journal import Journal
    from dmsa_tui.session.mask import Mask

MUTED, WARNING = "$foreground-muted", "$text-warning"
BY_BUTTON = Ways("with the button", "with the button", "press Undo to remove what was added", "Undo")
UNKNOWN = "Procore may refuse: nobody has reported that it worked. Then the program sends nothing more."
_NAMED = 6
"""Projects or entries that are named before the rest is counted."""
_QUOTED = re.compile("“[^”]*”")
_STATES = {
    Outcome.DONE: State.PROVEN, Outcome.PARTLY: State.CAUTION, Outcome.REFUSED: State.FAILING,
    Outcome.PRECONDITION: State.FAILING, Outcome.STOPPED: State.CAUTION, Outcome.UNVERIFIED: State.UNVERIFIED,
}  # fmt: skip


class Pages:
    """The lines of each stage, with the mask of a shared screen."""

    def __init__(self, mask: "Mask") -> None:
        self._mask = mask

    def start(self, journal: "Journal") -> list[Line]:
        """An earlier run can be continued or undone."""
        began, header = journal.began.replace("T", " ")[:16], journal.header
        added = len(journal.said_added)
        what = f"{added:,} of {counted(len(header.plan), 'project')} {'was' if added == 1 else 'were'} added"
        lines = [Line(literal(f"The last run began on {began} UTC: {what}."))]
        if journal.undone:
            lines.append(Line(literal("The undo of that run was not finished.", WARNING)))
        elif journal.ended != Outcome.DONE:
            ending = f"It ended as {journal.ended}." if journal.ended else "It was interrupted."
            lines.append(Line(literal(f"{ending} Continue: the program reads Procore first, and sends nothing twice.")))
        lines += [
            Line(literal("Undo removes what that run added, and nothing else."), blank_before=True),
            Line(literal("A new plan starts from what is missing now.")),
        ]
        return lines

    def reading(self, run: ProjectRun) -> list[Line]:
        """Procore's answers are being read."""
        return [
            Line(literal(f"… {run.progress or 'Asking Procore'}", "$text-accent")),
            *_bar(run),
            Line(literal("Nothing is written before you type the company's name.", MUTED), blank_before=True),
        ]

    def listed(self, asked: ListAsked) -> list[Line]:
        """Entries that do not match exactly."""
        lines = [Line(literal("These entries on the list match a project, but not exactly:", "bold"))]
        return [*lines, *self._some(asked.doubtful), Line(literal("Are they right?"), blank_before=True)]

    def name(self, asked: NameAsked, *, takes_out: bool, has_worked: bool) -> list[Line]:
        """The plan, and the question for the company's name; `has_worked`: Procore has taken one before."""
        plan, many = asked.plan, counted(len(asked.plan.to_add), "project")
        company = self._text(asked.company)
        if not plan.to_add:
            return [Line(literal(f"Nothing is left to do in {company}."))]
        lines = [
            Line(
                literal(
                    f"{'Remove the account from' if takes_out else 'Add the account to'} {many} of {company}.", "bold"
                )
            )
        ]
        if not self._mask.names_hidden:
            names = listed([self._name(each.name) for each in plan.to_add], _NAMED)
            lines.append(Line(literal(names), literal("Projects  ", MUTED), 10))
        if asked.template:
            lines.append(Line(literal(self._text(asked.template)), literal("Template  ", MUTED), 10))
        lines.append(Line(literal(asked.cost), literal("Takes     ", MUTED), 10))
        if takes_out:
            return [
                *lines,
                Line(literal("Projects that were there before, or that others added, stay.", MUTED), blank_before=True),
            ]
        lines += [
            Line(literal("The program adds one project and reads it back. Then it asks about the others.")),
            *([] if has_worked else [Line(literal(UNKNOWN, WARNING), literal("! ", WARNING), 2)]),
            Line(literal("It changes no level, and you can undo it.", MUTED)),
        ]  # fmt: skip
        if plan.cannot:
            lines.append(Line(literal(f"{counted(len(plan.cannot), 'project')} cannot be added:", WARNING)))
            lines += self._some([f"{self._name(each.name)}: {each.said}" for each in plan.cannot])
        if plan.unknown:
            lines.append(Line(literal(f"{unmatched(len(plan.unknown))} here:", WARNING)))
            lines += self._some([f"{self._name(each.text)}: {self._text(each.said)}" for each in plan.unknown])
        return [*lines, *(Line(literal(self._text(each), MUTED)) for each in asked.notes)]

    def go_on(self, asked: GoOnAsked) -> list[Line]:
        """The first project was added and read back."""
        first = asked.first
        template = f" with the template {self._text(f'“{first.template}”')}" if first.template else ""
        sign = SIGNS[State.PROVEN]
        sentence = literal(f"Procore shows {self._name(first.project.name)}{template}.")
        lines = [Line(sentence, literal(f"{sign.sign} ", sign.style), 2)]
        if first.levels:
            lines.append(Line(literal("The account's levels on it:", MUTED), indent=2))
        for tool in first.levels:
            level = "not granted" if tool.granted is None else tool.granted.label
            above = f" (the profile asks for {tool.wanted.label})" if tool.too_high and tool.wanted is not None else ""
            lines.append(Line(literal(f"{tool.tool}: {level}{above}"), literal("  · ", MUTED), 4))
        if any(tool.key == DIRECTORY and tool.granted is Level.ADMIN for tool in first.levels) and any(
            tool.too_high for tool in first.levels
        ):
            lines.append(Line(literal("Directory = Admin gives Admin on the other tools, too.", MUTED), indent=4))
        return [
            *lines,
            Line(literal(f"Add the other {others(asked.more)} too?", "bold"), blank_before=True),
            Line(literal("If you close this, the question stays open.", MUTED)),
        ]

    def working(self, run: ProjectRun, pause: str) -> list[Line]:
        """Projects are being added or taken out."""
        what = run.progress or ("Removing" if run.takes_out else "Adding")
        lines = [Line(literal(f"… {what}", "$text-accent bold")), *_bar(run)]
        if pause:
            lines.append(Line(literal(pause, WARNING)))
        if run.stopping:
            lines.append(Line(literal("Stopping after the current request.", WARNING)))
        return [
            *lines,
            Line(
                literal("You can work on other steps. The top line shows the progress."),
                blank_before=True,
            ),
            Line(literal("It stops if you change the company, the list or the secret, or if you quit.", MUTED)),
        ]

    def ended(self, ending: Ended) -> list[Line]:
        """The result."""
        report = ending.report
        if report is None:
            return [Line(literal(self._text(ending.sentence) or "Nothing was written.", "$text-error"))]
        sign = SIGNS[_STATES.get(report.ended if report.added else report.outcome, State.TODO)]
        lines = [Line(literal(headline(report), "bold"), literal(f"{sign.sign} ", sign.style), 2)]
        if report.problem:
            lines.append(Line(literal(self._text(report.problem)), indent=2))
        if report.wanted:
            lines.append(Line(literal(_counts(report)), indent=2))
        lines += self._some([f"{self._name(each.name)}: {self._text(each.said)}" for each in report.failed])
        lines += self._some([f"{self._name(each.text)}: {self._text(each.said)}" for each in report.unknown])
        lines += [Line(literal(self._text(each), MUTED), indent=2) for each in report.notes]
        if report.look_at is not None and report.outcome in (Outcome.DONE, Outcome.PARTLY):
            look = f"Check once that App Management → View → Permissions lists {self._name(report.look_at.name)}, too: "
            lines.append(
                Line(
                    literal(f"{look}no API shows that list."),
                    literal(f"{CONFIRMED.sign} ", CONFIRMED.style),
                    2,
                    blank_before=True,
                )
            )
        if ending.sentence:
            lines.append(Line(literal(self._text(ending.sentence), "$text-error")))
        if report.outcome is not Outcome.DONE:
            lines.append(Line(literal(to_do(report, BY_BUTTON), "bold"), blank_before=True))
        return lines

    def _some(self, texts: Sequence[str]) -> Iterator[Line]:
        yield from (Line(literal(self._text(each)), literal("  · ", MUTED), 4) for each in texts[:_NAMED])
        if (more := len(texts) - _NAMED) > 0:
            yield Line(literal(f"and {more:,} more", MUTED), indent=4)

    def _name(self, name: str) -> str:
        return f"“{HIDDEN if self._mask.names_hidden else name}”"

    def _text(self, text: str) -> str:
        if self._mask.names_hidden:
            text = _QUOTED.sub(f"“{HIDDEN}”", text)
        return self._mask.text(text)


def _bar(run: ProjectRun) -> Iterator[Line]:
    if run.total:
        yield Line(bar(run.done, run.total), indent=2)


def _counts(report: Report) -> str:
    if report.mode is Mode.UNDO:
        return f"{len(report.removed):,} removed, {len(report.left):,} left."
    if report.outcome is Outcome.PARTLY and report.journal is None:
        return f"{report.already:,} of {report.wanted:,} {_were(report.already)} there."
    added, left = len(report.added), len(report.left)
    is_left = "is left" if left == 1 else "are left"
    return f"{report.already:,} {_were(report.already)} there, {added:,} {_were(added)} added, {left:,} {is_left}."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
