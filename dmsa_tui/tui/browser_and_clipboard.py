"""The two ways out of the program: the browser and the clipboard. Neither claims what it cannot know."""

import asyncio
import os
from typing import TYPE_CHECKING, Literal

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
    secret_lent = False
    """Whether the clipboard was given a secret that has not been taken back yet."""

    async def open_page(self, url: str | None) -> str | None:
        """Open `url` in the browser if it is Procore's, and say what came of it.

        A sentence is given back only where no browser shows the page, so that the link has to go another way.
        """
        from dmsa_tui.procore.weblinks import is_procore_link

        if self.session.rehearsal is not None:
            self.notify("This is a rehearsal: the practice panel stands for the browser.", timeout=5)
        elif url is None:
            self.notify("This step has no page to open yet; the path is written above.", timeout=5)
        elif not is_procore_link(url):
            self.notify("Not opened: only https pages of Procore are.", severity="error", timeout=6)
        elif "SSH_CONNECTION" in os.environ:
            return "There is no browser at this end of the SSH connection."
        elif not await asyncio.to_thread(shown_by_browser, url):
            return "No browser on this machine could be asked to open it."
        else:
            self.notify("Asked the browser to open it; if nothing happens, open the link by hand.", timeout=5)
        return None

    def copy_text(self, text: str | None, what: str) -> None:
        """Send `text` to the terminal's clipboard, and claim no more than that."""
        if text is None:
            self.notify("There is nothing to copy yet.", timeout=4)
            return
        held_back = self.keeps_out_of_recording(text)
        severity: Literal["warning", "information"] = "warning" if held_back else "information"
        self.notify(self.copied(text, what), severity=severity, timeout=8 if held_back else 5)

    def copied(self, text: str, what: str) -> str:
        """Send `text` to the terminal's clipboard, and give the sentence that says so, or why it was not sent."""
        if self.keeps_out_of_recording(text):
            return self._not_recorded(what)
        self.copy_to_clipboard(text)
        return f"Sent {what} to your terminal's clipboard; if it does not arrive, select it by mouse."

    def keeps_out_of_recording(self, text: str) -> bool:
        """Whether this terminal is being recorded and `text` holds what is masked."""
        return bool(self.session.mask.recorder) and self.session.mask.text(text) != text

    def copy_secret_with_timed_clear(self, secret: "Secret") -> None:
        """Send a secret to the terminal's clipboard and take it back after `LENT_FOR`; ask the person first."""
        if not self.may_lend():
            return
        self.copy_to_clipboard(secret.reveal())
        self.secret_lent = True
        self.set_timer(CLIPBOARD_CLEAR_SECONDS, self.clear_secret_from_clipboard)
        self.notify(
            f"Sent the secret to your terminal's clipboard; it is emptied again in {CLIPBOARD_CLEAR_SECONDS:.0f} "
            "seconds. A clipboard history may keep it.",
            severity="warning", timeout=10,
        )  # fmt: skip

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

    def clear_secret_from_clipboard(self) -> None:
        """Empty the clipboard if a secret is on it."""
        if self.secret_lent:
            self.secret_lent = False
            self.copy_to_clipboard("")
