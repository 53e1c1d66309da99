"""Runs checks for a step in the background, and posts their end."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from dmsa_tui.checks.words import listed
from dmsa_tui.errors import DmsaError, StaleResult
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.session import project_run
from dmsa_tui.session.change_of_environment import has_custom_hosts
from dmsa_tui.session.connection import missing_words
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.vocabulary import CHECKS, NOT_REACHED, on_pair_alone

if TYPE_CHECKING:
    from textual.worker import Worker

    from dmsa_tui.tui.wizard_screen import WizardScreen

SAME = "Nothing has changed. "
"""Said to whoever asks again, so that the answer can be seen."""
ASK_NOTHING = "The access was ended. The checks ask nothing. If it is back, run the proof in the task again."
"""Said to whoever asks after the end of the access: an answer would only contradict what was proven."""
WORKERS = "checks"
"""The group of the workers that run checks; they are cancelled when the screen is left."""


@dataclass
class ChecksEnded(Message):
    """The checks of a screen have ended, or could not start; `note` says which."""

    note: str
    wrong: bool = False
    asks_for_secret: bool = False
    """Whether a person asked for the checks, and the client secret alone is missing."""
    wants: str = ""
    """The field of the record, or the client secret, without which the checks do not start."""
    leads: str = ""
    """What a click says that leads to it."""
    none_start: bool = False
    """Whether no check at all can start without it."""


class CheckRunner:
    """Runs the checks of a screen."""

    def __init__(self, screen: "WizardScreen", ids: frozenset[str] | None) -> None:
        """`ids`: the checks to run; None means all."""
        self._screen = screen
        self.ids = ids
        self.are_due = False
        """Whether the next press of Done asks Procore: about an answer that was changed, or the step's last tick."""

    def watch(self) -> None:
        """Run the checks again when something was done that they ask about."""
        self._screen.watch(self._screen.app, "run_changes", self._projects_changed, init=False)
        self._screen.watch(self._screen.app, "record_changes", self._record_changed, init=False)

    def run(self, *, manual: bool = False, tells_same: bool = False) -> None:
        """Run the checks; results are drawn as they arrive. `manual`: a person just asked for it, or did something.

        `tells_same`: say so where nothing has changed.
        """
        self.are_due = False
        if self.ids is None and (watching := self._screen.session.watching).under_way:
            watching.ask_now()
            return
        if (self.ids is None or self.ids) and not self._end_is_told(manual):
            self._begin(partial(self._run, manual, tells_same), exclusive=True)

    def _end_is_told(self, manual: bool) -> bool:
        """Whether the access was ended: nothing is to be found out then, which is said to whoever asks."""
        has_ended = self._screen.session.record.access_ended_at is not None
        if has_ended and manual:
            self._screen.post_message(ChecksEnded(ASK_NOTHING))
        return has_ended

    def run_by_hand(self) -> None:
        """The person asked for it: where there is nothing to run, say so."""
        self.run(manual=True, tells_same=True)
        if not self._screen.session.checks_of(self._screen.STEP):
            others = f"{self._screen.app.key_text('checker')} checks others."
            self._screen.notify(f"Procore cannot check this step: what you mark done confirms it. {others}", timeout=6)

    def _projects_changed(self, names: frozenset[str]) -> None:
        """Run again after projects were added or taken out."""
        if project_run.ENDED in names and self._screen.session.project_run.writes:
            self.run()

    def _record_changed(self, names: frozenset[str]) -> None:
        """Run again what a tick may have made true."""
        session = self._screen.session
        if "ticked" in names and session.is_open and session.overtaken(self._screen.STEP):
            session.connection.forget_refusals()  # it may be true now, however often Procore has said no
            self.run()

    def ask_one(self, check_id: str) -> None:
        """Run one check and what it needs, beside any run under way."""
        if self._end_is_told(manual=True):
            return
        self._begin(partial(self.ask, frozenset({check_id}), manual=True, tells_same=True), exclusive=False)

    async def ask(self, ids: frozenset[str] | None, *, manual: bool, tells_same: bool = False) -> None:
        """Run these checks, or all. Call it only from a worker."""
        try:
            await self.answer(ids, manual=manual, tells_same=tells_same)
        except StaleResult as problem:
            self._screen.post_message(ChecksEnded(str(problem)))
        except DmsaError as problem:
            self._screen.post_message(ChecksEnded(str(problem), wrong=True))

    async def answer(self, ids: frozenset[str] | None, *, manual: bool, tells_same: bool = False) -> None:
        """Likewise; DmsaError, as of `Session.run_checks`, is the caller's to tell."""
        screen = self._screen
        before = self._found()
        await screen.session.run_checks(ids, manual=manual)
        await screen.app.autosave.now()
        if manual:
            screen.app.terminal_title.tell("Checked")
        results = screen.session.results
        lost = [each.summary for each in results.no_answer.values() if each.cause in NOT_REACHED]
        token, who = results.get(TOKEN), "Procore"
        if not lost and self.ids and on_pair_alone(self.ids) and token is not None and token.status in GREEN:
            from dmsa_tui.session.api_host import lost_api_host

            who, lost = "Procore's API host", list(filter(None, [await lost_api_host(screen.session)]))
        if lost and screen.STEP != "check":  # the checker's headline says it
            custom = has_custom_hosts(screen.session)
            look = "Check the custom hosts (Ctrl+P → Custom hosts)" if custom else "Check the connection"
            again = f"{look}, then press {screen.app.key_text('check')}."
            screen.post_message(ChecksEnded(f"{who} was not reached. {lost[0]} {again}", wrong=True))
            return
        same = SAME if tells_same and before and before == self._found() and not lost else ""
        screen.post_message(ChecksEnded(f"{same}{self._not_sent()}{results.cost}"))

    def _not_sent(self) -> str:
        """Which checks of the screen ask no more, as Procore has refused them, in a sentence; empty where all ask."""
        session = self._screen.session
        left = [each.title for each in session.checks_of(self._screen.STEP) if each.id in session.results.not_sent]
        if not left:
            return ""
        return f"Refused 3 times, not asked again until {self._screen.app.key_text('check')}: {listed(left)}. "

    def _found(self) -> dict[str, str]:
        """What each check of the screen has found."""
        results = self._screen.session.results
        return {id: each.summary for id, each in results.items() if self.ids is None or id in self.ids}

    async def _run(self, manual: bool, tells_same: bool) -> None:
        session, pair_alone = self._screen.session, on_pair_alone(self.ids)
        run = session.results.begin_run()  # screens say that it asks while the keyring is waited for
        try:
            fields = await session.connection.missing_fields(pair_alone=pair_alone)
        finally:
            session.results.end_run(run)
        missing = missing_words(fields)  # asked for once: the secret may be given meanwhile
        if missing is not None:
            what, none_start = "Checks start", True
            if self.ids is None and fields == ["company_id"]:
                await self.ask(frozenset(each.id for each in CHECKS if on_pair_alone([each.id])), manual=manual)
                what, none_start = "The other checks start", False
            wants = next((each for each in fields if each.startswith("client")), fields[0])
            where = session.guide.step("install" if wants == "company_id" else "promote")
            sentence = f"{what} once {missing} known."
            asking = [wants in each.fields for each in session.actions.of(where.id)]
            here = f"action {asking.index(True) + 1}" if True in asking else "here"
            leads = here if where.id == self._screen.STEP else f"step {where.number}"
            asks = manual and fields == ["client_secret"]
            self._screen.post_message(
                ChecksEnded(sentence, asks_for_secret=asks, wants=wants, leads=leads, none_start=none_start)
            )
            return
        ids = self.ids if manual else session.asked_by_itself(self.ids)
        await self.ask(ids, manual=manual, tells_same=tells_same)

    def _begin(self, asking: Callable[[], Coroutine[None, None, None]], *, exclusive: bool) -> "Worker[None]":
        return self._screen.run_worker(asking, group=WORKERS, exclusive=exclusive, exit_on_error=False)
