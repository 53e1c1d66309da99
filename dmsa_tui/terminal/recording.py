"""Whether a program is recording this terminal, as far as it can be known from inside."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

VARIABLES = {
    "ASCIINEMA_SESSION": "asciinema",  # from 3.0 (docs.asciinema.org, 2026-11)
    "ASCIINEMA_REC": "asciinema",  # up to 2.4
    "SCRIPT": "script",  # BSD's and macOS's; that of util-linux sets nothing
    "VHS_RECORD": "vhs",
}
"""What a recorder sets in what it records → its name."""

PROGRAMS = frozenset({"asciinema", "script", "scriptlive", "termrec", "ttyrec", "ovh-ttyrec", "tlog-rec-sessio", "vhs"})
"""Names of processes, as Linux cuts them to 15 characters. Behind tmux or screen a recorder is no ancestor."""

_DEEPEST = 64
"""Ancestors that are looked at."""


def recorder(variables: Mapping[str, str], programs: Iterable[str]) -> str:
    """The name of the program that records this terminal; empty if none is known to."""
    for name, program in VARIABLES.items():
        if variables.get(name):
            return program
    return next((each for each in programs if each in PROGRAMS), "")


def recorder_here() -> str:
    """`recorder` for this process."""
    return recorder(os.environ, ancestors())


def ancestors() -> list[str]:
    """The names of the processes that this one descends from, the nearest first; empty where there is no /proc."""
    names: list[str] = []
    process = os.getppid()
    while process > 1 and len(names) < _DEEPEST:
        try:
            stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
            name, _, rest = stat.partition("(")[2].rpartition(")")
            process = int(rest.split()[1])
        except (OSError, ValueError, IndexError):
            break
        names.append(name)
    return names
