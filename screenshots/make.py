"""Draws one picture of every screen: `python screenshots/make.py` walks the demo, without a terminal, and writes SVG.

The pictures come out the same on every machine: an empty home, a stopped clock, invented names, no cursor that blinks.
"""

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from dmsa_tui.app import DmsaApp
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.screens.step_screen import StepScreen
    from dmsa_tui.session import Session

HERE = Path(__file__).parent
SIZE = (100, 30)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PERSON = "the consultant"
LONGEST_WAIT = 60.0
"""Seconds for one thing to happen; a machine that draws several walks at once is slow."""

NEEDED = {"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV"}
"""What is left of this machine's environment."""


def main(directory: Path) -> None:
    """Write the pictures into `directory`."""
    with tempfile.TemporaryDirectory() as home:
        _hide_this_machine(home)
        pictures: dict[str, str] = {}
        with _stopped_clock():
            asyncio.run(_home(pictures))
            asyncio.run(_demo(pictures))
        directory.mkdir(parents=True, exist_ok=True)
        for name, svg in pictures.items():
            if home in svg:
                raise SystemExit(f"The picture {name} shows the path of this machine's home.")
            (directory / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
            print(directory / f"{name}.svg")


# -- the same on every machine ------------------------------------------------------------------------------------


def _hide_this_machine(home: str) -> None:
    """Leave nothing of the person's settings; Textual reads some of them when it is imported, so this comes first."""
    for name in [name for name in os.environ if name.upper() not in NEEDED]:
        del os.environ[name]
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        os.environ[name] = home
    os.environ |= {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    if hasattr(time, "tzset"):  # Windows has none
        time.tzset()


class _AsDatetime(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


class _Stopped(datetime, metaclass=_AsDatetime):
    """`datetime` whose now is given."""

    moment: ClassVar[datetime] = NOW

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


@contextmanager
def _stopped_clock() -> Iterator[None]:
    """Every module of the program sees `_Stopped.moment` as the present."""
    import importlib
    import pkgutil

    import dmsa_tui

    for found in pkgutil.walk_packages(dmsa_tui.__path__, "dmsa_tui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    patched = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("dmsa_tui.") and getattr(module, "datetime", None) is datetime
    ]
    for module in patched:
        vars(module)["datetime"] = _Stopped
    try:
        yield
    finally:
        for module in patched:
            vars(module)["datetime"] = datetime


# -- walking and drawing ------------------------------------------------------------------------------------------


class Walk:
    """Somebody who rehearses, and draws what they see."""

    def __init__(self, app: "DmsaApp", pilot: "Pilot[str]", pictures: dict[str, str]) -> None:
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

    async def until(self, happened: Callable[[], bool], what: str) -> None:
        """Wait until something has happened."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not happened():
            if time.monotonic() > deadline:
                raise SystemExit(f"Waited {LONGEST_WAIT:.0f} s for {what}.")
            await self.pilot.pause(0.05)

    async def go_on(self, step_id: str) -> None:
        """Say that the open step is done, and go to the next one."""
        here = self.step.STEP
        if here not in self.app.session.record.confirmed:
            await self.press("f6")
            await self.until(lambda: here in self.app.session.record.confirmed, f"{here} to be done")
        await self.press("f8")
        await self.at(step_id)

    async def at(self, step_id: str) -> None:
        """Wait for a step's screen."""
        await self.until(lambda: getattr(self.app.screen, "STEP", "") == step_id, f"step {step_id}")

    async def click(self, *action_ids: str) -> None:
        """Act in the practice company, as the practice panel does."""
        rehearsing = self.app.session.rehearsing
        if rehearsing is None:
            raise SystemExit("Only a rehearsal has a practice company.")
        for action_id in action_ids:
            rehearsing.perform(action_id)
        self.step.practised()
        await self.still()

    async def hand_over(self) -> None:
        """Copy into the wizard what the browser shows, as the practice panel does."""
        from dmsa_tui.screens.practice_panel import to_hand_over

        rehearsing = self.app.session.rehearsing
        if rehearsing is not None:
            self.step.receive(to_hand_over(self.step.STEP, rehearsing.rehearsal.credentials))

    async def still(self) -> None:
        """Wait until nothing is asked any more, and what is put off for a moment has had its moment."""
        idle = 0

        def at_rest() -> bool:
            nonlocal idle
            # A dialog's worker waits for the person; it is never done while the dialog is open.
            busy = any(not worker.is_finished for worker in self.app.workers if worker.group != "dialog")
            idle = 0 if busy else idle + 1
            return idle > 6

        await self.until(at_rest, "the screen to come to rest")

    async def picture(self, name: str, *, of: str = "#title") -> None:
        """Draw the screen once it is at rest, scrolled so that the widget `of` is at the top, if it is there."""
        await self.still()
        for wanted in self.app.screen.query(of):
            wanted.scroll_visible(animate=False, top=True, force=True)
        last = ""

        def unchanged() -> bool:
            nonlocal last
            before, last = last, self._draw()
            return last == before

        await self.until(unchanged, f"the picture {name} to stay the same")
        self.pictures[name] = _unchanging(last, name)

    def _draw(self) -> str:
        from textual.widgets import Input, TextArea

        for line in self.app.screen.query(Input):
            line.cursor_blink = False
        for area in self.app.screen.query(TextArea):
            area.cursor_blink = False
        return self.app.export_screenshot(title="dmsa-tui")


TEXT = re.compile(r'<text class="([^"]+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"([^>]*)>([^<]*)</text>')
SPACE = "&#160;"
CELL = 12.2
"""Width of a column in Rich's SVG."""


def _unchanging(svg: str, name: str) -> str:
    """Take out what Rich numbers at random, and the fonts that a viewer would fetch from the network."""
    svg = re.sub(r"terminal-\d+-", f"{name}-", svg)
    svg = TEXT.sub(_without_outer_spaces, svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', 'DejaVu Sans Mono', monospace")
    return "\n".join(line.rstrip() for line in svg.strip().splitlines()) + "\n"


@asynccontextmanager
async def _walking(session: "Session", pictures: dict[str, str]) -> AsyncIterator[Walk]:
    from dmsa_tui.app import DmsaApp

    app = DmsaApp(session)
    async with app.run_test(size=SIZE) as pilot:
        yield Walk(app, pilot, pictures)


def _without_outer_spaces(found: re.Match[str]) -> str:
    """The same text begun further right: some viewers drop spaces at the beginning and the end."""
    style, x, y, length, rest, text = found.groups()
    text = text.replace(SPACE, " ").replace("\u00a0", " ")
    words = text.strip(" ")
    before, spaces = len(text) - len(text.lstrip(" ")), len(text) - len(words)
    kept = words.replace(" ", SPACE)
    left, width = float(x) + before * CELL, float(length) - spaces * CELL
    if not words:
        return ""
    return f'<text class="{style}" x="{left:.10g}" y="{y}" textLength="{width:.10g}"{rest}>{kept}</text>'


# -- what is drawn ------------------------------------------------------------------------------------------------


async def _home(pictures: dict[str, str]) -> None:
    """The first screen of a consultant with three customers, all invented."""
    from dmsa_tui.session import Session

    session = Session.for_customers()
    for age, record in _customers():
        _Stopped.moment = NOW - age
        session.store.create(record)
    _Stopped.moment = NOW
    async with _walking(session, pictures) as walk:
        await walk.picture("home")


def _customers() -> "list[tuple[timedelta, Onboarding]]":
    from dmsa_tui.onboarding.record import Onboarding

    return [
        (
            timedelta(days=6),
            Onboarding("Example Builders", company_id="598134325512874", step="handoff", verdict="pass"),
        ),
        (timedelta(days=2), Onboarding("Example Construction", company_id="598134325598310", step="promote")),
        (
            timedelta(minutes=50),
            Onboarding("Example Homes", company_id="598134325571120", step="check", verdict="warn"),
        ),
    ]


async def _demo(pictures: dict[str, str]) -> None:
    """The whole rehearsal, from nothing to all green."""
    from dmsa_tui.session import Session

    async with _walking(Session.for_rehearsal("fresh"), pictures) as walk:
        await _to_the_credentials(walk)
        await _to_the_projects(walk)
        await _to_the_end(walk)


async def _to_the_credentials(walk: Walk) -> None:
    from textual.screen import ModalScreen

    async def dialog(key: str, name: str) -> None:
        await walk.press(key)
        await walk.until(lambda: isinstance(walk.app.screen, ModalScreen), name)
        await walk.picture(name)
        await walk.press("escape")
        await walk.until(lambda: not isinstance(walk.app.screen, ModalScreen), f"{name} to close")

    await walk.still()
    await walk.press("enter")
    await walk.until(lambda: isinstance(walk.app.screen, ModalScreen), "the questions of a new onboarding")
    await walk.still()
    await walk.press("enter")
    await walk.at("create-app")
    await walk.picture("create-app")
    await walk.click("create-app", "verify-organisation", "request-production-access")
    await walk.hand_over()

    await walk.go_on("manifest")
    await walk.picture("manifest")
    await dialog("f2", "edition")
    await walk.click("add-component")

    await walk.go_on("permissions")
    await walk.picture("permissions")
    await walk.click("set-company-levels")
    await dialog("f4", "practice-panel")
    await walk.click("set-project-levels", "save-version")

    await walk.go_on("promote")
    await walk.click("promote-version", "generate-secret")
    await walk.picture("promote")
    await dialog("f1", "help")


async def _to_the_projects(walk: Walk) -> None:
    await walk.hand_over()
    await walk.until(lambda: "credentials.token" in walk.app.session.results, "the pair to be tested")
    walk.app.screen.query_one("#page").focus()  # a confidential field shows what it holds while it is typed in
    await walk.picture("promote-credentials", of="#fields")
    await walk.go_on("install")
    await walk.click("install-app", "permit-all-projects")
    await walk.picture("install")
    await walk.go_on("projects")
    await walk.click("create-template", "set-default-template", "add-to-new-projects")
    await walk.picture("projects")


async def _to_the_end(walk: Walk) -> None:
    from dmsa_tui.onboarding.record import ExpectMode

    session = walk.app.session
    session.note(expect=ExpectMode.ALL, future_projects=True)
    await walk.go_on("check")
    await walk.until(lambda: session.report is not None, "the verdict")
    await walk.picture("check", of="#verdict")
    await walk.click("disable-documents")
    await walk.picture("check-failing", of="#verdict")
    await walk.click("enable-documents")
    await walk.go_on("handoff")
    await walk.picture("handoff")
    await walk.picture("handoff-values", of="#fields")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
