"""One check as it turns: its state, what was found, what to do, and on request the evidence."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import at_label
from dmsa_tui.onboarding.check_overview import overview, words_for_failure
from dmsa_tui.onboarding.check_states import UNDECIDED, CheckState, can_confirm
from dmsa_tui.onboarding.clicker import clicker
from dmsa_tui.onboarding.open_answers import PERMITTED
from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.session.mending_actions import mending_place
from dmsa_tui.session.missing_projects import addable
from dmsa_tui.session.not_asked import QUESTION, why_not_asked
from dmsa_tui.session.remedy_words import remedy_way
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.check_evidence import evidence_of
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, HangingText, Line
from dmsa_tui.tui.widgets.kept_place import keep_place
from dmsa_tui.tui.widgets.roles import role_mark
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.vocabulary import NOT_REACHED, Check, Status, definition

INDENT = 2
IN_COLUMNS = 48
"""Columns from which states and titles stand below each other; in less, each title with its state in one line."""
DECIDES = "expect"
"""The field of the action that asks what is wanted: which projects, and whether future ones too."""
MUTED = "$foreground-muted"
ONE_LINE = (State.PROVEN, State.CONFIRMED, State.TODO)
"""States that need no sentence: nothing is wrong, or nobody has asked."""


class OfCheck(Message):
    """What a person wants of one check."""

    def __init__(self, check_id: str) -> None:
        super().__init__()
        self.check_id = check_id


class CheckRow(HangingText, can_focus=True):
    """One check: sign, word and title; then what was found, what to do, and on request the evidence."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "evidence", "Evidence", show=False),
        Binding("g,G", "remedy", "Go to the step", show=False),
        Binding("v,V", "confirm", "Confirm", show=False),
        Binding("a,A", "again", "Ask again", show=False),
        Binding("d,D", "diagnose", "Diagnosis", show=False),
        Binding("p,P", "add_projects", "Add projects", show=False),
    ]

    class Remedied(Message):
        """The person wants to go to the action that mends this check."""

        def __init__(self, step_id: str, action_id: str, check_id: str) -> None:
            super().__init__()
            self.step_id = step_id
            self.action_id = action_id
            self.check_id = check_id

    class Confirmed(OfCheck):
        """The person says that it is so, where Procore did not say; said again, it is taken back."""

    class AskedAgain(OfCheck):
        """The person wants this one check, and what it needs, to be asked again."""

    class Diagnosed(OfCheck):
        """The person wants the diagnosis of this check for Procore's support."""

    class Opened(Message):
        """The row was opened or closed, or has another result while it is open."""

        def __init__(self, row: "CheckRow") -> None:
            super().__init__()
            self.row = row

    app = getters.app(BaseApp)

    def __init__(self, definition: Check, step_id: str) -> None:
        """`step_id`: the step on whose screen it is."""
        super().__init__(id=f"check-{definition.id.replace('.', '-')}", classes="check-row")
        self.definition = definition
        self.step_id = step_id
        self.expanded = False

    def on_mount(self) -> None:
        redraw = Redraw(self, self._draw_again)
        redraw.after("record_changes", "result_changes", "mask_changes", "minutes", "run_changes")
        self.set_class(not self.is_wanted, "-unwanted")

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wants this check: its row is hidden otherwise, until an answer wants it."""
        return any(each.check.id == self.definition.id for each in self.app.session.views()[self.step_id].checks)

    def _draw_again(self) -> None:
        self.set_class(not self.is_wanted, "-unwanted")
        keep_place(self, self.draw())
        if self.expanded:
            self.post_message(self.Opened(self))  # another result allows other buttons

    @property
    def state(self) -> CheckState:
        """What this check shows, also from an earlier run."""
        session = self.app.session
        states = session.views()[self.step_id].checks
        unwanted = CheckState(self.definition, State.TODO, session.answers.latest(self.definition.id))
        return next((each for each in states if each.check.id == self.definition.id), unwanted)

    @property
    def result(self) -> Result | None:
        """What Procore said last about this check; None if nothing that still counts."""
        return self.state.result

    @property
    def is_confirmed(self) -> bool:
        """Whether a person confirms it, who can take that back."""
        return self.definition.id in self.app.session.record.accepted and self.state.state is State.CONFIRMED

    @property
    def confirms(self) -> str:
        """What the key does that confirms."""
        return "Take back" if self.is_confirmed else "Confirm"

    @property
    def adds(self) -> str:
        """What the button about missing projects says."""
        return f"{QUESTION}…" if self.app.session.project_run.question else "Add them here…"

    @property
    def mask(self) -> Callable[[str], str]:
        """What hides IDs and names on a shared screen."""
        return self.app.session.mask.text

    def lines(self) -> Sequence[Line]:
        """The row's lines."""
        result, state = self.result, self.state
        sign, now = SIGNS[state.state], datetime.now(UTC)
        style = f"{sign.style} dim" if state.since is not None else sign.style
        word = f"{UNDECIDED if state.undecided else sign.word}{'…' if state.is_running else ''}"
        title = literal(self.definition.title, "bold")
        rest = literal(_sampled_and_aged(state, now), MUTED)
        if self.is_confirmed and not self.expanded:
            rest += "  " + _link(f"{self.confirms} V", "confirm")
        if state.waits_for is not None:
            rest += literal(f"  waits for {state.waits_for.title}", MUTED)
        if self.columns < IN_COLUMNS:
            lines = [Line(title + literal(f"  {word}", style) + rest, literal(f"{sign.sign} ", style), INDENT)]
        else:
            lines = [Line(title + rest, literal(f"{sign.sign} {word:<11} ", style), 14)]
        if self._is_said_above(state):
            return lines
        if state.undecided:
            go = _link("Go G", "remedy") if self._mended_at() else literal("")
            lines.append(Line(literal(f"{state.undecided}   ") + go, indent=INDENT))
        if result is None or state.state is State.WAITING:
            run, leads = self.app.session.project_run, self.definition.id == PERMITTED
            if self.expanded or (leads and state.state is State.WAITING):
                go = _link(f"{QUESTION} P", "add_projects") if leads and run.question else literal("")
                why = why_not_asked(self.app.session, self.definition)
                lines.append(Line(literal(f"{why}   ") + go, indent=INDENT))
            return lines
        if state.state in ONE_LINE and not (self.expanded or state.not_begun):
            return lines
        if not self._is_the_headline(state) or self.expanded:
            lines.append(Line(literal(self.mask(_in_words(result))), indent=INDENT))
        if result.remedy is not None and result.status in (Status.FAIL, Status.WARN, Status.UNVERIFIED):
            remedy = result.remedy
            where, label = map(self.mask, remedy_way(self.app.session, result))
            who = clicker(remedy.where, remedy.who, self.app.session.record)
            place, then = at_label(where)
            way = role_mark(who) + literal(f" {place} → ") + literal(label, "$text-primary bold") + literal(then)
            offered = {"remedy": "Go G", "add_projects": "Add them here P", "confirm": f"{self.confirms} V"}
            keys = [each for each in offered.items() if self.check_action(each[0], ())]
            shown = Content("   ").join(_link(words, action) for action, words in keys)
            if way.cell_length + 3 + shown.cell_length <= self.columns - INDENT:
                lines.append(Line(way + "   " + shown, indent=INDENT))
            else:
                lines += [Line(way, indent=INDENT), *([Line(shown, indent=INDENT)] if keys else [])]
        if self.expanded:
            lines += [Line(literal(self.mask(text), MUTED), indent=INDENT) for text in evidence_of(result)]
        return lines

    def _is_the_headline(self, state: CheckState) -> bool:
        """Whether the checker's first line says the same, word for word."""
        if self.step_id != "check" or state.result is None:
            return False
        session = self.app.session
        seen = overview(session.record, session.answers, session.definitions)
        if _is_lost(state):
            return seen.not_reached == _reason(state)
        first = next(iter(seen.wrong), None)
        return first is not None and first.check == state.check and words_for_failure(state) == state.result.summary

    def _is_said_above(self, state: CheckState) -> bool:
        """Whether Procore was not reached, and a row above gives the same reason."""
        if not _is_lost(state) or self.expanded:
            return False
        session = self.app.session
        shown = session.views()[self.step_id].checks
        return next(each.check for each in shown if _is_lost(each) and _reason(each) == _reason(state)) != state.check

    def action_evidence(self) -> None:
        """Show or hide the evidence."""
        self.expanded = not self.expanded
        self.draw()
        self.app.look_at(self.definition.id)
        self.post_message(self.Opened(self))
        if self.expanded:
            self.call_after_refresh(self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Scroll all of it into sight, or its beginning where the pane has too few rows."""
        pane = next((each for each in self.ancestors if isinstance(each, Widget) and each.max_scroll_y), None)
        if pane is not None:
            is_taller = self.size.height > pane.scrollable_content_region.height
            self.scroll_visible(top=is_taller, animate=False)

    def action_remedy(self) -> None:
        """Go to the action that fixes it."""
        if (place := self._mended_at()) is not None:
            self.post_message(self.Remedied(*place, self.definition.id))

    def action_confirm(self) -> None:
        """Confirm what Procore did not say, or take that back."""
        self.post_message(self.Confirmed(self.definition.id))

    def action_again(self) -> None:
        """Run this check again."""
        self.post_message(self.AskedAgain(self.definition.id))

    def action_diagnose(self) -> None:
        """Show the diagnosis for Procore's support."""
        self.post_message(self.Diagnosed(self.definition.id))

    def action_add_projects(self) -> None:
        """Add the missing projects through Procore."""
        self.app.add_projects()

    def _mended_at(self) -> tuple[str, str] | None:
        """Step and action that fix or decide it, or fix the check that it waits for; None where no click does."""
        session, state = self.app.session, self.state
        if state.undecided:
            return session.actions.asking_for(DECIDES)
        result = state.result
        need = result.details.get("need") if result is not None and result.status is Status.SKIPPED else None
        if need is not None:
            result = session.answers.latest(need)
        step, action = ("", "") if result is None else mending_place(session, result)
        return (step, action) if action else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what the result allows."""
        if action == "remedy":
            return self._mended_at() is not None
        if action == "diagnose":
            return self.result is not None
        if action == "add_projects":
            run = self.app.session.project_run
            return self.definition.id == PERMITTED and (run.under_way or any(addable(self.app.session)))
        if action == "confirm":
            return self.step_id == "check" and (self.is_confirmed or can_confirm(self.result))
        return True

    def on_click(self, event: Click) -> None:
        """Do what was clicked; elsewhere the same as Enter."""
        event.stop()
        does = {
            "remedy": self.action_remedy, "add_projects": self.action_add_projects, "confirm": self.action_confirm,
        }  # fmt: skip
        does.get(event.style.meta.get("does", ""), self.action_evidence)()


def _is_lost(state: CheckState) -> bool:
    """Whether Procore was not reached, and no older answer stands."""
    return state.state is State.UNVERIFIED and state.result is not None and state.result.cause in NOT_REACHED


def _reason(state: CheckState) -> str:
    return state.result.summary if state.result is not None else ""


def _link(words: str, action: str) -> Content:
    return literal(words.replace(" ", NBSP), "$text-accent underline").stylize(Style.from_meta({"does": action}))


def _in_words(result: Result) -> str:
    """The summary, with the title of the check that it waits for."""
    need = result.details.get("need") if result.status is Status.SKIPPED else None
    return result.summary if need is None else result.summary.replace(need, f"“{_title(need)}”")


def _sampled_and_aged(state: CheckState, now: datetime) -> str:
    age = age_of_older(state.since, now) if state.since is not None else ""
    # A sentence below says it too; beside an open question it reads as its answer.
    too = "" if state.state in (State.WAITING, State.FAILING, State.CAUTION) else state.permitted_too
    return "".join(f"  {each}" for each in (state.words_on_sample, too, age) if each)


def _title(check_id: str) -> str:
    return definition(check_id).title
