"""Whose turn it is: in the customer's own developer account the consultant does nothing alone."""

from typing import Literal, TypeVar

from dmsa_tui.onboarding.record import Onboarding

_Who = TypeVar("_Who", bound=str)

IN_PORTAL = frozenset({"create-app", "manifest", "permissions", "promote", "rotate"})
"""Steps and tasks whose clicks are made in the developer portal, with its owner signed in."""


def turn(place: str, who: _Who, record: Onboarding) -> _Who | Literal["both"]:
    """Who acts on that step or task, where the guide or a remedy says `who`."""
    is_customers = record.app_owner == "customer" and place in IN_PORTAL
    return "both" if who == "consultant" and is_customers else who
