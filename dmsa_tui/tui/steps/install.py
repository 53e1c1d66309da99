"""Step 5: the administrator installs the custom app and permits projects."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.company_names import COMPARED_AT
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.session.mending_actions import unproven_in
from dmsa_tui.tui.steps.check_runner import ChecksEnded
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.company_field import CompanyField
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.profile_levels import ProfileLevels


class InstallScreen(StepScreen):
    """The company ID, and the app's installation."""

    STEP = "install"
    _place: CompanyPlace | None = None
    """The company in the field, as far as it could be read."""
    _other_environments = ""
    """Id of the environment that the address in the field belongs to, if it is another one."""
    _is_unasked = False
    """Whether the company was marked done with an ID about which Procore was asked only then."""
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "company_id": "#company-id",
        "app_version_key": "",
        "profile": "",
        "web_url": "",
    }

    def compose_fields(self) -> Iterable[Given]:
        """What the administrator types, and into which company."""
        yield at(CompanyField(
            "Company ID", self._company_id, id="company-id", value=self.session.record.company_id, confidential=True,
            hint="You can paste the whole address.",
        ), "company_id")  # fmt: skip
        yield at(ProfileLevels(), "compare", "dialog")
        change = CompactButton("Change the environment…", id="environment")
        need(change, False)
        yield at(change, "company_id")
        yield at(Horizontal(
            CompactButton("Handout for the administrator…", key=self.app.key_text("handout"), id="handout"),
            CompactButton("Access review…", id="access-review"),
            CompactButton(
                "Message to the administrator…", key=self.app.key_text("message"), id="message", name="install"
            ),
            classes="button-line",
        ), "company_id")  # fmt: skip

    def draw_state(self) -> None:
        """Also the levels, whose profile may be another one now."""
        super().draw_state()
        self.query_one(ProfileLevels).draw()

    def _company_id(self, text: str) -> str:
        """The field's rule. Of an address it keeps the host, and the environment to offer."""
        self._offer("")
        try:
            self._place = fields.company_place(text, self.session.record.environment)
        except OtherEnvironment as other:
            self._offer(other.place.environment)
            raise
        return self._place.id

    def _offer(self, environment_id: str) -> None:
        """Offer the environment of a pasted address."""
        self._other_environments = environment_id
        for button in self.query("#environment").results(Button):
            need(button, bool(environment_id))
            if environment_id:
                button.label = f"Change to {ENVIRONMENTS[environment_id].name}…"

    @on(Button.Pressed, "#environment")
    def _change_environment(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_environment(self._other_environments)

    async def action_done(self) -> None:
        """Also note that a typed company ID is asked about only now."""
        is_due, done = self.checks.are_due, self.session.actions.is_ticked(*COMPARED_AT)
        await super().action_done()
        self._is_unasked |= is_due and not done and self.session.actions.is_ticked(*COMPARED_AT)

    @on(ChecksEnded)
    def _company_asked(self) -> None:
        """What was marked done before Procore refused the ID is to do."""
        was_unasked, self._is_unasked = self._is_unasked, False
        if was_unasked and COMPARED_AT[1] in unproven_in(self.session, self.STEP):
            self.take_back(COMPARED_AT[1])

    @on(Field.Accepted, "#company-id")
    def _company_given(self, event: Field.Accepted) -> None:
        """Ask Procore about a pasted company at once; about a typed one on Enter."""
        if event.value and not event.field.is_being_typed:
            self.call_next(self.checks.run)
        if self._place is not None and self._place.environment:  # the host of a pasted address is for the links
            self.session.open_record.note(web_url=self._place.web_url)
