"""Records as TOML text, and back. The record's annotations say which types a key may have."""

import re
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from dmsa_tui import __version__
from dmsa_tui.errors import DamagedRecord, InvalidInput, NewerRecord, quoted
from dmsa_tui.onboarding.plain_toml import plain_toml
from dmsa_tui.onboarding.record import SCHEMA, Onboarding
from dmsa_tui.procore.environments import ENVIRONMENTS, custom_hosts

_FAMILY, _VERSION = SCHEMA.rsplit("/", 1)
_LAST = "written"
"""The last table of every file. If it is missing, the file was cut off, even if the rest is valid."""
_KINDS = {name: kind for name, kind in get_type_hints(Onboarding).items() if name != "extra"}
_AS_IT_IS = (str, bool, int)
"""What TOML gives as the record has it: most values, so that asking `_typed` about each would take half the time."""
_WORDS = {str: "text", int: "a whole number", bool: "true or false", datetime: "a date and time with its offset"}


def dumps(record: Onboarding) -> bytes:
    """The record as a TOML file; InvalidInput for text that cannot be encoded."""
    document: dict[str, Any] = {"schema": SCHEMA}
    for name in _KINDS:
        value = getattr(record, name)
        if value is not None:
            document[name] = _plain(value)
    import tomli_w

    document.update(record.extra)
    document[_LAST] = {"by": f"dmsa-tui {__version__}"}
    try:
        return tomli_w.dumps(document).encode()
    except UnicodeEncodeError:
        raise InvalidInput("An answer contains bytes that are not text; type it again instead of pasting it.") from None


def loads(data: bytes) -> Onboarding:
    """The record in a TOML file. Raises DamagedRecord or NewerRecord, with the reason as a clause."""
    try:
        text = data.decode("utf-8-sig")
        document = plain_toml(text) or _any_toml(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise DamagedRecord(f"it is not TOML ({_short(error)})") from None
    _check_schema(document.pop("schema", None))
    if not isinstance(written := document.pop(_LAST, None), dict) or not isinstance(written.get("by"), str):
        raise DamagedRecord(f"it is cut off: its last table, [{_LAST}], is missing or incomplete")
    known = {
        key: value if (value := document.pop(key)).__class__ is kind and kind in _AS_IT_IS else _typed(kind, value, key)
        for key, kind in _KINDS.items()
        if key in document
    }
    if not known.get("name"):
        raise DamagedRecord("it does not say whose record it is: the key name is missing or empty")
    if known.get("revision", 0) < 0:
        raise DamagedRecord("the key revision is below zero")
    if (where := known.get("environment", "production")) not in ENVIRONMENTS:
        raise NewerRecord(f"this version does not know its environment {quoted(where)}; update dmsa-tui to open it")
    record = Onboarding(**known, extra=document)
    record.login_url, record.api_url = custom_hosts(record.environment, record.login_url, record.api_url)
    return record


def _any_toml(text: str) -> dict[str, Any]:
    import tomllib  # for what nobody but a person writes

    return tomllib.loads(text)


def _check_schema(schema: object) -> None:
    if schema == SCHEMA:
        return
    if not isinstance(schema, str) or not (match := re.fullmatch(re.escape(_FAMILY) + r"/(\d{1,9})", schema)):
        raise DamagedRecord(f"it is not an onboarding record: its schema is not {SCHEMA}")
    if int(match[1]) > int(_VERSION):
        raise NewerRecord(f"a newer dmsa-tui has written it ({schema}); update dmsa-tui to open it")
    raise DamagedRecord(f"its schema {schema} is not one that dmsa-tui has ever written")


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InvalidInput(f"The time {value.isoformat()} has no time zone; a record holds times in UTC.")
        return value.astimezone(UTC)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _typed(kind: Any, value: object, key: str) -> Any:
    if type(value) is kind and kind in _WORDS:  # most are
        return _utc(value, key) if isinstance(value, datetime) else value
    origin, parts = _parts(kind)
    if origin is UnionType:
        return _typed(next(each for each in parts if each is not NoneType), value, key)
    if origin is list:
        if not isinstance(value, list):
            raise DamagedRecord(f"the key {key} is not a list")
        return [_typed(parts[0], each, f"{key}[{index}]") for index, each in enumerate(value)]
    if origin is dict:
        return {name: _typed(parts[1], each, f"{key}.{name}") for name, each in _table(value, key).items()}
    if is_dataclass(kind):
        return _nested(kind, _table(value, key), key)
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise DamagedRecord(f"the key {key} is none of {', '.join(kind)}")
        return kind(value)
    raise DamagedRecord(f"the key {key} is not {_WORDS[kind]}")


@cache
def _parts(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(kind), get_args(kind)


@cache
def _kinds(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _nested(kind: Any, table: dict[str, Any], key: str) -> Any:
    kinds = _kinds(kind)
    if not table.keys() <= kinds.keys():
        strange = next(name for name in table if name not in kinds)
        raise DamagedRecord(f"the key {key}.{strange} is not known")
    try:
        return kind(**{name: _typed(kinds[name], each, f"{key}.{name}") for name, each in table.items()})
    except TypeError:
        missing = next(each.name for each in fields(kind) if each.name not in table)
        raise DamagedRecord(f"the key {key}.{missing} is missing") from None


def _table(value: object, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DamagedRecord(f"the key {key} is not a table")
    return value


def _utc(value: datetime, key: str) -> datetime:
    try:
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except OverflowError:
        pass
    raise DamagedRecord(f"the key {key} is not {_WORDS[datetime]}")


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
