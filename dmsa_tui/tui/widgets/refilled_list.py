"""A list whose options may be replaced while it is being clicked."""

from typing import TYPE_CHECKING

from textual.events import Click
from textual.widgets import OptionList

if TYPE_CHECKING:
    Base = OptionList
else:  # no widget at run time: Textual takes the style rules of a widget's first base that is one
    Base = object


class Refilled(Base):
    """An option list that ignores clicks on options that are gone."""

    def on_click(self, event: Click) -> None:
        """Stop a click on an option that is gone: Textual would look it up by its former place."""
        place = event.style.meta.get("option")
        if place is not None and place >= self.option_count:
            event.prevent_default()
            event.stop()  # the list may be shorter now, and the palette closes at a click beside it

    @property
    def _has_places(self) -> bool:
        return bool(self.option_count and self.scrollable_content_region)

    def action_page_down(self) -> None:
        """Move by hand where nothing is laid out: Textual would ask for the place of an option."""
        if self._has_places:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Likewise."""
        if self._has_places:
            super().action_page_up()  # type: ignore[no-untyped-call]


class RefilledList(Refilled, OptionList):
    """An option list that may be refilled at any time."""
