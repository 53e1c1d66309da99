"""One sign, one word and one style class per state: color is never the only mark."""

from typing import NamedTuple

from dmsa_tui.onboarding.states import State


class Sign(NamedTuple):
    """How a state looks."""

    sign: str
    word: str
    style: str
    """A theme color, for Textual's Content styles."""


CONFIRMED = Sign("✎", "confirmed", "$text-confirmed")
"""A person's word."""
PROVEN = Sign("✔", "proven", "$text-success")
"""Procore's word."""

SIGNS: dict[State, Sign] = {
    State.PROVEN: PROVEN,
    State.CONFIRMED: CONFIRMED,
    State.CAUTION: Sign("!", "caution", "$text-warning"),
    State.FAILING: Sign("✖", "failing", "$text-error"),
    State.WAITING: Sign("◐", "waiting", "$text-warning"),
    State.UNVERIFIED: Sign("?", "unverified", "$foreground-muted"),
    State.TODO: Sign("○", "to do", "$foreground-muted"),
}
FAILING = SIGNS[State.FAILING]
