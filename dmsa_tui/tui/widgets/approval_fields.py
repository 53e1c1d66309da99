"""One of Procore's approvals: where it stands, since when, and what is worth remembering about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import APPROVALS, SETTLED, are_settled, at_least, days_since, noted, with_state
from dmsa_tui.onboarding.record import Approval, ApprovalState
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.backdrop import Backdrop
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

WORDS = {
    ApprovalState.NOT_ASKED: "not requested",
    ApprovalState.WAITING: "waiting",
    ApprovalState.GRANTED: "granted",
    ApprovalState.REFUSED: "refused",
}
DATE_OF = {
    ApprovalState.WAITING: "Requested on or before",
    ApprovalState.GRANTED: "Recorded on",
    ApprovalState.REFUSED: "Recorded on",
}
NOTE_HINT = "Who requested it, a case number. Never a secret."


DOTS = "••••"
"""What the mask puts in the place of the most of an ID."""


class Note(Field):
    """A remark, in which this customer's IDs are masked."""

    def __init__(self, approval: Approval, mask: Callable[[str], str], *, id: str) -> None:
        self.mask = mask
        super().__init__("Note", fields.approval_note, id=id, value=approval.note, hint=NOTE_HINT, optional=True)

    def compose(self) -> ComposeResult:
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
        masked = self.mask(shown.plain)
        shown.plain = masked.replace(DOTS, DOTS + "•" * (len(shown.plain) - len(masked)), 1)
        return shown

    def _taken(self, cleaned: str) -> str:
        return self.mask(super()._taken(cleaned))


class ApprovalFields(Vertical, Backdrop):
    """State, date and note; the last two are folded away once it is granted. `field` is the record's."""

    class Changed(Message):
        """The person has said something new about the approval."""

        def __init__(self, fields: "ApprovalFields") -> None:
            super().__init__()
            self.field = fields.field
            self._fields = fields

        @property
        def approval(self) -> Approval:
            """The approval by now; more may have been typed since this was sent."""
            return self._fields.approval

    def __init__(self, field: str, session: "Session") -> None:
        super().__init__(id=f"{field.replace('_', '-')}-approval", classes="approval")
        self.field = field
        self.session = session
        self.mask = session.mask.text
        self.approval: Approval = getattr(session.record, field)
        self._dates = {self.approval.state: self.approval.since}
        """The states that were looked at: passing through one by key must not cost the date of another."""

    def compose(self) -> ComposeResult:
        words = {state.value: word for state, word in WORDS.items()}
        chosen = self._shown
        yield (choice := Choice(APPROVALS[self.field], words, id=self._stem, chosen=chosen, note=self.sentence()))
        choice.ask(not self._is_settled)
        if self._unfolded:
            yield from self._fields()

    def on_mount(self) -> None:
        """What is masked may change, or Procore accept the credentials."""
        Redraw(self, self.draw).after("record_changes", "mask_changes")

    def _fields(self) -> Sequence[Field]:
        label, value = DATE_OF.get(self.approval.state, "Since"), self.approval.since
        note = Note(self.approval, self.mask, id=f"{self._stem}-note")
        return (Field(label, fields.approval_date, id=f"{self._stem}-since", value=value, hint="YYYY-MM-DD"), note)

    @property
    def _stem(self) -> str:
        return self.field.replace("_", "-")

    @property
    def _unfolded(self) -> bool:
        return self.approval.state in (ApprovalState.WAITING, ApprovalState.REFUSED) and not self._is_settled

    @property
    def _is_settled(self) -> bool:
        """Whether working credentials prove it, whatever was noted before."""
        return self.approval.state is not ApprovalState.GRANTED and are_settled(self.session.record)

    @property
    def _shown(self) -> str:
        """The option that is filled: none where the answer is overtaken, or nobody has said where it stands."""
        return self.approval.state.value if self.approval.is_answered and not self._is_settled else ""

    def draw(self) -> None:
        """Say again where the approval stands."""
        self.query_one(Choice).show_note(self.sentence())
        self.query_one(Choice).show_value(self._shown)
        self.query_one(Choice).ask(not self._is_settled)
        there = self.query(Field)
        if self._unfolded and not there:
            self.mount_all(self._fields())
        for field in there:
            field.display = self._unfolded
        for since in self.query(f"#{self._stem}-since").results(Field):
            since.relabel(DATE_OF.get(self.approval.state, "Since"))

    def show_value(self, value: object) -> None:
        """Show what another window knows of the approval, and tell nobody."""
        assert isinstance(value, Approval)
        if value == self.approval:
            return
        self.approval = value
        self._dates = {value.state: value.since}
        for field in self.query(Field):
            field.show_value(value.note if isinstance(field, Note) else value.since)
        self.draw()  # fields that only come now have the new values

    def sentence(self) -> Content:
        """Who is waited for and for how long; below a folded approval also its note."""
        approval, days = self.approval, days_since(self.approval)
        how_long = f" ({at_least(days)})" if days else ""
        since = f" since {approval.since} or before{how_long}" if approval.since else ""
        recorded = f"; recorded on {approval.since}" if approval.since else ""
        confirmed = f" on {approval.since}" if approval.since else ""
        if self._is_settled:
            asked = f" Requested on or before {approval.since}." if approval.state is ApprovalState.WAITING else ""
            note = f" Note: {self.mask(noted(approval))}" if noted(approval) else ""
            return literal(f"✔ {SETTLED[0].upper()}{SETTLED[1:]}.{asked}{note}", "$text-success")
        match approval.state:
            case ApprovalState.WAITING:
                return literal(f"◐ Waiting for Procore{since}. You can continue here later.", "$text-warning")
            case ApprovalState.REFUSED:
                return literal(f"✖ Refused by Procore{recorded}. The owner must act.", "$text-error")
            case ApprovalState.GRANTED:
                note = f" Note: {self.mask(noted(approval))}" if noted(approval) else ""
                return literal(
                    f"✎ Granted. You confirmed this{confirmed}.{note}",
                    "$foreground-muted",
                )
        mark = "." if approval.is_answered else "?"
        return literal(f"Not requested yet{mark} Request it today: Procore can take days.", "$foreground-muted")

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        state = ApprovalState(event.value)
        self._dates[self.approval.state] = self.approval.since
        approval = with_state(self.approval, state)
        there = list(self.query(f"#{self._stem}-since").results(Field))
        day = approval.since if state is ApprovalState.NOT_ASKED else self._dates.get(state, approval.since)
        self._take(replace(approval, since=day))
        with self.prevent(Field.Accepted):
            for since in there:
                since.fill(self.approval.since)

    @on(Field.Accepted)
    def _typed(self, event: Field.Accepted) -> None:
        event.stop()
        is_note = (event.field.id or "").endswith("-note")
        self._take(replace(self.approval, note=event.value) if is_note else replace(self.approval, since=event.value))

    def _take(self, approval: Approval) -> None:
        if approval != self.approval:
            self.approval = approval
            self.draw()
            self.post_message(self.Changed(self))
