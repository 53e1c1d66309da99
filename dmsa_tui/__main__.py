"""`python -m dmsa_tui` and the console script."""

import gc
import sys

from dmsa_tui.cli import main

OBJECTS = 100_000
"""New objects after which Python looks for garbage: imports, and lists of ten thousand rows, make next to none."""


def run() -> int:
    """Run this process's command line and return the exit status."""
    gc.set_threshold(OBJECTS)
    status = main()
    gc.freeze()  # the interpreter's end need not look through all that was imported
    return status


if __name__ == "__main__":
    sys.exit(run())
