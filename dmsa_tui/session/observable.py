"""State that notifies its observers of what changed."""

from collections.abc import Callable

Observer = Callable[[frozenset[str]], None]
"""Takes the names of what changed. Called on the event loop, after the change."""


class Observable:
    """A part of the session that others draw or compute from."""

    def __init__(self) -> None:
        self._observers: list[Observer] = []

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` after each change. Call the returned function to stop."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer) if observer in self._observers else None

    def _changed(self, *names: str) -> None:
        """Notify the observers, in the order in which they were added."""
        if names:
            for observer in list(self._observers):
                observer(frozenset(names))
