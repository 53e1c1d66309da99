"""Redraws a widget after changes: once for all of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from dmsa_tui.tui.opening import ClosedOnce

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from dmsa_tui.tui.base_app import BaseApp, Names

PLACE = {"step", "action"}
"""Fields of the record that say where the person is: the screens that ask for it draw it without them."""


class Redraw:
    """Calls `draw` of a mounted widget after the changes of the session's state that it depends on."""

    def __init__(self, widget: "Widget", draw: Callable[[], object]) -> None:
        self._widget = widget
        self._draw = draw
        self._due = False

    def after(self, *changes: str) -> None:
        """Draw after these changes: names of the variables of `BaseApp`."""
        for each in changes:
            changed = self._record_changed if each == "record_changes" else self.soon
            self._widget.watch(self._widget.app, each, changed, init=False)

    def _record_changed(self, names: "Names") -> None:
        if not names <= PLACE:
            self.soon()

    def soon(self) -> None:
        """Draw after the pending messages are handled."""
        if not self._due:
            self._due = True
            self._widget.call_next(self._now)

    def _now(self) -> None:
        self._due = False
        if not self._widget.is_attached or _is_closed(self._widget.screen):
            return
        if cast("BaseApp", self._widget.app).session.is_open:
            self._draw()


def _is_closed(screen: "Screen[Any]") -> bool:
    return isinstance(screen, ClosedOnce) and screen.closed
