"""What home's table says comes next in an onboarding."""

from typing import TYPE_CHECKING

from dmsa_tui.procore.control_characters import visible
from dmsa_tui.session.names_on_home import LONGEST

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Guide
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
