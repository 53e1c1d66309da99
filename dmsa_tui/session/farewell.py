"""What is printed after the wizard has closed. The terminal keeps it, so it names a customer as home does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.answer_words import answer_words
from dmsa_tui.onboarding.open_tasks import is_setup_first, unfinished_tasks
from dmsa_tui.onboarding.summary import open_task, steps_to_do
from dmsa_tui.session.held_client_ids import identity
from dmsa_tui.session.only_in_memory import Named, another, losses, saved_records

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def farewell(sessions: "Sequence[Session]", named: Named) -> str:
    """Where the open onboarding goes on, what is left open in others, and what is lost; empty where nothing is.

    `sessions`: the one that is in front first; `named`: a customer's name as it may be shown.
    """
    said = [_of_open(sessions[0], named)] if sessions[0].is_open else []
    for session in sessions:
        said += _tasks_of_others(session, sessions[0], named)
    return " ".join([*said, *(each.gone for each in losses(sessions, named))])


def _of_open(session: "Session", named: Named) -> str:
    name = named(session, session.record.name)
    if unsaved := session.open_record.unsaved:
        return f"The last answers for {name} could not be saved: {', '.join(map(answer_words, unsaved))}."
    again = "dmsa-tui" if session.rehearsal is None else f"dmsa-tui demo --scenario {session.rehearsal.scenario}"
    return f"{name} is saved{_and_then(session, again)}"


def _and_then(session: "Session", again: str) -> str:
    record = session.record
    if task := open_task(record):
        title = session.guide.documented(task).title
        if session.rehearsal is None:
            return f". `{again}` continues with the task “{title}”."
        return f". The task “{title}” is not finished: `{again}` opens the rehearsal again."
    rehearsed_at = record.step if steps_to_do(record, session.answers) else ""
    at = rehearsed_at if session.rehearsal is not None else session.saved.next_step(record)
    if not at:
        return f", and nothing is left to do. `{again}` opens it again."
    step = session.guide.step(at)
    return f". `{again}` continues at step {step.number}, {step.title}."


def _tasks_of_others(session: "Session", front: "Session", named: Named) -> list[str]:
    """The tasks that were left in the middle in what else this run has opened, a sentence each."""
    others = session.open_record.been_open
    if session is front and session.is_open:
        others = others - {identity(session.record)}
    if session.rehearsal is not None or not others:
        return []
    return [
        f"In {another(named(session, record.name))}, the task “{task.title}” is open at action {at.words}."
        for record in saved_records(session)
        if identity(record) in others
        for task, at in unfinished_tasks(record, session.guide)
        if not is_setup_first(record, task.id)
    ]
