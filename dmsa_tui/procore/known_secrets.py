"""The client secrets that this run has held: a piece of one is told wherever a person types or pastes it."""

from collections.abc import Iterator

from dmsa_tui.procore.secret import PART, Secret


class KnownSecrets:
    """Hashes of every piece of `PART` characters, in any letter case: no secret can be read from them."""

    def __init__(self) -> None:
        self._pieces: set[int] = set()

    def learn(self, secret: Secret) -> None:
        """Tell the pieces of this one too, until the program ends."""
        self._pieces.update(map(hash, _pieces(secret.reveal())))

    def has_piece_in(self, text: str) -> bool:
        """Whether `PART` characters in a row of `text` are a secret's."""
        return bool(self._pieces) and any(hash(each) in self._pieces for each in _pieces(text))


KNOWN = KnownSecrets()
"""One for the whole program: every field masks by it, whichever onboarding the secret belongs to."""


def _pieces(text: str) -> Iterator[str]:
    text = text.lower()
    return (text[start : start + PART] for start in range(len(text) - PART + 1))
