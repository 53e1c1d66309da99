"""A point that is still open: Enter or a click goes where it is done, as a row of the checker does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.summary import WHO
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, HangingText, Line
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.session.ending import OpenPoint


class OpenPointRow(HangingText, can_focus=True):
    """Who has to act, what is open, and the key that goes there."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Go", show=False),
        *(Binding(key, f"row({by})", "Another row", show=False) for key, by in (("up", -1), ("down", 1))),
    ]

    class Chosen(Message):
        """The person wants to go where the point is done."""

        def __init__(self, point: "OpenPoint") -> None:
            super().__init__()
            self.point = point

    def __init__(self, point: "OpenPoint", key: str = "") -> None:
        """`key` goes there whatever has the focus; empty if none does."""
        super().__init__()
        self.point, self.key = point, key
        self.today = ""
        """The day on which it is read: what is open for longer has its date; empty for none."""
        self.can_focus = point.leads

    def lines(self) -> Sequence[Line]:
        """The point in one paragraph."""
        sign, point = SIGNS[State.TODO], self.point
        since = f", since {point.since}" if self.today not in ("", point.since) else ""
        who = literal(f"{WHO.get(point.owner, point.owner)}{since}: ", "$foreground-muted")
        go = f"Go {'Enter' if self.has_focus else self.key}".rstrip()
        words = "  ".join(each for each in (point.place, go) if each).replace(" ", NBSP)  # a key beside its place
        leads = literal("  ") + literal(words, "$text-accent underline") if point.leads else literal("")
        return [Line(who + literal(point.text) + leads, literal(sign.sign, sign.style), 2)]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Name the key that acts on the row which has the focus."""
        super().watch_has_focus(has_focus)
        self.draw()

    def action_go(self) -> None:
        """Go there."""
        if self.point.leads:
            self.post_message(self.Chosen(self.point))

    def action_row(self, by: int) -> None:
        """Go to the row before or after; at either end the keys scroll."""
        assert self.parent is not None
        rows = [each for each in self.parent.children if isinstance(each, OpenPointRow) and each.focusable]
        place = rows.index(self) + by
        if not 0 <= place < len(rows):
            raise SkipAction
        rows[place].focus()

    def on_click(self, event: Click) -> None:
        """The same as Enter."""
        event.stop()
        self.action_go()
