"""Who clicks: in the customer's own developer account the administrator does, and the consultant guides."""

from typing import Literal, TypeVar

from dmsa_tui.onboarding.record import Onboarding

_Who = TypeVar("_Who", bound=str)

PORTAL = "Developer Portal"
"""How the guide begins a place in the developer portal, where its owner is signed in."""


def is_guided(where: str, who: str, record: Onboarding) -> bool:
    """Whether the administrator makes the consultant's clicks there: only the account's owner can sign in."""
    return who == "consultant" and record.app_owner == "customer" and where.removeprefix("Procore ").startswith(PORTAL)


def clicker(where: str, who: _Who, record: Onboarding) -> _Who | Literal["admin"]:
    """Who clicks at that place, where the guide or a remedy says `who`."""
    return "admin" if is_guided(where, who, record) else who
