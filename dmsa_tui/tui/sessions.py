"""From the customers' session into a rehearsal, from one rehearsal to another, and back."""

from typing import TYPE_CHECKING, Protocol

from dmsa_tui.onboarding.secret_store import MemorySecretStore

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


class Shows(Protocol):
    """The application, as far as it shows a session."""

    session: "Session"
    practices_beside: bool

    def attend(self, session: "Session") -> None:
        """Show that session from now on."""

    def go_home(self) -> None:
        """Close what was opened."""


class Sessions:
    """The session in front, and the customers' behind a rehearsal."""

    def __init__(self, app: Shows) -> None:
        self._app = app
        self.before: Session | None = None
        """The customers' session, during a rehearsal that was started from it."""
        self._secrets: dict[str, MemorySecretStore] = {}
        """Scenario → the secrets of its rehearsal, which this run keeps while another one is open."""

    @property
    def all(self) -> "list[Session]":
        """The session in front, then the customers' behind a rehearsal."""
        return [self._app.session] if self.before is None else [self._app.session, self.before]

    async def change(self, scenario: str = "", *, reset: bool = False) -> None:
        """Start a rehearsal of `scenario`; without one, leave the rehearsal for the customers' session.

        Raises InvalidInput or StorageError if the last rehearsal of the scenario cannot be read.
        """
        from dmsa_tui.session.session import Session

        now = self._app.session
        before = self.before if now.rehearsal is not None else now
        store = now.credentials.store
        if now.rehearsal is not None and isinstance(store, MemorySecretStore):
            self._secrets[now.rehearsal.scenario] = store
        if scenario:
            self._app.practices_beside |= now.rehearsal is None
            following = Session.for_rehearsal(scenario, reset=reset, secrets=self._secrets.get(scenario))
        else:
            following = before or Session.for_customers()
        await now.disconnect()
        self.before = before if scenario else None
        self._app.attend(following)
        self._app.go_home()  # what was opened meanwhile belongs to the session before
