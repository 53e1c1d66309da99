"""Sends the requests of a run one after the other, and reads the state back before it repeats one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from dmsa_tui.checks.words import continues_at
from dmsa_tui.permit.model import Outcome
from dmsa_tui.permit.standing import Standing, in_chunks
from dmsa_tui.permit.writing import Sent, Writer
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.request_record import ProcoreProblem

ATTEMPTS = 3
"""How often one chunk is sent whose fate was unclear and of which nothing showed."""
IN_A_ROW = 10
"""Projects that fail singly, one after the other, after which no more are tried: each is a failing call."""
_PAUSES = (2.0, 5.0, 10.0)
STOPPED_BY_PERSON = "Stopped on request, after the current request."

OnProgress = Callable[[int, int], None]
"""Projects done, of how many."""


@dataclass(frozen=True)
class Ended:
    """Why a run ended before everything was sent."""

    outcome: Outcome
    sentence: str
    cause: str | None = None


class Batches:
    """One run's projects, in chunks.

    `read` reads the account's list back; `is_done` tells of one project whether nothing is left to do there.
    """

    def __init__(
        self,
        writer: Writer,
        read: Callable[[], Awaitable[Standing]],
        is_done: Callable[[Standing, str], bool],
        clock: Clock,
        wants_to_stop: Callable[[], bool],
        on_progress: OnProgress,
    ) -> None:
        self._writer = writer
        self._read = read
        self._is_done = is_done
        self._clock = clock
        self._wants_to_stop = wants_to_stop
        self._on_progress = on_progress
        self.done: dict[str, None] = {}
        """Projects of which Procore said that it was done, or that showed as done when read back."""
        self.failed: dict[str, str] = {}
        """Project ID → why not, in Procore's words."""
        self._total = 0

    async def send(self, ids: Sequence[str], chunk: int) -> Ended | None:
        """Send all of them. Returns why it ended early, or None."""
        self._total = len(ids) + len(self.done)
        self._tell()
        for some in in_chunks(ids, chunk):
            if self._wants_to_stop():
                return Ended(Outcome.STOPPED, STOPPED_BY_PERSON)
            ended = await self._chunk(some)
            self._tell()
            if ended is not None:
                return ended
        return await self._singly()

    async def first(self, id: str) -> Sent:
        """Send one project alone."""
        sent = await self._writer.send((id,))
        self._note(sent)
        return sent

    async def _chunk(self, ids: tuple[str, ...]) -> Ended | None:
        todo, attempts = ids, 0
        while todo:
            sent = await self._writer.send(todo)
            self._note(sent)
            if sent.fate == "answered":
                return None
            if sent.fate != "unclear":
                return ended_by(sent, some_done=bool(self.done))
            attempts += 1
            await self._clock.sleep(_PAUSES[attempts - 1])
            try:
                standing = await self._read()
            except ProcoreProblem as problem:
                return Ended(Outcome.STOPPED, f"{sent.problem} Its result could not be read back: {problem}")
            self.done |= {id: None for id in todo if self._is_done(standing, id)}
            todo = tuple(id for id in todo if id not in self.done and id not in self.failed)
            if todo and attempts == ATTEMPTS:
                return Ended(Outcome.STOPPED, f"Sent {ATTEMPTS} times, but Procore shows no change: {sent.problem}")
            if todo and self._wants_to_stop():
                return Ended(Outcome.STOPPED, STOPPED_BY_PERSON)
        return None

    async def _singly(self) -> Ended | None:
        """Try each project of a failed list once more, alone."""
        if self._writer.singly:
            return None
        in_a_row = 0
        for id in list(self.failed):
            if self._wants_to_stop():
                return Ended(Outcome.STOPPED, STOPPED_BY_PERSON)
            if in_a_row == IN_A_ROW:
                return None
            sent = await self._writer.send((id,))
            if sent.fate == "answered":
                self._note(sent)
                in_a_row = 0 if id in self.done else in_a_row + 1
            elif sent.fate != "unclear":  # what is unclear shows when everything is read back at the end
                return ended_by(sent, some_done=bool(self.done))
            self._tell()
        return None

    def _note(self, sent: Sent) -> None:
        self.done |= dict.fromkeys(sent.changed.done)
        self.failed |= sent.changed.failed
        for id in sent.changed.done:
            self.failed.pop(id, None)

    def _tell(self) -> None:
        self._on_progress(min(self._total, len(self.done) + len(self.failed)), self._total)


def ended_by(sent: Sent, *, some_done: bool) -> Ended:
    """What an unsuccessful request means for the run."""
    if sent.fate == "not-done":
        return Ended(Outcome.STOPPED, f"{sent.problem}{continues_at(sent.problem)}", "rate-limited")
    outcome = Outcome.PARTLY if some_done else Outcome.REFUSED
    if sent.fate == "absent":
        return Ended(outcome, f"Procore does not offer this here: {sent.problem}", "not-offered")
    if sent.fate == "refused":
        return Ended(outcome, f"Procore refused: {sent.problem}", "no-access")
    return Ended(Outcome.STOPPED, str(sent.problem))
