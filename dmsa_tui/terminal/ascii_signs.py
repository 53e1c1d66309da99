"""The nearest ASCII for every sign that the program draws, and whether a terminal needs it."""

import sys
from collections.abc import Mapping

SIGN_SETTINGS = ("auto", "ascii", "unicode")
"""What the setting `signs` may be; `auto` looks at the terminal."""

_GROUPS = {
    "+": "✔✓┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝┏┓┗┛╋┳┻┣┫▛▜▙▟",
    "X": "✖✗✕",
    "~": "◐",
    "*": "●✎•⬤",
    ">": "→▶▸⇥›»⟩⏵►",
    "<": "←◀◂‹«⟨⏴◄",
    "^": "↑▲⏶",
    "v": "↓▼⏷▾",
    "@": "↺",
    "/": "⏎",
    "-": "–—‑─━═╌╍╸╺╴╶▔⎯",
    "_": "▁▄▖▗",
    "#": "█▓▒░",
    "|": "·│┃║╎╏▏▎▍▌▋▊▐▕",
    '"': "“”„‟″▀▘▝",
    "'": "‘’‚‛′",
    ".": "…○◯",
    "?": "␡",
    " ": "\u00a0▂▃▅▆▇▉",
}
NEAREST = {sign: ascii_sign for ascii_sign, signs in _GROUPS.items() for sign in signs} | {"🔎": "> "}
"""Every sign, border, arrow, quotation mark and dash of our own drawing → ASCII that is as many cells wide."""

_ROOMIER = {"→": "->", "←": "<-", "…": "...", "‹": "<", "›": ">"}
"""Where a line may grow."""

_UTF_8_CODE_PAGE = 65001
_BEHIND_A_TERMINAL = "PseudoConsoleWindow"
"""The class of the console's window where a terminal draws for it (public reports on Windows Terminal, 2026-11)."""
_SET_BY_PYTHON = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python writes into LC_CTYPE by itself where the locale is C (PEP 538)."""


def spelled(text: str) -> str:
    """`text` in ASCII, for a line that may grow; a question mark for each character that has nothing near."""
    return "".join(each if each.isascii() else _ROOMIER.get(each) or NEAREST.get(each, "?") for each in text)


def ascii_encoding(wish: str, environ: Mapping[str, str], encoding: str) -> str | None:
    """The encoding that text from outside must fit into besides `NEAREST` for signs; None: draw all as it is.

    `wish` is one of `AS_WISHED`, `encoding` that of the stream which is drawn to.
    """
    encoding = "ascii" if _plain_locale(environ) else encoding
    if wish == "unicode" or (wish != "ascii" and _has_signs(encoding) and not _poor_font(environ)):
        return None
    return encoding


def _plain_locale(environ: Mapping[str, str]) -> bool:
    """Whether the person has asked for the C locale, which Python rewrites to UTF-8 before we are asked.

    A locale that nobody has set, as in a container, says nothing of the terminal.
    """
    everything, letters, general = (environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    by_hand = "" if letters in _SET_BY_PYTHON and general in ("C", "POSIX") else letters
    return (everything or by_hand or general) in ("C", "POSIX")


def _has_signs(encoding: str) -> bool:
    try:
        "".join(NEAREST).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _poor_font(environ: Mapping[str, str]) -> bool:
    """Whether this is a console whose font has few signs: that of Linux without a desktop, or Windows' old one."""
    if sys.platform == "win32":
        import ctypes

        # A variable is inherited from a terminal that is not there any more, and Windows Terminal as the default one
        # sets none: so the console is asked.
        kernel, windows = ctypes.windll.kernel32, ctypes.windll.user32
        window_class = ctypes.create_unicode_buffer(64)
        windows.GetClassNameW(kernel.GetConsoleWindow(), window_class, len(window_class))
        modern = window_class.value == _BEHIND_A_TERMINAL or bool(environ.get("ConEmuANSI"))
        return not modern and kernel.GetConsoleOutputCP() != _UTF_8_CODE_PAGE
    return environ.get("TERM", "").startswith("linux")
