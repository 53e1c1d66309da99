"""A table of the guide's TOML files: its texts have no unprintable character, and their stars come in pairs."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from dmsa_tui.errors import quoted
from dmsa_tui.guide import links, markup
from dmsa_tui.structured import Table

_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ID_RULE = "an id has lower-case letters, digits and single dashes"


def data_root() -> Path:
    """The folder with the guide's files."""
    return Path(__file__).with_name("data")


class GuideTable(Table):
    """One table of the guide."""

    def text(self, key: str) -> str:
        """A plain text: one line, not empty, without unprintable characters and stars."""
        return self._plain(key, super().text(key))

    def prose(self, key: str) -> str:
        """A text in which **stars** may enclose labels."""
        return self._prose(key, super().text(key))

    def optional_prose(self, key: str) -> str | None:
        """`prose`, or None if the key is absent."""
        return self.prose(key) if self.has(key) else None

    def proses(self, key: str) -> tuple[str, ...]:
        """A list of `prose`; empty if the key is absent."""
        return self._each(key, self._prose)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of plain texts; empty if the key is absent."""
        return self._each(key, self._plain)

    def identifier(self, key: str) -> str:
        """A name in lower case with dashes."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self.refuse(key, f"is {quoted(value)}; {_ID_RULE}")
        return value

    def identifier_of(self, name: str) -> None:
        """Refuse this table if the name under which it stands is no id."""
        if not _ID.fullmatch(name):
            raise self.refuse_itself(f"has a name that is not an id; {_ID_RULE}")

    def optional_link(self, key: str) -> str | None:
        """A link template, or None if the key is absent."""
        value = self.optional_text(key)
        if value is not None and (reason := links.fault(value)):
            raise self.refuse(key, reason)
        return value

    def _each(self, key: str, check: Callable[[str, str], str]) -> tuple[str, ...]:
        values = self.texts(key) if self.has(key) else ()
        return tuple(check(f"{key}[{index}]", value) for index, value in enumerate(values))

    def _prose(self, key: str, value: str) -> str:
        if not value.strip() or value != value.strip():
            raise self.refuse(key, "is empty or has a space at its edge")
        for character in value:
            if unicodedata.category(character) in _UNPRINTABLE:
                raise self.refuse(key, f"contains the unprintable character U+{ord(character):04X}")
        if reason := markup.fault(value):
            raise self.refuse(key, reason)
        return value

    def _plain(self, key: str, value: str) -> str:
        if markup.STARS in self._prose(key, value):
            raise self.refuse(key, "must be plain, without **")
        return value
