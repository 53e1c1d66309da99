"""The checks of a screen: asked in the background, told by messages, drawn as they come."""

from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.widgets import Static

from dmsa_tui.checks.model import Result
from dmsa_tui.problems import BadInput
from dmsa_tui.screens.answers import AnswersScreen
from dmsa_tui.widgets.check_list import CheckList, CheckRow
from dmsa_tui.widgets.prose import plain, say
from dmsa_tui.widgets.rail import Rail


@dataclass
class CheckTurned(Message):
    """A check has begun or has found something."""

    result: Result


@dataclass
class ChecksEnded(Message):
    """The checks of this screen are through, or could not be asked; `note` says which."""

    note: str
    wrong: bool = False


class AskingScreen(AnswersScreen):
    """A screen that asks Procore about its step."""

    def answered(self, field_id: str) -> None:
        """Also what Procore said: it may be about another company or pair now."""
        for rows in self.query(CheckList):
            rows.redraw()
        super().answered(field_id)

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
        await self.ask_procore(asked=asked)

    @staticmethod
    def place_of(missing: str) -> str:
        """The step on which what is missing is given."""
        return "step 4" if "client" in missing else "step 5"

    async def ask_procore(self, *, asked: bool) -> None:
        """Run this screen's checks; call it from a worker only."""
        try:
            await self.session.run_checks(self.checks_to_run, self.tell, self.tell_pause, asked=asked)
        except BadInput as problem:
            self.post_message(ChecksEnded(str(problem), wrong=True))
            return
        await self.save()
        self.post_message(ChecksEnded(self.session.cost_sentence))

    def tell(self, result: Result) -> None:
        """A check has begun or has found something."""
        self.post_message(CheckTurned(result))

    def tell_pause(self, seconds: float, reason: str) -> None:
        """A rate limit is being waited for."""
        self.post_message(ChecksEnded(f"{reason}: going on in {seconds:.0f} s"))

    @on(CheckTurned)
    def _turned(self, event: CheckTurned) -> None:
        for rows in self.query(CheckList):
            rows.show(event.result)
        self.query_one(Rail).show(self.session.states())

    @on(ChecksEnded)
    def _ended(self, event: ChecksEnded) -> None:
        for note in self.query("#check-note").results(Static):
            say(note, plain(event.note, "$text-error" if event.wrong else "$foreground-muted"))
        self.draw_state()
        self.draw_turn()

    @on(CheckRow.Remedied)
    def _lead_to_remedy(self, event: CheckRow.Remedied) -> None:
        self.dmsa.go_to_step(event.step_id)
