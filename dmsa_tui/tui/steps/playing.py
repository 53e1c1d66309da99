"""Show me: plays the rest of a step of a rehearsal, one action after another, until a key is pressed."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import getters, work
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.style import Style
from textual.widgets import Static

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.markup import STARS
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.unanswered import is_answered_in_part, unanswered
from dmsa_tui.session.mending_actions import said_of_failing
from dmsa_tui.session.mending_clicks import is_mended
from dmsa_tui.session.rehearsal_end import (
    first_part,
    has_looked,
    is_done,
    is_over,
    open_task,
    said_of_fixed,
    unproven,
)
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.steps.openers import place_practice_browser
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.side_pane import SidePane

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.session.rehearsal_store import Offered
    from dmsa_tui.session.show_me import ShowMe
    from dmsa_tui.tui.wizard_screen import WizardScreen

PAUSE = 1.5
"""Seconds for reading an action."""
PAUSED, STOPS = "Paused.", "Any key or click stops it"
QUIET = "-quiet"
"""Class of a line that only says what to press: it is seen on roomy terminals, where its rows are kept free."""
CHECKER = "check"
"""The step on which a fault is mended, and from which the next rehearsal begins."""


class Played(Message):
    """An action was played, or playing has ended."""

    def __init__(self, sentence: str, *, ended: bool = False, saved: Path | None = None) -> None:
        super().__init__()
        self.sentence = sentence
        self.ended = ended
        self.saved = saved
        """The setup record that was written."""


class PracticeLine(Static):
    """The line of a rehearsal: how to practice, or what is playing."""

    app = getters.app(BaseApp)
    following: "var[Offered | None]" = var(None)
    """What to rehearse next, once nothing is wrong any more."""
    hint: var[str] = var("")
    """What to press, in a few words, for a row among the actions; empty where this line says it."""

    def __init__(self, step_id: str) -> None:
        super().__init__(id="practice-line", markup=False)
        self._step_id = step_id
        self._begins_here = False
        """Whether the rehearsal begins with this step."""
        self._paused_at: set[str] | None = None
        """The ticks that there were when it was paused; None: it is not paused, or the person has gone on."""
        self._has_begun = False
        """Whether something was played or mended."""
        self._at_end = ""
        """What to say now that no rest of the step is left to show; empty if one is."""

    def on_mount(self) -> None:
        """Say what the scenario teaches where its rehearsal begins, and on each step what to press."""
        rehearsal = self.app.session.rehearsal
        assert rehearsal is not None
        self._begins_here = self._step_id == rehearsal.starting_record().step
        self._began_at = rehearsal.rehearsal.revision
        self._begin()
        for name in ("practices_beside", "plays_at_once"):
            self.watch(self.app, name, self._keys_changed, init=False)
        if rehearsal.lesson:
            Redraw(self, self._tell_how_far).after("result_changes", "record_changes", "scan_changes")
        Redraw(self, self._tell_done).after("result_changes", "record_changes")

    def on_resize(self) -> None:
        """With another width, the key may do something else, and the practice browser has another place."""
        self._begin()
        screen = cast("WizardScreen", self.screen)
        screen.call_next(place_practice_browser, screen)

    def _keys_changed(self) -> None:
        self._begin()
        cast("WizardScreen", self.screen).draw_keys()

    def _begin(self) -> None:
        """Say it as long as nothing else was said, and the step is not done."""
        rehearsal = self.app.session.rehearsal
        if rehearsal is None or self._has_begun:
            return
        is_first = self._begins_here and not self._is_answered
        self.set_class(not is_first and self._step_id != CHECKER, QUIET)
        if is_first and rehearsal.aim:
            fixes = bool(rehearsal.lesson) and not rehearsal.task
            how = (self._look or self._how_to_fix) if fixes else f"{self._open_task} {self._in_few_words}".strip()
            self._say(f"{rehearsal.aim} {how}")
        elif self._step_id == CHECKER and self._open_task:
            self._say(f"{self._in_few_words} {self._open_task}")
        elif self._step_id == CHECKER and rehearsal.aim and not rehearsal.lesson and self._are_given:
            number = self.app.session.guide.steps[-1].number
            self._say(f"Your answers are given. This rehearsal ends with step {number}.")
        else:
            is_done = not self.app.session.actions.open_in(self._step_id)
            self._say("" if is_done else self._how_to_play)
            self.hint = self._in_few_words if self.has_class(QUIET) and not is_done else ""

    @property
    def _is_answered(self) -> bool:
        """Whether the person has begun with the step, other than on the checker, where nothing is given."""
        record, actions = self.app.session.record, self.app.session.actions
        return self._step_id != CHECKER and any(
            actions.is_ticked(self._step_id, each.id)
            or is_answered_in_part(record, each)
            or bool(each.fields and not unanswered(record, each))
            for each in actions.of(self._step_id)
        )

    @property
    def _how_to_play(self) -> str:
        """How the person practices the step, or sees it played."""
        key = self.app.key_text("practice")
        if self._is_beside:
            return f"Practice: click in the practice browser. {key} clicks through this step. {STOPS}."
        if self.app.practice_plays:
            return f"Practice: {key} clicks through this step. {STOPS}. Ctrl+P opens the practice browser."
        return f"Practice: {key} opens the practice browser. Press {key} again to click through this step. {STOPS}."

    @property
    def _in_few_words(self) -> str:
        """The same in one row of a small terminal."""
        key = self.app.key_text("practice")
        if self.app.practice_plays:
            return f"{key} clicks through this step."
        return f"{key} twice clicks through this step."

    @property
    def _how_to_fix(self) -> str:
        """Where the person fixes what is wrong in the scenario, or sees it fixed."""
        key = self.app.key_text("practice")
        if self._is_beside:
            return f"Fix it in the practice browser. {key} shows how."
        if self.app.practice_plays:
            return f"{key} shows how to fix it. Ctrl+P opens the practice browser."
        return f"{key} opens the practice browser, where you can fix it. {key} again shows how."

    @property
    def _is_beside(self) -> bool:
        """Whether the practice browser stands beside the step."""
        return self.app.practices_beside and self.app.practice_plays

    @property
    def _are_given(self) -> bool:
        """Whether it is said which projects must be there, and whether new ones join."""
        record = self.app.session.record
        return record.expect is not ExpectMode.UNDECIDED and record.future_projects is not None

    def _tell_how_far(self) -> None:
        """Say no more of a fault that is fixed, but what it teaches and what is next, or where the rest is said."""
        session, app = self.app.session, self.app
        if app.stop_playing is not None:  # the key that is offered would only stop it
            return
        if self._step_id != CHECKER:
            if self._clicked_here and not self._at_end and (said := said_of_fixed(session, app.key_text("checker"))):
                self._tell(said)
        elif is_over(session):
            self._offer_next()
        elif title := first_part(session):
            self._tell(f"The fault is fixed: {title} passes now. The rest was never set up: fix what fails next.")
        elif (self._has_begun or not is_done(session)) and (left := self._left):
            self._tell(left)

    @property
    def _clicked_here(self) -> bool:
        """Whether a click was made since the step was opened."""
        rehearsal = self.app.session.rehearsal
        return rehearsal is not None and rehearsal.rehearsal.revision > self._began_at

    def _tell(self, sentence: str) -> None:
        """Say that in place of what was said first."""
        self._has_begun, self._at_end, self.hint = True, "", ""
        self.remove_class(QUIET)
        self._say(sentence)

    @property
    def _left(self) -> str:
        """What is left to do where no check fails; empty where something fails, or nothing is left."""
        session = self.app.session
        if session.rehearsal is None or not session.rehearsal.lesson or not is_mended(session):
            return ""
        if (said := unproven(session)) and not self._open_task:
            return (
                f"The task is marked done, but not proven: {said} Start this rehearsal over on home to do it in order."
            )
        return self._open_task or ("" if has_looked(session) else self._look)

    @property
    def _open_task(self) -> str:
        """How to open the task that the scenario is for; empty where it has none, or it is done."""
        task = open_task(self.app.session)
        return f"Ctrl+P opens the task for it: {self.app.session.guide.documented(task).title}." if task else ""

    @property
    def _look(self) -> str:
        """Where to see what the scenario teaches, where no check fails; or empty."""
        assert self.app.session.rehearsal is not None
        look = self.app.session.rehearsal.look.format(projects=self.app.key_text("projects"))
        return look and f"No check fails here. {look}"

    @work(group="offer", exclusive=True, exit_on_error=False)
    async def _offer_next(self) -> None:
        from dmsa_tui.session.ending import faults_to_try

        rehearsal = self.app.session.rehearsal
        assert rehearsal is not None
        try:
            rehearsal.note_played()
        except DmsaError as problem:
            self.app.notify(str(problem), severity="error", timeout=10, markup=False)
        offered = await asyncio.to_thread(self.app.session.scenarios)
        following = faults_to_try(offered, rehearsal.scenario)[0]
        fixed = "The task is done." if rehearsal.task else "The fault is fixed."
        if rehearsal.look:  # what the person was told to do is done
            fixed = "" if rehearsal.looks_at else self._look
        remember = f"{fixed} Remember: {rehearsal.teaches} ".lstrip()
        self._tell(f"{remember}You have rehearsed every fault.")
        if following.played:
            return
        self.following = following
        self._say(remember, f"Press R to rehearse the next: {following.title}.")

    def _tell_done(self) -> None:
        """Say what holds now: a rest to show, one that a person goes on with, or the end, unless a check fails."""
        session = self.app.session
        if self._paused_at is not None and not session.actions.open_in(self._step_id):
            self._paused_at = None
            self._at_end = f"This step is done. Press {self.app.key_text('done')} to continue."
        if self._paused_at not in (None, {*session.record.ticked}):
            self._paused_at, self._has_begun = None, False
        self._begin()
        if self._at_end:
            checker, shows = self.app.key_text("checker"), f": {self.app.key_text('practice')} shows how"
            self._say(said_of_failing(session, self._step_id, checker, where=shows) or self._at_end)

    def on_played(self, event: Played) -> None:
        """Say what was just done."""
        self.remove_class(QUIET)
        self._has_begun, self.hint = True, ""
        self._paused_at = {*self.app.session.record.ticked} if event.sentence.startswith(PAUSED) else None
        left = self._left if self._step_id == CHECKER else ""
        self._at_end = (left or event.sentence) if event.ended else ""
        has_ended = event.ended or self._paused_at is not None
        if has_ended and self._step_id == CHECKER and is_over(self.app.session):
            self._offer_next()
        else:
            self._say(self._at_end or event.sentence)

    def _say(self, sentence: str, next_one: str = "") -> None:
        """Say that, and what comes next, which a click begins; so it does the task that the sentence names."""
        does, after = "begins", ""
        if (task := self._open_task) and task in sentence:
            does, (sentence, next_one, after) = "opens", sentence.partition(task)
        begins = literal(next_one, "$text-warning underline").stylize(Style.from_meta({does: True}))
        update(self, literal(sentence, "$text-warning") + begins + literal(after, "$text-warning"))

    async def on_click(self, event: Click) -> None:
        """Begin the next rehearsal, or open the task of this one."""
        if event.style.meta.get("opens"):
            event.stop()
            self.app.open_task(open_task(self.app.session))
        if event.style.meta.get("begins"):
            event.stop()
            await self.run_action("screen.rehearse_next")


class Playing:
    """Plays the rest of a step on its screen."""

    def __init__(self, screen: "WizardScreen") -> None:
        self._screen = screen
        self._worker: Worker[None] | None = None
        self._goes_on = False
        """Whether it was the whole setup that was paused here: the rest of it is what is shown then."""
        self._began_open = False
        """Whether an action was open when it began: once none is, only the pause for reading the last one is left."""

    @property
    def is_on(self) -> bool:
        """Whether it is playing."""
        return self._worker is not None

    @property
    def _is_open(self) -> bool:
        return bool(self._screen.session.actions.open_in(self._screen.STEP))

    def start(self) -> None:
        """Start to play; the person's next key or click stops it."""
        if self._screen.session.rehearsal is not None and self._worker is None:
            self._screen.app.stop_playing, self._screen.app.played_at = self.stop, time.monotonic()
            self._screen.app.plays_on = self._screen.app.plays_on or self._goes_on
            self._began_open = self._is_open
            self._worker = self._screen.run_worker(self._play, group="show-me", exit_on_error=False)
            self._relabel()

    def stop(self) -> bool:
        """Stop playing; actions already played stay done. Returns whether the last one was played."""
        if self._worker is not None:
            self._worker.cancel()
        self._goes_on, self._screen.app.plays_on = self._screen.app.plays_on, False
        times = "" if self._screen.app.practice_plays else " twice"  # the first one opens the practice browser
        if is_shown := self._began_open and not self._is_open:
            self._end_shown()
        else:
            self._end(f"{PAUSED} Press {self._screen.app.key_text('practice')}{times} to show the rest.", ended=False)
        return is_shown

    async def _play(self) -> None:
        from dmsa_tui.session.show_me import ShowMe

        screen = self._screen
        show = ShowMe(screen.session, screen.STEP, screen.app.person, whole=screen.app.plays_on)
        mends = False
        while True:
            try:
                if mends and (screen.STEP == "check" or show.mended):
                    await screen.session.run_checks(None, manual=True)  # the next click depends on what it brought
                shown = await show.next()
                mends = shown is not None and shown.action is None
            except DmsaError as problem:
                self._end(f"✖ {problem}", ended=False)
                return
            await screen.app.autosave.now()
            if shown is None:
                await self._end_of(show)
                return
            browser = f"  The browser shows: {shown.browser}" if shown.browser else ""
            done = shown.text.replace(STARS, "")
            self._tell(Played(f"Playing (any key or click stops). Done: {done}{browser}", saved=shown.saved))
            await asyncio.sleep(PAUSE / screen.app.play_speed)

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
            self._end_shown()
            if not show.has_shown and screen.STEP == CHECKER and is_over(screen.session):
                next_one = any(each.following for each in screen.query(PracticeLine))
                then = "R begins the next one." if next_one else f"{screen.app.key_text('home')} goes home."
                screen.notify(f"Nothing is left to show: this rehearsal ends here. {then}", timeout=6)

    def _end_shown(self) -> None:
        for actions in self._screen.query(ActionList):
            actions.leave_out_optional()
        self._end(f"This step has been shown. Press {self._screen.app.key_text('done')} to continue.", ended=True)

    def _end(self, sentence: str, *, ended: bool) -> None:
        self._worker = None
        self._screen.app.stop_playing = None
        self._screen.app.plays_at_once |= ended
        self._relabel()
        self._tell(Played(sentence, ended=ended))

    def _relabel(self) -> None:
        for pane in self._screen.query(SidePane):
            pane.label_show_me()
        self._screen.draw_keys()

    def _tell(self, message: Played) -> None:
        for line in self._screen.query(PracticeLine):
            line.post_message(message)
