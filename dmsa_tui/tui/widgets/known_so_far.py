"""What is known of this customer, for questions during a call; a click copies a value."""

from collections.abc import Sequence

from textual import getters
from textual.content import Content
from textual.events import Click
from textual.style import Style

from dmsa_tui.guide.action_values import IN_A_SENTENCE
from dmsa_tui.onboarding.approvals import pending_approvals
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import HangingText, Line

MUTED = "$foreground-muted"
LABEL = 17
"""Columns of a label, so that the values stand below each other."""
COPIED = {
    "app_name": "App name",
    "company_id": "Company ID",
    "client_id": "Client ID",
    "app_version_key": "App Version Key",
    "administrator": "Administrator",
}
"""Field of the record → what it is called."""


class KnownSoFar(HangingText):
    """Values of the record and of Procore, masked for a shared screen."""

    ALLOW_SELECT = False

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="known")

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("record_changes", "result_changes", "mask_changes", "minutes")

    def lines(self) -> Sequence[Line]:
        """Label and value in a line each, and pending approvals."""
        session = self.app.session
        record, lines = session.record, [Line(literal("Known so far", "bold"))]
        for name, label in COPIED.items():
            if value := getattr(record, name):
                shown = literal(session.mask.text(value), "$text-primary").stylize(Style.from_meta({"field": name}))
                beside = LABEL + shown.cell_length <= self.columns
                lines += [_line(label, shown)] if beside else [Line(literal(label, MUTED)), Line(shown)]
        if company := session.results.company_name:
            lines.append(_line("Company", literal(session.mask.text(company), "$text-primary")))
        counted = session.actions.known.active_projects
        if counted is not None:
            about = "about " if session.actions.counted is None else ""  # then it is a person's estimate
            lines.append(_line("Projects", literal(f"{about}{counted:,} active")))
        lines += [Line(literal(f"{each.who}: {each.said}", "$text-warning"), literal("◐ ", "$text-warning"), 2)
                  for each in pending_approvals(record)]  # fmt: skip
        if len(lines) == 1:
            lines.append(Line(literal("Nothing yet.", MUTED)))
        return lines

    def on_click(self, event: Click) -> None:
        """Copy what was clicked."""
        if isinstance(name := event.style.meta.get("field"), str):
            event.stop()
            called = IN_A_SENTENCE.get(name.replace("_", "-"), COPIED[name])
            self.app.system_clipboard.copy_text(str(getattr(self.app.session.record, name)), f"the {called}")


def _line(label: str, value: Content) -> Line:
    return Line(value, literal(f"{label:{LABEL - 1}} ", MUTED), LABEL)
