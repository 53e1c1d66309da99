"""The two ways out of the program: the browser and the clipboard. Neither claims what it cannot know."""

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Literal

from dmsa_tui.terminal import clipboard
from dmsa_tui.terminal.clipboard import Outcome

if TYPE_CHECKING:
    from textual.app import App

    from dmsa_tui.procore.secret import Secret
    from dmsa_tui.session.session import Session

    Base = App[str]
else:
    Base = object


CLIPBOARD_CLEAR_SECONDS = 30.0
"""Seconds for which a secret stays on the clipboard."""


IN_THE_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Browsers that Python's webbrowser takes where there is no other, and that would draw over the wizard."""


def shown_by_browser(url: str) -> bool:
    """Hand `url` to this machine's browser; False if there is none with a window of its own, or it refused.

    True is no proof that anybody sees the page: most browsers do not tell.
    """
    import webbrowser

    try:
        browser = webbrowser.get()
        return getattr(browser, "basename", "") not in IN_THE_TERMINAL and browser.open(url)
    except (webbrowser.Error, OSError):
        return False


class BrowserAndClipboard(Base):
    """What DmsaApp can do outside of the terminal."""

    session: "Session"
    _lent: "Secret | None" = None
    """The secret that the clipboard was given and that has not been taken back yet."""

    async def open_page(self, url: str | None) -> str | None:
        """Open `url` in the browser if it is Procore's, and say what came of it.

        A sentence is given back only where no browser shows the page, so that the link has to go another way.
        """
        from dmsa_tui.procore.weblinks import is_procore_link

        if self.session.rehearsal is not None:
            self.notify("This is a rehearsal: use the practice browser.", timeout=5)
        elif url is None:
            self.notify("This step has no page to open yet. The path is at the top.", timeout=5)
        elif not is_procore_link(url):
            self.notify("Not opened: only https pages of Procore can be opened here.", severity="error", timeout=6)
        elif "SSH_CONNECTION" in os.environ:
            return "There is no browser at this end of the SSH connection."
        elif not await asyncio.to_thread(shown_by_browser, url):
            return "This machine has no browser that can open it."
        else:
            self.notify("Sent to the browser. If nothing happens, open the link yourself.", timeout=5)
        return None

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's own way to copy, which text fields take too: by this machine's program where there is one."""
        tool = clipboard.tool_here()
        if tool is None:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text
            self.run_worker(asyncio.to_thread(clipboard.copied, tool, text), group="clipboard", exit_on_error=False)

    def copy_text(self, text: str | None, what: str) -> None:
        """Copy `text`, and claim no more than is known of it."""
        if text is None:
            self.notify("There is nothing to copy yet.", timeout=4)
            return

        held_back = self.keeps_out_of_recording(text)
        severity: Literal["warning", "information"] = "warning" if held_back else "information"
        tell = partial(self.notify, severity=severity, timeout=8 if held_back else 5)
        if (tool := clipboard.tool_here()) is None or held_back:
            tell(self._sent_to_terminal(text, what))
            return

        async def copy() -> None:
            tell(await self._copied_by(tool, text, what))

        self.run_worker(copy(), group="clipboard", exit_on_error=False)

    async def copied(self, text: str, what: str) -> str:
        """Copy `text`, and give the sentence that says which way it went, or why it did not go."""
        if (tool := clipboard.tool_here()) is None or self.keeps_out_of_recording(text):
            return self._sent_to_terminal(text, what)
        return await self._copied_by(tool, text, what)

    def _sent_to_terminal(self, text: str, what: str) -> str:
        if self.keeps_out_of_recording(text):
            return self._not_recorded(what)
        super().copy_to_clipboard(text)
        return f"Sent {what} to your terminal's clipboard. If it does not arrive, select it with the mouse."

    async def _copied_by(self, tool: clipboard.Tool, text: str, what: str) -> str:
        self._clipboard = text
        match await asyncio.to_thread(clipboard.copied, tool, text):
            case Outcome.VERIFIED:
                return f"Copied {what} to this machine's clipboard."
            case Outcome.FAILED:
                return f"{tool.name} did not copy {what}: select it with the mouse."
        return f"Gave {what} to {tool.name}, which cannot be asked. If it does not arrive, select it with the mouse."

    def keeps_out_of_recording(self, text: str) -> bool:
        """Whether this terminal is being recorded and `text` holds what is masked."""
        return bool(self.session.mask.recorder) and self.session.mask.text(text) != text

    def copy_secret_with_timed_clear(self, secret: "Secret") -> None:
        """Copy a secret and take it back after `CLIPBOARD_CLEAR_SECONDS`; ask the person first."""
        if self.may_lend():
            self.run_worker(self._lend(secret), group="clipboard", exit_on_error=False)

    async def _lend(self, secret: "Secret") -> None:
        tool, soon = clipboard.tool_here(), f"in {CLIPBOARD_CLEAR_SECONDS:.0f} seconds"
        if tool is None:
            self.copy_to_clipboard(secret.reveal())
            said = (
                f"Sent the secret to your terminal, which does not say whether it took it; {soon} it is asked to empty"
            )
            said += " its clipboard."
        else:
            outcome = await asyncio.to_thread(clipboard.copied, tool, secret.reveal())
            if outcome is Outcome.FAILED:
                self.notify(f"{tool.name} did not copy the secret.", severity="error", timeout=8)
                return
            said = f"The secret is on this machine's clipboard; it is emptied {soon}."
            if outcome is Outcome.UNVERIFIED:
                said = f"Gave the secret to {tool.name}; whether it arrived cannot be read back. It is emptied {soon}."
        self._lent = secret
        self.set_timer(CLIPBOARD_CLEAR_SECONDS, self.clear_secret_from_clipboard)
        self.notify(f"{said} A clipboard history may keep it.", severity="warning", timeout=10)

    def may_lend(self) -> bool:
        """Whether a secret may go to the terminal's clipboard; if not, it says why."""
        if self.session.mask.recorder:
            self.notify(self._not_recorded("the secret"), severity="warning", timeout=8)
        return not self.session.mask.recorder

    def _not_recorded(self, what: str) -> str:
        return (
            f"Not sent: {self.session.mask.recorder} is recording this terminal, and what goes to its clipboard passes "
            f"through the terminal, so that the recording would hold {what}."
        )

    async def clear_secret_from_clipboard(self) -> None:
        """Empty the clipboard if our secret is on it, and say what came of that where it can be known."""
        secret, self._lent = self._lent, None
        if secret is None:
            return
        if (tool := clipboard.tool_here()) is None:
            self.copy_to_clipboard("")
            return
        match await asyncio.to_thread(clipboard.emptied, tool, secret.reveal()):
            case Outcome.VERIFIED:
                self.notify("The clipboard is empty again.", timeout=4)
            case Outcome.FAILED | Outcome.UNVERIFIED:
                said = f"{tool.name} does not say whether the clipboard is empty: copy something else over the secret."
                self.notify(said, severity="warning", timeout=10)
