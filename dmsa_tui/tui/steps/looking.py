"""Opens what a scenario has to look at while it is played, and closes it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dmsa_tui.session.rehearsal_end import PROJECT_LIST
from dmsa_tui.tui.steps.openers import open_project_list
from dmsa_tui.tui.widgets.check_row import CheckRow

if TYPE_CHECKING:
    from dmsa_tui.tui.wizard_screen import WizardScreen


@contextmanager
def opened_to_look(screen: "WizardScreen", what: str) -> Iterator[None]:
    """Have it open: the list of projects for as long as it is played, a row for good; a level scan is in sight.

    Whoever stops the playing reads on.
    """
    for row in screen.query(CheckRow):
        if row.definition.id == what and not row.expanded:
            row.focus()
            row.action_evidence()
    if what == PROJECT_LIST:
        open_project_list(screen)
    front = screen.app.screen
    yield
    if front is not screen and screen.app.screen is front:
        front.dismiss(None)
