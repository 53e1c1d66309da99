"""Text in terminal cells: wrapping and fitting, where a wide character takes two cells and a combining one none."""

import unicodedata


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def fitted(text: str, width: int, *, middle: bool = False) -> str:
    """`text` in exactly `width` cells; what does not fit ends in …, or has it in the `middle` and keeps its end."""
    if cells(text) > width:
        end = _head(text[::-1], (width - 1) // 2)[::-1] if middle else ""
        text = f"{_head(text, width - 1 - cells(end))}…{end}"
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """`text` in lines of at most `width` cells, each with `indent`; only a word longer than a line is broken."""
    room = width - cells(indent)
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(line) <= room:
            lines[-1] = line
            continue
        if lines[-1]:
            lines.append("")
        while cells(word) > room:
            lines[-1] = _head(word, room) or word[0]
            word = word[len(lines[-1]) :]
            lines.append("")
        lines[-1] = word
    return [indent + line for line in lines if line]


def _head(text: str, width: int) -> str:
    """The longest beginning of at most `width` cells."""
    taken = 0
    for index, character in enumerate(text):
        taken += _cells_of(character)
        if taken > width:
            return text[:index]
    return text


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
