"""A client secret as a person or a program gives it: at a hidden prompt, or as the only line of standard input."""

import sys

from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.pasted import without_invisible

_LONGEST_INPUT = 8_192
"""Bytes of a line with a secret, and of the empty ones before it."""


def from_prompt() -> str:
    """What is typed at a prompt that shows nothing; InvalidInput for nothing."""
    from getpass import getpass

    try:
        typed = getpass("Client secret (hidden): ", sys.stderr)
    except EOFError:
        typed = ""
    if not without_invisible(typed).strip():
        raise InvalidInput("No client secret was entered; run the command again and paste it.")
    return typed


def from_standard_input() -> str:
    """The line of standard input that is not empty, whatever a shell puts around it; InvalidInput for none or two.

    Nobody waits for the input's end: its writer may wait for the answer.
    """
    raw, data, complete = getattr(sys.stdin, "buffer", None), b"", False
    while not complete:
        some = sys.stdin.read().encode() if raw is None else raw.read1(_LONGEST_INPUT)
        data += some
        lines = _lines(data)
        if len(lines) > 1:
            raise InvalidInput("Standard input has more than one line; it must hold the client secret alone.")
        complete = raw is None or not some or len(data) >= _LONGEST_INPUT or bool(_lines(data.rpartition(b"\n")[0]))
    if not lines:
        raise InvalidInput("Standard input contains no client secret; it must be the only line.")
    return lines[0]


def _lines(data: bytes) -> list[str]:
    """The lines that are not empty."""
    return [line for line in map(_text, data.split(b"\n")) if without_invisible(line).strip()]


def _text(data: bytes) -> str:
    """A line as text. What a shell writes as UTF-16 has zero bytes between its letters, which are taken out later."""
    return data.decode("utf-8", "ignore")
