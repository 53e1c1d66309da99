"""What a command reads: a file that is named, or standard input by -; bounded, and UTF-16 as Windows writes it."""

import argparse
import sys
from pathlib import Path

from dmsa_tui.errors import InvalidInput, quoted


def read_input(file: str, what: str, limit: int) -> bytes:
    """At most `limit` bytes of a file, or of standard input for -, as UTF-8 where it was UTF-16 with a byte order mark.

    `what` begins the sentence of the InvalidInput for one that cannot be read, e.g. `The setup record`.
    """
    name = f"{what} on standard input" if file == "-" else f"{what} {quoted(file)}"
    try:
        if file == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(file).expanduser().open("rb") as stream:
                data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not a path"
        raise InvalidInput(f"{name} cannot be read: {reason}.") from None
    if len(data) > limit:
        raise InvalidInput(f"{name} has more than {limit:,} bytes.")
    return _as_utf_8(data, name)


def only_one_reads_standard_input(**readers: bool) -> None:
    """InvalidInput if more than one argument reads standard input; each goes by the words that it is given in."""
    names = [name for name, reads in readers.items() if reads]
    if len(names) > 1:
        raise InvalidInput(f"{' and '.join(names)} cannot both read standard input; name a file for one of them.")


def can_ask(args: argparse.Namespace) -> bool:
    """Whether a person is at the terminal: standard input has one reader, and the secret may be it."""
    return sys.stdin is not None and sys.stdin.isatty() and not args.secret_stdin


def _as_utf_8(data: bytes, name: str) -> bytes:
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        raise InvalidInput(f"{name} looks like UTF-16 but is not; save it as UTF-8.") from None
