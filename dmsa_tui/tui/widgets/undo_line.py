"""A line of input with undo, that takes a paste which comes as keys for the paste that it is."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.reactive import reactive
from textual.widgets import Input

from dmsa_tui.procore.pasted import is_masked
from dmsa_tui.tui.widgets.burst import Burst


class UndoLine(Input):
    """What it held before it was cleared, overwritten, or begun to be typed in comes back with Ctrl+Z."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", "Undo", show=False)]
    compact = reactive(True, toggle_class="-textual-compact")
    undone = False
    """Whether the last change was an undo: nobody typed what it restored."""
    _undoing = False
    _held: list[str] = []  # noqa: RUF012  replaced, never changed
    _run = 0
    """Characters by which the last change was longer; a run of typing or of erasing is undone at once."""

    def __init__(self, value: str, *, placeholder: str, name: str) -> None:
        # Compact from the beginning it is styled once; the field judges what is typed, and Textual's own classes for
        # that would have it styled again.
        super().__init__(
            value,
            placeholder,
            name=name,
            compact=True,
            classes="-textual-compact",
            select_on_focus=False,
            validate_on=(),
        )
        self._burst = Burst[tuple[str, int, list[str]]]()

    def watch_value(self, before: str, after: str) -> None:
        """Keep what the line held before it was cleared, overwritten, or begun to be typed in."""
        self.password = self.password or is_masked(after)  # before it is drawn; the field knows whether for long
        grown = len(after) - len(before)
        if not self._undoing and before != after and (grown != self._run or abs(grown) != 1):
            self._held = [*self._held[-99:], before]
        self.undone, self._undoing, self._run = self._undoing, False, grown

    def on_mount(self) -> None:
        """Keep the initial text out of the undo history."""
        self._held = []

    def on_key(self, event: Key) -> None:
        """Textual's own handler runs next."""
        self._burst.follow(event, lambda: (self.value, (self.value, self.cursor_position, self._held)))

    def paste_burst(self) -> bool:
        """Take a credential that came as quick keys as a paste, and go back to before it. Whether one came so."""
        if (burst := self._burst.take()) is None:
            return False
        text, (self.value, self.cursor_position, self._held) = burst
        self.call_later(lambda: self.post_message(Paste(text)))  # sent from the field, it would not go beyond that
        return True

    def action_undo(self) -> None:
        """Restore the text before the last change."""
        if self._held:
            self._undoing = True
            *self._held, self.value = self._held
            self.cursor_position = len(self.value)

    def action_paste(self) -> None:
        """Paste what the program itself has copied, under the same rules as a paste of the terminal."""
        self.post_message(Paste(self.app.clipboard))
