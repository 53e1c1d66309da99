"""Loads what the next screens need while a person reads the first one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from textual.css.stylesheet import Stylesheet

from dmsa_tui.tui.stylesheets import LATER_SCREENS

PAUSE_SECONDS = 0.01
"""Pause between two pieces, in which keys are handled; a piece takes about as long."""


async def preload(pieces: Iterable[Callable[[], object]], give_way: Callable[[], Awaitable[None]]) -> None:
    """Load one piece after the other, and none while keys are pressed."""
    for piece in pieces:
        await give_way()
        piece()
        await asyncio.sleep(PAUSE_SECONDS)


def stylesheets_to_read(stylesheet: Stylesheet) -> Iterable[Callable[[], object]]:
    """A piece for each style sheet that the first screen does not need."""
    for sheet in map(str, LATER_SCREENS):
        if not stylesheet.has_source(sheet):
            yield partial(_read, stylesheet, sheet)


def _read(stylesheet: Stylesheet, sheet: str) -> None:
    stylesheet.read(sheet)
    stylesheet.parse()
