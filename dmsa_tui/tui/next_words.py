"""What home's table says comes next in an onboarding, and when Procore was asked last."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import age_words
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.session.names_on_home import LONGEST
from dmsa_tui.tui.widgets.customer_table import NEVER

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Guide
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.summary import Summary


def next_words(summary: "Summary | None", guide: "Guide") -> str:
    """The step with its number, what is wrong there, and what another step waits for; … until it is read."""
    if summary is None:
        return "…"
    if summary.task or summary.state is None:
        return visible(summary.matter, LONGEST)
    if not summary.step:
        return visible(f"complete: {summary.matter}" if summary.matter else "complete", LONGEST)
    step = guide.step(summary.step)
    where = f"{step.number} {step.short}"
    said = f"{where}: {summary.matter}" if summary.matter else where
    return visible(f"{said}; {summary.beside}" if summary.beside else said, LONGEST)


def checked_words(record: "Onboarding", summary: "Summary | None") -> str:
    """When Procore was asked last, about everything or a single check."""
    asked = (record.checked_at, None if summary is None else summary.asked_at)
    asked_at = max((each for each in asked if each is not None), default=None)
    return NEVER if asked_at is None else age_words(asked_at, datetime.now(UTC))
