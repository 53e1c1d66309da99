"""What the person gives the wizard: noted at once, written soon, and shared with other windows."""

from typing import ClassVar

from textual import on
from textual.worker import Worker

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.gates import Wait, waits
from dmsa_tui.screens.base import WizardScreen
from dmsa_tui.widgets.field import Field
from dmsa_tui.widgets.gate_fields import GateFields

NOT_SAID = ("step", "verdict", "checked_at")
"""Every window has its own; none of them is an answer that a person gave."""


class AnswersScreen(WizardScreen):
    """A screen with fields on the open record."""

    STEP: ClassVar[str]
    """The step's id in the guide."""

    def draw_state(self) -> None:
        """Draw what depends on the record; the screens say what that is."""

    def draw_turn(self) -> None:
        """Draw who acts and where; the screens say how."""

    def save_soon(self) -> None:
        """Write what has been noted, after the pause in which more may be typed."""
        # By the app: a timer or worker of this screen would end with it, and the last answer would stay unwritten.
        self.app.set_timer(0.15, self._save_now)

    def _save_now(self) -> None:
        _: Worker[None] = self.app.run_worker(self.save, group="save", exit_on_error=False)

    async def save(self) -> None:
        """Write what has been noted; a disk that refuses is said aloud, and the answers stay."""
        try:
            saved = await self.session.flush()
        except StorageError as problem:
            self.notify(f"Not saved: {problem}", severity="error", timeout=10, markup=False)
            return
        if saved is None:
            return
        merged, disputed = (
            [each for each in names if each not in NOT_SAID] for names in (saved.merged_fields, saved.disputed_fields)
        )
        if merged:
            fields = ", ".join(merged)
            self.notify(f"Another window changed {fields}; its answers were taken over.", timeout=8, markup=False)
            self._show_taken_over(merged)
        if disputed:
            fields = ", ".join(disputed)
            self.notify(
                f"Another window changed {fields} as well; this window's answers were kept.", timeout=8, markup=False
            )

    def _show_taken_over(self, names: list[str]) -> None:
        """Show what came from another window: in its field, or by drawing the step afresh."""
        shown = [widget for name in names for widget in self.query(f"#{name.split('.')[0].replace('_', '-')}")]
        for field in shown:
            if isinstance(field, Field):
                field.fill(getattr(self.session.record, (field.id or "").replace("-", "_")))
        if self.app.screen is self and not all(isinstance(each, Field) for each in shown):
            self.dmsa.go_to_step(self.STEP)

    @on(Field.Accepted)
    def _accepted(self, event: Field.Accepted) -> None:
        self.session.note(**{(event.field.id or "").replace("-", "_"): event.value})
        self.answered(event.field.id or "")
        self.save_soon()

    @on(GateFields.Changed)
    def _gate_changed(self, event: GateFields.Changed) -> None:
        self.session.note(**{event.field: event.gate})
        self.draw_state()
        self.save_soon()

    def waits(self) -> dict[str, Wait]:
        """Step id → the approval that it waits for."""
        return {each.step: each for each in waits(self.session.record)}

    def answered(self, field_id: str) -> None:
        """A field has a new accepted value; it is already noted."""
        self.draw_state()
        self.draw_turn()
