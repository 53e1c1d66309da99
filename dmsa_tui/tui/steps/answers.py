"""What the person gives the wizard: noted at once, written soon, and shared with other windows."""

import asyncio
from collections.abc import Collection
from functools import partial
from typing import ClassVar, Protocol, runtime_checkable

from textual import on
from textual.worker import Worker

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.approvals import PendingApproval, pending_approvals
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.wizard_screen import WizardScreen

NOT_SAID = ("step", "verdict", "checked_at")
"""Every window has its own; none of them is an answer that a person gave."""


@runtime_checkable
class Holds(Protocol):
    """A widget that a person gives a field of the record in."""

    def hold(self, value: object) -> None:
        """Show the value that another window has given, and tell nobody: it is in the record already."""


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

    def _save_now(self) -> "Worker[None]":
        return self.app.run_worker(self._write, group="save", exit_on_error=False)

    async def save(self) -> None:
        """Write what has been noted; a disk that refuses is said aloud, and the answers stay.

        Whoever waits for it may be cancelled; what another window has changed is drawn and told all the same.
        """
        await asyncio.shield(self._save_now().wait())

    async def _write(self) -> None:
        try:
            saved = await self.session.flush()
        except StorageError as problem:
            self.notify(f"Not saved: {problem}", severity="error", timeout=10, markup=False)
            return
        if saved is None:
            return
        self._draw_everywhere({each.partition(".")[0] for each in saved.merged_fields})
        merged, disputed = (
            [each for each in names if each not in NOT_SAID] for names in (saved.merged_fields, saved.disputed_fields)
        )
        if merged:
            fields = ", ".join(merged)
            self.notify(f"Another window changed {fields}; its answers were taken over.", timeout=8, markup=False)
        if disputed:
            fields = ", ".join(disputed)
            self.notify(
                f"Another window changed {fields} as well; this window's answers were kept.", timeout=8, markup=False
            )

    def _draw_everywhere(self, names: Collection[str]) -> None:
        """Draw what came from another window on every screen that is open: the next key must find it there."""
        from dmsa_tui.tui.dialogs.dialog import Dialog

        for screen in self.app.screen_stack if names else ():
            if isinstance(screen, WizardScreen | Dialog):
                draw = partial(screen.take_over, names)
                # A screen that is only being made is told once its widgets are there.
                draw() if screen.is_mounted else screen.call_next(draw)

    def take_over(self, names: Collection[str]) -> None:
        """In the fields that a person gives them in, and wherever else they are."""
        for name in names:
            for widget in self.query(self.SHOWS.get(name) or "#none"):
                if isinstance(widget, Holds):
                    widget.hold(getattr(self.session.record, name))
        self.redraw()

    def redraw(self) -> None:
        """Draw all that depends on the record and the results."""
        self.draw_turn()
        self.draw_state()

    @on(Field.Accepted)
    def _accepted(self, event: Field.Accepted) -> None:
        if event.value != event.field.accepted:
            return  # another window's value has taken its place meanwhile
        self.session.note(**{(event.field.id or "").replace("-", "_"): event.value})
        self.answered(event.field.id or "")
        self.save_soon()

    @on(ApprovalFields.Changed)
    def _gate_changed(self, event: ApprovalFields.Changed) -> None:
        self.session.note(**{event.field: event.gate})
        self.draw_state()
        self.save_soon()

    def pending_approvals(self) -> dict[str, PendingApproval]:
        """Step id → the approval that it waits for."""
        return {each.step: each for each in pending_approvals(self.session.record)}

    def answered(self, field_id: str) -> None:
        """A field has a new accepted value; it is already noted."""
        self.draw_state()
        self.draw_turn()
