"""`python -m dmsa_tui` and the console script."""

import sys

from dmsa_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
