"""The middle of a step's screen: what is given there goes into the record, and what is chosen there is opened."""

from typing import TYPE_CHECKING, cast

from textual import getters, on
from textual.widgets import Button

from dmsa_tui.session.check_results import ASKED_OF_ALL
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.steps import openers, papers
from dmsa_tui.tui.steps.check_runner import CheckRunner
from dmsa_tui.tui.steps.turning import Turning
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.backdrop import Row
from dmsa_tui.tui.widgets.check_note import CheckNote
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from dmsa_tui.tui.wizard_screen import WizardScreen


class StepMiddle(Row):
    """Stepper, page and side pane of a step."""

    app = getters.app(BaseApp)

    def __init__(self, checks: CheckRunner, turning: Turning) -> None:
        super().__init__(id="middle")
        self._checks, self._turning = checks, turning

    @property
    def _step(self) -> "WizardScreen":
        return cast("WizardScreen", self.screen)

    @on(Field.Accepted)
    def _accepted(self, event: Field.Accepted) -> None:
        name = (event.field.id or "").replace("-", "_")
        self.app.session.open_record.note_given(**{name: event.field.answer(event.value)})
        self._checks.are_due |= name in ASKED_OF_ALL
        self.app.autosave.soon()

    @on(ApprovalFields.Changed)
    def _approval_changed(self, event: ApprovalFields.Changed) -> None:
        self.app.session.open_record.note(**{event.field: event.approval})
        self.app.autosave.soon()

    @on(Stepper.Chosen)
    def _step_chosen(self, event: Stepper.Chosen) -> None:
        self._turning.go_to(event.step_id)

    @on(CheckNote.Followed)
    def _note_followed(self, event: CheckNote.Followed) -> None:
        openers.go_to_field(self._step, event.field)

    @on(CheckRow.Remedied)
    def _lead_to_remedy(self, event: CheckRow.Remedied) -> None:
        openers.lead_to_remedy(self._step, next(iter(self.walk_children(ActionList)), None), event)

    @on(CheckRow.Diagnosed)
    def _diagnosed(self, event: CheckRow.Diagnosed) -> None:
        if (result := self.app.session.results.get(event.check_id)) is not None:
            papers.show_diagnosis(self._step, [result])

    @on(Button.Pressed, openers.OPENERS)
    def _opener_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        openers.open_for(self._step, event.button)
