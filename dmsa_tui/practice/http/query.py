"""Query parameters as Procore's clients write them: `filters[name]`, `filters[name][]`, booleans in any case."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

_TRUE, _FALSE = frozenset({"true", "t", "1", "yes"}), frozenset({"false", "f", "0", "no"})


class Query:
    """A parsed query. Unknown parameters are simply never asked for; unreadable values count as absent."""

    def __init__(self, query_string: bytes | str) -> None:
        text = query_string.decode("latin-1") if isinstance(query_string, bytes) else query_string
        self.pairs: tuple[tuple[str, str], ...] = tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))

    def text(self, name: str) -> str | None:
        """The last value of that name."""
        return next((value for key, value in reversed(self.pairs) if key == name), None)

    def flag(self, name: str) -> bool | None:
        """A boolean in any spelling; None if it is absent or unreadable."""
        return _flag(self.text(name))

    def number(self, name: str) -> int | None:
        """A whole number; None if it is absent or unreadable."""
        return whole_number(self.text(name))

    def filter(self, name: str) -> str | None:
        """The value of `filters[name]`."""
        return self.text(f"filters[{name}]")

    def filter_flag(self, name: str) -> bool | None:
        """A boolean filter."""
        return _flag(self.filter(name))

    def filter_ids(self, name: str) -> frozenset[str] | None:
        """Ids of `filters[name]` and `filters[name][]`, both editions of the reference; None without such a filter."""
        keys = (f"filters[{name}]", f"filters[{name}][]")
        values = [value for key, value in self.pairs if key in keys]
        return frozenset(part.strip() for value in values for part in value.strip("[]").split(",")) if values else None

    def without(self, *names: str) -> Iterator[tuple[str, str]]:
        """The pairs but for those names, in their order."""
        return (pair for pair in self.pairs if pair[0] not in names)


def whole_number(text: str | None) -> int | None:
    """`text` as a number from 0 to 18 digits; None for anything else."""
    text = text.strip() if text else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _flag(text: str | None) -> bool | None:
    word = text.strip().lower() if text else ""
    return True if word in _TRUE else False if word in _FALSE else None
