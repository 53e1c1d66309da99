"""The field for a recorded company ID: a paste of another company is asked about before it replaces that one."""

from textual.events import Paste

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.validation import company_id
from dmsa_tui.tui.widgets.field import Field, Line


class CompanyLine(Line):
    """A company that is pasted takes the place of the whole text, not of a part."""

    def _on_paste(self, event: Paste) -> None:
        pasted, field = company_in(event.text), self.parent
        if pasted and isinstance(field, Field) and field.accepted not in ("", pasted):
            event.prevent_default()  # the screen asks
        elif pasted:
            self.select_all()


class CompanyField(Field):
    """What is typed replaces the recorded company at once."""

    LINE = CompanyLine


def company_in(text: str) -> str:
    """The ID that a pasted number or address names, in whatever environment; empty if it names none."""
    try:
        return company_id(text)
    except InvalidInput:
        return ""
