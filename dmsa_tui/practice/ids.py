"""Invented identifiers that come out the same whenever the same things happen in the same order."""

import base64
import hashlib
import uuid
from collections import Counter

_NAMESPACE = uuid.UUID("6e6f7420-6120-4265-a16c-20436f6d7061")


class IdGenerator:
    """Hands out ids, keys and secrets that depend on the seed, on their kind and on how many came before."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._given: Counter[str] = Counter()

    def number(self, kind: str) -> int:
        """A 15-digit id, beyond 32 bits as those of Procore's newer zones; consecutive within a kind."""
        base = int.from_bytes(hashlib.sha256(f"{self._seed}/{kind}".encode()).digest()[:8], "big")
        return 598_000_000_000_000 + base % 900_000_000_000 + self._count(kind)

    def uuid(self, kind: str) -> str:
        """A UUID of 36 characters, the shape of an App Version Key."""
        return str(uuid.uuid5(_NAMESPACE, f"{self._seed}/{kind}/{self._count(kind)}"))

    def secret(self, kind: str) -> str:
        """43 characters of base64url, the newer shape of client ids and secrets (Procore documentation, 2024)."""
        text = base64.urlsafe_b64encode(self._digest(kind)).decode().rstrip("=")
        # A leading hyphen would be taken for an option on a command line.
        return "p" + text[1:] if text.startswith("-") else text

    def token(self) -> str:
        """An access token that looks like a JWT: three parts, the first one starting with eyJ."""
        parts = (b'{"alg":"ES512"}', self._digest("token"), self._digest("token"))
        return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)

    def suffix(self, kind: str) -> str:
        """Eight hex digits, as Procore appends to a service account's name."""
        return self._digest(kind).hex()[:8]

    def _digest(self, kind: str) -> bytes:
        return hashlib.sha256(f"{self._seed}/{kind}/{self._count(kind)}".encode()).digest()

    def _count(self, kind: str) -> int:
        self._given[kind] += 1
        return self._given[kind]
