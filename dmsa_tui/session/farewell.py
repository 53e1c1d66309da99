"""What is printed after the wizard has closed."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.summary import open_task, steps_to_do
from dmsa_tui.session.only_in_memory import lost

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def farewell(session: "Session") -> str:
    """Where the open onboarding goes on, and what of it is lost; empty while none is open."""
    if not session.is_open:
        return ""
    record = session.record
    if unsaved := session.open_record.unsaved:
        return f"The last answers for {record.name} could not be saved: {', '.join(unsaved)}."
    again = "dmsa-tui" if session.rehearsal is None else f"dmsa-tui demo --scenario {session.rehearsal.scenario}"
    return f"{record.name} is saved{_and_then(session, again)}{_gone(session)}"


def _gone(session: "Session") -> str:
    goes = lost(secret=session.loses_secret, client_id=session.loses_client_id)
    if goes is None:
        return ""
    is_here = session.credentials.is_in_memory_alone or session.open_record.holds_client_id
    return f" {goes.gone}" if is_here else f" In another onboarding, {goes.gone[0].lower()}{goes.gone[1:]}"


def _and_then(session: "Session", again: str) -> str:
    record = session.record
    if session.rehearsal is None and (task := open_task(record)):
        return f". `{again}` continues with the task “{session.guide.documented(task).title}”."
    rehearsed_at = record.step if steps_to_do(record) else ""
    at = rehearsed_at if session.rehearsal is not None else session.saved.next_step(record)
    if not at:
        return f", and nothing is left to do. `{again}` opens it again."
    step = session.guide.step(at)
    return f". `{again}` continues at step {step.number}, {step.title}."
