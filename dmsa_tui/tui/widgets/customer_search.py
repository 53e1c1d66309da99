"""The search on home: names are searched for, and what is no name goes where a paste outside the search goes."""

from collections.abc import Callable

from textual.events import Paste

from dmsa_tui.procore.pasted import is_address
from dmsa_tui.tui.widgets.search_line import MASKED, SearchLine

ADDRESS = "An address is masked here. Enter finds its company, or starts an onboarding."


class CustomerSearch(SearchLine):
    """Leaves a paste that is no name to the screen. What a terminal typed in a paste's place stands masked until Enter.

    `finds`: whether a listed name contains a text.
    """

    def __init__(self, placeholder: str, finds: Callable[[str], bool]) -> None:
        super().__init__(placeholder, id="search")
        self._finds = finds

    @property
    def refusal(self) -> str:
        """Why what it holds is not searched for; empty: it is."""
        if self.holds_credential:
            return MASKED
        return ADDRESS if is_address(self.value) else ""

    def take(self) -> str:
        """Give out what it holds, and hold nothing any more."""
        text, self.value = self.value, ""
        return text

    def _on_paste(self, event: Paste) -> None:
        from dmsa_tui.onboarding.pasted_text import is_name

        line = next((each for each in event.text.splitlines() if each.strip()), "")
        if is_name(event.text) or self._finds(line.strip()):
            event.text = line  # Textual's own handler runs next
        else:
            event.prevent_default()  # the screen knows where it belongs

    def _mask(self) -> None:
        super()._mask()
        self.password = self.password or is_address(self.value)
