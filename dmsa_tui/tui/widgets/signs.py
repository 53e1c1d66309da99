"""One sign, one word and one style class per state: colour is never the only mark."""

from typing import NamedTuple

from dmsa_tui.checks.model import Status
from dmsa_tui.onboarding.states import State


class Sign(NamedTuple):
    """How a state looks."""

    sign: str
    word: str
    style: str
    """A theme colour, for Textual's Content styles."""


CHECK_SIGNS: dict[Status, Sign] = {
    Status.PASS: Sign("✔", "proven", "$text-success"),
    Status.WARN: Sign("!", "caution", "$text-warning"),
    Status.FAIL: Sign("✖", "failed", "$text-error"),
    Status.UNVERIFIED: Sign("?", "unverified", "$text-warning"),
    Status.SKIPPED: Sign("–", "skipped", "$foreground-muted"),
    Status.PENDING: Sign("·", "not yet", "$foreground-muted"),
    Status.RUNNING: Sign("…", "asking", "$text-accent"),
}
CONFIRMED = Sign("✎", "confirmed", "$text-accent")
"""A person's word, on a check or a step."""

STEP_SIGNS: dict[State, Sign] = {
    State.PROVEN: Sign("✔", "proven", "$text-success"),
    State.CONFIRMED: CONFIRMED,
    State.CAUTION: Sign("!", "caution", "$text-warning"),
    State.FAILING: Sign("✖", "failing", "$text-error"),
    State.WAITING: Sign("◐", "waiting", "$text-warning"),
    State.UNVERIFIED: Sign("?", "unverified", "$foreground-muted"),
    State.TODO: Sign("○", "to do", "$foreground-muted"),
}
