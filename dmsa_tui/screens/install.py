"""Step 5: the administrator installs the custom app and permits projects."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.prose import plain


class InstallScreen(StepScreen):
    """App Management."""

    STEP = "install"

    def compose_fields(self) -> Iterable[Widget]:
        """What the administrator types, and into which company."""
        yield Static(self.to_type(), id="to-type", markup=False)

    def draw_turn(self) -> None:
        """Also what is typed: the company's name or the mask may have changed."""
        super().draw_turn()
        self.query_one("#to-type", Static).update(self.to_type())

    def to_type(self) -> Content:
        """The App Version ID and the company: the wrong company is the worst mistake here."""
        record = self.session.record
        key = self.masked(record.app_version_key) or "not known yet: it is saved on step 4"
        company = self.masked(record.company_id) or "not known yet"
        named = self.session.company_name
        return Content.assemble(
            ("App Version ID  ", "bold"), plain(key, "$text-primary"),
            ("\nCompany         ", "bold"), plain(f"{named} ({company})" if named else company, "$text-primary"),
            ("\nF9 shows both in full." if self.session.masked else "", "$foreground-muted"),
        )  # fmt: skip
