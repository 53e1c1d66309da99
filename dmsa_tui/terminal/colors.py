"""Whether a command's output has colors: by option, then by the variables that programs agree on."""

import sys
from collections.abc import Mapping

CHOICES = ("auto", "always", "never")

_STANDARD_OUTPUT = -11
_VT_PROCESSING = 0x0004
"""GetStdHandle's and SetConsoleMode's numbers (Microsoft, Console Functions, 2026-11)."""


def color_wanted(choice: str, environ: Mapping[str, str], *, terminal: bool, platform: str = sys.platform) -> bool:
    """Whether to color; on Windows this switches the console's escape sequences on, and without them there is none.

    `NO_COLOR` (no-color.org) and `CLICOLOR=0` say no, `FORCE_COLOR` and `CLICOLOR_FORCE` (bixense.com/clicolors) say
    yes without a terminal too.
    """
    if choice == "never" or (choice == "auto" and environ.get("NO_COLOR")):
        return False
    forced = any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    refused = not terminal or environ.get("CLICOLOR") == "0" or environ.get("TERM") == "dumb"
    wanted = choice == "always" or forced
    if refused and not wanted:
        return False
    return platform != "win32" or _escape_sequences_on() or wanted


def _escape_sequences_on() -> bool:
    """Ask the Windows console to interpret escape sequences, which an old one does not do by itself."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle, mode = kernel.GetStdHandle(_STANDARD_OUTPUT), ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(mode.value & _VT_PROCESSING or kernel.SetConsoleMode(handle, mode.value | _VT_PROCESSING))
