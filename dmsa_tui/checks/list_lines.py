"""The ways in which one line of a list may be meant: without its bullet, as a number, in two parts."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import islice, pairwise
from urllib.parse import parse_qs, urlsplit

from dmsa_tui.procore.pasted import one_line, unquoted

_BULLET = re.compile(
    r"(?:[•◦▪‣·●○■□–—*+>-]|\[[ xX✓✔]?\]|[☐☑☒✓✔✅✗✖]\ufe0f?|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?=\S)"
    r"|[•◦▪‣●☐☑☒✓✔✅]\ufe0f?(?=\S)"
)
_STATUS = re.compile(
    r"\s*[-–—:,(\[]?\s*\b(?:is )?(?:missing|not (?:found|added|permitted)|added|permitted|ok|active)\b\s*[)\]]?\.?$",
    re.I,
)
_STATE = re.compile(
    r"(?:(?:is|not) )?(?:missing|found|added|permitted|ok|active|inactive|open|closed|expected|known|yes|no)", re.I
)
_BETWEEN = re.compile(r"\s+[-–—‒―|:/]+\s+|:\s+|\s*[–—|]\s*")
_LEADING = re.compile(r"[(\[](?P<inside>[^()\[\]]+)[)\]]\s*(?P<name>.+)")
_TRAILING = re.compile(r"(?P<name>.+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]")
_CALLED = re.compile(
    r"(?:project|job)?\s*(?:id|number|no\.?|nr\.?|#|№)\s*[:.]?\s*(?=\S)|(?:project|job)\s*[:#]?\s+(?=\d)", re.I
)
_TITLED = re.compile(r"(?:project|job)(?: (?:id|number|no\.?|name|title))?\s*:\s+|(?:no|nr)\.\s+(?=\S*\d)", re.I)
_TEXT_CELL = re.compile(r"=\"(.*)\"|'([^']*)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”),;]+", re.I)
_MOST_PARTS = 8
_HEADING = re.compile(r"[^\d:,;\t|]*\b(?:projects|jobs|numbers|ids|list)\s*:\s+", re.I)
_WORDS = re.compile(r"\s+(?:and|plus|&|\+|/)\s+", re.I)
_RANGE = re.compile(r"\s+(?:[-–—‒―]+|to|through|thru)\s+", re.I)
_APART = re.compile(rf"[;\t|,]|{_WORDS.pattern}|{_RANGE.pattern}|\s+(?=[(\[])", re.I)
_LONG_ID = 6
"""From how many digits on a number that stands anywhere in a line can be an ID: Procore's have up to 15."""


@dataclass(frozen=True)
class Split:
    """A line in two parts."""

    head: str
    """May be an ID or a number."""
    rest: str
    """May be a name."""
    first: bool = False
    """Whether the head stands first in the line, as people write a number."""
    cell: bool = False
    """Whether the rest is a cell of its own: tabs and bars are in no name."""
    sure: bool = False
    """Whether the head can be an ID where no name agrees."""


def plainer(text: str) -> Iterator[str]:
    """The line as it is; then without quotes, bullet, trailing separators; then without words that tell what it is."""
    forms = [text, unquoted(text.strip(",;\t| "))]
    for _ in range(2):  # "• 1. Harbor"
        if bullet := _BULLET.match(forms[-1]):
            forms.append(unquoted(forms[-1][bullet.end() :]))
    if cell := _TEXT_CELL.fullmatch(forms[-1]):  # by which a spreadsheet keeps a number a text
        forms.append(cell[1] or cell[2] or "")
    forms += [unquoted(form[title.end() :]) for form in forms[1:] if (title := _TITLED.match(form))]
    forms += [unquoted(_STATUS.sub("", form)) for form in forms[1:] if _STATUS.search(form)]
    forms += [form[:-1] for form in forms[1:] if form.endswith(".")]
    if "&" in text and ";" in text:
        import html  # its table of names is large

        forms += [html.unescape(form) for form in forms if "&" in form]
    yield from dict.fromkeys(form for form in forms if form)


def as_numbers(text: str) -> Iterator[str]:
    """The text; then as the ID or number that a spreadsheet, or a person's label, has made it from."""
    yield text
    bare = unquoted(_CALLED.sub("", text.strip(), count=1)) if _CALLED.match(text.strip()) else text.strip()
    bare = bare.lstrip("#№").strip()
    if bare != text:
        yield bare
    if re.fullmatch(r"\d+\.0+", bare):
        yield bare.partition(".")[0]
    elif is_grouped(bare):
        yield re.sub(r"\D", "", bare.removesuffix(".00").removesuffix(".0"))
    elif re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d{1,2}", bare):
        try:
            yield str(int(Decimal(bare)))
        except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
            return


def is_grouped(text: str) -> bool:
    """Whether the text is one number with a mark between its thousands."""
    return bool(re.fullmatch(r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*(?:\.00?)?", text))


def address_id(text: str) -> str | None:
    """The project ID of an address in the line; empty for an address that names no project; None without address."""
    address = _ADDRESS.search(text)
    if address is None:
        return None
    try:
        parts = urlsplit(address.group())
        asked = parse_qs(parts.query).get("project_id", [""])[0]
    except ValueError:
        return ""
    segments = [each for each in f"{parts.path}/{parts.fragment}".split("/") if each]
    pairs = [(one.lower(), other.lower()) for one, other in pairwise(segments)]
    after = [other for one, other in pairs if one in ("project", "projects") and other.isdigit()]
    before = [one for one, other in pairs if one.isdigit() and other == "project"]
    return next((id for id in (*after, *before, asked) if id.isdigit()), "")


def splits(text: str) -> Iterator[Split]:
    """The ways to cut the line in two, by what people put between a number and a name."""
    yield from _by_brackets(text)
    yield from _by_cells(text)
    yield from _by_marks(text)


class Cut(Enum):
    """What stands between the cells of a line."""

    LIST = "a comma, a semicolon or a word"
    TABLE = "a tab or a bar"
    BLANK = "a blank"
    RANGE = "a dash, or a word for a range"


def cuts(text: str) -> Iterator[tuple[Cut, list[str]]]:
    """The ways to cut a line into cells, which may be the columns of one project or entries of their own."""
    text = text[heading.end() :] if (heading := _HEADING.match(text)) else text
    for separator in ";\t|,":
        if separator == "," and is_grouped(unquoted(text)):
            continue
        row = next(csv.reader([text], delimiter=separator, skipinitialspace=True), [])
        if len(row) == 1 and row[0] != text:  # the line as a whole is in quotes
            row = next(csv.reader([row[0]], delimiter=separator, skipinitialspace=True), [])
        yield (Cut.TABLE if separator in "\t|" else Cut.LIST), _filled(row)
    for mark in islice(_WORDS.finditer(text), _MOST_PARTS):  # one at a time: names have such words
        yield Cut.LIST, _filled((text[: mark.start()], text[mark.end() :]))
    yield Cut.RANGE, _filled(_RANGE.split(text))
    yield Cut.BLANK, _filled(text.split())


def _filled(row: Iterable[str]) -> list[str]:
    cells = (re.sub(r"(?i)^(?:and|plus|&|\+)\s+", "", unquoted(one_line(cell))) for cell in row)
    return [cell for cell in cells if cell]


def beside(text: str, name: str) -> list[str]:
    """What stands in a line beside the name and an address, by any mark that people put between."""
    rest = _ADDRESS.sub("|", text)
    if place := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest, re.I):
        rest = f"{rest[: place.start()]}|{rest[place.end() :]}"
    return [cell for each in _APART.split(rest) if (cell := each.strip(" .:()[]"))]


def is_code(text: str) -> bool:
    """Whether the text may be an ID, a number or an address: one word with a digit."""
    return any(map(str.isdigit, text)) and not re.search(r"\s", text)


def is_detail(text: str) -> bool:
    """Whether the text may be a name: an amount, a date and a word for the state of a project is none."""
    return any(map(str.isalpha, text)) and not is_code(text) and not _STATE.fullmatch(text)


def pattern(text: str) -> str:
    """What a number has in common with those of its series: P-004 and p12 have, 2024 has nothing."""
    digits = re.sub(r"\d+", "9", text.casefold())
    return re.sub(r"\W", "", digits) if any(map(str.isalpha, digits)) else digits.removeprefix("9") and digits


def codes(line: str) -> list[str]:
    """The entries of a line that is nothing but IDs or numbers."""
    for cut, cells in cuts(line):
        if cut is not Cut.RANGE and len(cells) > 1 and all(map(is_code, cells)):
            return cells
    return []


def _by_marks(text: str) -> Iterator[Split]:
    places = [mark.span() for mark in _BETWEEN.finditer(text)][:_MOST_PARTS]
    if not places:  # "1234 Harbor Annex": the first word, if it is a number
        head, _, rest = text.partition(" ")
        if rest and any(map(str.isdigit, head)):
            yield Split(head.rstrip(":,;"), rest.strip(), first=True, sure=_long(head))
        return
    for start, end in places:
        left, right = text[:start].strip(), text[end:].strip()
        yield Split(left, right, first=True, sure=True)
        yield Split(right, left, sure=_long(right))
    if len(places) > 1:
        starts = [0, *(end for _, end in places)]
        ends = [*(start for start, _ in places), len(text)]
        yield from _pairs([text[start:end].strip() for start, end in zip(starts, ends, strict=True)], cell=False)


def _by_cells(text: str) -> Iterator[Split]:
    for separator in "\t|;,":
        row = next(csv.reader([text], delimiter=separator, skipinitialspace=True), [])
        cells = [unquoted(one_line(cell)) for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) < 2:
            continue
        cell = separator in "\t|"
        yield Split(filled[0], f"{separator} ".join(filled[1:]), first=True, sure=True)
        yield Split(filled[-1], f"{separator} ".join(filled[:-1]), sure=_long(filled[-1]))
        yield from _pairs(filled, cell=cell)
        for each in filled[:_MOST_PARTS]:  # a cell can be "1234 - Harbor Annex"
            for part in (*_by_brackets(each), *_by_marks(each)):
                yield Split(part.head, part.rest, first=cell and part.first, sure=_long(part.head))
        return


def _pairs(parts: list[str], *, cell: bool) -> Iterator[Split]:
    for place, head in enumerate(parts[:_MOST_PARTS]):
        for rest in parts[:_MOST_PARTS]:
            if rest is not head:
                yield Split(head, rest, first=place == 0, cell=cell, sure=place == 0 or _long(head))


def _by_brackets(text: str) -> Iterator[Split]:
    if leading := _LEADING.fullmatch(text):
        yield Split(leading["inside"].strip(), leading["name"].strip(), first=True, sure=True)
    if trailing := _TRAILING.fullmatch(text):
        inside, name = trailing["inside"], trailing["name"].strip()
        for part in dict.fromkeys((inside, *inside.split(","))):
            yield Split(part.strip(), name, sure=_long(part))


def _long(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _LONG_ID
