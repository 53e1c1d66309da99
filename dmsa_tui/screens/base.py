"""What every full screen has: the application and the session under their own types, and no silent failure."""

from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.worker import Worker, WorkerState

if TYPE_CHECKING:
    from dmsa_tui.app import DmsaApp
    from dmsa_tui.session import Session


class WizardScreen(Screen[None]):
    """A screen of the wizard."""

    @property
    def dmsa(self) -> "DmsaApp":
        """The application, with its own type."""
        return cast("DmsaApp", self.app)

    @property
    def session(self) -> "Session":
        """What the interface stands on."""
        return self.dmsa.session

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say it when work in the background has failed; a worker's own end would be silent."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            from dmsa_tui.crash import place

            self.notify(
                f"The program has failed at this: {type(error).__name__} in {place(error)}. Your answers are safe.",
                severity="error", timeout=15, markup=False,
            )  # fmt: skip
