"""Where a command's document goes: standard output, or a file that only its owner can read."""

import sys
from importlib.resources import files
from pathlib import Path

from dmsa_tui.errors import InvalidInput, StorageError, why
from dmsa_tui.onboarding.files import write_whole


def published(schema: str) -> str:
    """A JSON Schema that is published with the commands, by its file's name."""
    return files("dmsa_tui.commands").joinpath(schema).read_text("utf-8")


def put(text: str, output: str | None) -> None:
    """Write `text` to the file `output`; None or - is standard output.

    InvalidInput for a place where no file can be, StorageError where the disk does not take part.
    """
    if output is None or output == "-":
        sys.stdout.write(text)
        return
    path = Path(output).expanduser()
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise InvalidInput(f"{path} is not a file that can be written whole; give the name of a file.")
    if not target.parent.is_dir():
        raise InvalidInput(f"{path} cannot be written: {target.parent} is no directory; make it, or name another one.")
    try:
        write_whole(target, text.encode())
    except OSError as error:
        raise StorageError(f"{path} could not be written: {why(error)}.") from None
