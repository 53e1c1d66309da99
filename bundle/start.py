"""Where a single-file program begins."""

import os
import sys

from dmsa_tui.__main__ import run

LIBRARIES = "LD_LIBRARY_PATH"


def give_back_the_libraries() -> None:
    """PyInstaller's loader names its own; a browser, a clipboard's tool or a secret command wants the system's."""
    before = os.environ.pop(f"{LIBRARIES}_ORIG", None)
    if before is not None:
        os.environ[LIBRARIES] = before
    elif hasattr(sys, "_MEIPASS"):
        os.environ.pop(LIBRARIES, None)


if __name__ == "__main__":
    give_back_the_libraries()
    sys.exit(run())
