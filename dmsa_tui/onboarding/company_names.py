"""Procore's name for the company beside the customer's: a person compares two that differ."""

from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import Onboarding

COMPARED_AT = ("install", "company")
"""Step and action at which a person compares them."""


def other_name(customer: str, company: str | None) -> str:
    """A sentence on Procore's name for the company where it is not the customer's; empty where it is, or is unknown."""
    if not company or company.casefold().split() == customer.casefold().split():
        return ""
    return f"Procore calls the company “{company}”; here it is “{customer}”: check that they are the same."


def uncompared_name(record: Onboarding, company: str) -> str:
    """`other_name`, unless a person ticked the comparison with that name before the eyes."""
    is_compared = record.compared_company == company and tick_of(record, *COMPARED_AT) is not None
    return "" if is_compared else other_name(record.name, company)
