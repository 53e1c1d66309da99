"""The words of a run that adds projects or takes them out: modes, outcomes, and the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from dmsa_tui.procore.records import ProjectAssignment
from dmsa_tui.vocabulary import Cause

SCHEMA = "dmsa-tui.permit-report/1"


class Mode(StrEnum):
    """What the run is asked to do."""

    PLAN = "plan"
    APPLY = "apply"
    RESUME = "resume"
    UNDO = "undo"


class Outcome(StrEnum):
    """How a run ended."""

    PLANNED = "planned"
    """Nothing was written, as asked."""
    DONE = "done"
    """Procore confirms all of it."""
    PARTLY = "partly"
    """Procore did not take all of it, or something changed meanwhile."""
    REFUSED = "refused"
    """Procore refused the first request; nothing more was sent."""
    PRECONDITION = "precondition"
    """Something that it needs is not so; nothing was written."""
    STOPPED = "stopped"
    """A person, a limit or the network ended it; it can go on."""
    UNVERIFIED = "unverified"
    """Procore did not confirm what it was told, or could not be asked."""


EXIT_STATUS = {
    Outcome.PLANNED: 0, Outcome.DONE: 0, Outcome.PARTLY: 1, Outcome.REFUSED: 1, Outcome.PRECONDITION: 1,
    Outcome.STOPPED: 3, Outcome.UNVERIFIED: 3,
}  # fmt: skip
"""1 is Procore's no and nothing else."""


@dataclass(frozen=True)
class Failed:
    """A project that could not be added or taken out, and why, in Procore's words where it gave any."""

    id: str
    name: str
    said: str


@dataclass(frozen=True)
class Unknown:
    """An entry of a list that is no single project of this company."""

    line: int | None
    text: str
    said: str
    """Why, as the end of a sentence. Not in the report."""


@dataclass(frozen=True)
class Account:
    """The service account that is added to projects."""

    id: str
    name: str


@dataclass(frozen=True)
class Template:
    """The permission template that it gets on them."""

    id: str
    name: str


@dataclass(frozen=True)
class Plan:
    """What a run will do."""

    wanted: tuple[ProjectAssignment, ...]
    """Every project that must be there."""
    already: tuple[ProjectAssignment, ...]
    """Those of them that the account is on."""
    to_add: tuple[ProjectAssignment, ...]
    before: tuple[str, ...] = ()
    """IDs of all projects that the account is on, wanted or not."""
    cannot: tuple[Failed, ...] = ()
    """Those that cannot be added, and why."""
    unknown: tuple[Unknown, ...] = ()
    doubtful: tuple[str, ...] = ()
    """What an entry of a list was taken for where it does not match exactly; planned only after a yes."""
    after_a_yes: tuple[ProjectAssignment, ...] = ()
    """The projects of those entries."""
    notes: tuple[str, ...] = ()
    """What a reader should know of it, in sentences."""
    tools_known: bool = True
    """Whether Procore told which projects have the Directory tool, without which nobody can be added."""


@dataclass(frozen=True)
class Report:
    """What a run did."""

    mode: Mode
    outcome: Outcome
    target: dict[str, str | None]
    company: str | None = None
    """The company's name, as a person types it; its ID where Procore names it nowhere, None before it was read."""
    account: Account | None = None
    template: Template | None = None
    wanted: int = 0
    already: int = 0
    to_add: int = 0
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    left: tuple[str, ...] = ()
    """Project IDs that are still to do."""
    unknown: tuple[Unknown, ...] = ()
    problem: str | None = None
    """One sentence."""
    cause: str | None = None
    """A cause of the checks, where one fits."""
    journal: Path | None = None
    sent: int = 0
    writes: int = 0
    plan: Plan | None = None
    notes: tuple[str, ...] = ()
    """What else a reader should know; not in the JSON."""
    look_at: ProjectAssignment | None = None
    """A project to look at under App Management, which no API shows."""

    @property
    def list_is_wrong(self) -> bool:
        """Whether all of the plan is done, and only entries of the list name no project of the company."""
        return self.outcome is Outcome.PARTLY and self.cause == Cause.NOT_IN_COMPANY

    @property
    def ended(self) -> Outcome:
        """The outcome for the person's record and the journal: what a list has wrong is nothing to go on with."""
        return Outcome.DONE if self.list_is_wrong else self.outcome

    def described(self) -> dict[str, Any]:
        """The published JSON."""
        return {
            "schema": SCHEMA,
            "mode": self.mode.value,
            "outcome": self.outcome.value,
            "target": self.target,
            "company": self.company,
            "account": None if self.account is None else {"id": self.account.id, "name": self.account.name},
            "template": None if self.template is None else {"id": self.template.id, "name": self.template.name},
            "projects": {
                "wanted": self.wanted,
                "already": self.already,
                "to_add": self.to_add,
                "added": list(self.added),
                "removed": list(self.removed),
                "failed": [{"id": each.id, "name": each.name, "said": each.said} for each in self.failed],
                "left": list(self.left),
                "unknown": [{"line": each.line, "text": each.text} for each in self.unknown],
            },
            "problem": self.problem,
            "cause": self.cause,
            "journal": None if self.journal is None else str(self.journal),
            "requests": {"sent": self.sent, "writes": self.writes},
        }


def ids_of(projects: Sequence[ProjectAssignment]) -> tuple[str, ...]:
    """The projects' IDs, in order."""
    return tuple(project.id for project in projects)
