"""Where a command's document goes: standard output, or a file. A new file is its owner's alone."""

import argparse
import stat
import sys
from pathlib import Path
from typing import Any

from dmsa_tui.errors import InvalidInput, StorageError, why
from dmsa_tui.onboarding.files import write_whole
from dmsa_tui.terminal.colors import CHOICES

FORMATS = ("md", "html", "json", "text")
"""The formats of a document, without the imports that write them."""
BY_SUFFIX = {".html": "html", ".htm": "html", ".json": "json", ".txt": "text"}
"""Suffix of a file → the format of the document in it."""
_UNWRITTEN = (".pdf", ".doc", ".docx", ".odt", ".rtf")
"""Suffixes of documents that are not written here: Markdown under such a name would open nowhere."""


def published(schema: str) -> str:
    """A JSON Schema that is published with the commands, by its file's name."""
    return Path(__file__).with_name(schema).read_text("utf-8")


def add_schema(parser: argparse._ActionsContainer) -> None:
    """Declare `--schema`."""
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of --format json and exit")


def add_color(parser: argparse._ActionsContainer) -> None:
    """Declare `--color`."""
    parser.add_argument("--color", choices=CHOICES, default="auto", help="default: auto, in color on a terminal")


def shell_command(word: str, name: str | None, *options: str) -> str:
    """The command line of `word` about that onboarding, or about none, for pasting into a shell."""
    from shlex import join

    if name is not None and name.startswith("-"):
        return join(["dmsa-tui", word, *options, "--", name])
    return join(["dmsa-tui", word, *([] if name is None else [name]), *options])


def print_json(document: dict[str, Any]) -> None:
    """Print one object on standard output."""
    import json

    print(json.dumps(document, indent=2))


def add_document(parser: argparse.ArgumentParser) -> None:
    """Declare the customer's name, `--format`, `-o` and `--schema` of a command that writes a document."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the customer's name")
    parser.add_argument("--format", choices=FORMATS, help="default: by the file's name, otherwise md")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="default: standard output, as for -; an existing file is replaced"
    )
    add_schema(parser)


def document_form(args: argparse.Namespace) -> str:
    """The form that was asked for, else that of the file's suffix, e.g. `.html` → html, else Markdown.

    InvalidInput for the suffix of a document that cannot be written.
    """
    suffix = Path(args.output or "-").suffix.lower()
    if args.format is None and suffix in _UNWRITTEN:
        raise InvalidInput(
            f"There is no {suffix} format; name the file .html (a browser prints it to PDF), .md or .txt."
        )
    by_name = {".md": "md", **BY_SUFFIX}.get(suffix)
    if args.format is not None and by_name not in (None, args.format):
        print(f"Note: {args.output} is written as {args.format}, whatever its name says.", file=sys.stderr)
    return str(args.format or by_name or "md")


def write_output(text: str, output: str | None) -> None:
    """Write `text` to the file `output`, which keeps the mode that it has; None or - is standard output.

    StorageError for a place where no file can be, and where the disk does not take part.
    """
    if output is None or output == "-":
        sys.stdout.write(text)
        return
    if not output.strip():
        raise InvalidInput("The name of the file is empty; give one, or - for standard output.")
    path = Path(output).expanduser()
    if path.exists() and not path.is_file():
        raise StorageError(f"{path} cannot be replaced as a file; give the name of a file, or - for standard output.")
    target = path.resolve()
    if not target.parent.is_dir():
        raise StorageError(
            f"{path} could not be written: {target.parent} is not a directory; create it, or choose another one."
        )
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        write_whole(target, text.encode(), mode)
    except OSError as error:
        raise StorageError(f"{path} could not be written: {why(error)}.") from None
