"""Step 5: the administrator installs the custom app and permits projects."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs


class InstallScreen(StepScreen):
    """App Management."""

    STEP = "install"
    SHOWS: ClassVar[Mapping[str, str]] = {**StepScreen.SHOWS, "company_id": "#company-id", "app_version_key": ""}

    def compose_fields(self) -> Iterable[Widget]:
        """What the administrator types, and into which company."""
        yield Paragraphs(self.to_type(), id="to-type")
        yield Field(
            "Company ID", fields.company_id, id="company-id", value=self.session.record.company_id, confidential=True,
            hint="The number in the customer's Procore address; a pasted address will do.",
        )  # fmt: skip
        yield Horizontal(
            CompactButton("Handout for the administrator…", id="handout"),
            CompactButton("Message to the administrator…", id="message", name="install"),
            classes="button-line",
        )

    def draw_turn(self) -> None:
        """Also what is typed: the company's name or the mask may have changed."""
        super().draw_turn()
        self.query_one("#to-type", Paragraphs).show(self.to_type())

    def to_type(self) -> list[Line]:
        """The App Version ID and the company: the wrong company is the worst mistake here."""
        record = self.session.record
        key = self.masked(record.app_version_key) or "not known yet: it is saved on step 4"
        company = self.masked(record.company_id) or "not known yet"
        named = self.session.company_name
        lines = [
            Line(plain(key, "$text-primary"), plain("App Version ID", "bold"), 16),
            Line(plain(f"{named} ({company})" if named else company, "$text-primary"), plain("Company", "bold"), 16),
        ]
        if self.session.masked:
            lines.append(Line(plain(f"{self.dmsa.key_text('reveal')} shows both in full.", "$foreground-muted")))
        return lines
