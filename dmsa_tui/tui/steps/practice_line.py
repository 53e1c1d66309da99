"""The line of a rehearsal at the foot of a step: how to practice it, what is playing, or what comes next."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import getters, work
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.style import Style
from textual.widgets import Static

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.unanswered import is_answered_in_part, unanswered
from dmsa_tui.session.mending_actions import said_of_failing
from dmsa_tui.session.mending_clicks import is_mended
from dmsa_tui.session.practiced_actions import not_clicked
from dmsa_tui.session.rehearsal_end import first_part, has_looked, is_done, is_over, open_task, said_of_fixed, unproven
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.steps.openers import place_practice_browser
from dmsa_tui.tui.steps.practice_words import PracticeWords
from dmsa_tui.tui.widgets.guide_text import literal, update

if TYPE_CHECKING:
    from dmsa_tui.session.rehearsal_store import Offered
    from dmsa_tui.tui.wizard_screen import WizardScreen

PAUSED = "Paused."
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
        self._words = PracticeWords(self.app)
        self._step_id = step_id
        self._begins_here = False
        """Whether the rehearsal begins with this step."""
        self._paused_at: set[str] | None = None
        """The ticks that there were when it was paused; None: it is not paused, or the person has gone on."""
        self._has_begun = False
        """Whether something was played or mended."""
        self._tells_fixed = False
        """Whether it says what is fixed and what is left, which a new answer may deny."""
        self._at_end = ""
        """What to say now that no rest of the step is left to show; empty if one is."""

    def on_mount(self) -> None:
        """Say what the scenario teaches where its rehearsal begins, and on each step what to press."""
        rehearsal = self.app.session.rehearsal
        assert rehearsal is not None
        self._begins_here = self._step_id == rehearsal.starting_record().step
        self._began_at = rehearsal.rehearsal.revision
        self._begin()
        self.watch(self.app, "practices_beside", self._keys_changed, init=False)
        if rehearsal.lesson:
            Redraw(self, self._tell_how_far).after("result_changes", "record_changes", "scan_changes")
        Redraw(self, self._tell_done).after("result_changes", "record_changes")

    def on_resize(self) -> None:
        """With another width, the key may do something else, and the practice browser has another place."""
        self._keys_changed()
        screen = cast("WizardScreen", self.screen)
        screen.call_next(place_practice_browser, screen)

    def _keys_changed(self) -> None:
        self._begin()
        cast("WizardScreen", self.screen).draw_keys()

    def _begin(self) -> None:
        """Say it as long as nothing else was said, and the step is not done."""
        rehearsal = self.app.session.rehearsal
        if rehearsal is None or self._has_begun or self.app.plays_on:  # it plays by itself
            return
        is_first, unclicked = self._begins_here and not self._is_answered, self._not_clicked
        self.set_class(not (is_first or unclicked) and self._step_id != CHECKER, QUIET)
        if unclicked:
            self.hint = ""
            self._say(self._words.not_clicked(unclicked))
        elif is_first and rehearsal.aim:
            fixes = bool(rehearsal.lesson) and not rehearsal.task
            words = self._words
            fix, play = words.look or words.how_to_fix, f"{words.in_few_words} {words.leads_to_task}".strip()
            how = fix if fixes else play
            self._say(f"{rehearsal.aim} {how}")
        elif self._step_id == CHECKER and self._words.open_task:
            self._say(f"{self._words.in_few_words} Then {self._words.open_task}")
        elif self._step_id == CHECKER and rehearsal.aim and not rehearsal.lesson and self._are_given:
            number = self.app.session.guide.steps[-1].number
            self._say(f"Your answers are given. This rehearsal ends with step {number}.")
        else:
            is_done = not self.app.session.actions.open_in(self._step_id)
            self._say("" if is_done else self._words.how_to_play)
            self.hint = self._words.in_few_words if self.has_class(QUIET) and not is_done else ""

    @property
    def _not_clicked(self) -> list[int]:
        """Numbers of the actions of the step that are marked done without their click; the checker shows none."""
        session = self.app.session
        numbered = enumerate(session.actions.of(self._step_id), 1)
        missing = not_clicked(session)
        return (
            [] if self._step_id == CHECKER else [n for n, each in numbered if f"{self._step_id}/{each.id}" in missing]
        )

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
    def _are_given(self) -> bool:
        """Whether it is said which projects must be there, and whether new ones join."""
        record = self.app.session.record
        return record.expect is not ExpectMode.UNDECIDED and record.future_projects is not None

    def _tell_how_far(self) -> None:
        """Say no more of a fault that is fixed, but what it teaches and what is next, or where the rest is said."""
        session, app = self.app.session, self.app
        # While it plays, the key that is offered would only stop it; while checks run, what was said may still hold.
        if app.stop_playing is not None or session.results.asking:
            return
        if self._step_id != CHECKER:
            if self._clicked_here and not self._at_end and (said := said_of_fixed(session, app.key_text("checker"))):
                self._tell(said)
            else:
                self._forget_told()
        elif is_over(session):
            self._offer_next()
        elif title := first_part(session):
            self._tell(f"The fault is fixed: {title} passes now. The rest was never set up: fix what fails next.")
        elif (self._has_begun or not is_done(session)) and (left := self._left):
            self._tell(left)
        else:
            self._forget_told()

    def _forget_told(self) -> None:
        """A fault is back, or nothing is told of it any more: say how to fix it, as at first."""
        if self._tells_fixed:
            self.workers.cancel_group(self, "offer")
            self._tells_fixed, self._has_begun, self.following = False, False, None
            self._begin()

    @property
    def _clicked_here(self) -> bool:
        """Whether a click was made since the step was opened."""
        rehearsal = self.app.session.rehearsal
        return rehearsal is not None and rehearsal.rehearsal.revision > self._began_at

    def _tell(self, sentence: str) -> None:
        """Say that in place of what was said first."""
        self._has_begun, self._at_end, self.hint, self._tells_fixed = True, "", "", True
        self.remove_class(QUIET)
        self._say(sentence)

    @property
    def _left(self) -> str:
        """What is left to do where no check fails; empty where something fails, or nothing is left."""
        session = self.app.session
        if session.rehearsal is None or not session.rehearsal.lesson or not is_mended(session):
            return ""
        if (said := unproven(session)) and not self._words.open_task:
            return (
                f"The task is marked done, but not proven: {said} Start this rehearsal over on home to do it in order."
            )
        return self._words.open_task or ("" if has_looked(session) else self._words.look)

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
        if not is_over(self.app.session):
            return  # Procore is asked again, or has said no since
        following = faults_to_try(offered, rehearsal.scenario)[0]
        fixed = "The task is done." if rehearsal.task else "The fault is fixed."
        if rehearsal.look:  # what the person was told to do is done
            fixed = "" if rehearsal.looks_at else self._words.look
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
        if (task := self._words.open_task) and task in sentence:
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
