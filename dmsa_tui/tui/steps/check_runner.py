"""Asking Procore from a step: in the background, told by messages, drawn as it comes."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from dmsa_tui.errors import DmsaError, StaleResult
from dmsa_tui.session import project_run

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.tui.wizard_screen import WizardScreen

WORKERS = "checks"
"""The group of the workers that ask; leaving the screen cancels them."""


@dataclass
class ChecksEnded(Message):
    """The checks of a screen are through, or could not be asked; `note` says which."""

    note: str
    wrong: bool = False


class CheckRunner:
    """Asks Procore about the step of a screen."""

    def __init__(self, screen: "WizardScreen", ids: frozenset[str] | None) -> None:
        """`ids`: the checks to ask about; None: all."""
        self._screen = screen
        self.ids = ids

    def run(self, *, manual: bool = False) -> None:
        """Ask about the step; what is found is drawn as it comes. `manual`: by a person, just now."""
        if self.ids is None or self.ids:
            self._begin(partial(self._run, manual), exclusive=True)

    def projects_changed(self, names: frozenset[str]) -> None:
        """Ask again once projects were added or taken out."""
        if project_run.ENDED in names and self._screen.session.project_run.writes:
            self.run()

    def ask_one(self, check_id: str) -> None:
        """Ask about one check and what it needs, beside whatever is being asked already."""
        self._begin(partial(self.ask, frozenset({check_id}), manual=True), exclusive=False)

    async def ask(self, ids: frozenset[str] | None, *, manual: bool) -> None:
        """Run these checks, or all; call it from a worker only."""
        screen = self._screen
        try:
            await screen.session.run_checks(ids, manual=manual)
        except StaleResult as problem:
            screen.post_message(ChecksEnded(str(problem)))
            return
        except DmsaError as problem:
            screen.post_message(ChecksEnded(str(problem), wrong=True))
            return
        await screen.app.autosave.now()
        screen.post_message(ChecksEnded(screen.session.results.cost))

    async def _run(self, manual: bool) -> None:
        session = self._screen.session
        missing = await session.connection.missing()
        if missing is not None:
            where = session.guide.step("promote" if "client" in missing else "install")
            sentence = f"Checks start once {missing} known (step {where.number})."
            self._screen.post_message(ChecksEnded(sentence))
            return
        await self.ask(self.ids if manual else session.asked_by_itself(self.ids), manual=manual)

    def _begin(self, asking: Callable[[], Coroutine[None, None, None]], *, exclusive: bool) -> "Worker[None]":
        return self._screen.run_worker(asking, group=WORKERS, exclusive=exclusive, exit_on_error=False)
