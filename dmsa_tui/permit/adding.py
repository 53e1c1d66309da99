"""Adds projects: plan, ask, add one, ask again, add the others, verify; continues after a stop."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from dmsa_tui.checks.facts import Facts
from dmsa_tui.checks.words import unmatched
from dmsa_tui.errors import InvalidInput
from dmsa_tui.permit import journal as journal_file
from dmsa_tui.permit.batches import STOPPED_BY_PERSON, Batches, Ended
from dmsa_tui.permit.journal import Header, Journal
from dmsa_tui.permit.lock import only_run
from dmsa_tui.permit.model import Account, Failed, Mode, Outcome, Plan, Report, ids_of
from dmsa_tui.permit.plan import make_plan, with_doubtful
from dmsa_tui.permit.preconditions import DEFAULT, Obstacle, Ready, look
from dmsa_tui.permit.probing import probe
from dmsa_tui.permit.run import Run
from dmsa_tui.permit.standing import Standing, assigned_now
from dmsa_tui.permit.verifying import expectation_of, verify
from dmsa_tui.permit.writing import Writer
from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.vocabulary import Cause

NOT_GOING_ON = "One project was added. Nobody confirmed the others."


class Adding(Run):
    """A run that adds the account to projects."""

    def __init__(self, *args: Any, template: str = DEFAULT, **options: Any) -> None:
        super().__init__(*args, **options)
        self._template = template
        self._plan: Plan | None = None
        self._batches: Batches | None = None
        self._journal: Journal | None = None
        self._first: ProjectAssignment | None = None

    async def plan(self) -> Report:
        """Plan what would be done. Only GET requests are sent."""
        try:
            plan = await self._planned()
        except Obstacle as obstacle:
            return self.obstructed(obstacle)
        return self._plan_report(plan)

    async def apply(self) -> Report:
        """Plan and add.

        Raises InvalidInput without the company's name, StorageError for a second run or an unwritable journal.
        """
        self.mode = Mode.APPLY
        with only_run(self.directory):
            try:
                plan = await self._planned()
            except Obstacle as obstacle:
                return self.obstructed(obstacle)
            if plan.doubtful:
                plan = self._plan = with_doubtful(plan, await self.person.takes(plan.doubtful))
            if not plan.to_add:
                return self._nothing_to_add(plan)
            ready = self._is_ready()
            await self.confirm(ready.company, plan)
            path = self.new_path()
            self._journal = await asyncio.to_thread(journal_file.create, path, self._header(ready, plan))
            return await self._add(self._journal, plan.to_add)

    async def resume(self, path: Path, *, apply: bool) -> Report:
        """Continue the run of that journal; without `apply` only report what is left. Raises what `apply` raises."""
        self.mode = Mode.RESUME
        with ExitStack() as stack:
            if apply:
                stack.enter_context(only_run(self.directory))
            self._journal = journal = await asyncio.to_thread(journal_file.read, path)
            self.same_place(path, journal.header)
            if journal.undone:
                raise InvalidInput(f"The run of the journal {path} was undone; start a new one.")
            self.target = replace(self.target, expect=expectation_of(journal.header, self.target.expect))
            facts = self._facts()
            try:
                self.ready = ready = await look(facts, journal.header.template.id)
                self.same_account(path, journal.header, ready.account)
                projects = (await facts.assignments(ready.account.id)).value
            except Obstacle as obstacle:
                return self.obstructed(obstacle, journal=path)
            except ProcoreProblem as problem:
                return self.report(Outcome.UNVERIFIED, str(problem), journal=path)
            finally:
                await facts.close()
            plan = self._plan = _rest(journal, projects)
            if not apply:
                return self._plan_report(plan)
            if plan.to_add:
                await self.confirm(ready.company, plan)
            await self.note(path, {"goes_on": True, "mode": self.mode.value})
            return await self._add(journal, plan.to_add, there=Standing(projects).assigned)

    def so_far(self) -> Report:
        """What is known of a run that was cancelled. The journal has the rest."""
        if self._journal is None or self._batches is None:
            return self.report(Outcome.STOPPED, "Interrupted before anything was written.")
        return self._ended(self._journal, Ended(Outcome.STOPPED, "Interrupted during a request."))

    async def _planned(self) -> Plan:
        facts = self._facts()
        try:
            self.ready = await look(facts, self._template)
            self._plan = await make_plan(facts, self.client, self.ready.account)
            return self._plan
        finally:
            await facts.close()

    def _facts(self) -> Facts:
        def progress(check: str, done: int, total: int | None) -> None:
            if check == "projects.permitted":
                self.progress("reading", done, total)

        return Facts(self.client, self.target, progress)

    def _is_ready(self) -> Ready:
        assert self.ready is not None and self.ready.template is not None
        return self.ready

    def _header(self, ready: Ready, plan: Plan) -> Header:
        assert ready.template is not None
        place, record = self.target.environment, ready.record
        return Header(
            environment=place.id,
            api_url=place.api_url,
            company_id=self.target.company_id,
            company=ready.company,
            client_id=self.target.client_id,
            account=ready.account,
            template=ready.template,
            before=plan.before,
            company_template=record.company_permission_template_id,
            add_to_new_projects=record.add_to_new_projects,
            wanted=len(plan.wanted),
            already=len(plan.already),
            every_project=self.target.expect.kind != "list",
            plan=tuple((project.id, project.name) for project in plan.to_add),
        )

    async def _add(
        self, journal: Journal, projects: Sequence[ProjectAssignment], there: frozenset[str] = frozenset()
    ) -> Report:
        header, path = journal.header, journal.path
        writer = Writer(self.client, path, header.account, header.template, "add", journal.requests)
        batches = self._batches = Batches(
            writer,
            read=lambda: assigned_now(self.client, header.account),
            is_done=lambda standing, id: id in standing.assigned,
            clock=self.clock,
            wants_to_stop=lambda: self.stopping,
            on_progress=lambda done, total: self.progress("adding", done, total),
        )
        batches.done |= dict.fromkeys(id for id, _ in header.plan if id in journal.asked and id in there)
        ended = await self._asked_once_more(journal, batches, projects) if projects and not journal.confirmed else None
        if ended is None:
            rest = [project.id for project in projects if project.id not in {*batches.done, *batches.failed}]
            ended = await batches.send(rest, self.chunk)
        if ended is None:
            report = await self._verified(journal, batches)
        else:
            if ended.sentence == STOPPED_BY_PERSON:
                await self._looked_at_once_more(batches, header.account)
            report = self._ended(journal, ended)
        await self.note(path, {"end": report.ended.value})
        return report

    async def _asked_once_more(
        self, journal: Journal, batches: Batches, projects: Sequence[ProjectAssignment]
    ) -> Ended | None:
        """Add the first project, read it back, and ask whether to go on."""
        header, path = journal.header, journal.path
        first = await probe(
            self.client, batches, projects, header.account, header.template, self.target.profile, self.clock
        )
        if isinstance(first, Ended):
            return first
        self._first = first.project
        batches.done[first.project.id] = None
        more = sum(project.id not in batches.done for project in projects)
        if not more:
            return None
        yes = not self.stopping and await self.person.goes_on(first, more)
        await self.note(path, {"go_on": yes})
        return None if yes else Ended(Outcome.STOPPED, STOPPED_BY_PERSON if self.stopping else NOT_GOING_ON)

    async def _looked_at_once_more(self, batches: Batches, account: Account) -> None:
        """Call nothing added that does not show; where it cannot be read, Procore's answers have to do."""
        try:
            now = await assigned_now(self.client, account)
        except ProcoreProblem:
            return
        for id in set(batches.done) - now.assigned:
            del batches.done[id]

    async def _verified(self, journal: Journal, batches: Batches) -> Report:
        verified = await verify(
            self.client,
            self.target,
            journal.header,
            [id for id, _ in journal.header.plan if id in batches.done],
            batches.failed,
            self.clock,
            lambda done, total: self.progress("verifying", done, total),
        )
        plan = self._plan
        outcome, problem, cause = verified.outcome, verified.problem, None
        if outcome is Outcome.DONE and plan is not None and (plan.cannot or plan.unknown):
            outcome, problem, cause = Outcome.PARTLY, _open(plan), _fault_of_list(plan)
        return self._finished(
            journal, outcome, problem, cause=cause, added=verified.added, failed=verified.failed, left=verified.left,
            notes=verified.notes,
        )  # fmt: skip

    def _ended(self, journal: Journal, ended: Ended) -> Report:
        batches = self._batches
        done, failed = ({}, {}) if batches is None else (batches.done, batches.failed)
        header = journal.header
        return self._finished(
            journal, ended.outcome, ended.sentence, cause=ended.cause,
            added=tuple(id for id, _ in header.plan if id in done),
            failed=tuple(Failed(id, name, failed[id]) for id, name in header.plan if id in failed),
            left=tuple(id for id, _ in header.plan if id not in done),
        )  # fmt: skip

    def _finished(
        self, journal: Journal, outcome: Outcome, problem: str | None, *, cause: str | None = None,
        added: tuple[str, ...], failed: tuple[Failed, ...], left: tuple[str, ...], notes: tuple[str, ...] = (),
    ) -> Report:  # fmt: skip
        plan, header = self._plan, journal.header
        cannot, unknown = ((), ()) if plan is None else (plan.cannot, plan.unknown)
        ready = self.ready
        return self.report(
            outcome, problem, cause=cause, account=header.account, template=header.template, wanted=header.wanted,
            already=header.already, to_add=0 if plan is None else len(plan.to_add), added=added,
            failed=(*failed, *cannot), left=(*left, *(each.id for each in cannot)), unknown=unknown,
            journal=journal.path, plan=plan, notes=(*(() if ready is None else ready.notes), *notes),
            look_at=self._first if self._first is not None and self._first.id in added else None,
        )  # fmt: skip

    def _plan_report(self, plan: Plan) -> Report:
        journal = self._journal
        return self.report(
            Outcome.PLANNED, wanted=len(plan.wanted), already=len(plan.already), to_add=len(plan.to_add),
            failed=plan.cannot, left=(*ids_of(plan.to_add), *(each.id for each in plan.cannot)), unknown=plan.unknown,
            plan=plan, journal=None if journal is None else journal.path, notes=(*self._is_ready().notes, *plan.notes),
        )  # fmt: skip

    def _nothing_to_add(self, plan: Plan) -> Report:
        is_open = bool(plan.cannot or plan.unknown)
        return self.report(
            Outcome.PARTLY if is_open else Outcome.DONE, _open(plan) if is_open else None, wanted=len(plan.wanted),
            already=len(plan.already), failed=plan.cannot, left=tuple(each.id for each in plan.cannot),
            cause=_fault_of_list(plan), unknown=plan.unknown, plan=plan,
            notes=(*self._is_ready().notes, *plan.notes),
        )  # fmt: skip


def _fault_of_list(plan: Plan) -> Cause | None:
    """The cause where only entries of the list are open: every project that it names is there."""
    return Cause.NOT_IN_COMPANY if plan.unknown and not plan.cannot else None


def _open(plan: Plan) -> str:
    parts = [f"{len(plan.cannot):,} cannot be added"] if plan.cannot else []
    parts += [f"{unmatched(len(plan.unknown))} of this company"] if plan.unknown else []
    return f"{' and '.join(parts)}; the others are there."


def _rest(journal: Journal, projects: Sequence[ProjectAssignment]) -> Plan:
    """What a journal's run still has to do."""
    header, names = journal.header, journal.header.names
    planned = [project for project in projects if project.id in names]
    gone = [Failed(id, name, "Procore no longer lists it") for id, name in header.plan]
    listed = {project.id for project in planned}
    return Plan(
        wanted=tuple(planned),
        already=tuple(project for project in planned if project.permitted),
        to_add=tuple(project for project in planned if not project.permitted),
        cannot=tuple(each for each in gone if each.id not in listed),
        before=header.before,
    )
