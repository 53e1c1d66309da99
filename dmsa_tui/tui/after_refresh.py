"""Calls something after a screen's next refresh."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen


def after_refresh(screen: Screen[Any], do: Callable[[], object]) -> None:
    """Call `do` after the next refresh, unless the screen was closed before."""

    def do_if_open() -> object:
        return do() if screen in screen.app.screen_stack else None

    screen.call_after_refresh(do_if_open)
