"""What long work tells the screen in front; the screen draws it, if it is still there."""

from dataclasses import dataclass

from textual.message import Message

from dmsa_tui.session.level_scan import Ending


class ScanMoved(Message):
    """The reading of every project has come further; how far is in the session."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest is worth drawing."""
        return isinstance(message, ScanMoved)


@dataclass
class ScanEnded(Message):
    """The reading of every project is over."""

    ending: Ending


@dataclass
class Paused(Message):
    """A rate limit is being waited for."""

    sentence: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest is worth drawing."""
        return isinstance(message, Paused)
