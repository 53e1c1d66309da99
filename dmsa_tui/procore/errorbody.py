"""Reads the text out of an error answer, in every shape that Procore's versions and OAuth give it.

Sources: RFC 6749 section 5.2; Procore documentation, api_essentials/error_reference (2026-03); Procore API reference
(2024 to 2026), whose versions differ.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.masking import LONGEST_PAGE
from dmsa_tui.procore.parsing import AT_ONCE, Unparsable, parsed

_WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_UNREAD = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_PLAIN_TEXT = 200
_DEEPEST = 6


class ErrorBody(NamedTuple):
    """What an error answer says, free of control characters."""

    code: str | None
    """OAuth's or Procore's error word, e.g. `invalid_client`."""
    said: str
    """Its text; empty if it has none."""
    html: bool = False
    """The answer is a web page: hardly Procore's API speaking, rather a proxy or a login page."""


def read_error(body: bytes, content_type: str = "") -> ErrorBody:
    """The error in `body`; never raises."""
    try:
        if len(body) > AT_ONCE:
            raise Unparsable("is too long for an error")
        value = parsed(body)
    except Unparsable:
        # The searches above take quadratic time on a hostile page.
        text = body[:LONGEST_PAGE].decode("utf-8", "replace")
        if is_html(body, content_type):
            return ErrorBody(None, _clean(_page_text(text), _PLAIN_TEXT), html=True)
        return ErrorBody(None, _clean(text, _PLAIN_TEXT))
    code, said = _code(value), "; ".join(dict.fromkeys(_texts(value)))
    return ErrorBody(None if code is None else _clean(code), _clean(said))


def is_html(body: bytes, content_type: str = "") -> bool:
    """Whether an answer is a web page, by its type or by its first characters."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" in content_type.lower() or start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _code(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    error = value.get("error")
    if isinstance(error, dict) and "code" in error:
        return _scalar(error["code"])
    if isinstance(error, str) and (_WORD.fullmatch(error) or "error_description" in value):
        return error
    return _scalar(value.get("code"))


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    """The sentences of an error body: the most specific key that has any, and what `reason` and `detail` add to it.

    Procore explains a generic `message` there (API reference, 2026).
    """
    if depth > _DEEPEST:
        return
    if not isinstance(value, dict):
        yield from _flat(value, depth)
        return
    for key in ("errors", "error", "error_description", "message", "title"):
        texts = list(_of_key(value, key, depth))
        if texts:
            yield from texts
            break
    for key in ("reason", "detail"):
        yield from _of_key(value, key, depth)


def _of_key(value: dict[str, Any], key: str, depth: int) -> Iterator[str]:
    held = value.get(key)
    if key == "errors" and isinstance(held, dict):
        yield from _by_field(held, depth)
    elif key == "error" and isinstance(held, str):
        # An OAuth word says less than the description beside it, and is the code already.
        described = value.get("error_description")
        yield from _flat(described if described and held == _code(value) else held, depth)
    elif isinstance(held, dict):
        yield from _texts(held, depth + 1)
        yield from _details(held.get("details"), depth)
    else:
        yield from _flat(held, depth)


def _by_field(errors: dict[str, Any], depth: int) -> Iterator[str]:
    """`{"name": ["is too long"]}` as "name: is too long"; `base` and `fields` only group."""
    if depth > _DEEPEST:
        return
    for field, held in errors.items():
        if field == "fields" and isinstance(held, dict):
            yield from _by_field(held, depth + 1)
        else:
            prefix = "" if field == "base" else f"{field}: "
            yield from (prefix + text for text in _flat(held, depth))


def _details(details: Any, depth: int) -> Iterator[str]:
    for each in details if isinstance(details, list) else ():
        if isinstance(each, dict):
            source = _scalar(each.get("source"))
            yield from (f"{source}: {text}" if source else text for text in _texts(each, depth + 1))


def _flat(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, depth + 1)
    elif isinstance(value, dict):
        yield from _texts(value, depth + 1)
    else:
        text = _scalar(value)
        if text:
            yield text


def _scalar(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if type(value) is int and abs(value) < 10**30 else None


def _page_text(text: str) -> str:
    import html  # its table of names is large, and only pages have entities

    title = _TITLE.search(text)
    body = title[1] if title and title[1].strip() else _TAG.sub(" ", _UNREAD.sub(" ", text))
    return html.unescape(_TAG.sub(" ", body))


def _clean(text: str, longest: int = 500) -> str:
    return visible(" ".join(text.split()), longest)
