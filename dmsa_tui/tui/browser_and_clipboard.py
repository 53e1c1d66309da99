"""The browser and the clipboard. Notices say only what the program knows."""

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.app import App

from dmsa_tui.procore.environments import stand_in
from dmsa_tui.terminal import clipboard
from dmsa_tui.terminal.clipboard import Outcome

if TYPE_CHECKING:
    from dmsa_tui.procore.secret import Secret
    from dmsa_tui.session.session import Session

CLIPBOARD_CLEAR_SECONDS = 30.0
"""Seconds for which a secret stays on the clipboard."""


IN_THE_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Browsers that run in the terminal and would draw over the wizard; Python's webbrowser may choose them."""


def shown_by_browser(url: str) -> bool:
    """Open `url` in this machine's browser; False if there is none with its own window, or it refused.

    True does not prove that the page is shown: most browsers do not say.
    """
    import webbrowser

    try:
        browser = webbrowser.get()
        return getattr(browser, "basename", "") not in IN_THE_TERMINAL and browser.open(url)
    except (webbrowser.Error, OSError):
        return False


class Browser:
    """Opens Procore's pages, and saved ones."""

    def __init__(self, app: App[str], session: "Callable[[], Session]") -> None:
        self._notify = app.notify
        self._session = session

    async def open_page(self, url: str | None) -> str | None:
        """Open `url` in the browser if it is Procore's, and notify about the outcome.

        Returns a sentence only if no browser can show the page, so that the caller can show the link in another way.
        """
        from dmsa_tui.procore.weblinks import is_procore_link

        if self._session().rehearsal is not None:
            self._notify("This is a rehearsal: use the practice browser.", timeout=5)
        elif url is None:
            self._notify("There is no page to open yet. The path is at the top.", timeout=5)
        elif not is_procore_link(url):
            self._notify("Not opened: only https pages of Procore can be opened here.", severity="error", timeout=6)
        elif "SSH_CONNECTION" in os.environ:
            return "The SSH host has no browser."
        elif not await asyncio.to_thread(shown_by_browser, url):
            return "This machine has no browser that can open it."
        else:
            said = "Sent to the browser. If nothing happens, open the link yourself."
            self._notify(said + self._no_stand_in, timeout=5)
        return None

    @property
    def _no_stand_in(self) -> str:
        """That a page is Procore's own where another host answers in its place."""
        session = self._session()
        host = stand_in(session.record.login_url, session.record.api_url) if session.is_open else ""
        return f" It is Procore's own page: {host.removeprefix('at ')} has none." if host else ""

    async def open_file(self, path: Path) -> None:
        """Show a saved page in the browser, and notify about the outcome."""
        if "SSH_CONNECTION" in os.environ:
            said = "The SSH host has no browser. Copy the file to your own machine."
        elif not await asyncio.to_thread(shown_by_browser, path.as_uri()):
            said = f"This machine has no browser that can open it. The file:\n{path}"
        else:
            said = f"Sent to the browser. If nothing happens, open the file yourself:\n{path}"
        self._notify(said, timeout=8, markup=False)


class SystemClipboard:
    """Copies by this machine's program where there is one, and through the terminal where there is none."""

    def __init__(self, app: App[str], session: "Callable[[], Session]", reveal_key: "Callable[[], str]") -> None:
        """`reveal_key`: the key that shows IDs, as people write it."""
        self._app = app
        self._reveal_key = reveal_key
        self._notify = app.notify
        self._session = session
        self._copied_secret: Secret | None = None
        """The secret that was copied and has not been cleared yet."""

    def copy_untold(self, text: str) -> None:
        """Copy `text` without a notice, as text fields do."""
        tool = clipboard.tool_here()
        if tool is None:
            App.copy_to_clipboard(self._app, text)
        else:
            self._app._clipboard = text
            self._app.run_worker(
                asyncio.to_thread(clipboard.copied, tool, text), group="clipboard", exit_on_error=False
            )

    def copy_text(self, text: str | None, what: str) -> None:
        """Copy `text`, and notify about what is known of the outcome."""
        if text is None:
            self._notify("There is nothing to copy yet.", timeout=4)
            return

        held_back = self.is_kept_from_recording(text)
        severity: Literal["warning", "information"] = "warning" if held_back else "information"
        tell = partial(self._notify, severity=severity, timeout=8 if held_back else 5)
        if (tool := clipboard.tool_here()) is None or held_back:
            tell(self._sent_to_terminal(text, what))
            return

        async def copy() -> None:
            tell(await self._copied_by(tool, text, what))

        self._app.run_worker(copy(), group="clipboard", exit_on_error=False)

    async def copied(self, text: str, what: str) -> str:
        """Copy `text`. Returns a sentence that says which way it went, or why not."""
        if (tool := clipboard.tool_here()) is None or self.is_kept_from_recording(text):
            return self._sent_to_terminal(text, what)
        return await self._copied_by(tool, text, what)

    def _sent_to_terminal(self, text: str, what: str) -> str:
        if self.is_kept_from_recording(text):
            return self._not_recorded(what)
        App.copy_to_clipboard(self._app, text)
        by_hand = self._by_hand(text)
        return f"Sent {what} to your terminal. Not there? {by_hand[0].upper()}{by_hand[1:]}."

    async def _copied_by(self, tool: clipboard.Tool, text: str, what: str) -> str:
        self._app._clipboard = text
        match await asyncio.to_thread(clipboard.copied, tool, text):
            case Outcome.VERIFIED:
                return f"Copied {what} to this machine's clipboard."
            case Outcome.FAILED:
                return f"{tool.name} did not copy {what}: {self._by_hand(text)}."
        return f"{tool.name} may have copied {what}. If not, {self._by_hand(text)}."

    def _by_hand(self, text: str) -> str:
        """What to do where a copy did not arrive; what is masked cannot be selected."""
        if self._session().mask.text(text) == text:
            return "select it by mouse"
        return f"{self._reveal_key()} twice shows it"

    def is_kept_from_recording(self, text: str) -> bool:
        """Whether this terminal is being recorded and `text` holds what is masked."""
        return bool(self._session().mask.recorder) and self._session().mask.values(text) != text

    def copy_secret(self, secret: "Secret") -> None:
        """Copy a secret, and clear it after `CLIPBOARD_CLEAR_SECONDS`. Ask the person first."""
        if self.may_copy_secret():
            self._app.run_worker(self._copy_secret(secret), group="clipboard", exit_on_error=False)

    async def _copy_secret(self, secret: "Secret") -> None:
        tool, soon = clipboard.tool_here(), f"for {CLIPBOARD_CLEAR_SECONDS:.0f} s"
        if tool is None:
            self._app.copy_to_clipboard(secret.reveal())
            sentence = f"Sent the secret to your terminal {soon}. It confirms neither the copy nor the clearing."
        else:
            outcome = await asyncio.to_thread(clipboard.copied, tool, secret.reveal())
            if outcome is Outcome.FAILED:
                self._notify(f"{tool.name} did not copy the secret.", severity="error", timeout=8)
                return
            sentence = f"The secret is on the clipboard {soon}."
            if outcome is Outcome.UNVERIFIED:
                sentence = f"{tool.name} may have put the secret on the clipboard {soon}."
        self._copied_secret = secret
        self._app.set_timer(CLIPBOARD_CLEAR_SECONDS, self.clear_secret)
        self._notify(f"{sentence} A clipboard history may keep it.", severity="warning", timeout=10)

    def may_copy_secret(self) -> bool:
        """Whether a secret may go to the terminal's clipboard; if not, notify why."""
        if self._session().mask.recorder:
            self._notify(self._not_recorded("the secret"), severity="warning", timeout=8)
        return not self._session().mask.recorder

    def _not_recorded(self, what: str) -> str:
        return f"Not copied: {self._session().mask.recorder} is recording, and would keep {what}."

    async def clear_secret(self) -> None:
        """Clear the clipboard if our secret is on it, and notify about what is known of the outcome."""
        secret, self._copied_secret = self._copied_secret, None
        if secret is None:
            return
        if (tool := clipboard.tool_here()) is None:
            self._app.copy_to_clipboard("")
            return
        match await asyncio.to_thread(clipboard.emptied, tool, secret.reveal()):
            case Outcome.VERIFIED:
                self._notify("The clipboard is cleared.", timeout=4)
            case Outcome.FAILED | Outcome.UNVERIFIED:
                sentence = f"{tool.name} may not have cleared the secret. Copy something else over it."
                self._notify(sentence, severity="warning", timeout=10)
