"""Verifies a run: reads everything anew, and compares it with the plan and with what was there before."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from dmsa_tui.checks.diagnosis import diagnose
from dmsa_tui.checks.expectation import ALL_ACTIVE, Expectation, ExpectedProject
from dmsa_tui.checks.facts import Facts
from dmsa_tui.checks.model import Blocked, Finding
from dmsa_tui.checks.registry import QUESTIONS
from dmsa_tui.checks.target import Target
from dmsa_tui.checks.words import counted, listed
from dmsa_tui.permit.journal import Header
from dmsa_tui.permit.model import Failed, Outcome
from dmsa_tui.permit.standing import SHOWN_WITHIN, Standing, until
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.records import DirectoryRecord
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.vocabulary import Cause, Status, definition


@dataclass(frozen=True)
class Verified:
    """What Procore shows at the end."""

    outcome: Outcome
    problem: str | None = None
    added: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Seen:
    facts: Facts
    record: DirectoryRecord | None = None
    standing: Standing = field(default_factory=lambda: Standing(()))


def expectation_of(header: Header, stated: Expectation) -> Expectation:
    """What must be permitted in the end. Of a list, what the run planned: other entries are for who made the list."""
    if stated.kind == "all" or (stated.kind == "none" and header.every_project):
        return ALL_ACTIVE
    return Expectation("list", tuple(ExpectedProject(name, id=id) for id, name in header.plan))


async def verify(
    client: ProcoreClient,
    target: Target,
    header: Header,
    said_added: Collection[str],
    failed: Mapping[str, str],
    clock: Clock,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Verified:
    """Read everything back, waiting until what Procore said it had done shows, and judge it."""
    target = replace(target, expect=expectation_of(header, target.expect))
    seen = _Seen(Facts(client, target))

    async def shown() -> bool:
        await seen.facts.close()

        def progress(check: str, done: int, total: int | None) -> None:
            if on_progress is not None and check == "projects.permitted":
                on_progress(done, total)

        seen.facts = Facts(client, target, progress)
        record = (await seen.facts.me()).value
        if record.id != header.account.id:
            return False
        seen.record = record
        seen.standing = Standing((await seen.facts.assignments(record.id)).value)
        return set(said_added) <= seen.standing.assigned

    try:
        complete = await until(clock, shown)
        if seen.record is None:
            return Verified(
                Outcome.UNVERIFIED, "Procore shows a different service account from the one that was added."
            )
        verified = _held(header, seen.record, seen.standing, said_added, failed, complete=complete)
        if not complete:
            verified = await _after_an_update(seen.facts, verified)
        return verified if verified.outcome is not Outcome.DONE else await _checked(seen.facts, verified)
    except ProcoreProblem as problem:
        left = tuple(id for id, _ in header.plan if id not in said_added)
        return Verified(
            Outcome.UNVERIFIED,
            f"What was done could not be read back: {problem}",
            tuple(id for id, _ in header.plan if id in said_added),
            _failures(header, failed),
            left,
        )
    finally:
        await seen.facts.close()


def _held(
    header: Header,
    record: DirectoryRecord,
    now: Standing,
    said_added: Collection[str],
    failed: Mapping[str, str],
    *,
    complete: bool,
) -> Verified:
    planned = [id for id, _ in header.plan]
    added = tuple(id for id in planned if now.has(id, header.template))
    others = {
        id: f"someone else added it, {now.template_words(id)}" for id in planned if now.differs(id, header.template)
    }
    left = tuple(id for id in planned if id not in now.assigned)
    dropped = [id for id in header.before if id in now.projects and id not in now.assigned]
    notes = _notes(header, record, now)
    failures = _failures(header, {id: text for id, text in failed.items() if id in left} | others)
    lost = [id for id in said_added if id not in now.assigned]
    outcome, problem = Outcome.DONE, None
    if dropped:
        outcome = Outcome.PARTLY
        problem = (
            f"{counted(len(dropped), 'project')} that the account had before {_are(dropped)} missing. An update of the "
            "app drops projects: find out what happened, then continue."
        )
    elif lost and not complete:
        outcome = Outcome.UNVERIFIED
        problem = (
            f"Procore said that it had added {counted(len(lost), 'project')} that it does not show after "
            f"{SHOWN_WITHIN:.0f} s."
        )
    elif changed := _changed(header, record):
        outcome, problem = Outcome.PARTLY, changed
    elif left or failures:
        outcome = Outcome.PARTLY
        parts = [f"{counted(len(left), 'project')} {_are(left)} still missing"] if left else []
        parts += [f"{counted(len(others), 'project')} {_have(others)} another template"] if others else []
        problem = f"{listed(parts)}."
    return Verified(outcome, problem, added, failures, left, notes)


def _notes(header: Header, record: DirectoryRecord, now: Standing) -> tuple[str, ...]:
    theirs = now.assigned - set(header.before) - {id for id, _ in header.plan}
    named = [f"“{now.projects[id].name}”" for id in now.projects if id in theirs and now.projects[id].active]
    return (f"Someone else added the account to {listed(named)} during the run.",) if named else ()


def _changed(header: Header, record: DirectoryRecord) -> str | None:
    """What changed in the account's own record, to which nothing here writes."""
    if record.company_template_stated and record.company_permission_template_id != header.company_template:
        return "The account's company permission template changed during the run; this program never changes it."
    before, now = header.add_to_new_projects, record.add_to_new_projects
    if before is not None and now is not None and before != now:
        return "The account's box “Add to all new projects” changed during the run; this program never changes it."
    return None


async def _after_an_update(facts: Facts, verified: Verified) -> Verified:
    """The same; PARTLY where a pending update of the app explains why projects are missing."""
    finding = await _finding(facts, "install.version")
    if finding is None or finding.cause is not Cause.UPDATE_PENDING:
        return verified
    problem = f"An update of the app drops its projects. {finding.summary} Then continue."
    return replace(verified, outcome=Outcome.PARTLY, problem=problem)


async def _checked(facts: Facts, verified: Verified) -> Verified:
    """The two checks about projects, by what was just read."""
    for check in ("projects.permitted", "permissions.project"):
        if facts.target.skip_reason(definition(check)) is not None:
            continue
        finding = await _finding(facts, check)
        if finding is None or finding.status in (Status.PASS, Status.WARN):
            continue
        outcome = Outcome.PARTLY if finding.status is Status.FAIL else Outcome.UNVERIFIED
        return replace(verified, outcome=outcome, problem=finding.summary)
    return verified


async def _finding(facts: Facts, check: str) -> Finding | None:
    try:
        return await QUESTIONS[check].ask(facts)
    except Blocked:
        return None
    except ProcoreProblem as problem:
        return diagnose(problem, check, facts.target)


def _failures(header: Header, failed: Mapping[str, str]) -> tuple[Failed, ...]:
    return tuple(Failed(id, name, failed[id]) for id, name in header.plan if id in failed)


def _are(some: Collection[object]) -> str:
    return "is" if len(some) == 1 else "are"


def _have(some: Collection[object]) -> str:
    return "has" if len(some) == 1 else "have"
