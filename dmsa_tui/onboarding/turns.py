"""Whose turn it is: in the customer's own developer account the administrator clicks, and the consultant guides."""

from typing import TYPE_CHECKING, Literal, TypeVar

from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.onboarding.action_ticks import opening_action
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import Onboarding

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Guide
    from dmsa_tui.vocabulary import Who

_Who = TypeVar("_Who", bound=str)

PORTAL = "Developer Portal"
"""How the guide begins a place in the developer portal, where its owner is signed in."""


def is_guided(where: str, who: str, record: Onboarding) -> bool:
    """Whether the administrator makes the consultant's clicks there: only the account's owner can sign in."""
    return who == "consultant" and record.app_owner == "customer" and where.removeprefix("Procore ").startswith(PORTAL)


def clicker(where: str, who: _Who, record: Onboarding) -> _Who | Literal["admin"]:
    """Who clicks at that place, where the guide or a remedy says `who`."""
    return "admin" if is_guided(where, who, record) else who


def needed(where: str, who: _Who, record: Onboarding) -> _Who | Literal["both"]:
    """Who is waited for: nobody is guided alone."""
    return "both" if is_guided(where, who, record) else who


def shown_on(guide: "Guide", step_id: str, record: Onboarding) -> "tuple[Action, ...]":
    """The actions of that step, as far as the record alone tells which are shown."""
    return tuple(shown_actions(guide.step(step_id), guide.edition_or_default(record.edition).id, known_of(record)))


def needed_on(guide: "Guide", step_id: str, record: Onboarding) -> "Who":
    """Who is waited for at the action that opens with the step, which may say another one than its step."""
    step, opened = guide.step(step_id), opening_action(record, step_id, shown_on(guide, step_id, record))
    return opened.who if opened is not None and opened.who is not None else needed(step.where, step.who, record)
