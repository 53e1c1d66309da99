"""One of Procore's approvals: where it stands, since when, and what is worth remembering about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import GATES, age, days_since, moved
from dmsa_tui.onboarding.record import Approval, GateState
from dmsa_tui.tui.widgets.backdrop import Backdrop
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain

WORDS = {
    GateState.NOT_ASKED: "not requested",
    GateState.WAITING: "waiting",
    GateState.GRANTED: "granted",
    GateState.REFUSED: "refused",
}
DATE_OF = {
    GateState.WAITING: "Requested on",
    GateState.GRANTED: "Granted on",
    GateState.REFUSED: "Refused on",
}
NOTE_HINT = "Who requested it, a case number. Never a secret."


DOTS = "••••"
"""What the mask puts in the place of the most of an ID."""


class Note(Field):
    """A remark, in which this customer's IDs are masked unless it is being typed in."""

    def __init__(self, gate: Approval, mask: Callable[[str], str], *, id: str) -> None:
        self.mask = mask
        super().__init__("Note", fields.gate_note, id=id, value=gate.note, hint=NOTE_HINT)

    def compose(self) -> ComposeResult:
        """The line shows what it holds through the mask."""
        for widget in super().compose():
            if isinstance(widget, Input):
                widget.highlighter = cast("Any", self._through_the_mask)
            yield widget

    def reveal(self, revealed: bool) -> None:
        """Show or mask the IDs."""
        super().reveal(revealed)
        self.input.refresh()

    def _through_the_mask(self, shown: Any) -> Any:
        """What is about to be drawn, in as many characters as before, so that the cursor stays in its place."""
        if self.recorded or not self._typing:
            masked = self.mask(shown.plain)
            shown.plain = masked.replace(DOTS, DOTS + "•" * (len(shown.plain) - len(masked)), 1)
        return shown

    def _taken(self, cleaned: str) -> str:
        return self.mask(super()._taken(cleaned))


class ApprovalFields(Vertical, Backdrop):
    """State, date and note. `field` is the record's; `mask` is for a shared screen, `recorded` one that is recorded.

    `brief` folds date and note away once it is granted.
    """

    class Changed(Message):
        """The person has said something new about the approval."""

        def __init__(self, field: str, gate: Approval) -> None:
            super().__init__()
            self.field = field
            self.gate = gate

    def __init__(
        self, field: str, gate: Approval, mask: Callable[[str], str], *, recorded: bool, brief: bool = False
    ) -> None:
        super().__init__(id=f"{field.replace('_', '-')}-gate", classes="gate")
        self.field = field
        self.gate = gate
        self.mask = mask
        self.recorded = recorded
        self.brief = brief
        self._dates = {gate.state: gate.since}
        """The states that were looked at: passing through one by key must not cost the date of another."""

    def compose(self) -> ComposeResult:
        """The four states with a sentence, and two lines to type in."""
        words = {state.value: word for state, word in WORDS.items()}
        state = self.gate.state.value
        yield Choice(GATES[self.field], words, id=self._stem, chosen=state, note=self.sentence())
        if self._unfolded:
            yield from self._fields()

    def _fields(self) -> Sequence[Field]:
        label, value = DATE_OF.get(self.gate.state, "Since"), self.gate.since
        note = Note(self.gate, self.mask, id=f"{self._stem}-note")
        note.recorded = self.recorded  # it may come long after the step has told all its fields
        return (Field(label, fields.gate_date, id=f"{self._stem}-since", value=value, hint="YYYY-MM-DD"), note)

    @property
    def _stem(self) -> str:
        return self.field.replace("_", "-")

    @property
    def _unfolded(self) -> bool:
        state = self.gate.state
        return state in (GateState.WAITING, GateState.REFUSED) or (state is GateState.GRANTED and not self.brief)

    def draw(self) -> None:
        """Say again where the approval stands: it, or what is masked, may have changed."""
        self.query_one(Choice).say(self.sentence())
        there = self.query(Field)
        if self._unfolded and not there:
            self.mount_all(self._fields())
        for field in there:
            field.display = self._unfolded
        for since in self.query(f"#{self._stem}-since").results(Field):
            since.relabel(DATE_OF.get(self.gate.state, "Since"))

    def hold(self, value: object) -> None:
        """Show what another window knows of the approval, and tell nobody."""
        assert isinstance(value, Approval)
        if value == self.gate:
            return
        self.gate = value
        self._dates = {value.state: value.since}
        self.query_one(Choice).hold(value.state.value)
        for field in self.query(Field):
            field.hold(value.note if isinstance(field, Note) else value.since)
        self.draw()  # fields that only come now have the new values

    def sentence(self) -> Content:
        """Who is waited for and for how long; below a folded approval also its note."""
        gate, days = self.gate, days_since(self.gate)
        since = f" since {gate.since}" if gate.since else ""
        how_long = f" ({age(days)})" if days is not None else ""
        match gate.state:
            case GateState.WAITING:
                return plain(f"◐ Waiting for Procore{since}{how_long}. The setup resumes here.", "$text-warning")
            case GateState.REFUSED:
                return plain(f"✖ Refused by Procore{since}{how_long}. The app's owner acts.", "$text-error")
            case GateState.GRANTED:
                note = f" Note: {self.mask(gate.note)}" if gate.note and self.brief else ""
                return plain(
                    f"✎ Granted{since.replace('since', 'on')}, as a person confirmed.{note}", "$foreground-muted"
                )
        return plain("Not requested yet. Request it today: Procore can take days.", "$foreground-muted")

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        state = GateState(event.value)
        self._dates[self.gate.state] = self.gate.since
        gate = moved(self.gate, state)
        there = list(self.query(f"#{self._stem}-since").results(Field))
        self._take(replace(gate, since=self._dates.get(state, gate.since)))
        with self.prevent(Field.Accepted):
            for since in there:
                since.fill(self.gate.since)

    @on(Field.Accepted)
    def _typed(self, event: Field.Accepted) -> None:
        event.stop()
        is_note = (event.field.id or "").endswith("-note")
        self._take(replace(self.gate, note=event.value) if is_note else replace(self.gate, since=event.value))

    def _take(self, gate: Approval) -> None:
        if gate != self.gate:
            self.gate = gate
            self.draw()
            self.post_message(self.Changed(self.field, gate))
