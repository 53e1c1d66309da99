"""A client ID, a secret or an App Version Key in a field that is not for it: masked, and asked about."""

from collections.abc import Callable

from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from dmsa_tui.procore.pasted import KEY_FORM, misplaced_in

ASKED_AFTER = 0.3
"""Seconds without a change: a terminal may send a paste key by key."""


class Misplaced(Message):
    """That text stands in a field that is not for it."""

    def __init__(self, field: Widget, text: str) -> None:
        super().__init__()
        self.field = field
        self.text = text


class MisplacedWatch:
    """Tells of each such text of a field once."""

    def __init__(self, field: Widget, paste_burst: Callable[[], bool]) -> None:
        """`paste_burst` takes what came as quick keys as a paste, and says whether anything did."""
        self._field = field
        self._paste_burst = paste_burst
        self._told = ""
        self._timer: Timer | None = None

    def look(self, text: str) -> None:
        """The field holds `text` now."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        kinds = misplaced_in(text)
        if KEY_FORM.search(kinds) and not KEY_FORM.fullmatch(kinds):
            kinds = ""  # a key with something before or after it is no credential: the field says what is wrong
        if kinds and kinds != self._told:
            self._timer = self._field.set_timer(ASKED_AFTER, lambda: self._tell(kinds))
        elif not kinds:
            self._told = ""

    def _tell(self, kinds: str) -> None:
        if self._paste_burst():
            return
        self._told = kinds
        self._field.post_message(Misplaced(self._field, kinds))
