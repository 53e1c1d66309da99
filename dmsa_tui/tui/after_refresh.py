"""What a screen does once it is drawn."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen


def after_refresh(screen: Screen[Any], do: Callable[[], object]) -> None:
    """Do it when what is new is drawn; a screen that was closed meanwhile has nothing left to do it with."""

    def do_if_open() -> object:
        return do() if screen in screen.app.screen_stack else None

    screen.call_after_refresh(do_if_open)
