"""Group `permissions`, second part: what the sync does first works."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dmsa_tui.checks.diagnosis import diagnose, evidence_of, said
from dmsa_tui.checks.model import Blocked, Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.checks.trial_reads import TrialRead, tried, wanted
from dmsa_tui.checks.words import counted, listed
from dmsa_tui.procore.request_record import ProcoreProblem, Refused, RequestRecord, StoppedAsking
from dmsa_tui.vocabulary import UNSENT, Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts

CHECK = "permissions.read"
Outcome = Literal["read", "refused", "unanswered", "level-too-low"]


class _Judged(NamedTuple):
    """The outcome of one read."""

    trial: TrialRead
    outcome: Outcome
    finding: Finding | None = None
    """The finding of a refused or unanswered read."""

    @property
    def place(self) -> str:
        project = self.trial.project
        return "in the company" if project is None else f"on “{project.name}”"

    @property
    def evidence(self) -> tuple[RequestRecord, ...]:
        answer = self.trial.answer
        if isinstance(answer, ProcoreProblem):
            return evidence_of(answer)
        return () if answer is None else answer.request_records

    def described(self) -> dict[str, str | None]:
        project = self.trial.project
        return {
            "tool": self.trial.row.tool,
            "project": None if project is None else project.id,
            "outcome": self.outcome,
        }


@asks("permissions.read", prefetch=lambda facts: (facts.me(), facts.project_reads(), facts.company_reads()))
async def read(facts: "Facts") -> Finding:
    """Directory and Documents can be read in the company and on two projects, where the profile asks for them.

    A 403 where the level is enough is Procore's no; any other refusal leaves it open.
    """
    permitted = (await facts.memberships()).value.permitted
    if not permitted:
        raise Blocked("projects.permitted", "no project is permitted")
    profile = facts.target.profile
    if not tried(profile, "company") and not tried(profile, "project"):
        return Finding(Status.SKIPPED, "Not checked: this program has no harmless read for the profile's tools.")
    trials = (*await facts.company_reads(), *await facts.project_reads())
    judged = [_judge(facts, trial) for trial in trials]
    on = {trial.project.id: trial.project for trial in trials if trial.project is not None}
    untried = _untried(facts)
    details: dict[str, Any] = {
        "checked": len(on),
        "permitted": len(permitted),
        "projects": [{"id": project.id, "name": project.name} for project in on.values()],
        "reads": [each.described() for each in judged],
        "not_tried": untried,
    }
    evidence = tuple(request_record for each in judged for request_record in each.evidence)
    if any(isinstance(each.trial.answer, StoppedAsking) for each in judged):
        evidence = ()  # a watch then keeps what an earlier round found, and does not ask again
    for outcome, status in (("refused", Status.FAIL), ("unanswered", Status.UNVERIFIED)):
        failed = [each for each in judged if each.outcome == outcome]
        if failed:
            first, more = failed[0].finding, len(failed) - 1
            assert first is not None
            note = f" {counted(more, 'more read is', 'more reads are')} {outcome} too." if more else ""
            return Finding(status, f"{first.summary}{note}", first.cause, evidence, details | first.details)
    if not any(each.outcome == "read" for each in judged):
        return Finding(Status.SKIPPED, "Not checked: the levels are too low to read anything.", details=details)
    return Finding(Status.PASS, _success(judged, len(permitted), untried), None, evidence, details)


def _judge(facts: "Facts", trial: TrialRead) -> _Judged:
    problem = trial.answer
    if problem is None:
        return _Judged(trial, "level-too-low")
    if not isinstance(problem, ProcoreProblem):
        return _Judged(trial, "read")
    finding = diagnose(problem, CHECK, facts.target)
    place = _Judged(trial, "unanswered").place
    # A 403 for another reason (not connected, a header that was lost) has a cause of its own.
    is_no = isinstance(problem, Refused) and problem.status == 403 and finding.cause is Cause.NOT_OFFERED
    if isinstance(problem, Refused) and is_no and trial.enough:
        sentence = f"The level is enough to read {trial.row.tool} {place}, but Procore answered {said(problem)}"
        return _Judged(trial, "refused", Finding(Status.FAIL, sentence, Cause.NO_ACCESS))
    unsent = {UNSENT: finding.details[UNSENT]} if UNSENT in finding.details else {}
    sentence = f"{trial.row.tool} could not be read {place}: {finding.summary}"
    return _Judged(trial, "unanswered", Finding(Status.UNVERIFIED, sentence, finding.cause, details=unsent))


def _untried(facts: "Facts") -> list[str]:
    """Tools of the profile without a read, as the permission builder prints them."""
    profile = facts.target.profile
    done = {*tried(profile, "company"), *tried(profile, "project")}
    rows = dict.fromkeys((*wanted(profile, "company"), *wanted(profile, "project")))
    return [row.tool for row in rows if row not in done]


def _success(judged: Sequence[_Judged], permitted: int, untried: Sequence[str]) -> str:
    read = [each.trial for each in judged if each.outcome == "read"]
    clauses = []
    company = [each.row.tool for each in read if each.project is None]
    if company:
        clauses.append(f"{listed(company)} in the company")
    of_projects = [trial for trial in read if trial.project is not None]
    if of_projects:
        tools = listed(list(dict.fromkeys(trial.row.tool for trial in of_projects)))
        count = len({trial.project.id for trial in of_projects if trial.project is not None})
        same = bool(company) and tools == listed(company)
        where = f"on {count} of {counted(permitted, 'permitted project')}"
        clauses.append(where if same else f"{tools} {where}")
    sentence = f"The account can read {listed(clauses)}"
    low = [f"{each.trial.row.tool} {each.place}" for each in judged if each.outcome == "level-too-low"]
    if low:
        sentence += f"; the level is not enough to read {listed(low)}"
    if untried:
        sentence += f"; not tried, because this program has no harmless read for it: {listed(list(untried))}"
    return f"{sentence}."
