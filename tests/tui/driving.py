"""The wizard under a Pilot: start it, read what it shows, click what one sees, and wait with a bound."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from textual._context import visible_screen_stack
from textual.events import MouseDown, MouseUp, Paste
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from dmsa_tui.checks.model import Result
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.session.session import Session
from dmsa_tui.tui.app import DmsaApp
from dmsa_tui.tui.dialogs.pasted import QUIET_SECONDS, PastedDialog
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.field import Field
from tests.frames import only_when_asked
from tests.settling import settling

ROOMY = (120, 36)
UNDECIDED: Mapping[str, Any] = {"expect": ExpectMode.UNDECIDED, "future_projects": None}
"""For `opened`: nobody has said which projects must be there, so that their step is not begun."""
DECIDED: Mapping[str, Any] = {"expect": ExpectMode.ALL, "future_projects": True}
"""For `opened`: somebody has, also in a rehearsal that asks it; otherwise not all checks can pass."""
BOUND = 60.0
"""Seconds that anything may take."""


class Wizard:
    """A running wizard, as a person meets it."""

    def __init__(self, app: DmsaApp, pilot: Pilot[str], messages: list[Message]) -> None:
        self.app = app
        self.pilot = pilot
        self.messages = messages
        """Every message that any part of the application has received, when they are recorded."""

    @property
    def session(self) -> Session:
        return self.app.session

    @property
    def step(self) -> StepScreen:
        """The step screen in front."""
        assert isinstance(self.app.screen, StepScreen), f"no step screen but {self.app.screen!r}"
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """What the terminal shows now, line by line."""
        visible_screen_stack.set(self.app._background_screens)  # what can be seen around a dialog
        lines = [strip.text.replace("\u00a0", " ") for strip in self.app.screen._compositor.render_strips()]
        assert not any("<bound method" in line or "object at 0x" in line for line in lines), "\n".join(lines)
        return lines

    def line(self, y: int) -> str:
        """One of these lines; nothing but what is in it is drawn."""
        visible_screen_stack.set(self.app._background_screens)
        compositor, row = self.app.screen._compositor, Region(0, y, self.app.screen.size.width, 1)
        assert compositor.cuts  # kept by the compositor, so they are found while all widgets are there
        visible = compositor.visible_widgets
        compositor._visible_widgets = {each: place for each, place in visible.items() if row.overlaps(place[0])}
        drawn = compositor._render_chops(row, lambda number: number == y)[y]
        compositor._visible_widgets = visible
        return Strip.join(drawn.values()).text.replace("\u00a0", " ")

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def saved(self) -> str:
        """What is on disk of the open record."""
        (path,) = self.session.paths.records.glob("*.toml")
        return path.read_text(encoding="utf-8")

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait until the condition holds."""
        deadline = time.monotonic() + BOUND
        while not condition():
            assert time.monotonic() < deadline, f"waited {BOUND:.0f} s for {what}; the screen shows:\n{self.text}"
            await asyncio.sleep(0.08)

    async def saves(self, *texts: str) -> None:
        """Wait until all of that is on disk."""
        await self.until(lambda: all(text in self.saved for text in texts), f"{texts} on disk")

    async def saves_no_more(self, *texts: str) -> None:
        """Wait until none of that is on disk."""
        await self.until(lambda: not any(text in self.saved for text in texts), f"{texts} to leave the disk")

    async def sees(self, *texts: str) -> None:
        """Wait until all of that can be read."""
        missing = list(texts)

        def are_shown() -> bool:
            drawn = self.text
            missing[:] = [text for text in missing if text not in drawn]
            return not missing

        await self.until(are_shown, repr(texts))

    def shows(self, text: str) -> bool:
        """Whether that can be read now."""
        return text in self.text

    async def is_told(self, *texts: str) -> None:
        """Wait until one notification says all of that; its lines may be broken anywhere."""
        await self.until(
            lambda: any(all(text in each.message for text in texts) for each in self.app._notifications),
            f"a notification with {texts}",
        )

    def dismiss_notices(self) -> None:
        """Remove what was told, as a click on each does: the next text may be behind it for seconds."""
        self.app.clear_notifications()

    async def sees_no_more(self, text: str) -> None:
        """Wait until that has gone."""
        await self.until(lambda: text not in self.text, f"{text!r} to go")

    async def quiet(self) -> None:
        """Wait until the screen has settled and nobody is asking Procore."""
        await self.pilot.pause()
        await self.until(
            lambda: not any(each.group in ("checks", "pair", "save") for each in self.app.workers if each.is_running),
            "the work to end",
        )
        await self.pilot.pause()

    async def click(self, text: str, *, nth: int = 0, times: int = 1) -> None:
        """Click where that text is; twice is a double click."""
        await self.sees(text)
        await self.pilot.pause()
        places = [(line.index(text) + len(text) // 2, y) for y, line in enumerate(self.lines) if text in line]
        assert len(places) > max(nth, 0), f"{text!r} has gone before it was clicked:\n{self.text}"
        await self._takes_a_press(self.app.screen.get_widget_at(*places[nth])[0])
        await self.pilot.click(offset=places[nth], times=times)

    async def press_and_release(self, x: int, y: int) -> None:
        """Click as the terminal reports it, first the press: a Pilot makes a click of its own, past the application."""
        for each in (MouseDown, MouseUp):
            self.app.post_message(each(None, x, y, 0, 0, 1, False, False, False))
            await self.quiet()

    async def press(self, *keys: str) -> None:
        """Press one key after the other; a letter that is a key on home comes alone."""
        for key in keys:
            await self._takes_a_press(self.app.screen_stack and self.app.focused)
            await self.pilot.press(key)
            while self.app.typed_name.is_busy:
                await asyncio.sleep(0.02)

    async def _takes_a_press(self, widget: Any) -> None:
        """A button takes none for a moment after the last one; nobody is quick enough to notice.

        Nor does a dialog that opened by itself, which nobody has read by then.
        """
        if isinstance(front := self.app.screen_stack and self.app.screen, PastedDialog):
            await self.until(lambda: time.monotonic() > front.quiet_since + QUIET_SECONDS, "the dialog to take a key")
        if widget:
            await self.until(lambda: not widget.has_class("-active"), "the button to take a press again")

    async def paste(self, text: str) -> None:
        """Paste into what has the focus, as the terminal does."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()

    async def go(self, step_id: str) -> None:
        """Open a step."""
        self.app.go_to_step(step_id)
        await self.until(lambda: step_id == self.step.STEP and self.step.is_mounted, step_id)
        await self.quiet()

    async def at(self, widget_id: str) -> None:
        """Open the action that this widget belongs to, as a click on the action's line does."""
        actions = self.step.actions
        assert actions is not None
        belongs = next(
            names for widget, names in actions.given.all if widget.id == widget_id or widget.query(f"#{widget_id}")
        )
        opens = next(each for each in actions.current.all if not belongs.isdisjoint({each.id, *each.fields}))
        actions.choose(opens.id)
        await self.pilot.pause()

    async def fill(self, field_id: str, text: str) -> Field:
        """Focus that field, empty it and paste into it."""
        field = self.step.query_one(f"#{field_id}", Field)
        await self.at(field_id)
        field.input.focus()
        field.input.value = ""
        await self.pilot.pause()
        await self.paste(text)
        return field

    def perform(self, *action_ids: str) -> None:
        """Click in the practice company behind the wizard's back."""
        assert self.session.rehearsal is not None
        for each in action_ids:
            self.session.rehearsal.perform(each)


class WithoutHome(DmsaApp):
    """Nothing is drawn behind the steps: that takes a third of the time in which a step is opened."""

    def get_default_screen(self) -> Screen[object]:
        return Screen[object]()


@asynccontextmanager
async def wizard(
    session: Session,
    *,
    size: tuple[int, int] = ROOMY,
    notifications: bool = True,
    record_messages: bool = False,
    home: bool = True,
    knows_portal: bool = True,
) -> AsyncIterator[Wizard]:
    """The wizard over `session`, in a terminal of that size; with `home` behind, which is its first screen.

    `knows_portal`: the person said before which portal they see, and is not asked.
    """
    if session.is_open and session.rehearsal is None and knows_portal and session.record.edition_sure is None:
        session.record.edition_sure = True
    app = DmsaApp(session) if home else WithoutHome(session)
    messages: list[Message] = []
    hook = messages.append if record_messages else None
    with only_when_asked(), settling(app):
        async with app.run_test(size=size, notifications=notifications, message_hook=hook) as pilot:
            yield Wizard(app, pilot, messages)
    await app.session.disconnect()


def rehearsal(
    scenario: str = "fresh", *, step: str = "create-app", answers: Mapping[str, Any] | None = None
) -> Session:
    """A session on the practice company with its record open at `step`."""
    session = Session.for_rehearsal(scenario)
    assert session.rehearsal is not None
    record = session.rehearsal.starting_record()
    # A test confirms and answers what it needs.
    for name in ("confirmed", "app_owner", "administrator", "old_account", "active_projects"):
        setattr(record, name, getattr(Onboarding(""), name))
    record.step = step
    for name, value in (answers or {}).items():
        setattr(record, name, value)
    session.open_record.begin(record)
    return session


@asynccontextmanager
async def opened(
    scenario: str = "fresh",
    *,
    step: str = "create-app",
    size: tuple[int, int] = ROOMY,
    record_messages: bool = False,
    answers: Mapping[str, Any] | None = None,
    at: str = "",
    home: bool = False,
) -> AsyncIterator[Wizard]:
    """The wizard at a step of a rehearsal; `at`: a widget whose action is open; `home`: it is there to go back to."""
    async with wizard(
        rehearsal(scenario, step=step, answers=answers), size=size, record_messages=record_messages, home=home
    ) as found:
        await found.go(step)
        if at:
            await found.at(at)
        yield found


def credentials(session: Session) -> tuple[str, str]:
    """Client ID and secret of the practice company's app."""
    assert session.rehearsal is not None
    seen = session.rehearsal.rehearsal.credentials
    assert seen.client_id and seen.client_secret
    return seen.client_id, seen.client_secret


def keep(session: Session, *results: Result) -> None:
    """Have results as a run of checks gives them."""
    run = session.results.begin_run()
    for each in results:
        session.results.keep(each, run)
    session.results.end_run(run)
