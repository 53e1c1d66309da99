"""Hands that press, click, paste and resize at random: nothing that they do may end the program.

`python -m tests.tui.hands --seeds 20 --events 2000` runs the real wizard in process, once per seed, and names for
each seed that failed the number of its last event and what went wrong. The same seed does the same things again, only
the machine's own speed differs.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.message import Message
from textual.worker import Worker, WorkerState

from dmsa_tui.session.session import Session
from dmsa_tui.tui.app import DmsaApp

OFTEN = (
    "enter", "enter", "enter", "escape", "escape", "tab", "tab", "shift+tab", "down", "up", "left", "right", "space",
    "ctrl+p", "ctrl+p", "ctrl+g", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "pagedown", "home",
)  # fmt: skip
SELDOM = (
    "ctrl+t", "ctrl+l", "ctrl+n", "ctrl+o", "ctrl+y", "ctrl+r", "ctrl+z", "ctrl+v", "ctrl+u", "ctrl+w", "ctrl+a",
    "ctrl+x", "ctrl+e", "backspace", "delete", "end", "pageup", "n", "q", "a", "é", "4", "-", "[", "ctrl+c",
)  # fmt: skip
SIZES = (
    (80, 24), (80, 24), (120, 36), (200, 60), (60, 20), (59, 20), (60, 19), (30, 10), (1, 1), (2, 50), (200, 1),
)  # fmt: skip
PASTES = (
    "", "\n\n", "4", "562949953425831", "Ace & Söhne [/bold] [red]", "3f1c9a52-8a0f-4c5f-9d0e-6f6d0a1f5b11",
    '{"app_name": "x", "components": []}', "1001\n1002\n1003", "https://login.procore.com/oauth", "x" * 5000,
    "canary-9f3kQ2-not-a-real-secret-0000000000000", "/nowhere/list.csv",
)  # fmt: skip
PAUSES = (0.0, 0.0, 0.0, 0.001, 0.005, 0.01, 0.02, 0.05)
"""Seconds between two events."""
QUIET = 0.004
"""Seconds without a change after which the next step is made ahead: often among these pauses."""
SETTLED_WITHIN = 60.0
"""Seconds after which a program that answers nothing counts as hanging."""


@dataclass
class Run:
    """What came of one seed."""

    seed: int
    events: int = 0
    wrong: str = ""
    """What went wrong; empty if nothing did."""
    last: deque[str] = field(default_factory=lambda: deque(maxlen=14))


async def run_seed(seed: int, count: int) -> Run:
    """Do `count` things at random; a program that was quit is started again, and stops nothing."""
    done, chance = Run(seed), random.Random(seed)
    while done.events < count and not done.wrong:
        rehearsed = chance.random() < 0.7
        session = Session.for_rehearsal("fresh") if rehearsed else Session.for_customers()
        done.last.append("[rehearsal]" if rehearsed else "[customers]")
        try:
            await _run_once(DmsaApp(session), chance, done, count)
        except BaseException as problem:
            done.wrong = done.wrong or _said(problem)
    return done


async def _run_once(app: DmsaApp, chance: random.Random, done: Run, count: int) -> None:
    """Until the count is reached, the program has been quit, or something has gone wrong."""
    failed: list[str] = []

    def hear(message: Message) -> None:
        if isinstance(message, Worker.StateChanged) and message.state is WorkerState.ERROR:
            failed.append(f"in the background: {_said(message.worker.error)}")

    async with app.run_test(size=(80, 24), notifications=True, tooltips=True, message_hook=hear) as pilot:
        app.next_step.quiet_seconds = QUIET
        app.next_step.begin()
        while done.events < count and app.is_running and app._exception is None and not app._exit and not failed:
            done.events += 1
            for event in _anything(app, chance, done.last):
                assert app._driver is not None
                app._driver.process_message(event)
            await asyncio.sleep(chance.choice(PAUSES))
            if done.events % 50 == 0:
                await asyncio.wait_for(taken_up(app), SETTLED_WITHIN)
        if app.is_running and not app._exit and app._exception is None:
            await asyncio.wait_for(taken_up(app), SETTLED_WITHIN)
            await pilot.pause()
    if failed:
        done.wrong = failed[0]
    await app.session.disconnect()


async def taken_up(app: DmsaApp) -> None:
    """Wait until the program has taken up everything that was sent to it."""
    taken = asyncio.Event()
    app.call_later(taken.set)
    held = (app.input_order, app.pasted_keys, app.typed_name)
    while (any(each.is_busy for each in held) or not taken.is_set()) and app.is_running and not app._exit:
        if app._exception is not None:
            return
        await asyncio.sleep(0.01)


def _anything(app: DmsaApp, chance: random.Random, last: deque[str]) -> Iterator[events.Event]:
    """The next thing that the hands do."""
    what = chance.choices(("often", "seldom", "click", "wheel", "paste", "resize"), (50, 20, 18, 3, 4, 5))[0]
    width, height = app.size
    x, y = chance.randrange(max(width, 1)), chance.randrange(max(height, 1))
    match what:
        case "often" | "seldom":
            key = chance.choice(OFTEN if what == "often" else SELDOM)
            last.append(key)
            yield key_event(key)
        case "click":
            if places := [each.region for each in app.screen.focus_chain] if app._screen_stack else []:
                place = chance.choice(places)
                if chance.random() < 0.7:
                    x, y = place.x + place.width // 2, place.y + chance.randrange(max(place.height, 1))
            last.append(f"click {x},{y}")
            for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
                yield kind(None, x, y, 0, 0, 0 if kind is events.MouseMove else 1, False, False, False, x, y)
        case "wheel":
            last.append(f"wheel {x},{y}")
            yield events.MouseScrollDown(None, x, y, 0, 0, 0, False, False, False, x, y)
        case "paste":
            text = chance.choice(PASTES)
            last.append(f"paste {text[:12]!r}")
            yield events.Paste(text)
        case _:
            size = Size(*chance.choice(SIZES))
            last.append(f"{size.width}x{size.height}")
            yield resized(app, size)


def resized(app: DmsaApp, size: Size) -> events.Resize:
    """Give the terminal another size, and report it."""
    assert isinstance(app._driver, HeadlessDriver)
    app._driver._size = size
    return events.Resize(size, size)


def key_event(key: str) -> events.Key:
    """A key as the terminal's driver reports it."""
    if key == "space":
        return events.Key(key, " ")
    return events.Key(KEY_NAME_REPLACEMENTS.get(key, key), key if len(key) == 1 else None)


def _said(problem: BaseException | None) -> str:
    """An error and the innermost lines that it passed through."""
    if problem is None:
        return "an error without a name"
    frames = traceback.extract_tb(problem.__traceback__)[-8:]
    places = " < ".join(f"{os.path.basename(each.filename)}:{each.lineno} {each.name}" for each in reversed(frames))
    return f"{type(problem).__name__}: {str(problem)[:160]} | {places}"


def _alone(count: int, seed: int) -> Run:
    """One seed in an empty home, cut off from the network and from this machine's browser."""
    with tempfile.TemporaryDirectory() as home:
        for name in [each for each in os.environ if each.startswith("XDG_")]:
            del os.environ[name]
        proxies = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
        os.environ.update(
            HOME=home, SSH_CONNECTION="hands", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring", **proxies
        )
        return asyncio.run(run_seed(seed, count))


def main() -> int:
    """Run the seeds side by side and say what came of each."""
    parser = argparse.ArgumentParser(description="Press, click, paste and resize at random.")
    parser.add_argument("--seeds", type=int, default=20, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--events", type=int, default=2000, help="for each seed")
    parser.add_argument("--jobs", type=int, default=2, help="seeds at a time")
    args = parser.parse_args()
    begun, wrong = time.monotonic(), 0
    seeds = range(args.first, args.first + args.seeds)
    with ProcessPoolExecutor(args.jobs, max_tasks_per_child=1) as pool:
        for run in pool.map(partial(_alone, args.events), seeds):
            wrong += bool(run.wrong)
            print(f"seed {run.seed}: {run.events} events, {run.wrong or 'nothing went wrong'}", flush=True)
            if run.wrong:
                print(f"  after {' · '.join(run.last)}", flush=True)
    print(f"{args.seeds - wrong} of {args.seeds} seeds without a failure, {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
