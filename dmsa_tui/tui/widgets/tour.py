"""The first-run tour: what two people on a call have to know before they begin, in four lines."""

from collections.abc import Callable

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.widgets.guide_text import plain
from dmsa_tui.tui.widgets.signs import CONFIRMED, SIGNS

ROOMY = 72
"""Columns from which the long wording fits."""
CLOSES = "Escape closes this"
PROVEN = SIGNS[State.PROVEN]


class Tour(Widget):
    """Four lines at any width from 56 columns on; `key_text` gives a command's key as the person has bound it."""

    class Closed(Message):
        """The person has clicked the close mark."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Tour { height: 4; }"

    def __init__(self, key_text: Callable[[str], str], palette_key: str) -> None:
        super().__init__()
        self.key_text = key_text
        self.palette_key = palette_key

    def render(self) -> Content:
        """The lines; the close mark ends the first."""
        width, key = self.content_size.width, self.key_text
        proven, confirmed = (plain(f"{each.sign} {each.word}", each.style) for each in (PROVEN, CONFIRMED))
        meaning = proven + plain(": Procore confirmed it.  ") + confirmed + plain(": a person says so.")
        if width >= ROOMY:
            lines = [
                plain("Each step says who acts. The list shows all steps."),
                meaning,
                plain(f"IDs are masked (press {key('reveal')} twice to show them). Secrets are never shown."),
                plain(f"{key('help')} for help, {self.palette_key} for every command. You can quit at any time."),
            ]
        else:
            lines = [
                plain("Each step says who acts."),
                proven + plain(": by Procore.  ") + confirmed + plain(": by a person."),
                plain(f"IDs are masked ({key('reveal')} twice shows them)."),
                plain(f"{key('help')} for help, {self.palette_key} for every command."),
            ]
        close = plain(CLOSES, "$text-accent").stylize(Style.from_meta({"closes": True}))
        lines[0] = lines[0].pad_right(max(1, width - lines[0].cell_length - close.cell_length)) + close
        return Content("\n").join(each.truncate(width, ellipsis=True) for each in lines)

    def on_click(self, event: Click) -> None:
        """Close it by its mark."""
        if event.style.meta.get("closes"):
            event.stop()
            self.post_message(self.Closed())
