"""A list whose options may be replaced while it is being clicked."""

from typing import TYPE_CHECKING

from textual.events import Click
from textual.widgets import OptionList

if TYPE_CHECKING:
    Base = OptionList
else:  # no widget at run time: Textual takes the style rules of a widget's first base that is one
    Base = object


class Refilled(Base):
    """For an option list: it takes no click on an option that it has no longer."""

    def on_click(self, event: Click) -> None:
        """Textual's own handler, which comes next, looks the option up by its place when it was drawn."""
        place = event.style.meta.get("option")
        if place is not None and place >= self.option_count:
            event.prevent_default()

    @property
    def _has_places(self) -> bool:
        return bool(self.option_count and self.scrollable_content_region)

    def action_page_down(self) -> None:
        """Textual's own asks for the place of an option, which has none while nothing is laid out."""
        if self._has_places:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Likewise."""
        if self._has_places:
            super().action_page_up()  # type: ignore[no-untyped-call]


class RefilledList(Refilled, OptionList):
    """An option list that may be filled anew at any time."""
