"""The commands that steps and tasks have alike: what they open, copy, show and mask."""

from typing import TYPE_CHECKING

from textual import getters, work

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.steps import openers
from dmsa_tui.tui.widgets.turn_line import TurnLine

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.mask_keys import MaskKeys
    from dmsa_tui.tui.widgets.action_list import ActionList


class ProcedureCommands(ClosedOnce):
    """A step or a task, with what its keys do."""

    app = getters.app(BaseApp)
    mask_keys: "MaskKeys | None"

    @property
    def session(self) -> "Session":
        """The current session."""
        return self.app.session

    @property
    def procedure(self) -> "Task":
        """The step or task in the guide."""
        raise NotImplementedError

    @property
    def actions(self) -> "ActionList | None":
        """The list of actions; None on a screen without one."""
        raise NotImplementedError

    @property
    def guide_id(self) -> str:
        """The id of the step or task."""
        return self.procedure.id

    def action_edition(self) -> None:
        """Choose the developer portal that the person sees."""
        openers.choose_edition(self)

    def action_project_list(self) -> None:
        """The company's projects, to search, filter and save."""
        openers.open_project_list(self)

    def action_branches(self) -> None:
        """What to do when the screen looks different."""
        from dmsa_tui.tui.dialogs.troubleshooting import TroubleshootingDialog

        self.app.push_screen(TroubleshootingDialog(self.session, self.procedure))

    @work(group="browser", exit_on_error=False)
    async def action_open_link(self) -> None:
        """Open the page of the open action in the browser. If no browser can, show the link and copy it."""
        link = self.query_one(TurnLine).link
        if (reason := await self.app.browser.open_page(link)) and link:
            reason = f"{reason} {await self.app.system_clipboard.copied(link, 'the link')}"
            openers.show_links(self, self.guide_id, reason)

    def action_show_link(self) -> None:
        """The links whole, and as a QR code."""
        openers.show_links(self, self.guide_id)

    def action_project_names(self) -> None:
        """Mask or show the names of projects."""
        if self.mask_keys is not None:
            self.mask_keys.toggle_names()

    def action_copy(self) -> None:
        """Copy the value of the open action, next time its next one; where it has none, the page's link."""
        if self.actions is None or not self.actions.copy_next():
            self.app.system_clipboard.copy_text(self.query_one(TurnLine).link, "the link")
