"""The checks of a screen: asked in the background, told by messages, drawn as they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.scrollbar import ScrollBar
from textual.widget import Widget
from textual.widgets import Static

from dmsa_tui.checks.model import Result, Status
from dmsa_tui.errors import DmsaError
from dmsa_tui.session.session import StaleResult
from dmsa_tui.tui.messages import Paused, ScanEnded
from dmsa_tui.tui.steps.answers import AnswersScreen
from dmsa_tui.tui.widgets.check_list import CheckList, CheckRow
from dmsa_tui.tui.widgets.guide_text import plain, say
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from dmsa_tui.checks.registry import CheckDefinition


@dataclass
class CheckTurned(Message):
    """A check has begun or has found something."""

    result: Result
    aside: bool = False
    """Whether long work found it, while which the verdict stands."""


@dataclass
class ChecksEnded(Message):
    """The checks of this screen are through, or could not be asked; `note` says which."""

    note: str
    wrong: bool = False
    outdated: bool = False
    """Whether some were left without an answer, because what is asked about has changed."""


class CheckRunnerScreen(AnswersScreen):
    """A screen that asks Procore about its step."""

    def answered(self, field_id: str) -> None:
        """Also what Procore said: it may be about another company or pair now."""
        self.draw_rows()
        super().answered(field_id)

    def redraw(self) -> None:
        """Also what Procore said, as far as it still counts."""
        self.draw_rows()
        if not self.session.results:
            self._note("")  # what it cost to ask about something else
        super().redraw()

    def draw_rows(self) -> None:
        """Draw every row of a check afresh."""
        for rows in self.query(CheckList):
            rows.redraw()

    def rows_of(self, heading: Content, checks: "Sequence[CheckDefinition]") -> CheckList:
        """The rows of these checks."""
        session = self.session
        return CheckList(heading, checks, session.results, session.mask, session.remedy_label)

    @property
    def checks_to_run(self) -> frozenset[str] | None:
        """The ids to ask about; None: all."""
        return frozenset(each.id for each in self.session.checks_of(self.STEP))

    @work(group="checks", exclusive=True, exit_on_error=False)
    async def run_checks(self, asked: bool = False) -> None:
        """Ask Procore about this step; what is found arrives as messages. `asked`: by a person, just now."""
        if not self.session.checks_of(self.STEP):
            return
        missing = await self.session.missing()
        if missing is not None:
            self.post_message(ChecksEnded(f"Can be asked once {missing} known ({self.place_of(missing)})."))
            return
        ids = self.checks_to_run
        await self.ask_procore(ids if asked else self.session.asked_by_itself(ids), asked=asked)

    @staticmethod
    def place_of(missing: str) -> str:
        """The step on which what is missing is given."""
        return "step 4" if "client" in missing else "step 5"

    async def ask_procore(self, ids: frozenset[str] | None, *, asked: bool) -> None:
        """Run these checks, or all; call it from a worker only."""
        try:
            await self.session.run_checks(ids, self.tell, asked=asked)
        except StaleResult as problem:
            self.post_message(ChecksEnded(str(problem), outdated=True))
            return
        except DmsaError as problem:
            self.post_message(ChecksEnded(str(problem), wrong=True))
            return
        await self.save()
        self.post_message(ChecksEnded(self.session.cost_sentence))

    def tell(self, result: Result) -> None:
        """A check has begun or has found something."""
        self.post_message(CheckTurned(result))

    @on(Paused)
    def _paused(self, event: Paused) -> None:
        self._note(event.sentence, "$text-warning")

    def _note(self, text: str, style: str = "$foreground-muted") -> None:
        for note in self.query("#check-note").results(Static):
            say(note, plain(text, style))

    def show_reading(self) -> None:
        """Draw as running what long work is asking about just now."""
        for result in self.session.every_project.running.values():
            self.post_message(CheckTurned(result, aside=True))

    @on(ScanEnded)
    def _settle(self) -> None:
        """Nobody asks about what still seems to be asked."""
        for row in self.query(CheckRow):
            keep_place(row, row.settle())

    @on(CheckTurned)
    def _turned(self, event: CheckTurned) -> None:
        if event.result.status is not Status.RUNNING and self.session.results.get(event.result.id) is not event.result:
            return  # what was asked about has changed since, or a newer answer is there
        for row in [row for rows in self.query(CheckList) if (row := rows.row_of(event.result.id)) is not None]:
            keep_place(row, row.show(event.result))
        self.query_one(Stepper).show(self.session.states())

    @on(ChecksEnded)
    def _ended(self, event: ChecksEnded) -> None:
        if event.outdated:
            self._settle()
        self._note(event.note, "$text-error" if event.wrong else "$foreground-muted")
        self.draw_state()
        self.draw_turn()

    @on(CheckRow.Remedied)
    def _lead_to_remedy(self, event: CheckRow.Remedied) -> None:
        self.session.row_left = event.check_id
        self.dmsa.go_to_step(event.step_id)
        if self.STEP == "check":
            self.dmsa.notify(f"{self.dmsa.key_text('checker')} leads back to the checker.", timeout=4)

    @on(CheckRow.AskedAgain)
    def _asked_again(self, event: CheckRow.AskedAgain) -> None:
        self.ask_one(event.check_id)

    @work(group="checks", exit_on_error=False)
    async def ask_one(self, check_id: str) -> None:
        """Ask Procore about one check and what it needs, beside whatever is being asked already."""
        await self.ask_procore(frozenset({check_id}), asked=True)

    @on(CheckRow.Diagnosed)
    def _diagnosed(self, event: CheckRow.Diagnosed) -> None:
        if (result := self.session.results.get(event.check_id)) is not None:
            self.show_diagnosis([result])

    @work(group="dialog", exit_on_error=False)
    async def show_diagnosis(self, results: Sequence[Result]) -> None:
        """What Procore's support wants to know about these results."""
        from dmsa_tui.tui.dialogs.diagnosis import DiagnosisDialog

        await self.app.push_screen(DiagnosisDialog(self.session, results, await self.session.secret()))


def keep_place(row: CheckRow, grown: int) -> None:
    """What has the focus, or else what is first in sight, stays where it is when a row above it has grown or shrunk."""
    pane = next((each for each in row.ancestors if isinstance(each, ScrollPane) and each.max_scroll_y), None)
    if pane is None or not grown:
        return
    focused = row.screen.focused
    held = focused.region if focused is not None and pane in focused.ancestors else None
    coming = pane.is_coming
    top = held.y if held is not None and (coming or pane.region.overlaps(held)) else pane.region.y
    if row.region.y < top:
        if coming:
            pane.cut_scrolling_short()
        # Before the layout that this row has asked for, so that no frame is drawn with the old place.
        place = max(0.0, pane.scroll_target_y + grown)
        pane.set_reactive(Widget.scroll_y, place)
        pane.set_reactive(Widget.scroll_target_y, place)
        pane.vertical_scrollbar.set_reactive(ScrollBar.position, place)
