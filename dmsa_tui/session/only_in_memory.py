"""What goes with the program, because no file and no keyring has it, in words, and whose it is."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.errors import StorageError
from dmsa_tui.session.held_client_ids import identity

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.session.session import Session

Named = Callable[["Session", str], str]
"""A customer's name as it may be shown now."""
_SANDBOX = "sandbox_client_id"
"""The client ID whose own field says that it is kept until the program ends."""


class Loss(NamedTuple):
    """What one onboarding loses, and how it is said while it can still be kept, and afterwards."""

    secret: bool
    client_id: bool
    whose: str = ""
    """` of another onboarding, E. H.,`; empty for the open one's."""

    @property
    def clause(self) -> str:
        """In the middle of a sentence, after what is saved."""
        return f"{self._said('is', 'are')} not"

    @property
    def warning(self) -> str:
        """What is said before the program ends."""
        return f"{_capital(self._said('is', 'are'))} only in memory and will be lost."

    @property
    def gone(self) -> str:
        """What is said afterwards."""
        it, gone = ("them", "are gone") if self.secret and self.client_id else ("it", "is gone")
        then = f"keep {it} in your password vault" if self.secret else "enter it again"
        return f"{_capital(self._said('was', 'were'))} only in memory and {gone}: {then}."

    def _said(self, one: str, both: str) -> str:
        if self.secret and self.client_id:
            return f"client ID and secret{self.whose} {both}"
        return f"the client {'secret' if self.secret else 'ID'}{self.whose} {one}"


def losses(sessions: "Sequence[Session]", named: Named) -> list[Loss]:
    """What is lost with the program: first of the onboarding that is open in the first session, then of others."""
    found: list[Loss] = []
    for session in sessions:
        if session.loses_secret or session.loses_client_id:
            open_one = identity(session.record) if session is sessions[0] and session.is_open else None
            of_secrets, of_ids = _losing_secrets(session), _losing_client_ids(session)
            for each in sorted(of_secrets | of_ids, key=lambda each: (each != open_one, each)):
                whose = "" if each == open_one else _of_another(session, each, named)
                found.append(Loss(each in of_secrets, each in of_ids, whose))
    return found


def another(name: str) -> str:
    """An onboarding that is not the open one; its name may be unknown."""
    return f"another onboarding, {name}" if name else "another onboarding"


def saved_records(session: "Session") -> "list[Onboarding]":
    """The records that can be read, the open one as it is here."""
    here = [session.record] if session.is_open else []
    try:
        saved = [each.record for each in session.store.entries() if each.record is not None]
    except StorageError:  # a name may be missing then, and nothing else
        saved = []
    return here + [each for each in saved if not here or identity(each) != identity(here[0])]


def _of_another(session: "Session", onboarding: str, named: Named) -> str:
    name = next((each.name for each in saved_records(session) if identity(each) == onboarding), "")
    return f" of {another(named(session, name))}," if name else f" of {another('')}"


def _losing_client_ids(session: "Session") -> set[str]:
    open_record = session.open_record
    held = open_record.held_client_ids.by_onboarding(session.record if session.is_open else None)
    return {onboarding for onboarding, values in held.items() if values.keys() - {_SANDBOX}}


def _losing_secrets(session: "Session") -> set[str]:
    """The identities of those onboardings; an empty one for a secret that belongs to none that is known."""
    return session.credentials.given_alone_for | session.credentials.stored_alone_for


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}"
