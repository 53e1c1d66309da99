"""Typed access to the fields of an answer; whatever does not fit is named in one sentence."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from dmsa_tui.procore.answer_validation import request_words
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.request_record import Answered, NotUnderstood

T = TypeVar("T")

_LONGEST_ID = 64
_ID_END = 10**_LONGEST_ID


class JsonFields:
    """One JSON object of an answer.

    A reader of what is needed raises NotUnderstood for a value of another type. An optional reader passes over an odd
    value as if it were absent: what nobody needs must not spoil an answer.
    """

    def __init__(self, answered: Answered[Any], value: Any, where: str) -> None:
        self._answered = answered
        self._where = where
        if not isinstance(value, dict):
            raise self._invalid(where or "the answer", "an object", value)
        self._value: dict[str, Any] = value

    def tells_id(self, key: str) -> bool:
        """Whether the key is there with an ID, or with null for none."""
        return key in self._value and (self._value[key] is None or self.optional_id(key) is not None)

    def has(self, key: str) -> bool:
        """Whether the key is there at all, be it null."""
        return key in self._value

    def has_list(self, key: str) -> bool:
        """Whether there is a list under the key."""
        return isinstance(self._value.get(key), list)

    def id(self, key: str) -> str:
        """An ID, sent as a whole number or as text."""
        id = self.optional_id(key)
        if id is None:
            raise self._invalid(self._name(key), "an ID", self._value.get(key))
        return id

    def optional_id(self, key: str) -> str | None:
        """An ID; None for anything else and for empty text."""
        value = self._value.get(key)
        # A float has lost digits of a long ID already.
        if type(value) is int and 0 <= value < _ID_END:
            return str(value)
        if isinstance(value, str) and len(value) <= _LONGEST_ID:
            return value.strip() or None
        return None

    def text(self, key: str) -> str:
        """A text; empty for anything else."""
        return self.optional_text(key) or ""

    def required_text(self, key: str) -> str:
        """A text that is not empty."""
        text = self.optional_text(key)
        if not text:
            raise self._invalid(self._name(key), "a text", self._value.get(key))
        return text

    def optional_text(self, key: str) -> str | None:
        """A text or None; a number is taken as its digits, since people name projects with them."""
        value = self._value.get(key)
        if isinstance(value, str):
            return value
        return str(value) if type(value) is int and abs(value) < _ID_END else None

    def flag(self, key: str) -> bool:
        """A truth value."""
        flag = self.optional_flag(key)
        if flag is None:
            raise self._invalid(self._name(key), "true or false", self._value.get(key))
        return flag

    def optional_flag(self, key: str) -> bool | None:
        """A truth value or None."""
        value = self._value.get(key)
        return value if isinstance(value, bool) else None

    def optional_number(self, key: str) -> int | None:
        """A whole number or None; digits in a text are taken as one."""
        value = self._value.get(key)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 20:
            return int(value)
        return value if type(value) is int and abs(value) < _ID_END else None

    def child(self, key: str) -> "JsonFields":
        """The object under `key`; one without keys for anything else."""
        value = self._value.get(key)
        return JsonFields(self._answered, value if isinstance(value, dict) else {}, self._name(key))

    def required_child(self, key: str) -> "JsonFields":
        """The object under `key`, which must be there."""
        return JsonFields(self._answered, self._value.get(key), self._name(key))

    def children(self, key: str) -> "Iterator[JsonFields]":
        """The objects of the list under `key`; none for anything else, and what is no object in it is passed over."""
        value = self._value.get(key)
        for number, each in enumerate(value if isinstance(value, list) else ()):
            if isinstance(each, dict):
                yield JsonFields(self._answered, each, f"{self._name(key)}[{number}]")

    def required_children(self, key: str) -> "Iterator[JsonFields]":
        """The objects of the list under `key`, which must be there."""
        if not self.has_list(key):
            raise self._invalid(self._name(key), "a list", self._value.get(key))
        return self.children(key)

    def items(self) -> Iterator[tuple[str, Any]]:
        """The keys and values as they came."""
        return iter(self._value.items())

    def _name(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def _invalid(self, name: str, wanted: str, came: Any) -> NotUnderstood:
        return invalid(self._answered, name, wanted, came)


def fields_of(answered: Answered[Any]) -> JsonFields:
    """The answer as one object."""
    return JsonFields(answered, answered.value, "")


def rows_of(answered: Answered[Any], read: Callable[[JsonFields], T], *, every: bool) -> Iterator[T]:
    """Each row of the list that the answer is, as `read` makes it.

    `every`: a row that cannot be read raises NotUnderstood. Else it is passed over, unless there is no other.
    """
    if not isinstance(answered.value, list):
        raise invalid(answered, "the answer", "a list", answered.value)
    spoilt, readable = None, False
    for number, each in enumerate(answered.value, start=1):
        try:
            row = read(JsonFields(answered, each, f"row {number}"))
        except NotUnderstood as problem:
            if every:
                raise
            spoilt = spoilt or problem
            continue
        readable = True
        yield row
    if spoilt is not None and not readable:
        raise spoilt


def columns_of(rows: Sequence[Any], kinds: Mapping[str, tuple[type, ...]]) -> list[list[Any]] | None:
    """The rows' values key by key; None if a row has not all keys, or a value of another kind or of absurd size.

    Many times as fast as row by row: for ten thousand rows that took longer than to fetch them. Nothing is made for
    each row, which would call for Python's search for garbage.
    """
    try:
        columns = [list(map(itemgetter(key), rows)) for key in kinds]
    except (KeyError, TypeError):
        return None
    for values, wanted in zip(columns, kinds.values(), strict=True):
        if not set(map(type, values)) <= set(wanted):
            return None
        ids = [value for value in values if value is not None] if int in wanted else ()
        if ids and not 0 <= min(ids) <= max(ids) < _ID_END:
            return None
    return columns


def invalid(answered: Answered[Any], name: str, wanted: str, came: Any) -> NotUnderstood:
    """The error for a field that is not what Procore documents."""
    request_record = answered.request_records[-1]
    return NotUnderstood(
        f"In the answer to {request_words(request_record)}, {name} should be {wanted} but came as {_shown(came)}.",
        request_record,
        shape=True,
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if type(value) is int and abs(value) >= _ID_END:
        return "a number of absurd length"
    return visible(json.dumps(value, ensure_ascii=False), 80)
