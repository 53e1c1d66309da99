"""`python -m dmsa_tui` and the console script."""

import gc
import sys

from dmsa_tui.cli import main


def run() -> int:
    """Run this process's command line and return the exit status."""
    status = main()
    # The end of the interpreter looks for garbage among all that was imported, which takes a fifth of a check's time.
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(run())
