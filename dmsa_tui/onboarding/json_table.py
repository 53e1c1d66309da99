"""JSON from a file that anybody may have edited, read key by key; a refusal names the key and what would be right."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from dmsa_tui.errors import InvalidInput


class Table:
    """One JSON object of a file; `file` begins the sentence of a refusal, e.g. "The setup record"."""

    def __init__(self, content: Any, file: str, name: str = "") -> None:
        self._file, self._name = file, name
        if not isinstance(content, dict):
            raise self._refusal(name or "at the top", "an object")
        self._content = content

    def refusal(self, key: str, wanted: str) -> InvalidInput:
        """The error for a key that is missing or not what it should be."""
        return self._refusal(self._path(key), wanted)

    def _refusal(self, path: str, wanted: str) -> InvalidInput:
        return InvalidInput(f"{self._file} cannot be used: its key {path} is not {wanted}.")

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._content

    def plain(self, key: str) -> dict[str, Any]:
        """An object as it is; empty keys and unknown ones included."""
        value = self._content.get(key)
        if not isinstance(value, dict):
            raise self.refusal(key, "an object")
        return value

    def text(self, key: str) -> str:
        """A text."""
        value = self._content.get(key)
        if not isinstance(value, str):
            raise self.refusal(key, "text")
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None for null or a missing key."""
        return None if self._content.get(key) is None else self.text(key)

    def one_of(self, key: str, words: Iterable[str]) -> str:
        """One of those words."""
        value, valid = self._content.get(key), list(words)
        if not isinstance(value, str) or value not in valid:
            raise self.refusal(key, f"one of {', '.join(valid)}")
        return value

    def flag(self, key: str) -> bool | None:
        """True, false or null."""
        value = self._content.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.refusal(key, "true, false or null")
        return value

    def count(self, key: str) -> int:
        """A whole number from 0."""
        value = self._content.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refusal(key, "a whole number")
        return value

    def optional_count(self, key: str) -> int | None:
        """A whole number from 0, or None for null or a missing key."""
        return None if self._content.get(key) is None else self.count(key)

    def is_number(self, key: str) -> bool:
        """Whether a whole number is there."""
        return isinstance(self._content.get(key), int)

    def moment(self, key: str) -> datetime:
        """A date and time with its offset, in UTC."""
        try:
            moment = datetime.fromisoformat(self.text(key))
            if moment.tzinfo is not None and moment.date() > date.min:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.refusal(key, "a date and time with its offset")

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._content.get(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refusal(key, "a list of texts")
        return list(value)

    def table(self, key: str) -> "Table":
        """An object."""
        return Table(self._content.get(key), self._file, self._path(key))

    def optional_table(self, key: str) -> "Table | None":
        """An object, or None for null or a missing key."""
        return None if self._content.get(key) is None else self.table(key)

    def tables(self, key: str) -> list["Table"]:
        """A list of objects."""
        value = self._content.get(key)
        if not isinstance(value, list):
            raise self.refusal(key, "a list")
        return [Table(each, self._file, f"{self._path(key)}[{index}]") for index, each in enumerate(value)]
