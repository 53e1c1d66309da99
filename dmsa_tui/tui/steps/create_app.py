"""Step 1: create the app, and know the gates before anybody clicks."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on
from textual.widget import Widget

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import GATES
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field


class CreateAppScreen(StepScreen):
    """App name, owner, gates."""

    STEP = "create-app"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "app_name": "#app-name",
        "app_owner": "#app-owner",
        "verification": "#verification-gate",
        "production_access": "#production-access-gate",
    }

    def compose_fields(self) -> Iterable[Widget]:
        """The app's name, whose account it is in, and where Procore's two approvals stand."""
        record = self.session.record
        yield Field(
            "App name", fields.app_name, id="app-name", value=record.app_name,
            hint="The customer sees it in App Management, and the service account is named after it.",
        )  # fmt: skip
        yield Choice(
            "Whose developer account", {"customer": "the customer's", "consultant": "the consultant's"},
            id="app-owner", chosen=record.app_owner,
        )  # fmt: skip
        for name in GATES:
            yield ApprovalFields(name, getattr(record, name), self.masked, recorded=bool(self.session.mask.recorder))
        yield CompactButton("Message to whoever has to act…", id="message")

    @on(Choice.Chosen, "#app-owner")
    def _owner_chosen(self, event: Choice.Chosen) -> None:
        self.session.open_record.note(app_owner=event.value)
        self.save_soon()
