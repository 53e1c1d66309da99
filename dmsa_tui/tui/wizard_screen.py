"""What every full screen has: the application and the session under their own types, and no silent failure."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.events import Resize, ScreenResume
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from dmsa_tui.tui.keys import APP, KeyCommand, key_text
from dmsa_tui.tui.messages import Paused, ScanEnded, ScanMoved
from dmsa_tui.tui.widgets.backdrop import Backdrop
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.key_bar import ShownKey

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.app import DmsaApp


class WizardScreen(Screen[None], Backdrop):
    """A screen of the wizard."""

    SHOWS: ClassVar[Mapping[str, str]] = {}
    """Field of the record that is on this screen → selector of the widget that a person gives it in, if there is one.

    What another window has changed is drawn by this table.
    """
    _seen = False
    """Whether the screen was in front before."""

    @property
    def dmsa(self) -> "DmsaApp":
        """The application, with its own type."""
        return cast("DmsaApp", self.app)

    @property
    def session(self) -> "Session":
        """What the interface stands on."""
        return self.dmsa.session

    def take_over(self, names: Collection[str]) -> None:
        """Draw these fields of the record, which another window has changed."""
        self.query_one(HeaderBar).refresh()

    def shown_keys(self, commands: Iterable[KeyCommand]) -> list[ShownKey]:
        """What the last line shows: those of `commands` that can be run here, the palette, and help."""
        shown = [each for each in commands if each.footer and self.check_action(each.action, ())]
        named = [ShownKey(self.dmsa.key_text(each.id), each.label, each.action) for each in shown]
        palette = ShownKey(key_text(self.app.COMMAND_PALETTE_BINDING), "Commands", "command_palette")
        help = next(each for each in APP if each.footer)
        return [*named, palette, ShownKey(self.dmsa.key_text(help.id), help.label, help.action)]

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A screen that has just been made has its styles: working them all out again would cost a frame."""
        event.refresh_styles = self._seen
        self._seen = True
        if self.session.every_project.under_way:
            self.post_message(ScanMoved())  # it was not told of it behind a dialog

    def on_resize(self, event: Resize) -> None:
        """Told of the size that it has already, Textual would lay out this screen and all below it once more."""
        if event.size == self.outer_size and self.has_class(self.dmsa.width_class):
            event.prevent_default()

    @on(ScanMoved)
    @on(ScanEnded)
    @on(Paused)
    def _long_work_told(self) -> None:
        self.query_one(HeaderBar).refresh()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say it when work in the background has failed; a worker's own end would be silent."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            from dmsa_tui.terminal.crash_report import place

            self.notify(
                f"The program has failed at this: {type(error).__name__} in {place(error)}. Your answers are safe.",
                severity="error", timeout=15, markup=False,
            )  # fmt: skip
