"""The checks of a screen: asked in the background, told by messages, drawn as they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dmsa_tui.checks.model import Result
from dmsa_tui.errors import DmsaError, StaleResult
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.steps.answers import AnswersScreen
from dmsa_tui.tui.widgets.check_list import CheckList, CheckRow
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain, say

if TYPE_CHECKING:
    from dmsa_tui.checks.registry import CheckDefinition


@dataclass
class ChecksEnded(Message):
    """The checks of this screen are through, or could not be asked; `note` says which."""

    note: str
    wrong: bool = False


class CheckRunnerScreen(AnswersScreen):
    """A screen that asks Procore about its step."""

    def results_changed(self, names: Names) -> None:
        """The rows draw themselves; the rest of the screen may say something else now."""
        if not self.session.results:
            self._note("")  # what it cost to ask about something else
        self.redraw()

    def rows_of(self, heading: Content, checks: "Sequence[CheckDefinition]") -> CheckList:
        """The rows of these checks."""
        return CheckList(heading, checks)

    @property
    def checks_to_run(self) -> frozenset[str] | None:
        """The ids to ask about; None: all."""
        return frozenset(each.id for each in self.session.checks_of(self.STEP))

    @work(group="checks", exclusive=True, exit_on_error=False)
    async def run_checks(self, manual: bool = False) -> None:
        """Ask Procore about this step; what is found is drawn as it comes. `manual`: by a person, just now."""
        if not self.session.checks_of(self.STEP):
            return
        missing = await self.session.connection.missing()
        if missing is not None:
            self.post_message(ChecksEnded(f"Can be asked once {missing} known ({self.place_of(missing)})."))
            return
        ids = self.checks_to_run
        await self.ask_procore(ids if manual else self.session.asked_by_itself(ids), manual=manual)

    @staticmethod
    def place_of(missing: str) -> str:
        """The step on which what is missing is given."""
        return "step 4" if "client" in missing else "step 5"

    async def ask_procore(self, ids: frozenset[str] | None, *, manual: bool) -> None:
        """Run these checks, or all; call it from a worker only."""
        try:
            await self.session.run_checks(ids, manual=manual)
        except StaleResult as problem:
            self.post_message(ChecksEnded(str(problem)))
            return
        except DmsaError as problem:
            self.post_message(ChecksEnded(str(problem), wrong=True))
            return
        await self.save()
        self.post_message(ChecksEnded(self.session.results.cost))

    def on_mount(self) -> None:
        """A pause for a rate limit is said beside the checks."""
        self.watch(self.app, "pause", self._pause_changed, init=False)

    def _pause_changed(self, sentence: str) -> None:
        if sentence:
            self._note(sentence, "$text-warning")

    def _note(self, text: str, style: str = "$foreground-muted") -> None:
        for note in self.query("#check-note").results(Static):
            say(note, plain(text, style))

    @on(ChecksEnded)
    def _ended(self, event: ChecksEnded) -> None:
        self._note(event.note, "$text-error" if event.wrong else "$foreground-muted")
        self.redraw()

    @on(CheckRow.Remedied)
    def _lead_to_remedy(self, event: CheckRow.Remedied) -> None:
        self.app.row_left = event.check_id
        self.app.go_to_step(event.step_id)
        if self.STEP == "check":
            self.app.notify(f"{self.app.key_text('checker')} leads back to the checker.", timeout=4)

    @on(CheckRow.AskedAgain)
    def _asked_again(self, event: CheckRow.AskedAgain) -> None:
        self.ask_one(event.check_id)

    @work(group="checks", exit_on_error=False)
    async def ask_one(self, check_id: str) -> None:
        """Ask Procore about one check and what it needs, beside whatever is being asked already."""
        await self.ask_procore(frozenset({check_id}), manual=True)

    @on(CheckRow.Diagnosed)
    def _diagnosed(self, event: CheckRow.Diagnosed) -> None:
        if (result := self.session.results.get(event.check_id)) is not None:
            self.show_diagnosis([result])

    @work(group="dialog", exit_on_error=False)
    async def show_diagnosis(self, results: Sequence[Result]) -> None:
        """What Procore's support wants to know about these results."""
        from dmsa_tui.tui.dialogs.diagnosis import DiagnosisDialog

        await self.app.push_screen(DiagnosisDialog(self.session, results, await self.session.credentials.secret()))

    # -- the practice browser ---------------------------------------------------------------------------------------

    def practised(self) -> None:
        """Something was done in the practice company."""
        self.run_checks(manual=True)

    def receive(self, given: dict[str, Any]) -> None:
        """Take over what the practice panel hands to this step: field id → text."""
        for field_id, text in given.items():
            for field in self.query(f"#{field_id}").results(Field):
                field.fill(text)
                field.input.focus()
