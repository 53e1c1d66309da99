"""Where a single-file program begins."""

import sys

from dmsa_tui.__main__ import run

if __name__ == "__main__":
    sys.exit(run())
