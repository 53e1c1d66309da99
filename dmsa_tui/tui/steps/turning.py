"""From one step to another, without the loss of what was typed: a text that its field refuses is shown first."""

from typing import TYPE_CHECKING

from dmsa_tui.tui.steps import openers
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from dmsa_tui.tui.wizard_screen import WizardScreen


class Turning:
    """Goes to other steps."""

    def __init__(self, screen: "WizardScreen") -> None:
        self._screen = screen
        self._shown: Field | SecretField | None = None
        """The field with a refused text that the last attempt to leave has shown."""

    def arrive(self) -> None:
        """The person goes on here later, unless only a pasted value led to this step."""
        visits, self._screen.app.visits = self._screen.app.visits, False
        if not visits:
            self.stay()
            for actions in self._screen.walk_children(ActionList):
                self._screen.session.open_record.note(action=actions.opened or "")

    def stay(self) -> None:
        """The person works on this step, and goes on here later."""
        self._screen.session.open_record.go_to(self._screen.STEP)

    def turn(self, by: int) -> None:
        """Go to the step before or after; after the last, to the end of the setup."""
        steps = self._screen.session.guide.steps
        place = [step.id for step in steps].index(self._screen.STEP) + by
        if place < 0:
            self._screen.notify("This is the first step.", timeout=4)
            return
        if self._stays():
            return
        if place == len(steps):
            openers.end_setup(self._screen)
        else:
            self._screen.app.go_to_step(steps[place].id)

    def go_to(self, step_id: str) -> None:
        """Go to that step."""
        if not self._stays():
            self._screen.app.go_to_step(step_id)

    def _stays(self) -> bool:
        """Whether a field holds what nothing saves. It gets the cursor; the next time a person leaves without it."""
        wrong = [each for each in self._screen.query(".field.-wrong") if isinstance(each, Field | SecretField)]
        if not wrong or wrong[0] is self._shown:
            return False
        self._shown = wrong[0]
        if isinstance(self._shown, Field):
            self._shown.settle()
        for actions in self._screen.walk_children(ActionList):
            _lead_to(self._shown, actions)
        self._screen.notify(
            f"{self._shown.label} is not saved. Correct it, or leave again without it.",
            severity="warning", timeout=8, markup=False,
        )  # fmt: skip
        return True


def _lead_to(field: Field | SecretField, actions: ActionList) -> None:
    """Open the field's action, and put the cursor into the field."""
    belongs = next((names for each, names in actions.given.all if each in field.ancestors_with_self), frozenset[str]())
    for action in actions.current.all:
        if not belongs.isdisjoint({action.id, *action.fields}):
            actions.choose(action.id, field=field.id or "")
            return
