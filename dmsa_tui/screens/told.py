"""What long work tells the screen in front; the screen draws it, if it is still there."""

from dataclasses import dataclass

from textual.message import Message

from dmsa_tui.long_work import Ending


class ReadingMoved(Message):
    """The reading of every project has come further; how far is in the session."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest is worth drawing."""
        return isinstance(message, ReadingMoved)


@dataclass
class ReadingEnded(Message):
    """The reading of every project is over."""

    ending: Ending


@dataclass
class Paused(Message):
    """A rate limit is being waited for."""

    sentence: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest is worth drawing."""
        return isinstance(message, Paused)
