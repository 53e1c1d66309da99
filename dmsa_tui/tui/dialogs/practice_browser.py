"""The practice browser as a dialog, for screens without room beside the step."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button

from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.keys import ONBOARDING, KeyCommand
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks, Practiced

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


class PracticeBrowser(Dialog[None]):
    """The clicks of the portal and of Procore."""

    HEADING = "Practice browser: it replaces the real one"
    HELP = "It replaces the developer portal and Procore in a rehearsal. Choose a click to do it."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "show_me", "Show me", priority=True)]

    def __init__(self, session: "Session", behind: Practiced) -> None:
        """As for `PracticeClicks`."""
        super().__init__(classes="practice")
        self._clicks = PracticeClicks(session, behind)
        self.behind = behind

    @property
    def over_step(self) -> Sequence[KeyCommand]:
        """Its key plays the rest of the step here."""
        plays = [each._replace(action="show_me", label="Show me") for each in ONBOARDING if each.id == "practice"]
        return plays if self.behind.PLAYS else []

    def compose_dialog(self) -> ComposeResult:
        yield self._clicks

    def compose_row(self) -> ComposeResult:
        if self.behind.PLAYS:
            yield CompactButton("Show me", key=self.app.key_text("practice"), id="show-me")

    def on_mount(self) -> None:
        self._clicks.chooser.focus()

    @on(Button.Pressed, "#show-me")
    def _show_me_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_show_me()

    def action_show_me(self) -> None:
        """Close, and show the rest of the step."""
        if self.behind.PLAYS:
            self.dismiss(None)
            self.behind.show_me()
        else:
            self.notify(f"{self.app.key_text('practice')} plays steps, not tasks. Choose a click here.", timeout=6)

    @on(PracticeClicks.HandedOver)
    def _handed_over(self) -> None:
        self.dismiss(None)

    @on(PracticeClicks.Left)
    def _left(self, event: PracticeClicks.Left) -> None:
        self.dismiss(None)
        if event.task:
            self.app.open_task(event.task)
