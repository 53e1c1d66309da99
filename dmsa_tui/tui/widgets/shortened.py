"""Texts in fewer columns than they have, with what a person looks for still whole."""

from textual.content import Content

ARROW = " → "
"""Between the places of a path."""


def shortened_path(path: str, room: int) -> str:
    """A path in that many columns, if its last places fit: they are what a person looks for."""
    parts = path.split(ARROW)
    shorter = [ARROW.join(("…", *parts[place:])) for place in range(1, len(parts))]
    return _first_that_fits((path, *shorter), room)


def shortened_address(address: str, room: int) -> str:
    """An address in that many columns, with host and page, or else the page alone."""
    host, _, way = address.partition("://")[2].partition("/")
    scheme, parts = address.partition("://")[0], way.split("/")
    shorter = [f"{scheme}://{host}/…/{'/'.join(parts[place:])}" for place in range(1, len(parts))]
    return _first_that_fits((address, *shorter, f"…/{parts[-1]}"), room)


def shortened_sentence(sentence: Content, room: int) -> Content:
    """A sentence in that many columns, cut after a word; a word that is longer is cut where the room ends."""
    if sentence.cell_length <= room:
        return sentence
    cut = sentence.truncate(max(room - 1, 0))
    end = cut.plain.rfind(" ") if sentence.plain[len(cut.plain) : len(cut.plain) + 1].strip() else len(cut.plain)
    return (cut[:end] if end > 0 else cut) + "…"


def _first_that_fits(texts: tuple[str, ...], room: int) -> str:
    return next((each for each in texts if Content(each).cell_length <= room), texts[-1])
