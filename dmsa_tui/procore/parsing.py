"""Parses an answer's JSON within limits of size, depth and time.

Python's parser lets nothing else run until it is through, in a thread neither: so a large list is parsed row by row.
"""

import json
import re
from typing import Any

AT_ONCE = 256 * 1024
"""Bytes that one call of the parser may take: 25 ms at the worst."""
LARGEST_OBJECT = 1024 * 1024
"""Bytes of an answer that is no list; the largest one that is asked for has some 200,000."""
MOST_VALUES = 1_000_000
"""Commas and brackets of an answer; a page of 1,000 projects has some 100,000."""
_BETWEEN = re.compile(r"[ \t\r\n]*([\],])[ \t\r\n]*")
_BEGIN = re.compile(r"[ \t\r\n]*\[[ \t\r\n]*")
_END = re.compile(r"[ \t\r\n]*")


class Unparsable(ValueError):
    """No JSON, or more of it than is parsed. `str()` says what the answer is."""


def parsed(body: bytes) -> Any:
    """The value of a JSON text. Raises Unparsable."""
    if len(body) > AT_ONCE and body.count(b",") + body.count(b"[") + body.count(b"{") > MOST_VALUES:
        raise Unparsable(f"has more than {MOST_VALUES:,} values")
    try:
        text = body.decode("utf-8-sig")
        begin = _BEGIN.match(text) if len(body) > AT_ONCE else None
        if begin is not None:
            return _rows(text, begin.end())
        if len(body) > LARGEST_OBJECT:
            raise Unparsable(f"is larger than {LARGEST_OBJECT / 1_048_576:g} MB")
        return _DECODER.decode(text)
    except RecursionError:
        raise Unparsable("is nested too deeply") from None
    except UnicodeDecodeError:
        raise Unparsable("is not UTF-8") from None
    except ValueError as error:  # JSONDecodeError, and what Python says to a number of thousands of digits
        raise error if isinstance(error, Unparsable) else Unparsable("is not JSON") from None


def _rows(text: str, position: int) -> list[Any]:
    rows: list[Any] = []
    window, start = text[position : position + AT_ONCE], position
    if text.startswith("]", position):
        return _ended(text, position + 1, rows)
    while True:
        try:
            row, end = _DECODER.raw_decode(window, position - start)
            between = _BETWEEN.match(text, start + end)
            # A number at the window's end may go on beyond it.
            whole = end < len(window) or start + end == len(text)
        except ValueError:
            whole = False
        if not whole:
            if position == start:
                raise Unparsable("is not JSON, or has a row of absurd size")
            window, start = text[position : position + AT_ONCE], position
            continue
        if between is None:
            raise Unparsable("is not JSON")
        rows.append(row)
        position = between.end()
        if between[1] == "]":
            return _ended(text, position, rows)
        if position - start >= len(window):
            window, start = text[position : position + AT_ONCE], position


def _ended(text: str, position: int, rows: list[Any]) -> list[Any]:
    if _END.fullmatch(text, position) is None:
        raise Unparsable("is not JSON")
    return rows


def _no_constant(word: str) -> Any:
    raise json.JSONDecodeError("NaN and Infinity are not JSON", word, 0)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
