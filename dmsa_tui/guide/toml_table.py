"""A typed view of one TOML file that refuses what it does not understand, by file, key and reason."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide import links, markup

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ID_RULE = "an id has lower-case letters, digits and single dashes"


def read_toml(raw: bytes, file: str) -> "Table":
    """The top table of a TOML file; InvalidInput names the file and the place if it is none."""
    try:
        return Table(tomllib.loads(raw.decode("utf-8-sig")), file)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"{file} is not valid TOML: {error}.") from None
    except RecursionError:
        raise InvalidInput(f"{file} is nested too deeply; tables three levels deep are enough.") from None


class Table:
    """One TOML table. As a context manager it refuses, on leaving, every key that nobody read."""

    def __init__(self, data: dict[str, Any], file: str, path: str = "") -> None:
        self.file = file
        self._data = data
        self._path = path
        self._read: set[str] = set()

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

    def over(self, other: "Table") -> "Table":
        """`other` with this table's keys in place of its own; messages name the place of `other`."""
        return Table({**other._data, **self._data}, self.file, other._path)

    def skip(self, *keys: str) -> None:
        """Know these keys, which are read elsewhere."""
        self._read.update(keys)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._data

    def key_names(self) -> tuple[str, ...]:
        """All keys, in the file's order."""
        return tuple(self._data)

    def text(self, key: str) -> str:
        """A plain text: one line, not empty, without unprintable characters and stars."""
        value = self._prose(key, self._value(key, str, "a text"))
        if markup.STARS in value:
            raise self.refuse(key, "must be plain, without **")
        return value

    def identifier(self, key: str) -> str:
        """A name in lower case with dashes."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self.refuse(key, f"is {value!r}; {_ID_RULE}")
        return value

    def identifier_of(self, name: str) -> None:
        """Refuse this table if the name under which it stands is no id."""
        if not _ID.fullmatch(name):
            raise self.refuse_itself(f"has a name that is no id; {_ID_RULE}")

    def prose(self, key: str) -> str:
        """A text in which **stars** may enclose labels."""
        return self._prose(key, self._value(key, str, "a text"))

    def optional_text(self, key: str) -> str | None:
        """`text`, or None if the key is absent."""
        return self.text(key) if self._seen(key) else None

    def optional_prose(self, key: str) -> str | None:
        """`prose`, or None if the key is absent."""
        return self.prose(key) if self._seen(key) else None

    def optional_link(self, key: str) -> str | None:
        """A link template, or None if the key is absent."""
        if not self._seen(key):
            return None
        value = self.text(key)
        if reason := links.fault(value):
            raise self.refuse(key, reason)
        return value

    def proses(self, key: str) -> tuple[str, ...]:
        """A list of `prose`; empty if the key is absent."""
        return self._list(key, self._prose)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of plain texts; empty if the key is absent."""
        return self._list(key, self._plain)

    def integer(self, key: str) -> int:
        """A whole number."""
        value = self._value(key, int, "a whole number")
        if isinstance(value, bool):
            raise self.refuse(key, "must be a whole number, and is a truth value")
        return int(value)

    def flag(self, key: str) -> bool:
        """true or false; false if the key is absent."""
        return bool(self._value(key, bool, "true or false")) if self._seen(key) else False

    def optional_flag(self, key: str) -> bool | None:
        """true or false; None if the key is absent."""
        return self.flag(key) if self._seen(key) else None

    def day(self, key: str) -> date:
        """A date such as 2026-09-24, unquoted."""
        value = self._value(key, date, "a date such as 2026-09-24, without quotes")
        if isinstance(value, datetime):
            raise self.refuse(key, "must be a date such as 2026-09-24, without a time")
        assert isinstance(value, date)
        return value

    def one_of(self, key: str, valid: Iterable[str]) -> str:
        """A text out of a closed list."""
        return self.known(key, self.text(key), valid)

    def known(self, key: str, value: str, valid: Iterable[str]) -> str:
        """`value` if it is in the closed list."""
        choices = tuple(valid)
        if value not in choices:
            raise self.refuse(key, f"is {value!r}; the valid ones are: {', '.join(choices)}")
        return value

    def table(self, key: str) -> "Table":
        """A table within this one."""
        return Table(self._value(key, dict, "a table"), self.file, self._name(key))

    def optional_table(self, key: str) -> "Table":
        """A table within this one, empty if the key is absent."""
        return self.table(key) if self._seen(key) else Table({}, self.file, self._name(key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables; empty if the key is absent."""
        if not self._seen(key):
            return ()
        value = self._value(key, list, "a list of tables")
        for index, each in enumerate(value):
            if not isinstance(each, dict):
                raise self.refuse(f"{key}[{index}]", "must be a table")
        return tuple(Table(each, self.file, self._name(f"{key}[{index}]")) for index, each in enumerate(value))

    def table_or_tables(self, key: str) -> tuple["Table", ...]:
        """A table, or a list of them; empty if the key is absent."""
        return (self.table(key),) if isinstance(self._data.get(key), dict) else self.tables(key)

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def _seen(self, key: str) -> bool:
        self._read.add(key)
        return key in self._data

    def _value(self, key: str, kind: type, wanted: str) -> Any:
        if not self._seen(key):
            raise self.refuse(key, "is missing")
        value = self._data[key]
        if not isinstance(value, kind):
            raise self.refuse(key, f"must be {wanted}, and is {type(value).__name__}")
        return value

    def _list(self, key: str, check: Callable[[str, str], str]) -> tuple[str, ...]:
        if not self._seen(key):
            return ()
        value = self._value(key, list, "a list of texts")
        for index, each in enumerate(value):
            if not isinstance(each, str):
                raise self.refuse(f"{key}[{index}]", f"must be a text, and is {type(each).__name__}")
        return tuple(check(f"{key}[{index}]", each) for index, each in enumerate(value))

    def _prose(self, key: str, value: str) -> str:
        if not value.strip() or value != value.strip():
            raise self.refuse(key, "is empty or has a space at its edge")
        for character in value:
            if unicodedata.category(character) in _UNSEEN:
                raise self.refuse(key, f"contains the unprintable character U+{ord(character):04X}")
        if reason := markup.fault(value):
            raise self.refuse(key, reason)
        return value

    def _plain(self, key: str, value: str) -> str:
        if markup.STARS in self._prose(key, value):
            raise self.refuse(key, "must be plain, without **")
        return value
