"""The line at the top: which customer, which company, and whether this is real."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from dmsa_tui.widgets.prose import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from dmsa_tui.session import Session


class TopLine(Widget):
    """Customer, environment, company ID, and the two marks: PRACTICE and screen-share."""

    def __init__(self, session: "Callable[[], Session]") -> None:
        super().__init__(id="top-line")
        self.session = session
        """Asked at each drawing: a rehearsal begun from the first screen is another session."""

    def render(self) -> Content:
        """Say what is open."""
        session = self.session()
        parts: list[Content] = [Content.styled(" dmsa-tui ", "bold")] if self.app.size.width >= 100 else []
        if session.rehearsing is not None:
            parts.append(Content.styled(" PRACTICE ", "$text-warning bold reverse"))
            parts.append(plain(f" {session.rehearsing.scenario} ", "$text-warning"))
        if session.is_open:
            record = session.record
            company = f" · {session.mask(record.company_id)}" if record.company_id else ""
            parts.append(plain(f" {record.name} · {session.environment.name}{company} "))
            if session.recorder:
                parts.append(Content.styled(f"{session.recorder} records: masked", "$text-warning"))
            else:
                names = ", projects too" if session.names_masked else ""
                shown = f"IDs masked{names}" if session.masked else "IDs SHOWN"
                parts.append(plain(shown, "$foreground-muted"))
        return Content.assemble(*parts)
