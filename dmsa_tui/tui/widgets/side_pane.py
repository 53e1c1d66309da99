"""The column beside the actions, on roomy terminals; in a rehearsal the practice browser may take its place."""

from typing import ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane

PRACTICING = "-practicing"


class SidePane(ScrollPane):
    """What Procore says and what is known, or the practice browser."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "end_practice", "Close", show=False)]
    app = getters.app(BaseApp)

    was_dialog = False
    """Whether the practice browser was a dialog before there was room for it here."""

    def __init__(self) -> None:
        super().__init__(id="side")

    @property
    def practices(self) -> bool:
        """Whether the practice browser is in sight."""
        return self.screen.has_class(PRACTICING)

    async def practice(self, clicks: PracticeClicks, *, focus: bool) -> None:
        """Show the practice browser here, also on the steps that follow."""
        self.app.practices_beside = True
        self.screen.add_class(PRACTICING)
        await self.mount(
            Static(literal("Practice browser", "bold"), classes="practice-part"),
            clicks,
            Horizontal(
                CompactButton(self._show_me, key=self.app.key_text("practice"), id="show-me"),
                CompactButton("Close", key="Esc", id="end-practice"),
                classes="practice-part button-line",
            ),
        )
        if focus:
            clicks.chooser.focus()

    @property
    def _show_me(self) -> str:
        """What the button does now, in the same width."""
        return "Show me" if self.app.stop_playing is None else "Stop it"

    def label_show_me(self) -> None:
        """Label the button by whether it plays."""
        for button in self.query("#show-me").results(Button):
            button.label = self._show_me

    @on(PracticeClicks.Left)
    def _left(self, event: PracticeClicks.Left) -> None:
        if event.task:
            self.app.open_task(event.task)
            return
        done = self.app.key_text("done")
        self.screen.notify(f"Nothing is left to click here. Continue in the step with {done}.", timeout=6)
        self.screen.set_focus(None)
        for actions in self.screen.walk_children(ActionList):
            actions.focus_first()

    @on(Button.Pressed, "#end-practice")
    async def action_end_practice(self) -> None:
        """Show again what Procore says."""
        self.app.practices_beside = self.was_dialog = False
        self.screen.remove_class(PRACTICING)
        await self.query("PracticeClicks, .practice-part").remove()
