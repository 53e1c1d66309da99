"""Where a single-file program begins."""

import sys

from dmsa_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
