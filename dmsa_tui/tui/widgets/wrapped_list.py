"""A list whose options have several lines; the owner wraps them."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets.option_list import Option

from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.refilled_list import RefilledList


class WrappedList(RefilledList):
    """Posts `NewWidth` when the options must be wrapped again."""

    class NewWidth(Message):
        """The width has changed since the options were wrapped."""

    MIN_COLUMNS: ClassVar[int] = 50
    """The width of an option before the first layout, and the least one after it."""
    _told_width = 0

    @property
    def wrap_width(self) -> int:
        """The columns that an option has."""
        return max(self.scrollable_content_region.width - 1, self.MIN_COLUMNS)

    def on_resize(self, _event: Resize) -> None:
        if self.wrap_width != (self._told_width or self.MIN_COLUMNS):
            self._told_width = self.wrap_width
            self.post_message(self.NewWidth())


class ListWithButton(WrappedList):
    """Beside it a button chooses: a click highlights a line, and a double click chooses it."""

    def on_click(self, event: Click) -> None:
        """Only highlight at the first click; Textual's own handler chooses at the second."""
        place = event.style.meta.get("option")
        if event.chain > 1 or place is None or place >= self.option_count:
            return
        event.prevent_default()
        if not self.get_option_at_index(place).disabled:
            self.highlighted = place


class Choosable(NamedTuple):
    """One of the options of a list with dots."""

    id: str
    name: Content
    about: tuple[Content, ...]
    """The paragraphs below the name."""


class ListWithDots(ListWithButton):
    """The dot of the highlighted option is filled: that is the one that the button chooses."""

    _shown: tuple[Choosable, ...] = ()
    _began = 0
    """The place of the dot before a person moved it."""

    @property
    def has_moved(self) -> bool:
        """Whether a person moved the dot."""
        return self.highlighted not in (None, self._began)

    def show(self, options: Iterable[Choosable], chosen: str) -> None:
        """Show these options; the highlight stays where it is, and begins at the id `chosen`, or else at the first."""
        kept, self._shown = self.highlighted, tuple(options)
        ids = [each.id for each in self._shown]
        self._began = ids.index(chosen) if chosen in ids else 0
        self.clear_options()
        self.add_options(Option(self._drawn(each, False), id=each.id) for each in self._shown)
        self.highlighted = self._began if kept is None else kept

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Move the filled dot along."""
        for place, each in enumerate(self._shown[: self.option_count]):
            self.replace_option_prompt_at_index(place, self._drawn(each, place == highlighted))
        super().watch_highlighted(highlighted)

    def _drawn(self, option: Choosable, is_chosen: bool) -> Content:
        dot = literal("● " if is_chosen else "○ ", "$text-accent")
        about = (Line(each, indent=2) for each in option.about)
        return hanging([Line(option.name, dot, 2), *about], self.wrap_width)
