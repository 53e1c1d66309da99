"""Where a text stops being JSON, what would be right there, and the edit that makes it so."""

import json
import re
from dataclasses import dataclass

_TYPOGRAPHIC = "“”„‟«»″‘’‚‛′"
_SNIPPET = '"components":{"oauth":{"instances":[{"grant_type":"client_credentials"}]'
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.DOTALL)
_KEY = re.compile(r'\s*"(?:[^"\\]|\\.)*"\s*')
_FRAGMENT = re.compile(r'\s*"[^"\n]*"\s*:')
_CLOSER = {"{": "}", "[": "]"}
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_WORDS = {"True": "true", "False": "false", "None": "null"}
"""What other languages write → what JSON does."""


@dataclass(frozen=True)
class Edit:
    """A change of the text: `new` in place of what is from `start` up to `end`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Fault:
    """The first thing that keeps a text from being JSON."""

    position: int
    sentence: str
    edits: tuple[Edit, ...] = ()
    """What puts it right, last place first; empty where only a person knows."""


def fault_of(text: str, error: json.JSONDecodeError) -> Fault:
    """The fault that `error` met in `text`."""
    end = len(text.rstrip())
    if _is_printed_snippet(text):
        sentence = (
            "This is the snippet printed in the written guide: it opens “components” and “oauth” and never closes"
            " them; two closing braces } are missing at its end."
        )
        return Fault(end, sentence, _straight(text) or _completed(text))
    here = text[error.pos : error.pos + 1]
    unterminated = error.msg.startswith("Unterminated string")
    typographic = _typographic(text, error.pos, to_line_end=unterminated)
    if typographic is not None:
        sentence = f'A typographic quote {text[typographic]} is here; JSON needs the straight one, ".'
        return Fault(typographic, sentence, (Edit(typographic, typographic + 1, '"'),))
    if unterminated:
        sentence = 'The text that starts here has no closing quote "; add it.'
        return Fault(error.pos, sentence, (Edit(end, end, '"'),))
    if error.msg.startswith("Extra data"):
        return _extra(text, error.pos)
    comma = _trailing_comma(text, error.pos)
    if comma is not None:
        sentence = "There is an extra comma before a closing bracket; remove it."
        return Fault(comma, sentence, (Edit(comma, comma + 1, ""),))
    unclosed = _unclosed(text)
    if error.pos >= end and unclosed:
        missing = " ".join(_CLOSER[each] for each in reversed(unclosed[-20:]))
        sentence = f"The text ends too early: {len(unclosed)} closing brackets are missing at the end: {missing}"
        if len(unclosed) == 1:
            sentence = f"The text ends too early: the closing {missing} is missing at the end"
        needs_value = text[:end].endswith(":")
        return Fault(error.pos if needs_value else end, f"{sentence}.", () if needs_value else _completed(text))
    return _expected(text, error.pos, error.msg, here)


def _straight(text: str) -> tuple[Edit, ...]:
    quotes = (at for at, character in enumerate(text) if character in "“”")
    return tuple(Edit(at, at + 1, '"') for at in reversed([*quotes]))


def _completed(text: str) -> tuple[Edit, ...]:
    """The closing brackets that are missing at the end, and for a mere piece the object around it."""
    end, start = len(text.rstrip()), len(text) - len(text.lstrip())
    is_piece = _FRAGMENT.match(text) is not None
    closers = "".join(_CLOSER[each] for each in reversed(_unclosed(text))) + "}" * is_piece
    comma = text[:end].endswith(",")  # a text that was cut after a comma
    return (Edit(end - comma, end, closers), *((Edit(start, start, "{"),) if is_piece else ()))


def _typographic(text: str, position: int, *, to_line_end: bool) -> int | None:
    line_end = text.find("\n", position)
    last = (len(text) if line_end < 0 else line_end) if to_line_end else position + 1
    return next((at for at in range(position, min(last, len(text))) if text[at] in _TYPOGRAPHIC), None)


def _is_printed_snippet(text: str) -> bool:
    dense = "".join(text.split()).replace("“", '"').replace("”", '"')
    _, snippet, rest = dense.partition(_SNIPPET)
    return bool(snippet) and not rest.startswith("}}")


def _extra(text: str, position: int) -> Fault:
    if _FRAGMENT.match(text):
        sentence = "This is a piece of a manifest: it starts with a key; put the whole between { and }."
        return Fault(len(text) - len(text.lstrip()), sentence, _completed(text))
    if text[position] in "}]":
        sentence = f"This closing {text[position]} is extra; remove it."
        return Fault(position, sentence, (Edit(position, position + 1, ""),))
    return Fault(position, "The manifest is complete before this; remove what follows.")


def _trailing_comma(text: str, position: int) -> int | None:
    if text[position : position + 1] == ",":
        after = text[position + 1 :].lstrip()[:1]
        return position if after and after in "}]" else None
    if text[position : position + 1] not in ("}", "]"):
        return None
    before = text[:position].rstrip()
    return len(before) - 1 if before.endswith(",") else None


def _unclosed(text: str) -> list[str]:
    stack: list[str] = []
    for token in _TOKEN.findall(text):
        if token in _CLOSER:
            stack.append(token)
        elif token in ("}", "]") and stack and _CLOSER[stack[-1]] == token:
            stack.pop()
    return stack


def _expected(text: str, position: int, message: str, here: str) -> Fault:
    def fault(sentence: str, *edits: Edit) -> Fault:
        return Fault(position, sentence, edits)

    def put(new: str, at: int = position, until: int | None = None) -> Edit:
        return Edit(at, at if until is None else until, new)

    if text[position : position + 2] in ("//", "/*"):
        return fault("JSON has no comments; remove this one.", put("", until=_comment_end(text, position)))
    if here == "'":
        closing = text.find("'", position + 1)
        quoted = text[position + 1 : closing]
        edits = (put('"', closing, closing + 1), put('"', until=position + 1))
        is_plain = closing > 0 and not set(quoted) & {'"', "\\", "\n"}
        return fault("A single quote ' is here; JSON needs the double one, \".", *(edits if is_plain else ()))
    before = len(text[:position].rstrip())
    if message.startswith("Expecting ',' delimiter"):
        if here == ":" and (pair := _keyed_list(text, position)) is not None:
            item, bracket = pair
            added = (put("{", item),) if bracket is None else (put("}", bracket, bracket), put("{", item))
            return fault("A list has no keys: an opening { is missing after its [, and the } before its ].", *added)
        if here and here in "}]":
            other = "]" if here == "}" else "}"
            return fault(f"A closing {other} is expected before this {here}.", put(other, before))
        return fault("A comma is missing before this.", put(",", before))
    word = _NAME.match(text, position)
    if message.startswith("Expecting property name"):
        named = (put(f'"{word[0]}"', until=word.end()),) if word else ()
        return fault('A key in double quotes " is expected here.', *named)
    if message.startswith("Expecting ':' delimiter"):
        return fault("A colon : is expected here, between the key and its value.", put(":", before))
    if message.startswith("Expecting value"):
        value = (put(_WORDS.get(word[0], f'"{word[0]}"'), until=word.end()),) if word else ()
        return fault('A value is expected here: a text in double quotes ", or { or [.', *value)
    if message.startswith("Invalid control character"):
        escaped = put(json.dumps(here)[1:-1], until=position + 1)
        return fault("A line break, a tab or another control character is inside quoted text; remove it.", escaped)
    if "escape" in message:
        return fault("The backslash \\ here does not start an escape of JSON; double it or remove it.", put("\\"))
    return fault(f"The text is JSON up to here and no further: {message}.")


def _keyed_list(text: str, position: int) -> tuple[int, int | None] | None:
    """Where the first item of a list is, which is a key up to `position`, and where its ] is, if there is one."""
    stack: list[tuple[str, int]] = []
    tokens = [*_TOKEN.finditer(text)]
    for token in tokens:
        if token.start() > position:
            break
        if token[0] in _CLOSER:
            stack.append((token[0], token.start()))
        elif token[0] in ("}", "]") and stack:
            stack.pop()
    if not stack or stack[-1][0] != "[":
        return None
    first = stack[-1][1] + 1
    if not _KEY.fullmatch(text[first:position]):
        return None
    depth = 0
    for token in tokens:
        if token.start() > position:
            depth += (token[0] in _CLOSER) - (token[0] in ("}", "]"))
            if depth < 0:
                return first, token.start() if token[0] == "]" else None
    return first, None


def _comment_end(text: str, position: int) -> int:
    block = text.startswith("/*", position)
    end = text.find("*/" if block else "\n", position)
    return len(text) if end < 0 else end + 2 * block
