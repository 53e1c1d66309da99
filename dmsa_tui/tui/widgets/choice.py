"""A choice of a few words."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style

from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NOTHING, HangingText, Line

GAP = "   "


class Choice(HangingText, can_focus=True):
    """A label over its options; a click chooses, and so do Enter and Space the option to which the arrow keys went.

    In a dialog, which is closed without its answers, the arrow keys choose once something is chosen.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept", show=False),
        Binding("space", "keep", "Keep", show=False),
        Binding("right", "step(1)", "Next", show=False),
        Binding("left", "step(-1)", "Previous", show=False),
        Binding("down", "step_down(1)", "Next", show=False),
        Binding("up", "step_down(-1)", "Previous", show=False),
    ]
    in_list = False
    """Whether it belongs to an action of a list: there, up and down open other actions."""

    class Chosen(Message):
        """The person chose a value."""

        def __init__(self, choice: "Choice", value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> "Choice":
            """The choice, for `@on` selectors."""
            return self.choice

    class Accepted(Message):
        """The person pressed Enter on what is chosen."""

    def __init__(
        self, label: str, options: Mapping[str, str], *, id: str, chosen: str = "", note: Content = NOTHING
    ) -> None:
        """`note` is a sentence below the options."""
        super().__init__(id=id, classes="choice")
        self.label = label
        self.options = dict(options)
        self.chosen = chosen
        self.note = note
        self._at = chosen or next(iter(self.options))
        """The option that the keys have gone to."""

    def ask(self, asks: bool) -> None:
        """Whether there is something to choose: without it, the label and the sentence stand alone."""
        if asks != self.can_focus:
            self.can_focus = asks
            if self.is_attached:
                self.draw()

    def show_note(self, note: Content) -> None:
        """Show that sentence below the options."""
        if not note.is_same(self.note):
            self.note = note
            self.draw()

    def show_value(self, value: object) -> None:
        """Show the value that another window chose, without posting a message."""
        if value != self.chosen:
            self.chosen = str(value)
            self._at = self.chosen or self._at
            self.draw()

    def lines(self) -> Sequence[Line]:
        """Label, the options with the chosen one filled, note; no line ends inside an option."""
        rows, cursor = [NOTHING], self._at if self.has_focus else None
        for value, words in self.options.items() if self.can_focus else ():
            style = "bold $text-primary" if value == self.chosen else ""
            if value == cursor:
                style = f"{style} reverse".lstrip()
            sign = "●" if value == self.chosen else "○"
            option = literal(f"{sign} {words}", style).stylize(Style.from_meta({"value": value}))
            if rows[-1] and rows[-1].cell_length + len(GAP) + option.cell_length <= self.columns:
                rows[-1] = Content.assemble(rows[-1], GAP, option)
            else:
                rows.append(option)
        note = [Line(self.note)] if self.note else []
        return [Line(literal(self.label, "bold")), *(Line(row) for row in rows if row), *note]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Mark the option from which the keys go, or none."""
        super().watch_has_focus(has_focus)
        self._at = self.chosen or self._at  # where they went without a choice is forgotten
        self.draw()

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        value = event.style.meta.get("value")
        if isinstance(value, str):
            self.choose(value)

    def action_accept(self) -> None:
        """Choose the option that the keys have gone to; accept the one that is chosen."""
        if self._at == self.chosen:
            self.post_message(self.Accepted())
        else:
            self.choose(self._at)

    def action_keep(self) -> None:
        """The same, but press no button of a dialog."""
        if self.in_list or self._at != self.chosen:
            self.action_accept()

    def action_step(self, by: int) -> None:
        """Go to the option after or before: in a list of actions an answer changes more than what is seen of it."""
        values = list(self.options)
        self._at = values[(values.index(self._at) + by) % len(values)]
        if self.chosen and not self.in_list:
            self.choose(self._at)
        else:
            self.draw()

    def action_step_down(self, by: int) -> None:
        """The same by the other arrow keys."""
        self.action_step(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave up and down to the list."""
        return not (action == "step_down" and self.in_list)

    def choose(self, value: str) -> None:
        """Choose `value`, and post `Chosen`."""
        self._at = value
        if value != self.chosen:
            self.chosen = value
            self.draw()
            self.post_message(self.Chosen(self, value))
