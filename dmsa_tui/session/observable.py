"""State that tells whoever observes it which parts have changed."""

from collections.abc import Callable

Observer = Callable[[frozenset[str]], None]
"""Takes the names of what has changed; called on the event loop, after the change."""


class Observable:
    """A part of the session that others draw from or depend on."""

    def __init__(self) -> None:
        self._observers: list[Observer] = []

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` after each change; the function returned ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer) if observer in self._observers else None

    def _changed(self, *names: str) -> None:
        """Tell the observers, in the order in which they came."""
        if names:
            for observer in list(self._observers):
                observer(frozenset(names))
