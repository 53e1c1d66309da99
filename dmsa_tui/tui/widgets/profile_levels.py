"""The levels of the permission profile in a few lines, to compare what Procore shows with them."""

from collections.abc import Sequence

from textual import getters
from textual.content import Content

from dmsa_tui.documents.values import granted_by
from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.guide_text import LABEL_STYLE, literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, HangingText, Line


class ProfileLevels(HangingText):
    """What the app may ask for: company and project levels, together where they are equal."""

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="profile-levels", classes="field")

    def lines(self) -> Sequence[Line]:
        """A line for both tabs, or one for each."""
        session = self.app.session
        try:
            rows = granted_by(session.profile)
        except DmsaError as problem:
            return [Line(literal(f"✖ {problem}", "$text-error"))]
        of_company = [(each.tool, each.company) for each in rows]
        of_project = [(each.tool, each.project) for each in rows]
        if of_company == of_project:
            return [_line(f"Profile {session.record.profile}, company and project: ", of_company)]
        return [_line("Company: ", of_company), _line("Project: ", of_project)]


def _line(label: str, levels: Sequence[tuple[str, str]]) -> Line:
    parts = (
        literal(tool.replace(" ", NBSP), LABEL_STYLE) + literal(f"{NBSP}={NBSP}{level}".replace(" ", NBSP))
        for tool, level in levels
    )
    return Line(literal(label) + Content(", ").join(parts))
