"""The last line: the keys of the screen, which a click runs too. One widget; a footer has one for each key."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.tui.widgets.guide_text import literal


class ShownKey(NamedTuple):
    """A key as people write it, its label, and its action with the namespace."""

    key: str
    label: str
    action: str
    short: str = ""
    """The label where there is little room; empty for the same."""
    detail: str = ""
    """What follows the label where there is much room."""
    below: int | None = None
    """It is shown on lines narrower than these columns only, which have no room for its button."""


class KeyBar(Widget):
    """As many keys as fit the width; the last one always fits."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; width: 100%; background: $panel; }"

    def __init__(self, keys: Sequence[ShownKey], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keys = tuple(keys)

    def show(self, keys: Sequence[ShownKey]) -> None:
        """Show these in place of the others."""
        if self.keys != (keys := tuple(keys)):
            self.keys = keys
            self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        shown = [each for each in self.keys if each.below is None or width < each.below]
        drawn = [_drawn(each, each.label + each.detail, " ") for each in shown]
        if sum(each.cell_length for each in drawn) > width:
            drawn = [_drawn(each, each.label, " ") for each in shown]
        if sum(each.cell_length for each in drawn) > width:
            drawn = [_drawn(each, each.short or each.label) for each in shown]
        last = drawn.pop()
        line = Content("")
        for each in drawn:
            if line.cell_length + each.cell_length > width - last.cell_length:
                break
            line += each
        return line + last

    async def on_click(self, event: Click) -> None:
        """Run the action of the key."""
        action = event.style.meta.get("does")
        if isinstance(action, str):
            event.stop()
            await self.app.run_action(action)


def _drawn(shown: ShownKey, label: str, gap: str = "") -> Content:
    text = literal(f" {shown.key} ", "$text-accent bold") + literal(f"{label}{gap}")
    return text.stylize(Style.from_meta({"does": shown.action, "key": shown.key.lower()}))
