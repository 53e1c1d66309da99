"""Stores the client secret in the operating system's keyring, or in memory until the program ends."""

import logging
import sys
from collections.abc import Callable, Collection
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Literal, NamedTuple, TypeVar

from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.procore.secret import Secret

T = TypeVar("T")
_log = logging.getLogger(__name__)

REAL_BACKENDS = {
    "keyring.backends.macOS": "the macOS Keychain",
    "keyring.backends.Windows": "the Windows Credential Manager",
    "keyring.backends.SecretService": "the desktop's Secret Service",
    "keyring.backends.libsecret": "the desktop's Secret Service",  # the same service, through GNOME's own library
    "keyring.backends.kwallet": "KWallet",
}
"""Keyring modules that encrypt their secrets, with the names that people know."""

_PROBED = SecretKey("probe", "", "probe")
_FOR_A_DIALOG, _UNATTENDED = 60.0, 3.0
"""Seconds for a keyring that may ask a person for a password, and for one that nobody can answer."""
_UNTOLD = 2.0
"""Seconds after which a person is told what the program waits for."""


class StoredIn(NamedTuple):
    """Where a secret is stored."""

    where: Literal["keyring", "session"]
    sentence: str


ON_PAPER = "It is in the setup program's memory only, and gone when that program is closed: no keyring has it."
"""Where a secret is that is in no keyring, for the reader of a paper."""


class Forgotten(NamedTuple):
    """Whether the keyring has let go of a secret."""

    certain: bool
    sentence: str


class _Unavailable(Exception):
    """Why the keyring cannot be used, as a clause; `absent` if this machine has none that could hold anything."""

    def __init__(self, clause: str, *, absent: bool = False) -> None:
        super().__init__(clause)
        self.absent = absent


class SecretStore:
    """Client secrets, each under its `SecretKey`.

    `backends` are the keyring modules that are trusted, with the names that people know them by; `timeout` is in
    seconds, for loading the keyring and for the call together. The calls block for that long at the most; by default
    that is long enough for the keyring's dialog where a person sits at a terminal.
    """

    def __init__(self, backends: Collection[str] = tuple(REAL_BACKENDS), timeout: float | None = None) -> None:
        self._backends = frozenset(backends)
        self._timeout = timeout or (_FOR_A_DIALOG if sys.stdin and sys.stdin.isatty() else _UNATTENDED)
        self.on_wait: Callable[[str], None] = _say
        """Called from any thread with what the program waits for, once that takes long."""
        self._held: dict[SecretKey, Secret] = {}
        self._one_at_a_time = Lock()
        self._stuck: Thread | None = None
        self._answers: SimpleQueue[tuple[Any, _Unavailable | None]] | None = None
        self._where = "The keyring has not been tried yet."
        self._in_keyring = False
        self.without_keyring = False
        """Whether this machine had no keyring that could hold anything when it was last asked."""

    @property
    def where(self) -> str:
        """One sentence about where secrets are stored, as far as it is known."""
        return self._where

    @property
    def where_on_paper(self) -> str:
        """`where`, for somebody who reads it elsewhere and later, when this program is closed."""
        return self._where if self._in_keyring else ON_PAPER

    def probe(self) -> StoredIn:
        """Try the keyring with a random value, before Procore shows a secret only once."""
        import secrets  # here: the first screen does not need it

        sample = secrets.token_urlsafe(24)

        def try_it(keyring: Any) -> str:
            _write(keyring, _PROBED, sample)
            keyring.delete_password(_PROBED.service, _PROBED.client_id)
            return _name(keyring)

        try:
            return self._stored_in(self._ask(try_it))
        except _Unavailable as reason:
            return self._stored_in_memory(reason)

    def put(self, key: SecretKey, secret: Secret) -> StoredIn:
        """Store `secret`, read it back and compare. If the keyring fails, hold it in memory for this run."""

        def write(keyring: Any) -> str:
            _write(keyring, key, secret.reveal())
            return _name(keyring)

        self._held[_usable(key)] = secret  # held first: it is safe here whatever the keyring does
        try:
            kept = self._stored_in(self._ask(write))
        except _Unavailable as reason:
            return self._stored_in_memory(reason)
        del self._held[key]
        return kept

    def get(self, key: SecretKey) -> Secret | None:
        """The secret from memory or the keyring; None if neither has it, or the keyring cannot be used."""
        if (held := self._held.get(_usable(key))) is not None:
            return held

        def read(keyring: Any) -> tuple[str, Secret | None]:
            password = keyring.get_password(key.service, key.client_id)
            return _name(keyring), Secret(password) if password else None

        try:
            name, secret = self._ask(read)
        except _Unavailable as reason:
            self._stored_in_memory(reason)
            return None
        self._stored_in(name)
        return secret

    def is_in_memory_alone(self, key: SecretKey) -> bool:
        """Whether the secret goes with this run."""
        return key in self._held

    @property
    def in_memory_alone(self) -> set[SecretKey]:
        """The keys of the secrets that go with this run."""
        return set(self._held)

    def forget(self, key: SecretKey) -> Forgotten:
        """Remove the secret from memory and from the keyring; not `certain` if the keyring did not take part."""
        was_held = self._held.pop(_usable(key), None) is not None

        def remove(keyring: Any) -> bool:
            there = keyring.get_password(key.service, key.client_id) is not None
            if there:
                keyring.delete_password(key.service, key.client_id)
            return there

        try:
            there = self._ask(remove)
        except _Unavailable as reason:
            if reason.absent:
                held = "The secret is deleted. It was held for this run only."
                return Forgotten(True, held if was_held else f"No secret was kept: {reason}.")
            return Forgotten(
                False, f"The keyring may still hold the secret under {quoted(key.service)}, {key.client_id}: {reason}."
            )
        return Forgotten(True, "The secret was removed from the keyring." if there else "The keyring held no secret.")

    def give_up(self) -> None:
        """Stop waiting for a keyring that has not answered."""
        if self._answers is not None:
            self._answers.put((None, _Unavailable("the wait for the keyring ended")))

    def _stored_in(self, keyring_name: str) -> StoredIn:
        self._where, self._in_keyring, self.without_keyring = f"Kept in {keyring_name}.", True, False
        _log.debug("the keyring answered: %s", keyring_name)
        return StoredIn("keyring", self._where)

    def _stored_in_memory(self, reason: _Unavailable) -> StoredIn:
        self._where, self.without_keyring = f"Kept in memory until you quit: {reason}.", reason.absent
        self._in_keyring = False
        _log.debug("no keyring: %s", reason)
        return StoredIn("session", self._where)

    def _ask(self, call: Callable[[Any], T]) -> T:
        """`call` with the keyring, in a thread that the end of the program does not wait for.

        A call that comes meanwhile waits for this one: the keyring that is busy with it is no keyring that hangs.
        """
        with self._one_at_a_time:
            return self._asked(call)

    def _asked(self, call: Callable[[Any], T]) -> T:
        if self._stuck is not None and self._stuck.is_alive():
            raise _Unavailable("the keyring still does not answer (it may be waiting for its password)")
        answers = self._answers = SimpleQueue()
        self._stuck = Thread(target=self._work, args=(call, answers), name="keyring", daemon=True)
        self._stuck.start()
        try:
            value, trouble = self._awaited(answers)
        except Empty:
            raise _Unavailable(
                f"the keyring did not answer within {self._timeout:g} seconds (it may be waiting for its password)"
            ) from None
        self._stuck = None
        if trouble is not None:
            raise trouble
        answer: T = value
        return answer

    def _awaited(self, answers: "SimpleQueue[T]") -> T:
        if self._timeout > _UNTOLD:
            try:
                return answers.get(timeout=_UNTOLD)
            except Empty:
                self.on_wait(
                    f"Waiting up to {self._timeout:g} seconds for the keyring: it may ask for its password in a window."
                )
        return answers.get(timeout=max(self._timeout - _UNTOLD, min(self._timeout, _UNTOLD)))

    def _work(self, call: Callable[[Any], Any], answers: SimpleQueue[tuple[Any, _Unavailable | None]]) -> None:
        try:
            answers.put((call(self._keyring()), None))
        except _Unavailable as reason:
            answers.put((None, reason))
        except Exception as error:  # a backend may raise anything, and its text could quote the secret
            answers.put((None, _Unavailable(f"the keyring refused ({type(error).__name__})")))

    def _keyring(self) -> Any:
        import keyring

        backend: Any = keyring.get_keyring()
        module = type(backend).__module__
        members = [type(each).__module__ for each in _members(backend)]
        if module == "keyring.backends.fail" or not members:
            raise _Unavailable("this machine has no keyring", absent=True)
        if module == "keyring.backends.null":
            raise _Unavailable("the keyring is turned off", absent=True)
        if strange := sorted(set(members) - self._backends):
            raise _Unavailable(f"the keyring {strange[0]} is not known to encrypt", absent=True)
        return backend


class MemorySecretStore(SecretStore):
    """A secret store for rehearsals: it never touches the keyring."""

    def __init__(self) -> None:
        super().__init__(backends=())
        self._where = "Kept in memory until you quit: this is a rehearsal."

    def _ask(self, call: Callable[[Any], T]) -> T:
        raise _Unavailable("this is a rehearsal", absent=True)


def _say(sentence: str) -> None:
    print(f"dmsa-tui: {sentence}", file=sys.stderr, flush=True)


def _usable(key: SecretKey) -> SecretKey:
    if not key.client_id:
        raise InvalidInput("A client secret is kept under its client ID; enter the client ID first.")
    return key


def _write(keyring: Any, key: SecretKey, text: str) -> None:
    keyring.set_password(key.service, key.client_id, text)
    if keyring.get_password(key.service, key.client_id) != text:
        raise _Unavailable("the keyring did not give back what was written")


def _name(keyring: Any) -> str:
    first = _members(keyring)[0]
    return REAL_BACKENDS.get(type(first).__module__) or f"the keyring {first.name}"


def _members(keyring: Any) -> list[Any]:
    """The keyrings of a chain, which writes to the first; any other keyring by itself."""
    return list(keyring.backends) if type(keyring).__module__ == "keyring.backends.chainer" else [keyring]
