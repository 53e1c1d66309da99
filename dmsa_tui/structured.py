"""One checked view of a TOML or JSON table. A refusal names the file, the place in it, and what would be right."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self

from dmsa_tui.errors import InvalidInput, quoted

_NAMES = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}


class Table:
    """One table. As a context manager it refuses, on leaving, every key that nobody read.

    JSON's null counts as an absent key.
    """

    def __init__(self, data: dict[str, Any], file: str, path: str = "") -> None:
        self.file = file
        """What a refusal begins with: a file's name, or words such as "The setup record"."""
        self._data = data
        self._path = path
        self._read: set[str] = set()

    @classmethod
    def from_toml(cls, raw: bytes, file: str) -> Self:
        """The top table of a TOML file; InvalidInput names the file and the place if it is none."""
        try:
            return cls(tomllib.loads(raw.decode("utf-8-sig")), file)
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None
        except tomllib.TOMLDecodeError as error:
            raise InvalidInput(f"{file} is not valid TOML: {error}.") from None
        except RecursionError:
            raise InvalidInput(f"{file} is nested too deeply; tables three levels deep are enough.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            for key in self._data:
                if key not in self._read:
                    known = ", ".join(sorted(self._read))
                    raise self.refuse(key, f"is not a known key; the known ones here are: {known}")

    def refuse(self, key: str, reason: str) -> InvalidInput:
        """The error for `key`: `reason` continues the sentence "file: key …"."""
        return InvalidInput(f"{self.file}: {self._name(key)} {reason}.")

    def refuse_itself(self, reason: str) -> InvalidInput:
        """The error for this table: `reason` continues the sentence "file: table …"."""
        return InvalidInput(f"{self.file}: {self._path or 'the file'} {reason}.")

    def over(self, other: Self) -> Self:
        """`other` with this table's keys in place of its own; messages name the place of `other`."""
        return type(self)({**other._data, **self._data}, self.file, other._path)

    def skip(self, *keys: str) -> None:
        """Know these keys, which are read elsewhere."""
        self._read.update(keys)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._read.add(key)
        return self._data.get(key) is not None

    def key_names(self) -> tuple[str, ...]:
        """All keys, in the file's order."""
        return tuple(self._data)

    def text(self, key: str) -> str:
        """A text."""
        return str(self._value(key, str))

    def optional_text(self, key: str) -> str | None:
        """`text`, or None if the key is absent."""
        return self.text(key) if self.has(key) else None

    def one_of(self, key: str, valid: Iterable[str]) -> str:
        """A text out of a closed list."""
        return self.known(key, self.text(key), valid)

    def known(self, key: str, value: str, valid: Iterable[str]) -> str:
        """`value` if it is in the closed list."""
        choices = tuple(valid)
        if value not in choices:
            raise self.refuse(key, f"is {quoted(value)}; the valid ones are: {', '.join(choices)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, list, "a list of texts")
        for index, each in enumerate(value):
            if not isinstance(each, str):
                raise self._wrong(f"{key}[{index}]", each, "text")
        return tuple(value)

    def count(self, key: str) -> int:
        """A whole number from 0."""
        value = self._value(key, int)
        if isinstance(value, bool) or value < 0:
            raise self._wrong(key, value, "a whole number from 0")
        return int(value)

    def optional_count(self, key: str) -> int | None:
        """`count`, or None if the key is absent."""
        return self.count(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """true or false; false if the key is absent."""
        return self.optional_flag(key) is True

    def optional_flag(self, key: str) -> bool | None:
        """true or false; None if the key is absent."""
        return bool(self._value(key, bool)) if self.has(key) else None

    def day(self, key: str) -> date:
        """A date such as 2026-09-24, unquoted."""
        wanted = "a date such as 2026-09-24, without quotes"
        value = self._value(key, date, wanted)
        if isinstance(value, datetime):
            raise self.refuse(key, "must be a date such as 2026-09-24, without a time")
        assert isinstance(value, date)
        return value

    def moment(self, key: str) -> datetime:
        """A text with a date, a time and its offset; in UTC."""
        try:
            moment = datetime.fromisoformat(self.text(key))
            if moment.tzinfo is not None and moment.date() > date.min:
                return moment.astimezone(UTC)
        except OverflowError:
            pass
        except ValueError as error:
            if isinstance(error, InvalidInput):
                raise
        raise self.refuse(key, "must be a date and time with its offset, such as 2026-09-24T10:00:00Z")

    def plain(self, key: str) -> dict[str, Any]:
        """A table as it is; empty keys and unknown ones included."""
        return dict(self._value(key, dict))

    def table(self, key: str) -> Self:
        """A table within this one."""
        return type(self)(self._value(key, dict), self.file, self._name(key))

    def optional_table(self, key: str) -> Self | None:
        """`table`, or None if the key is absent."""
        return self.table(key) if self.has(key) else None

    def table_or_empty(self, key: str) -> Self:
        """`table`, or an empty one if the key is absent."""
        return self.optional_table(key) or type(self)({}, self.file, self._name(key))

    def tables(self, key: str) -> tuple[Self, ...]:
        """A list of tables."""
        value = self._value(key, list, "a list of tables")
        for index, each in enumerate(value):
            if not isinstance(each, dict):
                raise self._wrong(f"{key}[{index}]", each, "a table")
        return tuple(type(self)(each, self.file, self._name(f"{key}[{index}]")) for index, each in enumerate(value))

    def optional_tables(self, key: str) -> tuple[Self, ...]:
        """A list of tables, or a single one; empty if the key is absent."""
        if isinstance(self._data.get(key), dict):
            return (self.table(key),)
        return self.tables(key) if self.has(key) else ()

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _value(self, key: str, kind: type, wanted: str = "") -> Any:
        if not self.has(key):
            raise self.refuse(key, "is missing")
        value = self._data[key]
        if not isinstance(value, kind):
            raise self._wrong(key, value, wanted or _NAMES[kind])
        return value

    def _wrong(self, key: str, value: object, wanted: str) -> InvalidInput:
        is_plain = isinstance(value, (bool, int))
        given = str(value)[:20].lower() if is_plain else _NAMES.get(type(value), type(value).__name__)
        return self.refuse(key, f"must be {wanted}, and is {given}")
