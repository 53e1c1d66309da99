"""Somebody who rehearses, and draws what they see."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from tests.frames import only_when_asked
from tests.pictures.still import unchanging
from tests.settling import settling

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.app import DmsaApp
    from dmsa_tui.tui.steps.step_screen import StepScreen

PERSON = "the consultant"
LONGEST_WAIT = 60.0
"""Seconds for one thing to happen; a machine that draws several walks at once is slow."""


class Look(NamedTuple):
    """How a screen is drawn."""

    theme: str
    columns: int
    rows: int

    @property
    def id(self) -> str:
        """The name of its folder."""
        return f"{self.theme}-{self.columns}x{self.rows}"


LOOKS = (Look("dark", 120, 36), Look("dark", 80, 24), Look("light", 120, 36), Look("light", 80, 24))
Pictures = dict[str, str]
"""Name of the screen → SVG."""


class Walk:
    """A walk through the wizard."""

    def __init__(self, app: "DmsaApp", pilot: "Pilot[str]", pictures: Pictures) -> None:
        self.app = app
        self.pilot = pilot
        self.pictures = pictures
        app.person = PERSON
        app.animation_level = "none"

    @property
    def step(self) -> "StepScreen":
        """The step screen that is open."""
        return cast("StepScreen", self.app.screen)

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def until(self, happened: Callable[[], object], what: str) -> None:
        """Wait until something has happened."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not happened():
            if time.monotonic() > deadline:
                raise SystemExit(f"Waited {LONGEST_WAIT:.0f} s for {what}.")
            await self.pilot.pause(0.02)

    async def open(self, action_id: str) -> None:
        """Open an action, as a click on its line does."""
        actions = self.step.actions
        assert actions is not None
        actions.choose(action_id)
        await self.still()

    async def go_on(self, step_id: str) -> None:
        """Tick all actions of the open step, and go to the next one."""
        self.app.session.actions.tick_all(self.step.STEP, PERSON)
        await self.press("f8")
        await self.at(step_id)

    async def at(self, step_id: str) -> None:
        """Wait for a step's screen."""
        await self.until(lambda: getattr(self.app.screen, "STEP", "") == step_id, f"step {step_id}")
        await self.still()

    async def click(self, *action_ids: str) -> None:
        """Act in the practice company, as the practice browser does."""
        rehearsal_store = self.app.session.rehearsal
        if rehearsal_store is None:
            raise SystemExit("Only a rehearsal has a practice company.")
        for action_id in action_ids:
            rehearsal_store.perform(action_id)
        self.step.practiced()
        await self.still()

    def hand_over(self) -> None:
        """Copy into the wizard what the browser shows, as the practice browser does."""
        from dmsa_tui.session.browser_values import values_for

        if self.app.session.rehearsal is not None:
            values = values_for(self.app.session, self.step.STEP)
            self.step.receive({field.replace("_", "-"): text for field, text in values.items()})

    async def still(self) -> None:
        """Wait until nothing is asked any more, and what is put off for a moment has had its moment."""
        idle = 0

        def at_rest() -> bool:
            nonlocal idle
            # A dialog waits for the person, what shows itself for its picture; other windows are watched for ever.
            waiting = ("dialog", "show-me", "other-window")
            busy = any(not worker.is_finished for worker in self.app.workers if worker.group not in waiting)
            idle = 0 if busy else idle + 1
            return idle > 12

        await self.until(at_rest, "the screen to come to rest")

    async def focus(self, selector: str) -> None:
        """Focus that widget; the page stands still then, since it is drawn behind a dialog too."""
        widget = self.app.screen.query_one(selector)
        widget.focus(scroll_visible=False)
        widget.scroll_visible(animate=False)
        await self.still()

    async def dialog(self, name: str, *keys: str, close: str = "escape") -> None:
        """Open a dialog with `keys`, draw it, close it."""
        from textual.screen import ModalScreen

        await self.press(*keys)
        await self.until(lambda: isinstance(self.app.screen, ModalScreen), name)
        await self.picture(name)
        await self.press(close)
        await self.until(lambda: not isinstance(self.app.screen, ModalScreen), f"{name} to close")

    async def practice_browser(self, name: str) -> None:
        """Draw the practice browser, which is a dialog only where there is no room for it beside the step."""
        from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks

        await self.press("f4")
        await self.until(lambda: self.app.screen.query(PracticeClicks), name)
        await self.picture(name)
        await self.press("escape")
        await self.until(lambda: not self.app.screen.query(PracticeClicks), f"{name} to close")

    async def picture(self, name: str) -> None:
        """Draw the screen once it is at rest."""
        await self.still()
        last = ""

        def unchanged() -> bool:
            nonlocal last
            before, last = last, self._draw()
            return last == before

        await self.until(unchanged, f"the picture {name} to stay the same")
        self.pictures[name] = unchanging(last, name)

    def _draw(self) -> str:
        from textual.widgets import Input, TextArea

        self.app.clear_notifications()
        for line in self.app.screen.query(Input):
            line.cursor_blink = False
        for area in self.app.screen.query(TextArea):
            area.cursor_blink = False
        return self.app.export_screenshot(title="dmsa-tui")


@asynccontextmanager
async def walking(session: "Session", pictures: Pictures, look: Look) -> AsyncIterator[Walk]:
    """The wizard over `session`, in that look."""
    from dmsa_tui.tui.app import DmsaApp

    app = DmsaApp(session)
    app.theme = f"dmsa-{look.theme}"
    with only_when_asked(), settling(app):
        async with app.run_test(size=(look.columns, look.rows)) as pilot:
            yield Walk(app, pilot, pictures)
