"""The end of a setup: what is done, what is open, and what comes next."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.states import DONE, State
from dmsa_tui.session import handover
from dmsa_tui.session.mending_actions import mending_place
from dmsa_tui.session.rehearsal_store import HEALTHY
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dmsa_tui.documents.setup_record.model import OpenItem
    from dmsa_tui.session.rehearsal_store import Offered
    from dmsa_tui.session.session import Session

FAULTS = 3
"""How many scenarios are offered after a rehearsal."""


@dataclass(frozen=True)
class OpenPoint:
    """Something that somebody still has to do."""

    text: str
    owner: str
    """consultant, admin, both or Procore."""
    step: str = ""
    """Id of the step where it is done; empty if there is none."""
    action: str = ""
    """Id of the action there; empty for the next one to do."""
    field: str = ""
    """The field that takes the answer; empty if none is asked for."""
    check: str = ""
    """Id of the check that says so; empty if none does."""
    task: str = ""
    """Id of the task that is not finished; empty if it is about none."""
    place: str = ""
    """The step and the number of its action, in words; empty where no step leads there."""
    since: str = ""
    """The day since when it is open."""

    @property
    def leads(self) -> bool:
        """Whether there is a place where it is done."""
        return bool(self.step or self.task)


@dataclass(frozen=True)
class Ending:
    """The state of a setup when its last step is left."""

    state: State
    """The worst state of all checks, as on the checker."""
    checks: str
    """The checker's headline."""
    counts: tuple[tuple[State, int], ...]
    """How many steps are done, by the state that the stepper shows."""
    steps: int
    open_points: tuple[OpenPoint, ...]
    """What is open, in the order of the setup. IDs and names are masked as on every screen."""
    lacking: tuple[str, ...] = ()
    """Which steps are not done: no word and no proof, an answer is missing, or Procore says no. None after the end."""
    notes: tuple[str, ...] = ()
    """What to know, and nobody has to do, e.g. where the client secret is."""


async def ending(session: "Session") -> Ending:
    """The state of the open setup. Reads the secret, which may take the keyring's timeout."""
    record = await handover.setup_record(session)
    checks = overview(session.record, session.answers, session.definitions)
    said = "Procore is being asked now." if session.results.asking else checks.headline(datetime.now(UTC))
    states = {id: view.state for id, view in session.views().items()}
    ended = said_of_end(session.record)
    lacking = [each for each in session.guide.steps if states[each.id] not in DONE and not ended]
    found = [states[each.id] for each in session.guide.steps]
    points = tuple(open_point(session, item) for item in record.open_items if item.what != ended)
    return Ending(
        states["check"],
        session.mask.text(said),
        tuple((state, found.count(state)) for state in DONE if state in found),
        len(STEP_IDS),
        points,
        tuple(f"{step.number} {step.short}" for step in lacking),
        tuple([each async for each in _notes(session)]),
    )


def open_point(session: "Session", item: "OpenItem") -> OpenPoint:
    """The item as it is drawn, and where it is done."""
    text, (field, step, action, check, task) = session.mask.text(item.what), item.lead
    if check:
        result = session.answers.latest(check)
        step, action = ("", "") if result is None else mending_place(session, result)
        step = step if action else "check"
    elif field:
        step, action = session.actions.asking_for(field) or ("", "")
    return OpenPoint(
        text, item.owner, step, action, field, check, task, _place(session, step, action), item.since_words
    )


def _place(session: "Session", step_id: str, action_id: str) -> str:
    if not step_id:
        return ""
    step, ids = session.guide.step(step_id), [each.id for each in session.actions.of(step_id)]
    at = f", action {ids.index(action_id) + 1}" if action_id in ids else ""
    return f"{step.number} {step.short}{at}"


async def _notes(session: "Session") -> "AsyncIterator[str]":
    if await session.credentials.secret() is None:
        yield "The client secret is not kept on this machine."
    elif session.credentials.is_in_memory_alone:
        where = session.credentials.store.where
        yield f"The client secret is {where[0].lower()}{where[1:]}"


def faults_to_try(offered: "list[Offered]", scenario: str) -> "list[Offered]":
    """Which faults to rehearse after `scenario`: first those that follow it and were not played to their end."""
    ids = [each.id for each in offered]
    place = ids.index(scenario) + 1 if scenario in ids else 0
    following = [*offered[place:], *offered[:place]]
    faults = [each for each in following if each.id not in (*HEALTHY, scenario)]
    return sorted(faults, key=lambda each: (each.played, each.record is not None))[:FAULTS]
