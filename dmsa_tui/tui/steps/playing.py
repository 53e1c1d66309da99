"""Show me: plays the rest of a step of a rehearsal, one action after another, until a key is pressed."""

import asyncio
import time
from typing import TYPE_CHECKING

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.markup import STARS
from dmsa_tui.session.mending_actions import said_of_failing
from dmsa_tui.session.mending_clicks import is_mended
from dmsa_tui.session.rehearsal_end import is_over, open_task, said_of_fixed
from dmsa_tui.tui.steps.check_runner import WORKERS
from dmsa_tui.tui.steps.practice_line import CHECKER, PAUSED, Played, PracticeLine
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.side_pane import SidePane

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.session.show_me import ShowMe
    from dmsa_tui.tui.steps.check_runner import CheckRunner
    from dmsa_tui.tui.wizard_screen import WizardScreen

PAUSE = 1.5
"""Seconds for reading an action."""
LOOKS = 4
"""Pauses for what there is to look at."""
PLAYING = "Playing (any key or click stops)."


class Playing:
    """Plays the rest of a step on its screen."""

    def __init__(self, screen: "WizardScreen", checks: "CheckRunner") -> None:
        """`checks`: what asks Procore on that screen."""
        self._screen, self._checks = screen, checks
        self._worker: Worker[None] | None = None
        self._goes_on = False
        """Whether it was the whole setup that was paused here: the rest of it is what is shown then."""
        self.is_due = False
        """Whether something was done since Procore was asked."""
        self._began_open = False
        """Whether an action was open when it began: once none is, only the pause for reading the last one is left."""

    @property
    def is_on(self) -> bool:
        """Whether it is playing."""
        return self._worker is not None

    @property
    def is_asked(self) -> bool:
        """Whether the checker says what is true of all that was played."""
        is_told = self._screen.STEP == CHECKER and self._screen.session.results.report is not None
        return is_told and not self.is_due

    @property
    def _is_open(self) -> bool:
        return bool(self._screen.session.actions.open_in(self._screen.STEP))

    def start(self) -> None:
        """Start to play; the person's next key or click stops it."""
        if self._screen.session.rehearsal is not None and self._worker is None:
            self._screen.app.stop_playing, self._screen.app.played_at = self.stop, time.monotonic()
            self._screen.app.plays_on = self._screen.app.plays_on or self._goes_on
            self._began_open, self.is_due = self._is_open, False
            for actions in self._screen.walk_children(ActionList):
                actions.choose("", takes_cursor=False)  # what is played is open, not what was looked at
            self._worker = self._screen.run_worker(self._play, group="show-me", exit_on_error=False)
            self._relabel()
            self._tell(Played(PLAYING))

    def stop(self) -> bool:
        """Stop playing; actions already played stay done. Returns whether the last one was played."""
        if self._worker is not None:
            self._worker.cancel()
        app = self._screen.app
        self._goes_on, app.plays_on = app.plays_on, False
        times = "" if app.practice_plays else " twice"  # the first one opens the practice browser
        rest = "play on to the end" if self._goes_on else "show the rest"
        if is_shown := self._began_open and not self._is_open:
            self._end_shown()
        else:
            self._end(f"{PAUSED} Press {app.key_text('practice')}{times} to {rest}.", ended=False)
        return is_shown

    async def _play(self) -> None:
        from dmsa_tui.session.show_me import ShowMe
        from dmsa_tui.tui.steps.looking import opened_to_look

        screen = self._screen
        show = ShowMe(screen.session, screen.STEP, screen.app.person, whole=screen.app.plays_on, ask=self._ask)
        while True:
            try:
                shown = await show.next()
                if shown is not None and (shown.browser or shown.asks):
                    self.is_due = True
                if shown is not None and shown.asks:
                    await self._ask(None)  # what is said to be done stands beside what Procore says of it
            except DmsaError as problem:
                self.is_due = True  # so the screen says again what is missing
                self._end(f"✖ {problem}", ended=False)
                return
            await screen.app.autosave.now()
            if shown is None:
                await self._end_of(show)
                return
            browser = f"  The browser shows: {shown.browser}" if shown.browser else ""
            done = shown.text.replace(STARS, "")
            self._tell(Played(f"{PLAYING} Done: “{done}”{browser}", saved=shown.saved))
            with opened_to_look(screen, shown.looks_at):
                await asyncio.sleep(PAUSE / screen.app.play_speed * (LOOKS if shown.looks_at else 1))

    async def _ask(self, ids: frozenset[str] | None) -> None:
        """Ask Procore as after a click by hand, in place of a run under way."""
        self._screen.workers.cancel_group(self._screen, WORKERS)
        await self._checks.answer(ids, manual=True)
        self.is_due &= ids is not None

    async def _end_of(self, show: "ShowMe") -> None:
        """Say what was shown; where nothing was left to show and a check fails, open the practice browser."""
        from dmsa_tui.tui.steps import openers

        screen, elsewhere = self._screen, self._screen.app.key_text("checker")
        failing = "" if show.has_shown else said_of_failing(screen.session, screen.STEP, elsewhere)
        if failing:
            self._end(f"Nothing is left to show here. {failing}", ended=False)
            await openers.open_browser(screen)
        elif show.mended:
            self._end(said_of_fixed(screen.session, elsewhere) or "This was fixed.", ended=True)
        else:
            task = open_task(screen.session) if is_mended(screen.session) and not screen.app.plays_on else ""
            self._end_shown()
            if task and not show.has_shown and screen.STEP == CHECKER:
                screen.app.open_task(task)
            elif not show.has_shown and screen.STEP == CHECKER and is_over(screen.session):
                next_one = any(each.following for each in screen.walk_children(PracticeLine))
                then = "R begins the next one." if next_one else f"{screen.app.key_text('home')} goes home."
                screen.notify(f"Nothing is left to show: this rehearsal ends here. {then}", timeout=6)

    def _end_shown(self) -> None:
        for actions in self._screen.walk_children(ActionList):
            actions.leave_out_optional()
        self._end(f"This step has been shown. Press {self._screen.app.key_text('done')} to continue.", ended=True)

    def _end(self, sentence: str, *, ended: bool) -> None:
        self._worker = None
        self._screen.app.stop_playing = None
        self._relabel()
        self._tell(Played(sentence, ended=ended))

    def _relabel(self) -> None:
        for pane in self._screen.walk_children(SidePane):
            pane.label_show_me()
        self._screen.draw_keys()

    def _tell(self, message: Played) -> None:
        for line in self._screen.walk_children(PracticeLine):
            line.post_message(message)
