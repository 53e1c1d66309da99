"""Step 1: create the app, and know what Procore has to approve."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import on

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import APPROVALS, are_settled
from dmsa_tui.onboarding.record import ApprovalState
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import CountField, Field


class CreateAppScreen(StepScreen):
    """App name, owner, approvals."""

    STEP = "create-app"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "app_name": "#app-name",
        "app_owner": "#app-owner",
        "verification": "#verification-approval",
        "production_access": "#production-access-approval",
        "approvals_settled_by": "",
        "administrator": "#administrator",
        "contact": "#contact",
        "active_projects": "#active-projects",
        "old_account": "#old-account",
    }

    def compose_fields(self) -> Iterable[Given]:
        """The app's name, whose account it is in, and where Procore's two approvals stand."""
        record = self.session.record
        yield at(Choice(
            "Whose developer account", {"customer": "the customer's", "consultant": "the consultant's"},
            id="app-owner", chosen=record.app_owner,
        ), "app_owner")  # fmt: skip
        yield at(Field(
            "App name", fields.app_name, id="app-name", value=record.app_name,
            hint="The service account is named after it.",
        ), "app_name")  # fmt: skip
        for name in APPROVALS:
            yield at(ApprovalFields(name, self.session), name)
        yield at(
            CompactButton("Message to whoever must act…", key=self.app.key_text("message"), id="message"), *APPROVALS
        )
        yield at(Field(
            "Administrator", fields.administrator, id="administrator", value=record.administrator,
            hint="A name, or a name and a company.",
        ), "administrator")  # fmt: skip
        yield at(Field(
            "Contact for the handout, optional", fields.contact, id="contact", value=record.contact, optional=True,
            hint="Whom the administrator asks: your name, and a number or an address.",
            placeholder=self.app.contact and f"{self.app.contact} (from your settings)",
        ), "administrator")  # fmt: skip
        yield at(CountField(
            "Active projects, about", fields.active_projects, id="active-projects",
            value="" if record.active_projects is None else str(record.active_projects),
            hint="A number such as 1,200.",
        ), "active_projects")  # fmt: skip
        yield at(Field(
            "Old service account or app", fields.old_account, id="old-account", value=record.old_account,
            hint="Its name, type and owner; “none” if there is none.",
        ), "old_account")  # fmt: skip

    def draw_state(self) -> None:
        """No message where Procore has granted what the action asks for."""
        super().draw_state()
        record = self.session.record
        asked = [getattr(record, name).state for name in APPROVALS if name in self.open_fields]
        has_all = bool(asked) and (are_settled(record) or {*asked} == {ApprovalState.GRANTED})
        for message in self.query("#message"):
            need(message, not has_all)

    @on(Choice.Chosen, "#app-owner")
    def _owner_chosen(self, event: Choice.Chosen) -> None:
        self.session.open_record.note(app_owner=event.value)
        self.app.autosave.soon()
