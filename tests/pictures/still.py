"""What makes a picture the same on every machine: an empty home, a stopped clock, nothing numbered at random."""

import importlib
import os
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NEEDED = {"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV"}
"""What is left of this machine's environment."""

TEXT = re.compile(r'<text class="([^"]+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"([^>]*)>([^<]*)</text>')
SPACE = "&#160;"
CELL = 12.2
"""Width of a column in Rich's SVG."""


def hide_this_machine(home: str) -> None:
    """Leave nothing of the person's settings; Textual reads some of them when it is imported, so this comes first."""
    for name in [name for name in os.environ if name.upper() not in NEEDED]:
        del os.environ[name]
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = home
    os.environ |= {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    if hasattr(time, "tzset"):  # Windows has none
        time.tzset()


class _AsDatetime(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class Stopped(datetime, metaclass=_AsDatetime):
    """`datetime` whose now is given."""

    moment: ClassVar[datetime] = NOW

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        """The moment that was given."""
        return cls.moment.astimezone(tz)

    @classmethod
    def fromisoformat(cls, text: str) -> datetime:  # type: ignore[override]
        """A plain `datetime`, as records hold."""
        return datetime.fromisoformat(text)


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Every module of the program sees `Stopped.moment` as the present."""
    import dmsa_tui

    for found in pkgutil.walk_packages(dmsa_tui.__path__, "dmsa_tui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    patched = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("dmsa_tui.") and getattr(module, "datetime", None) is datetime
    ]
    for module in patched:
        vars(module)["datetime"] = Stopped
    try:
        yield
    finally:
        for module in patched:
            vars(module)["datetime"] = datetime


def unchanging(svg: str, name: str) -> str:
    """Take out what Rich numbers at random, and the fonts that a viewer would fetch from the network."""
    svg = re.sub(r"terminal-\d+-", f"{name}-", svg)
    svg = TEXT.sub(_without_outer_spaces, svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', 'DejaVu Sans Mono', monospace")
    return "\n".join(line.rstrip() for line in svg.strip().splitlines()) + "\n"


def _without_outer_spaces(found: re.Match[str]) -> str:
    """The same text begun further right: some viewers drop spaces at the beginning and the end."""
    style, x, y, length, rest, text = found.groups()
    text = text.replace(SPACE, " ").replace("\u00a0", " ")
    words = text.strip(" ")
    before, spaces = len(text) - len(text.lstrip(" ")), len(text) - len(words)
    kept = words.replace(" ", SPACE)
    left, width = float(x) + before * CELL, float(length) - spaces * CELL
    if not words:
        return ""
    return f'<text class="{style}" x="{left:.10g}" y="{y}" textLength="{width:.10g}"{rest}>{kept}</text>'
