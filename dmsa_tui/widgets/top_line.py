"""The line at the top: which customer, which company, and whether this is real."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from dmsa_tui.widgets.prose import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from dmsa_tui.session import Session

ROOMY = 100
"""Columns from which the program's name has a place."""
LEAST = 8
"""Columns that a name keeps; then environment and company give way."""


class TopLine(Widget):
    """Customer, environment, company ID, and the two marks, which no name pushes out: PRACTICE and screen-share."""

    def __init__(self, session: "Callable[[], Session]") -> None:
        super().__init__(id="top-line")
        self.session = session
        """Asked at each drawing: a rehearsal begun from the first screen is another session."""

    def render(self) -> Content:
        """Say what is open."""
        session, room = self.session(), self.content_size.width
        first = Content.styled(" dmsa-tui ", "bold") if room >= ROOMY else Content("")
        scenario = name = where = last = Content("")
        if session.rehearsing is not None:
            first += Content.styled(" PRACTICE ", "$text-warning bold reverse")
            scenario = plain(f" {session.rehearsing.scenario}", "$text-warning")
        if session.is_open:
            record = session.record
            company = f" · {session.mask(record.company_id)}" if record.company_id else ""
            name, where = plain(f" {record.name}"), plain(f" · {session.environment.name}{company}")
            last = self._mask_mark(session)
        room -= first.cell_length + last.cell_length
        spare = max(room - where.cell_length, 2 * LEAST)
        shared = max(spare - name.cell_length, min(scenario.cell_length, spare // 2))
        scenario = scenario.truncate(max(shared, 0), ellipsis=True)
        name = name.truncate(spare - scenario.cell_length, ellipsis=True)
        return first + (scenario + name + where).truncate(max(room, 0), ellipsis=True) + last

    @staticmethod
    def _mask_mark(session: "Session") -> Content:
        if session.recorder:
            return Content.styled(f"  {session.recorder} records: masked ", "$text-warning")
        names = ", projects too" if session.names_masked else ""
        return plain(f"  IDs masked{names} " if session.masked else "  IDs SHOWN ", "$foreground-muted")
