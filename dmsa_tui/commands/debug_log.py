"""The debug log of a run: on with DMSA_TUI_LOG=1, in the directory that `dmsa-tui paths` calls logs."""

import logging
import sys
from collections.abc import Sequence

from dmsa_tui import __version__
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding import debug_log
from dmsa_tui.onboarding.paths import Paths

VARIABLE = "DMSA_TUI_LOG"


def start(command: str, options: Sequence[str]) -> None:
    """Begin the log; of the command line it tells the command and the options' names. A note says if it cannot."""
    try:
        debug_log.start(Paths.default().logs)
    except StorageError as problem:
        print(f"dmsa-tui: {problem}", file=sys.stderr)
        return
    names = [word.partition("=")[0] for word in options if word.startswith("--")]
    logging.getLogger("dmsa_tui").info("dmsa-tui %s: %s %s", __version__, command or "wizard", " ".join(names))


def end(status: int) -> None:
    """Close the log with the exit status."""
    logging.getLogger("dmsa_tui").info("exit status %d", status)
    debug_log.stop()


def crashed(error: BaseException) -> None:
    """Note the place of the error that ends the program."""
    logging.getLogger("dmsa_tui").error("the program has failed", exc_info=error)
