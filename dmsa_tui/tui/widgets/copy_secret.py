"""The button that copies the client secret: the one way out for it, after a confirmed press."""

from textual import getters, on, work
from textual.widgets import Button

from dmsa_tui.terminal.clipboard import tool_here
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.browser_and_clipboard import CLIPBOARD_CLEAR_SECONDS
from dmsa_tui.tui.widgets.compact_button import CompactButton


class CopySecret(CompactButton):
    """Copies the secret of the open onboarding once the person has confirmed it."""

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__("Copy the client secret…", id="copy-secret")

    @on(Button.Pressed)
    @work(group="dialog", exit_on_error=False)
    async def _copy(self, event: Button.Pressed) -> None:
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        event.stop()
        if not self.app.system_clipboard.may_copy_secret():
            return
        secret = await self.app.session.credentials.secret()
        if secret is None:
            number = self.app.session.guide.step("promote").number
            self.notify(f"The client secret is missing; paste it on step {number}.", timeout=6)
            return
        consequence = (
            f"It goes to {'this machine' if tool_here() else 'your terminal'}'s clipboard, which is cleared "
            f"{CLIPBOARD_CLEAR_SECONDS:.0f} seconds later. Paste it where nobody else can see it. "
            "A vault or a one-time link is safer."
        )
        dialog = ConfirmDialog("Copy the client secret?", consequence, "Copy it")
        if await self.app.push_screen_wait(dialog):
            self.app.system_clipboard.copy_secret(secret)
