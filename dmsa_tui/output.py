"""Standard output that lasts: encodings without our signs, readers that leave early, disks that are full."""

import codecs
import io
import os
import sys

from dmsa_tui.ascii_signs import spelled

_HANDLER = "dmsa-tui-nearest"


def accept_any_text() -> None:
    """Let standard output print the nearest ASCII, or a question mark, for what its encoding does not have."""
    codecs.register_error(_HANDLER, _nearest)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors=_HANDLER)


def deliver() -> None:
    """Hand over what is still buffered, while a failure can still be told; OSError if nobody takes it."""
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up() -> None:
    """Drop what cannot be delivered, so that Python does not complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end]), error.end
