"""A notification that takes the place of the one before about the same thing: two of them would contradict."""

from typing import TYPE_CHECKING

from textual.notifications import Notification, Notify

from dmsa_tui.tui.notices import PassingNotice, withdraw

if TYPE_CHECKING:
    from textual.app import App
    from textual.notifications import SeverityLevel


class OneNotice:
    """At most one notification of its kind is shown."""

    _last: Notification | None = None

    def say(self, app: "App[str]", sentence: str, *, timeout: float, severity: "SeverityLevel" = "information") -> None:
        """Notify about `sentence`, and remove what was said before."""
        self.withdraw(app)
        self._last = PassingNotice(sentence, timeout=timeout, severity=severity, markup=False)
        app.post_message(Notify(self._last))

    def is_shown(self, app: "App[str]") -> bool:
        """Whether what was said last is still shown."""
        return self._last is not None and self._last in app._notifications

    def keep_only(self, app: "App[str]", sentence: str) -> None:
        """Remove what was said last, unless it is this."""
        if self._last is not None and self._last.message != sentence:
            self.withdraw(app)

    def withdraw(self, app: "App[str]") -> None:
        """Remove what was said last, if it is still shown."""
        if self._last is not None and self.is_shown(app):
            withdraw(app, self._last)
