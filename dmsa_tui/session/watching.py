"""Watches the open onboarding, whatever screen is open: repeats the checks until all pass or a limit is reached."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.checks.words import counted, listed
from dmsa_tui.errors import DmsaError, StaleResult
from dmsa_tui.onboarding.check_overview import Overview, titles
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.background import Background

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report
    from dmsa_tui.checks.watch import Watch
    from dmsa_tui.session.check_results import CheckResults
    from dmsa_tui.session.kept_answers import KeptAnswers
    from dmsa_tui.vocabulary import Check

WAITS, ROUND, ENDED = "waits", "round", "ended"
"""Observers get these names: it counts down to the next round, a round has its answers, it has ended."""
PASSED = "All checks pass; watching has ended."
STOPPED = "Watching was stopped."
LEFT = "Watching has ended: another onboarding was opened."
ACCESS_ENDED = "Watching has ended, as the access was ended."
ENDINGS = {
    "budget": "Watching has ended: its requests are used up. Check again when something has changed.",
    "refused": "Watching has ended: Procore refused the same request three times. Check again when it is fixed.",
    "nothing-left": "Watching has ended: a person must check the rest.",
}
"""Why a watch has stopped by itself, but for the end that all wait for, in words."""


class Ending(NamedTuple):
    """How watching ended; with an empty sentence there is nobody to tell."""

    sentence: str = ""
    wrong: bool = False


class Watching(Background):
    """The watch of one session. At most one is on, and it is about the open onboarding."""

    def __init__(
        self,
        definitions: "Iterable[Check]",
        ask: "Callable[[frozenset[str], bool], Awaitable[Report]]",
        results: "CheckResults",
        kept: "KeptAnswers",
        seen: Callable[[], Overview],
        opened: Callable[[], str],
    ) -> None:
        """`ask` runs checks; its second argument says whether a person asked for that.

        `opened`: the identity of the open onboarding; empty where none is.
        """
        super().__init__()
        self.next_round = ""
        """When the next round comes, in a sentence; empty before the first one has its answers."""
        self.ending = Ending()
        """How the last watch ended."""
        self._definitions, self._ask, self._results, self._kept, self._seen = definitions, ask, results, kept, seen
        self._opened, self._of = opened, ""
        self._round_wanted = asyncio.Event()

    @property
    def left(self) -> str:
        """What is left where the setup works already; empty where something fails."""
        seen = self._seen()
        works = seen.cautions and not (seen.wrong or seen.waiting or seen.unverified)
        return _left(seen) if works else ""

    def begin(self) -> None:
        """Start to watch. Call it on the event loop."""
        if not self.under_way:
            self.next_round, self._of = "", self._opened()
            self._start(self._watch())

    def stop(self, sentence: str = STOPPED) -> None:
        """Stop watching; `sentence` says why. With an empty one, nobody is notified."""
        if self._let_go():
            self._end(Ending(sentence))

    def ask_now(self) -> None:
        """Start the next round at once."""
        self._round_wanted.set()

    def answers_changed(self, *, access_ended: bool) -> None:
        """Stop where there is nothing left to watch. Other answers are asked about in the next round."""
        if (opened := self._opened()) != self._of:  # the same one may be opened again, or have a new name
            self.stop(LEFT if opened else "")
        elif access_ended:
            self.stop(ACCESS_ENDED)

    async def ended(self) -> None:
        """Stop without a notice, and wait until no request is in flight."""
        self.stop("")
        await self._all_left()

    async def _watch(self) -> None:
        mine = asyncio.current_task()
        try:
            ending = await self._outcome()
        except DmsaError as problem:
            ending = Ending(f"Watching has ended. {problem}", wrong=True)
        except Exception as error:  # a task of its own: nothing else would tell the person that it has failed
            from dmsa_tui.terminal.crash_report import internal_error

            ending = Ending(f"Watching has ended. {internal_error(error)} Your answers are safe.", wrong=True)
        if self._task is mine:
            self._task = None
            self._end(ending)

    async def _outcome(self) -> Ending:
        from dmsa_tui.checks.watch import Watch

        watch, generation, manual = Watch(self._definitions, strict=True), self._results.generation, True
        while watch.ended is None:
            if generation != self._results.generation:  # what was found is about other answers
                watch = Watch(self._definitions, strict=True, budget=watch.requests_left)
                generation, manual = self._results.generation, True
            self._round_wanted.clear()
            try:
                report = await self._ask(watch.asking, manual)
            except StaleResult:
                continue
            watched = watch.note(report)
            self._kept.note_full(watched.report)
            self._changed(ROUND)
            # What was refused before may be asked again once something that it needs has turned right.
            manual = watched.progressed or (watch.ended is None and await self._pause(watch))
        return Ending(ENDINGS.get(watch.ended.value, "") or self._by_what_stands)

    async def _pause(self, watch: "Watch") -> bool:
        """Count down to the next round; True if a person did not want to wait."""
        while watch.seconds_left > 0:
            seconds, left = math.ceil(watch.seconds_left), watch.requests_left
            self.next_round = f"Watching: checks again in {seconds} s; {left} requests left."
            self._changed(WAITS)
            try:
                await asyncio.wait_for(self._round_wanted.wait(), min(1.0, watch.seconds_left))
                return True
            except TimeoutError:
                continue
        return False

    def _end(self, ending: Ending) -> None:
        self.ending = ending
        self._changed(ENDED)

    @property
    def _by_what_stands(self) -> str:
        """That nothing is left to ask: a caution about the record, or a person's word, is no pass of a check."""
        seen = self._seen()
        if left := _left(seen):
            return f"{left} Watching has ended."
        if any(row.state is not State.PROVEN for row in seen.rows):
            return "Nothing fails; watching has ended."
        return PASSED


def _left(seen: Overview) -> str:
    """What nobody has proven or confirmed although nothing fails, in a sentence; empty where that is nothing."""
    kinds = (
        (("caution",), seen.cautions),
        (("unverified check",), seen.unverified),
        (("check to do", "checks to do"), (*seen.not_begun, *seen.to_do, *seen.waiting)),
    )
    counts = [counted(len(rows), *kind) for kind, rows in kinds if rows]
    return f"Only {listed(counts)} left: {titles([row for _kind, rows in kinds for row in rows])}." if counts else ""
