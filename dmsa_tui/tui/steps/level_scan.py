"""Reading the levels on every permitted project, as the checker shows it; the work itself is the session's."""

from textual import on
from textual.widgets import Button, Static

from dmsa_tui.tui.messages import ScanEnded, ScanMoved
from dmsa_tui.tui.steps.check_runner import ChecksEnded
from dmsa_tui.tui.steps.watching import WatchingScreen
from dmsa_tui.tui.widgets.guide_text import plain, say

BEGIN, STOP = "Read the levels on every permitted project", "Stop reading; it can go on later"


class LevelScanScreen(WatchingScreen):
    """A screen on which every project can be asked about."""

    @property
    def reading_label(self) -> str:
        """What the button does now."""
        return STOP if self.session.every_project.under_way else BEGIN

    @on(Button.Pressed, "#every-project")
    def _every_project_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        reading = self.session.every_project
        if reading.under_way:
            reading.stop()
        else:
            reading.begin()
            self._say_how_far()
        event.button.label = self.reading_label

    def _say_how_far(self) -> None:
        progress = self.session.every_project.progress
        said = f"Levels read on {progress}" if progress else "Reading the levels on every permitted project"
        say(self.query_one("#check-note", Static), plain(said, "$text-accent"))

    def show_reading(self) -> None:
        """Also how far it is, beside the button that stops it."""
        super().show_reading()
        self._reading_moved()

    @on(ChecksEnded)
    def _checks_ended(self, event: ChecksEnded) -> None:
        if not event.wrong:
            self.call_next(self._reading_moved)  # what the checks of this screen have cost says less

    @on(ScanMoved)
    def _reading_moved(self) -> None:
        if self.session.every_project.under_way:
            self._say_how_far()

    @on(ScanEnded)
    def _reading_ended(self, event: ScanEnded) -> None:
        self.query_one("#every-project", Button).label = self.reading_label
        style = "$text-error" if event.ending.wrong else "$foreground-muted"
        say(self.query_one("#check-note", Static), plain(event.ending.sentence, style))
        self.draw_state()
