"""Adding the missing projects through Procore: the plan, the typed name, one project, a question, and the result."""

import time
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button

from dmsa_tui.checks.words import others
from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.record import ASKED_ABOUT
from dmsa_tui.permit.model import Mode, Outcome
from dmsa_tui.permit.run import same_name
from dmsa_tui.procore.pasted import holds_credential
from dmsa_tui.session.mending_actions import place_to_mend
from dmsa_tui.session.missing_projects import missing, to_add
from dmsa_tui.session.project_run import GoOnAsked, ListAsked, NameAsked
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.permit_pages import Pages
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.hanging_text import Paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dmsa_tui.permit.journal import Journal
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.widgets.hanging_text import Line

ADDING = "Add the missing projects"
STALE = 600.0
"""Seconds after which a plan is read again before anything is written."""
BUTTONS = {
    "add": "Add one project",
    "take-out-now": "Remove",
    "right": "They are right",
    "leave-out": "Leave them out",
    "others": "Add the others",
    "enough": "Stop here",
    "stop": "Stop",
    "go-on": "Continue",
    "new-plan": "New plan",
    "take-out": "Undo…",
    "mend": "Go to the step",
    "by-hand": "Add manually…",
}
"""Id → label, in the order of the row."""
KEYS = {
    "add": "Enter", "take-out-now": "Enter", "right": "Y", "leave-out": "N", "others": "Y", "enough": "N",
    "stop": "S", "go-on": "C", "new-plan": "P", "take-out": "U", "mend": "G", "by-hand": "M",
}  # fmt: skip
"""Id → key. With the company's name to be typed, letters are text, and Enter is the main button's."""
MAIN = ("add", "take-out-now", "right", "others", "go-on", "mend")
STAGES: dict[str, tuple[str, ...]] = {
    "start": ("go-on", "take-out", "new-plan"),
    "reading": (),
    "list": ("right", "leave-out"),
    "name": ("add", "by-hand"),
    "name-out": ("take-out-now",),
    "go-on": ("others", "enough"),
    "working": ("stop",),
}
"""Stage → the buttons that it may have."""


class PermitDialog(Dialog[None]):
    """Shows the session's run. Closing it before the name is typed ends the run; after that the run goes on."""

    HELP = (
        "The program adds the service account to the missing projects. Nothing is written before you type "
        "the company's name."
    )
    SHOWS = ASKED_ABOUT

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self.run = session.project_run
        self._pages = Pages(session.mask)
        self._before: Journal | None = None
        """The run before, while it is asked what to do about it."""
        self._has_worked = False
        """Whether Procore has let the account add itself to a project of this company."""
        self._stage = ""

    @property
    def heading(self) -> str:
        """By what it does just now."""
        report = self.run.outcome.report
        undid = report is not None and report.mode is Mode.UNDO
        if self._before is not None:
            return "Projects that were added"
        return "Remove added projects" if (self.run.takes_out if self.run.under_way else undid) else ADDING

    def compose_dialog(self) -> ComposeResult:
        yield Paragraphs(id="permit-lines")
        yield Field("The company's name", _name, id="company-name")

    def compose_row(self) -> ComposeResult:
        for id, label in BUTTONS.items():
            button = CompactButton(label, key=KEYS[id], id=id, variant="primary" if id in MAIN else "default")
            button.display = False  # all of them would take rows until the first is drawn
            yield button

    def on_mount(self) -> None:
        self.watch(self.app, "run_changes", self._run_changed, init=False)
        self.watch(self.app, "pause", self._run_changed, init=False)
        self.watch(self.app, "mask_changes", self._run_changed, init=False)
        report = self.run.outcome.report
        over = report is None or report.journal is None
        if report is not None and report.outcome is Outcome.DONE and any(missing(self.session)):
            over = True  # what was done then says nothing about what is missing now
        if self.run.under_way or not over:
            self.draw()
        else:
            self._look()

    def on_unmount(self) -> None:
        """End a run that nobody confirmed."""
        if not self.run.writes:
            self.run.stop()

    def draw_again(self) -> None:
        """Close if the plan is about answers that have changed. A run that has written says so itself."""
        if not self.run.writes:
            super().draw_again()

    @work(group="look", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Look for an earlier run that can be continued or undone."""
        earlier = await self.run.latest()
        self._has_worked = earlier is not None and bool(earlier.said_added)
        if earlier is None or earlier.is_undone:
            self.run.begin(self.app.person)
        else:
            self._before = earlier
        self.draw()

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def stage(self) -> str:
        """The stage, which decides the buttons."""
        run, asked = self.run, self.run.question
        if self._before is not None:
            return "start"
        if run.under_way:
            if isinstance(asked, NameAsked):
                return "name-out" if run.takes_out else "name"
            kinds = {ListAsked: "list", GoOnAsked: "go-on"}
            return kinds.get(type(asked), "working" if run.writes else "reading")
        return "ended"

    def lines(self) -> "Sequence[Line]":
        """The lines of the stage."""
        run, pages, asked = self.run, self._pages, self.run.question
        if self._before is not None:
            return pages.start(self._before)
        if isinstance(asked, ListAsked):
            return pages.listed(asked)
        if isinstance(asked, NameAsked):
            return pages.name(asked, takes_out=run.takes_out, has_worked=self._has_worked)
        if isinstance(asked, GoOnAsked):
            return pages.go_on(asked)
        if run.under_way:
            return pages.working(run, self.app.pause) if run.writes else pages.reading(run)
        return pages.ended(run.outcome)

    def _shown(self, stage: str) -> set[str]:
        if stage == "start":
            assert self._before is not None
            goes_on = self._before.ended != Outcome.DONE and not self._before.undone
            return {"take-out", "new-plan"} | ({"go-on"} if goes_on else set())
        if stage != "ended":
            return set(STAGES[stage])
        report = self.run.outcome.report
        if report is None:
            return {"new-plan"}
        undo = report.mode is Mode.UNDO
        shown = {"new-plan"} | ({"mend"} if self._mended_at[0] else set())
        if report.journal is not None:
            shown |= {"take-out"} if report.added or (undo and report.left) else set()
            shown |= {"go-on"} if report.left and not undo and report.outcome is not Outcome.REFUSED else set()
        if not undo and (report.left or report.outcome is Outcome.PRECONDITION):
            shown.add("by-hand")
        return shown

    @property
    def _mended_at(self) -> tuple[str, str]:
        """Step and action that put right what kept the run from writing; empty where nothing did, or no click does."""
        report = self.run.outcome.report
        is_held = report is not None and report.outcome is Outcome.PRECONDITION
        return place_to_mend(self.session, report.cause) if report is not None and is_held else ("", "")

    def draw(self) -> None:
        """Draw lines and buttons of the stage, and focus what the person uses next."""
        if not self.is_attached or not self.query("#permit-lines"):
            return
        report = self.run.outcome.report
        self._has_worked |= report is not None and bool(report.added)
        stage = self.stage
        shown = self._shown(stage)
        self.query_one(".dialog").border_title = self.heading
        self.query_one("#permit-lines", Paragraphs).show(self.lines())
        asked = self.run.question
        typed = isinstance(asked, NameAsked) and bool(asked.plan.to_add)
        self.query_one("#company-name").display = typed
        for id in BUTTONS:
            self.query_one(f"#{id}", Button).display = id in shown
        if isinstance(asked, GoOnAsked):
            self.query_one("#others", Button).label = f"Add the other {others(asked.more)}"
        by_hand = self.query_one("#by-hand", CompactButton)
        by_hand.key = "" if typed else KEYS["by-hand"]  # letters are the name's
        by_hand.label = BUTTONS["by-hand"]
        self.query_one("#stop", Button).label = "Stop at once" if self.run.stopping else "Stop"
        if stage != self._stage:
            self._stage = stage
            if typed and isinstance(asked, NameAsked):
                field = self.query_one(Field)
                field.hint = f"Type: {asked.company}"
                field.fill("")
                field.input.focus()
            else:  # Enter alone changes nothing
                self.query_one("#close", Button).focus()

    def _run_changed(self, _change: "Names | str" = "") -> None:
        self.draw()

    # -- what a person does ----------------------------------------------------------------------------------------

    @on(Button.Pressed, "#add, #take-out-now")
    def _confirmed(self, event: Button.Pressed) -> None:
        event.stop()
        asked, field = self.run.question, self.query_one(Field)
        if not isinstance(asked, NameAsked):
            return
        typed = field.input.value
        if not same_name(typed, asked.company):
            field.complain(
                field.problem or f"Nothing was sent: Procore calls this company {asked.company}. Capitals count."
            )
            field.input.focus()
        elif time.monotonic() - asked.read_at > STALE and not self.run.takes_out:
            self.run.stop()
            self.run.begin(self.app.person)
            self.notify("The plan is out of date. It is being read again; then type the name again.", timeout=8)
        else:
            self.run.answer(typed)

    @on(Button.Pressed, "#right, #others, #leave-out, #enough")
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        self.run.answer(event.button.id in ("right", "others"))

    @on(Button.Pressed, "#stop")
    def _stopped(self, event: Button.Pressed) -> None:
        event.stop()
        self.run.stop()

    @on(Button.Pressed, "#go-on, #take-out, #new-plan")
    def _begun(self, event: Button.Pressed) -> None:
        event.stop()
        report, before = self.run.outcome.report, self._before
        path = before.path if before is not None else None if report is None else report.journal
        self._before = None
        if event.button.id == "new-plan" or path is None:
            self.run.begin(self.app.person)
        elif event.button.id == "go-on":
            self.run.go_on(path, self.app.person)
        else:
            self.run.take_out(path, self.app.person)
        self.draw()

    @on(Button.Pressed, "#mend")
    def _mends(self, event: Button.Pressed) -> None:
        event.stop()
        place = self._mended_at
        self.dismiss(None)
        self.app.go_to_step(*place)

    @on(Button.Pressed, "#by-hand")
    def _by_hand(self, event: Button.Pressed) -> None:
        from dmsa_tui.tui.dialogs.by_hand import ByHandDialog

        event.stop()
        asked = self.run.question
        projects = asked.plan.to_add if isinstance(asked, NameAsked) else to_add(self.session)
        self.app.push_screen(ByHandDialog(self.session, projects))


def _name(text: str) -> str:
    if holds_credential(text):
        raise InvalidInput("This looks like a client ID or a secret. Type the company's name.")
    return text.strip()
