"""Reading the levels on every permitted project, as the checker shows it; the scan itself is the session's."""

from textual import on
from textual.events import ScreenResume
from textual.widgets import Button, Static

from dmsa_tui.session.level_scan import ENDED
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.steps.check_runner import ChecksEnded
from dmsa_tui.tui.steps.watching import WatchingScreen
from dmsa_tui.tui.widgets.guide_text import plain, say

BEGIN, STOP = "Read the levels on every permitted project", "Stop reading; it can go on later"


class LevelScanScreen(WatchingScreen):
    """A screen on which every project can be asked about."""

    @property
    def scan_label(self) -> str:
        """What the button does now."""
        return STOP if self.session.level_scan.under_way else BEGIN

    @on(Button.Pressed, "#every-project")
    def _every_project_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        scan = self.session.level_scan
        if scan.under_way:
            scan.stop()
        else:
            scan.begin()

    def scan_changed(self, names: Names) -> None:
        """How far it is, or how it ended, beside the button that stops it."""
        self.query_one("#every-project", Button).label = self.scan_label
        if ENDED in names:
            ending = self.session.level_scan.ending
            style = "$text-error" if ending.wrong else "$foreground-muted"
            say(self.query_one("#check-note", Static), plain(ending.sentence, style))
            self.redraw()
        else:
            self._draw_progress()

    def _draw_progress(self) -> None:
        if self.session.level_scan.under_way and self.app.screen is self:
            progress = self.session.level_scan.progress
            sentence = f"Levels read on {progress}" if progress else "Reading the levels on every permitted project"
            say(self.query_one("#check-note", Static), plain(sentence, "$text-accent"))

    @on(ScreenResume)
    def _resumed(self) -> None:
        self._draw_progress()  # behind a dialog it is not drawn for each project

    @on(ChecksEnded)
    def _checks_ended(self, event: ChecksEnded) -> None:
        if not event.wrong:
            self.call_next(self._draw_progress)  # what the checks of this screen have cost says less
