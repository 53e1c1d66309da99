"""The type that holds a client secret or a token while the program runs."""

import base64
import re
from urllib.parse import quote, quote_plus

MASK = "••••"
PART = 12
"""Characters of a secret that must not show in a row."""


def masked(id: str) -> str:
    """An ID for a shared screen: dots, and the end of it, at most a third and four characters."""
    return MASK + id[len(id) - min(len(id) // 3, 4) :]


class Secret:
    """Text that no repr, str, format, pickle or log shows; only `reveal()` returns it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself; call it only where it leaves for Procore, the keyring or a confirmed copy."""
        return self._value

    def fingerprint(self, key: str) -> str:
        """Eight hex digits that tell two secrets apart without showing either; `key` is the client ID."""
        import hashlib  # here: the first screen does not need them
        import hmac

        return hmac.new(_bytes(key), _bytes(self._value), hashlib.sha256).hexdigest()[:8]

    def hidden_in(self, text: str) -> str:
        """`text` with dots for the secret, as it is and as forms, addresses, JSON, HTML or Base64 write it."""
        for form in self._forms() if self._value else ():
            text = re.sub(re.escape(form), MASK, text, flags=re.IGNORECASE if "%" in form else 0)
        return text

    def _forms(self) -> list[str]:
        import html
        import json

        value = self._value
        data = _bytes(value)
        ways = {
            value, quote(data, safe=""), quote(data), quote_plus(data), json.dumps(value)[1:-1],
            json.dumps(value, ensure_ascii=False)[1:-1], html.escape(value), html.escape(value, quote=False),
            base64.b64encode(data).decode().rstrip("="), base64.urlsafe_b64encode(data).decode().rstrip("="),
        }  # fmt: skip
        return sorted(ways, key=len, reverse=True)

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        import hmac

        return isinstance(other, Secret) and hmac.compare_digest(_bytes(self._value), _bytes(other._value))

    __hash__ = None  # type: ignore[assignment]  # a hash of a secret has no business in a dictionary

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        return Secret, (MASK,)


def _bytes(text: str) -> bytes:
    # A UnicodeEncodeError would carry the whole text; pasted text may hold lone surrogates.
    return text.encode("utf-8", "surrogatepass")
