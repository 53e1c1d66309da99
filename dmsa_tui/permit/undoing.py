"""Undo: takes the account out of the projects that one run added, and of no others."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

from dmsa_tui.checks.facts import Facts
from dmsa_tui.checks.words import counted
from dmsa_tui.permit import journal as journal_file
from dmsa_tui.permit.batches import Batches, Ended
from dmsa_tui.permit.journal import Journal
from dmsa_tui.permit.lock import only_run
from dmsa_tui.permit.model import Failed, Mode, Outcome, Plan, Report
from dmsa_tui.permit.preconditions import Obstacle, look
from dmsa_tui.permit.run import Run
from dmsa_tui.permit.standing import SHOWN_WITHIN, Standing, until
from dmsa_tui.permit.writing import Writer
from dmsa_tui.procore.api import endpoints
from dmsa_tui.procore.request_record import ProcoreProblem

OTHERS = "someone else added it, so it stays"


class Undoing(Run):
    """A run that takes out what another one added."""

    _journal: Journal | None = None
    _batches: Batches | None = None
    _wanted: tuple[str, ...] = ()
    _kept: tuple[Failed, ...] = ()

    async def undo(self, path: Path, *, apply: bool) -> Report:
        """Take out what the journal's run added; without `apply` only tell what that is.

        InvalidInput for another company's journal or without the company's name, StorageError for a second run.
        """
        self.mode = Mode.UNDO
        with ExitStack() as stack:
            if apply:
                stack.enter_context(only_run(self.directory))
            self._journal = journal = await asyncio.to_thread(journal_file.read, path)
            self.same_place(path, journal.header)
            facts = Facts(self.client, self.target)
            try:
                self.ready = ready = await look(facts, None)
                self.same_account(path, journal.header, ready.account)
                now = await self._now()
            except Obstacle as obstacle:
                return self.obstructed(obstacle, journal=path)
            except ProcoreProblem as problem:
                return self.report(Outcome.UNVERIFIED, str(problem), journal=path)
            finally:
                await facts.close()
            self._wanted, self._kept = added_by(journal, now)
            if not apply:
                return self._result(Outcome.PLANNED, None, now)
            if self._wanted:
                projects = tuple(now.projects[id] for id in self._wanted)
                await self.confirm(ready.company, Plan(projects, (), projects))
            await self.note(path, {"goes_on": True, "mode": self.mode.value})
            return await self._take_out(journal)

    def so_far(self) -> Report:
        """What is known of a run that was cancelled. The journal has the rest."""
        sentence = "Interrupted during a request."
        if self._batches is None:
            return self.report(Outcome.STOPPED, "Interrupted before anything was written.")
        return self._result(Outcome.STOPPED, sentence, None)

    async def _now(self) -> Standing:
        assert self._journal is not None
        account = self._journal.header.account.id
        answered = await endpoints.project_assignments(
            self.client, account, on_progress=lambda done, total: self.progress("reading", done, total)
        )
        if any(project.permitted is None for project in answered.value):
            raise Obstacle(Outcome.UNVERIFIED, "Procore's project list does not say which projects the account is on.")
        return Standing(answered.value)

    async def _take_out(self, journal: Journal) -> Report:
        header, path = journal.header, journal.path
        writer = Writer(self.client, path, header.account, header.template, "remove", journal.requests)
        batches = self._batches = Batches(
            writer,
            read=self._now,
            is_done=lambda standing, id: id not in standing.assigned,
            clock=self.clock,
            wants_to_stop=lambda: self.stopping,
            on_progress=lambda done, total: self.progress("removing", done, total),
        )
        ended = await batches.send(self._wanted, self.chunk)
        report = await self._verified(journal, ended, batches)
        await self.note(path, {"end": report.outcome.value})
        return report

    async def _verified(self, journal: Journal, ended: Ended | None, batches: Batches) -> Report:
        if ended is not None:
            return self._result(ended.outcome, ended.sentence, None, cause=ended.cause)
        now: Standing | None = None

        async def gone() -> bool:
            nonlocal now
            now = await self._now()
            return not now.assigned & set(batches.done)

        try:
            complete = await until(self.clock, gone)
        except (ProcoreProblem, Obstacle) as unread:
            return self._result(Outcome.UNVERIFIED, f"What was done could not be read back: {unread}", None)
        assert now is not None
        left = [id for id in self._wanted if id in now.assigned]
        dropped = [id for id in journal.header.before if id in now.projects and id not in now.assigned]
        if dropped:
            problem = f"{counted(len(dropped), 'project')} that the account was on before the run are missing too."
            return self._result(Outcome.PARTLY, problem, now)
        if left and not complete:
            problem = f"Procore said that it removed the account, but still shows it after {SHOWN_WITHIN:.0f} s."
            return self._result(Outcome.UNVERIFIED, problem, now)
        if left:
            return self._result(Outcome.PARTLY, f"{counted(len(left), 'project')} could not be removed.", now)
        return self._result(Outcome.DONE, None, now)

    def _result(
        self, outcome: Outcome, problem: str | None, now: Standing | None, *, cause: str | None = None
    ) -> Report:
        assert self._journal is not None
        header, batches = self._journal.header, self._batches
        done = set() if batches is None else set(batches.done)
        if now is not None:
            done = {id for id in self._wanted if id not in now.assigned}
        failed = () if batches is None else tuple(
            Failed(id, header.names.get(id, id), answer) for id, answer in batches.failed.items() if id not in done
        )  # fmt: skip
        return self.report(
            outcome, problem, cause=cause, template=header.template, wanted=len(self._wanted),
            removed=tuple(id for id in self._wanted if id in done), failed=(*failed, *self._kept),
            left=tuple(id for id in self._wanted if id not in done), journal=self._journal.path,
        )  # fmt: skip


def added_by(journal: Journal, now: Standing) -> tuple[tuple[str, ...], tuple[Failed, ...]]:
    """The projects that the journal's run added and that are still so, and those that somebody else has since given.

    What was there before the run is in neither. Where Procore does not tell templates, only what Procore said it had
    added counts as this run's.
    """
    header = journal.header
    candidates = [id for id, _ in header.plan if id in journal.asked and id not in header.before and id in now.assigned]
    if not now.tells_templates:
        return tuple(id for id in candidates if id in journal.said_added), ()
    mine = tuple(id for id in candidates if now.has(id, header.template))
    theirs = (id for id in candidates if id not in mine)
    return mine, tuple(Failed(id, header.names[id], f"{now.template_words(id)}: {OTHERS}") for id in theirs)
