"""Step 5: the administrator installs the custom app and permits projects."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.tui.steps.step_screen import Given, StepScreen, at
from dmsa_tui.tui.widgets.action_list import need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs


class InstallScreen(StepScreen):
    """App Management."""

    STEP = "install"
    _place: CompanyPlace | None = None
    """What the company field holds, as far as it could be read."""
    _elsewhere = ""
    """Id of the environment that the address in the field belongs to, if it is another one."""
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "company_id": "#company-id",
        "app_version_key": "",
        "web_url": "",
    }

    def compose_fields(self) -> Iterable[Given]:
        """What the administrator types, and into which company."""
        yield at(Paragraphs(self.to_type(), id="to-type"), "company", "version-id")
        yield at(Field(
            "Company ID", self._company_id, id="company-id", value=self.session.record.company_id, confidential=True,
            hint="The number in the customer's Procore address; a pasted address will do.",
        ), "company_id")  # fmt: skip
        change = CompactButton("Change the environment…", id="environment")
        need(change, False)
        yield at(change, "company_id")
        yield at(Horizontal(
            CompactButton("Handout for the administrator…", id="handout"),
            CompactButton("Message to the administrator…", id="message", name="install"),
            classes="button-line",
        ), "company_id")  # fmt: skip

    def _company_id(self, text: str) -> str:
        """The rule of the field; of an address it keeps the host, and the environment that may be offered."""
        self._offer("")
        try:
            self._place = fields.company_place(text, self.session.record.environment)
        except OtherEnvironment as other:
            self._offer(other.place.environment)
            raise
        return self._place.id

    def _offer(self, environment_id: str) -> None:
        """The way to the environment that a pasted address belongs to."""
        self._elsewhere = environment_id
        for button in self.query("#environment").results(Button):
            need(button, bool(environment_id))
            if environment_id:
                button.label = f"Change to {ENVIRONMENTS[environment_id].name}…"

    @on(Button.Pressed, "#environment")
    def _change_environment(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_environment(self._elsewhere)

    @on(Field.Accepted, "#company-id")
    def _company_given(self) -> None:
        if self._place is not None and self._place.environment:  # the host of a pasted address is for the links
            self.session.open_record.note(web_url=self._place.web_url)

    def draw_state(self) -> None:
        """Also what is typed: the company's name or the mask may have changed."""
        super().draw_state()
        self.query_one("#to-type", Paragraphs).show(self.to_type())

    def to_type(self) -> list[Line]:
        """The App Version ID and the company: the wrong company is the worst mistake here."""
        record = self.session.record
        key = self.masked(record.app_version_key) or "not known yet: it is saved on step 4"
        company = self.masked(record.company_id) or "not known yet"
        named = self.session.results.company_name
        lines = [
            Line(plain(key, "$text-primary"), plain("App Version ID", "bold"), 16),
            Line(plain(f"{named} ({company})" if named else company, "$text-primary"), plain("Company", "bold"), 16),
        ]
        if self.session.mask.ids_hidden:
            lines.append(Line(plain(f"{self.app.key_text('reveal')} shows both in full.", "$foreground-muted")))
        return lines
