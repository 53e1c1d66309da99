"""What the person gives the wizard: noted at once, written soon, and shared with other windows."""

import asyncio
from typing import ClassVar, Protocol, runtime_checkable

from textual import on
from textual.worker import Worker

from dmsa_tui.errors import StorageError
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.wizard_screen import WizardScreen

NOT_SAID = ("step", "verdict", "checked_at")
"""Every window has its own; none of them is an answer that a person gave."""


@runtime_checkable
class Holds(Protocol):
    """A widget that a person gives a field of the record in."""

    def hold(self, value: object) -> None:
        """Show the value that the record has now, and tell nobody; nothing to do where it is shown already."""


class AnswersScreen(WizardScreen):
    """A screen with fields on the open record."""

    STEP: ClassVar[str]
    """The step's id in the guide."""
    _redraw_due = False

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

    def record_changed(self, names: Names) -> None:
        """In the fields that a person gives these answers in, and wherever else they are drawn."""
        shown = names & self.SHOWS.keys()
        if not shown:
            return
        for name in shown:
            for widget in self.query(self.SHOWS[name] or "#none"):
                if isinstance(widget, Holds):
                    widget.hold(getattr(self.session.record, name))
        self.redraw()

    def mask_changed(self, names: Names) -> None:
        """What is hidden or shown now is drawn so."""
        for field in self.query(Field):
            field.reveal(not self.session.mask.ids_hidden)
        for fields in self.query(ApprovalFields):
            fields.draw()
        self.redraw()

    def redraw(self) -> None:
        """Draw all that depends on the record and the results, once for whatever has changed until then."""
        if not self._redraw_due:
            self._redraw_due = True
            self.call_next(self._redraw)

    def _redraw(self) -> None:
        self._redraw_due = False
        if self.is_mounted and self.session.is_open:
            self.draw_turn()
            self.draw_state()

    @on(Field.Accepted)
    def _accepted(self, event: Field.Accepted) -> None:
        if event.value != event.field.accepted:
            return  # another window's value has taken its place meanwhile
        self.session.open_record.note(**{(event.field.id or "").replace("-", "_"): event.value})
        self.save_soon()

    @on(ApprovalFields.Changed)
    def _gate_changed(self, event: ApprovalFields.Changed) -> None:
        self.session.open_record.note(**{event.field: event.gate})
        self.save_soon()
