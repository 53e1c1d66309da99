"""Why a check has no result yet, in a sentence: another check, or projects that are being added."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.words import listed, others
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.session.project_run import GoOnAsked
from dmsa_tui.vocabulary import definition

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.vocabulary import Check


QUESTION = "Your answer is needed"
"""What leads to the question that a run about projects asks."""


def why_not_asked(session: "Session", check: "Check") -> str:
    """What the check waits for."""
    run = session.project_run
    if check.id in run.holds_up:
        if isinstance(run.question, GoOnAsked):
            return f"Waits for your answer: “Add the other {others(run.question.more)} too?”"
        return f"Waits: projects are being {'removed' if run.takes_out else 'added'}."
    found = ((each, session.answers.latest(each)) for each in check.needs)
    needs = [f"“{definition(each).title}”" for each, result in found if result is None or result.status not in GREEN]
    return f"Waits for {listed(needs)}." if needs else "Procore has not been asked about it."
