"""The button that starts or stops the level scan, with its progress above it."""

from datetime import UTC, datetime

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from dmsa_tui.session.level_scan import ENDED, LEVELS
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.base_app import BaseApp, Names
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.progress_bar import progress_line
from dmsa_tui.tui.widgets.wrapping_row import WrappingRow

STOP = "Stop (you can continue later)"


class ScanButton(Vertical):
    """Starts, shows and stops the level scan of the session."""

    app = getters.app(BaseApp)

    def __init__(self, beside: CompactButton) -> None:
        """`beside`: another button, which comes and goes."""
        super().__init__()
        self._beside = beside

    def compose(self) -> ComposeResult:
        """The note comes first: where it has another row, the buttons stay where they are."""
        yield Static(id="scan-note", markup=False)
        with WrappingRow(id="scan-line"):
            yield CompactButton(self.label, key="S", id="every-project")
            yield self._beside

    def on_mount(self) -> None:
        self.watch(self.app, "scan_changes", self._scan_changed, init=False)
        Redraw(self, self._relabel).after("scan_changes", "result_changes")
        Redraw(self, self._say_what_stands).after("result_changes", "minutes")
        self.draw_progress()
        self._say_what_stands()

    @property
    def label(self) -> str:
        """What the button does now."""
        session = self.app.session
        if session.level_scan.under_way:
            return STOP
        levels = next((each for each in session.views()["permissions"].checks if each.check.id == LEVELS), None)
        looked_at = "" if levels is None or levels.sample is None else f" (now: {levels.words_on_sample[3:]})"
        return f"Check permissions on all projects{looked_at}"

    def let_begin(self, can_begin: bool) -> None:
        """Whether Procore can be asked; a scan under way can be stopped all the same."""
        self.query_one("#every-project", Button).disabled = not (can_begin or self.app.session.level_scan.under_way)

    @on(Button.Pressed, "#every-project")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.begin_or_stop()

    def begin_or_stop(self) -> None:
        """Start the scan, or stop it."""
        scan = self.app.session.level_scan
        if scan.under_way:
            scan.stop()
        else:
            self._begin()

    @work(group="begin-scan", exclusive=True, exit_on_error=False)
    async def _begin(self) -> None:
        session = self.app.session
        if session.record.access_ended_at is None and await session.connection.missing() is None:
            session.level_scan.begin()
        else:
            await self.run_action("screen.check")  # it says what is missing, and leads there, or that nothing is asked

    def on_resize(self) -> None:
        """The bar has another length, once the note beside it has its width."""
        after_refresh(self.screen, self.draw_progress)

    def _relabel(self) -> None:
        self.query_one("#every-project", Button).label = self.label

    def _scan_changed(self, names: Names) -> None:
        if ENDED in names:
            ending = self.app.session.level_scan.ending
            style = "$text-error" if ending.wrong else "$foreground-muted"
            update(self.query_one("#scan-note", Static), literal(ending.sentence, style))
        else:
            self.draw_progress()

    def _say_what_stands(self) -> None:
        """A run of the checks reads a sample: what the scan has read of every project stays in sight beside it."""
        scan = self.app.session.level_scan
        if not scan.under_way and (said := scan.said_beside_sample(datetime.now(UTC))):
            update(self.query_one("#scan-note", Static), literal(said, "$foreground-muted"))

    def draw_progress(self) -> None:
        """Show the progress. Behind a dialog it is not drawn for each project."""
        scan = self.app.session.level_scan
        if scan.under_way and self.app.screen is self.screen:
            said = f"Levels read on {scan.progress}" if scan.progress else "Reading the levels"
            note = self.query_one("#scan-note", Static)
            update(note, progress_line(said, scan.done, scan.total, note.content_size.width))
