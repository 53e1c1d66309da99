"""What a screen meant to do once it is drawn is not done after it has been closed."""

import asyncio
from functools import partial

from textual.app import App
from textual.screen import Screen

from dmsa_tui.tui.after_refresh import after_refresh


async def test_a_screen_that_was_closed_meanwhile_does_nothing_any_more() -> None:
    async with App[None]().run_test() as pilot:
        done: list[int] = []
        for moment in range(12):
            screen = Screen[None]()
            await pilot.app.push_screen(screen)
            await pilot.pause()
            after_refresh(screen, partial(done.append, moment))
            for _ in range(moment):
                await asyncio.sleep(0)
            pilot.app.pop_screen()
            before = list(done)
            await pilot.pause()
            assert done == before


async def test_a_screen_that_is_still_open_does_it() -> None:
    async with App[None]().run_test() as pilot:
        done: list[str] = []
        after_refresh(pilot.app.screen, partial(done.append, "done"))
        await pilot.pause()
        assert done == ["done"]
