"""`dmsa-tui` without a command: the wizard."""

import os
import shutil
import sys
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.terminal import output
from dmsa_tui.tui import idle_scheduler

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


CRASHED_EXIT = 70
"""Textual's own status of a crash is 1."""
NARROWEST = 20
"""Columns below which nothing is read."""


def run() -> int:
    """Open the wizard on the saved onboardings."""
    require_terminal()
    idle_scheduler.start_up()
    from dmsa_tui.session.session import Session

    return open_wizard(Session.for_customers())


def require_terminal() -> None:
    """Raise InvalidInput unless a person sits at a terminal that can draw."""
    # Textual draws on standard output on Windows, elsewhere on standard error.
    drawn_on = sys.stdout if sys.platform == "win32" else sys.stderr
    if sys.stdin.isatty() and drawn_on.isatty() and os.environ.get("TERM") != "dumb":
        return
    if sys.platform == "win32" and os.environ.get("MSYSTEM"):
        raise InvalidInput(
            "This window (mintty, Git Bash) is not a terminal for Windows programs; run `winpty dmsa-tui`, or use "
            "Windows Terminal."
        )
    raise InvalidInput(
        "The wizard needs a terminal, and this is not one; "
        "`dmsa-tui check` runs the checks and `dmsa-tui steps` prints the guide without a screen."
    )


def open_wizard(session: "Session", *, plays_on: bool = False, speed: float = 1.0, rehearses: bool = False) -> int:
    """Draw the wizard over `session` until the person quits; return the exit status.

    `plays_on`: begin the rehearsal and show each step by itself, `speed` times as fast as usual.
    `rehearses`: the practice browser stands beside each step, where there is room.
    """
    # Where they are set, Textual writes every paste and key to a log, or takes pictures; a secret is pasted here.
    for variable in ("TEXTUAL_LOG", "TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT"):
        os.environ.pop(variable, None)
    from dmsa_tui.tui.app import DmsaApp
    from dmsa_tui.tui.leaving import BY_SIGNAL, HUNG_UP

    app = DmsaApp(session)
    app.plays_on, app.play_speed = plays_on, speed
    app.practices_beside = rehearses
    app.idle_scheduler = idle_scheduler.IdleScheduler()
    farewell = app.run()
    if app.leaving.signaled == HUNG_UP:
        output.drop_all()
    if farewell:
        from dmsa_tui.checks.report.columns import wrapped

        print("\n".join(wrapped(farewell, max(shutil.get_terminal_size().columns, NARROWEST))))
    if app.leaving.signaled:
        return BY_SIGNAL + app.leaving.signaled
    return CRASHED_EXIT if app.return_code else 0
