"""A file with a list of projects: found by the path that a person types or drops, read within bounds, decoded."""

import codecs
import re
import shlex
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.procore.pasted import unquoted, without_invisible

LARGEST_LIST = 10_000_000
"""Bytes of a file with a list of projects."""
NOT_TEXT = "The list of projects is not text; save it as UTF-8, one project a line or as CSV."
_SAVE_AS = "open it and save it as CSV (in Excel: File, Save As, CSV UTF-8), then give that file"
_SIGNATURES = (
    (b"PK\x03\x04", f"a spreadsheet or an archive (xlsx, ods or zip), not text; {_SAVE_AS}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an older spreadsheet (xls), not text; {_SAVE_AS}"),
    (b"%PDF", "a PDF file, not text; export the list from Procore as CSV instead"),
    (b"{\\rtf", "a rich text document (RTF); save it as plain text, one project a line"),
    (b"\x1f\x8b", "a compressed file (gzip), not text; unpack it, then give the file in it"),
    (b"<!doctype", f"a web page, not a list; if it is an export, {_SAVE_AS}"),
    (b"<html", f"a web page, not a list; if it is an export, {_SAVE_AS}"),
    (b"<?xml", f"XML, not a list; if it is an export, {_SAVE_AS}"),
)
_PATH = re.compile(r"(?:&\s*)?[\"'“‘]?(?:file://|/|~|[A-Za-z]:[\\/]|\\\\)")


def read_list_file(given: str) -> str:
    """The text of the file at the path that was typed or dropped; `-` is standard input. InvalidInput if it is none."""
    shown = quoted(given.strip()[:200])
    if given.strip() == "-":
        data = sys.stdin.buffer.read(LARGEST_LIST + 1)
    else:
        try:
            with path_of(given).open("rb") as file:
                data = file.read(LARGEST_LIST + 1)
        except (OSError, ValueError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not a path"
            raise InvalidInput(
                f"The list of projects {shown} cannot be read: {reason}; give all, or the path of a file."
            ) from None
    if len(data) > LARGEST_LIST:
        raise InvalidInput(f"The list of projects {shown} has more than {LARGEST_LIST:,} bytes.")
    return decoded(data)


def dropped_path(text: str) -> Path | None:
    """The file whose path is the whole of `text`, as a terminal writes a file that is dropped on it; None if none."""
    line = text.strip()
    if not line or len(line) > 4_096 or "\n" in line or not _PATH.match(line):
        return None
    path = path_of(line)
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def path_of(text: str) -> Path:
    """The path that `text` means: as it is, or without what a terminal or a file manager puts around it."""
    as_given = Path(text).expanduser()
    plain = unquoted(without_invisible(text).strip().removeprefix("& ").strip())
    choices = [as_given, Path(plain).expanduser()]
    if plain.lower().startswith("file://"):
        choices.append(Path(unquote(urlsplit(plain).path)))
    elif "\\" in plain:
        try:
            words = shlex.split(plain)
        except ValueError:
            words = []
        choices += [Path(words[0]).expanduser()] if len(words) == 1 else []
    return next((each for each in choices if _is_there(each)), choices[-1])


def decoded(data: bytes) -> str:
    """The text of a file; InvalidInput if it is another format, or no text at all.

    UTF-8 and UTF-16 (by their mark, or by the zero bytes where there is none), else what older spreadsheets write.
    """
    refuse_other_formats(data)
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(NOT_TEXT)


def refuse_other_formats(data: bytes) -> None:
    """InvalidInput, with what to do, if the first bytes are those of a spreadsheet, an archive or a document."""
    start = data[:16].lstrip(codecs.BOM_UTF8).lower()
    for signature, kind in _SIGNATURES:
        if start.startswith(signature.lower()):
            raise InvalidInput(f"The list of projects is {kind}.")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    start = data[:2_000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if even + odd > len(start) // 4:  # every other byte of Latin text is zero
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
