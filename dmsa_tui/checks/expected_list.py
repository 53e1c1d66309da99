"""The projects that must be there: reads a pasted list, a CSV or a JSON text into entries."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dmsa_tui.checks.expectation import Expectation, ExpectedProject
from dmsa_tui.checks.list_file import LARGEST_LIST, NOT_TEXT, decoded, refuse_other_formats
from dmsa_tui.checks.list_lines import is_code, is_grouped
from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.pasted import holds_credential, one_line, unquoted
from dmsa_tui.procore.secret import PART

ENTRY_LIMIT = 50_000
_HEADER_WITHIN = 12
"""In how many lines from the top a header is looked for: exports put titles and dates above it."""

_HEADERS = {
    "id": "id", "projectid": "id", "procoreid": "id", "procoreprojectid": "id", "jobid": "id",
    "number": "number", "projectnumber": "number", "no": "number", "projectno": "number", "nr": "number",
    "projectnr": "number", "projectnum": "number", "num": "number", "code": "number", "projectcode": "number",
    "procoreprojectnumber": "number", "procoreprojectno": "number", "procorenumber": "number",
    "jobnumber": "number", "jobno": "number", "jobnum": "number", "jobcode": "number",
    "name": "name", "projectname": "name", "project": "name", "projects": "name", "title": "name",
    "projecttitle": "name", "displayname": "name", "procoreprojectname": "name", "procoreproject": "name",
    "job": "name", "jobname": "name", "jobtitle": "name", "projectnumbername": "name", "numbername": "name",
    "projectnumberandname": "name", "numberandname": "name", "projectnonamename": "name", "projectnoname": "name",
}  # fmt: skip
_TOTAL = re.compile(
    r"(grand |sub)?(total|sum|count)( (number )?of)?( (active )?projects)?\s*[:=]?\s*[\d.,]*"
    r"|[\d.,]+ (active )?projects?( (in total|selected|found|altogether))?",
    re.I,
)
_RULE = re.compile(r"[-=_|+:.\s]{3,}")


def expected_list(data: bytes | str) -> Expectation:
    """The expectation that a pasted list or a file's content states; InvalidInput if it names no project.

    A line that holds a text of a credential's form is refused by its number and never repeated.
    """
    text = data if isinstance(data, str) else decoded(data)
    if len(text) > LARGEST_LIST:
        raise InvalidInput(f"The list of projects has more than {LARGEST_LIST:,} characters.")
    refuse_other_formats(text[:16].encode("utf-8", "replace") if isinstance(data, str) else data)
    if "\0" in text:
        raise InvalidInput(NOT_TEXT)
    text = text.lstrip("\ufeff")
    _refuse_credentials(text)
    try:
        unique = tuple(dict.fromkeys(_entries(text)))
    except csv.Error as error:
        raise InvalidInput(f"The list of projects is not readable CSV: {error}.") from None
    if all(entry.maybe for entry in unique):
        raise InvalidInput("The list of projects contains no project; write an ID, a number or a name on each line.")
    if len(unique) > ENTRY_LIMIT:
        raise InvalidInput(f"The list of projects has {len(unique)} entries; the limit is {ENTRY_LIMIT}.")
    return Expectation("list", unique)


def entry_texts(lines: Sequence[str]) -> tuple[str, ...]:
    """The entries of a saved list as a person recognizes them; its filled lines if it cannot be read."""
    try:
        text = "\n".join(" ".join(line.splitlines()) for line in lines)
        return tuple(entry.text for entry in expected_list(text).entries if not entry.maybe)
    except InvalidInput:
        return tuple(line for line in lines if line.strip())


def _refuse_credentials(text: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) >= PART and holds_credential(line):
            raise InvalidInput(
                f"Line {number} of the list of projects looks like a client ID or secret; remove it. A list is "
                "saved as plain text."
            )


def _entries(text: str) -> Iterable[ExpectedProject]:
    stripped = text.lstrip()
    if stripped[:1] in ("[", "{") and (entries := _of_json(stripped)) is not None:
        return entries
    lines = list(enumerate(text.splitlines(), 1))
    filled = [(number, line) for number, line in lines if line.strip()]
    separator = ""
    if filled and (stated := re.fullmatch(r"\s*sep=(.)\s*", filled[0][1], re.I)):
        separator = stated[1]
        filled = filled[1:]
    for place, (number, line) in enumerate(filled[:_HEADER_WITHIN]):
        if header := _header(line, separator, first=place == 0):
            above = [_line(at, each, maybe=True) for at, each in filled[:place]]
            rest = "\n".join(each for at, each in lines if at >= number)
            return [*above, *_by_columns(rest, number, *header)]
    return _line_by_line(filled)


def _line_by_line(filled: Sequence[tuple[int, str]]) -> Iterable[ExpectedProject]:
    # Line by line: a quote that opens a project's name must not swallow the rest of the list.
    if len(filled) == 1 and (several := _several(filled[0][1])):
        return [ExpectedProject(each, filled[0][0], name=each) for each in several]
    return [_line(number, line) for number, line in filled if one_line(line)]


def _line(number: int, line: str, *, maybe: bool = False) -> ExpectedProject:
    kept = "\t".join(map(one_line, line.split("\t"))).strip()
    bare = unquoted(kept.strip(",;\t "))
    maybe = maybe or bool(_TOTAL.fullmatch(bare) or _RULE.fullmatch(kept)) or bare.endswith(":")
    return ExpectedProject(one_line(bare) or one_line(kept), number, name=kept, maybe=maybe)


def _several(line: str) -> list[str]:
    """The entries of a list that is one line of IDs or numbers."""
    if is_grouped(unquoted(line)):
        return []
    for separator in ";,\t":
        cells = [unquoted(one_line(cell)) for cell in line.split(separator)]
        cells = [cell for cell in cells if cell]
        if len(cells) > 1 and all(any(map(str.isdigit, cell)) and not re.search(r"\s", cell) for cell in cells):
            return cells
    return []


def _header(line: str, separator: str, *, first: bool) -> tuple[str, list[str], dict[str, int]] | None:
    """Separator, cells and field → column of a header row; None if the line is not one."""
    choices = separator or ",;\t|"
    best = max(choices, key=lambda each: (len(_columns(_cells(line, each))), line.count(each)))
    cells = _cells(line, best)
    columns = _columns(cells)
    if not columns:
        return None
    # Below the first line a word such as "Title" is rather a project than a header.
    sure = len(columns) > 1 or (len(columns) == len(cells) and len(cells[0].split()) > 1)
    return (best, cells, columns) if first or sure else None


def _cells(line: str, separator: str) -> list[str]:
    row = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    return [one_line(cell) for cell in row]


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Field → column of a header row; empty if the row is not one."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(header):
        spelled = unicodedata.normalize("NFKC", cell).casefold().replace("#", "no")
        meaning = _HEADERS.get("".join(letter for letter in spelled if letter.isalnum()))
        if meaning is not None:
            columns.setdefault(meaning, position)
    return columns


def _by_columns(
    text: str, first: int, separator: str, header: Sequence[str], columns: dict[str, int]
) -> Iterator[ExpectedProject]:
    """The rows under a header; `first` is the line of the header."""
    for at, row in _rows(text, first, separator, len(header)):
        cells = _joined([one_line(cell) for cell in row], len(header), columns, separator)
        if at == first or cells == list(header):
            continue
        if len(header) == 1 and len(cells) > 1:  # several projects, or a number with its name
            yield _line(at, f"{separator} ".join(cells))
            continue
        values = {each: _text_cell(cells[position]) for each, position in columns.items() if position < len(cells)}
        id, number, name = (values.get(each, "") for each in ("id", "number", "name"))
        text = name or number or id
        if text:
            row_text = " ".join(cell for cell in cells if cell)
            maybe = bool(_TOTAL.fullmatch(row_text) or _RULE.fullmatch(row_text))
            yield ExpectedProject(text, at, id, number, name, maybe)
            for cell in filter(None, cells[len(header) :]):  # beyond the columns: it is told, or a project
                yield ExpectedProject(cell, at, name=cell, maybe=not is_code(cell))
        elif total := " ".join(cell for cell in cells if cell):
            yield ExpectedProject(total, at, name=total, maybe=True)


def _rows(text: str, first: int, separator: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows with their lines; a quote that opens a name must not swallow the rows below it."""
    lines = text.splitlines()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    line = 0
    for row in reader:
        start, line = line, reader.line_num
        own = [next(csv.reader([each], delimiter=separator, skipinitialspace=True), []) for each in lines[start:line]]
        filled = [each for each in own if each]
        if len(filled) > 1 and (width == 1 or all(len(each) >= width for each in filled)):
            yield from ((first + start + place, each) for place, each in enumerate(own) if each)
        else:
            yield first + start, row


def _joined(cells: list[str], width: int, columns: dict[str, int], separator: str) -> list[str]:
    """The row, with an unquoted name in the last column joined again where it holds the separator."""
    if len(cells) > width and columns.get("name") == width - 1:
        return [*cells[: width - 1], f"{separator} ".join(cell for cell in cells[width - 1 :] if cell)]
    return cells


def _text_cell(cell: str) -> str:
    """A cell without the apostrophe, or the formula, by which a spreadsheet keeps it a text."""
    if formula := re.fullmatch(r'="(.*)"', cell):
        return formula[1]
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _of_json(text: str) -> list[ExpectedProject] | None:
    """The entries of a JSON list or object, or of a JSON text on each line; None if it is not JSON."""
    lines = ",".join(filter(None, map(str.strip, text.splitlines())))
    for form in (text, f"[{lines}]", text.replace("'", '"')):  # JSON; an object a line; a list as Python prints it
        try:
            data = json.loads(form, parse_float=str)
            break
        except (ValueError, RecursionError):
            continue
    else:
        return None
    entries = []
    for place, item in enumerate(_items(data), 1):
        fields = _fields(item) if isinstance(item, dict) else {"name": _scalar(item)}
        id, number, name = (fields.get(each, "") for each in ("id", "number", "name"))
        if label := name or number or id:
            entries.append(ExpectedProject(label, place, id, number, name))
        else:
            text = one_line(json.dumps(item, ensure_ascii=False))
            entries.append(ExpectedProject(text, place, name=text, maybe=True))
    return entries


def _items(data: Any) -> list[Any]:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return []
    if _fields(data):
        return [data]
    lists = [value for value in data.values() if isinstance(value, list)]
    if lists:
        return [item for each in lists for item in each]
    inner = [value for value in data.values() if isinstance(value, dict)]
    if len(inner) == len(data) == 1:
        return _items(inner[0])
    # {"1234": "Harbor Annex"}: what stands before each colon is an ID or a number
    return [
        value if isinstance(value, dict) else {"id": key, "name": value}
        for key, value in data.items()
        if isinstance(value, str | int | dict)
    ]


def _fields(item: dict[str, Any]) -> dict[str, str]:
    columns = _columns([str(key) for key in item])
    values = list(item.values())
    return {each: cell for each, position in columns.items() if (cell := _scalar(values[position]))}


def _scalar(value: Any) -> str:
    if isinstance(value, dict):  # {"project": {"id": 1, "name": "Harbor"}}
        return next(iter(_fields(value).values()), "")
    return one_line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
