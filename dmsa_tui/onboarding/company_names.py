"""Procore's name for the company beside the customer's: a person compares two that differ."""

from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import Onboarding

COMPARED_AT = ("install", "company")
"""Step and action at which a person compares them."""


def other_name(customer: str, company: str | None, *, compared: bool = False) -> str:
    """A sentence on Procore's name for the company where it is not the customer's; empty where it is, or is unknown.

    `compared`: a person has compared the two.
    """
    if not company or company.casefold().split() == customer.casefold().split():
        return ""
    names = f"Procore calls the company “{company}”; here it is “{customer}”"
    return f"{names}. A person compared the two." if compared else f"{names}: check that they are the same."


def are_compared(record: Onboarding, company: str | None) -> bool:
    """Whether a person ticked the comparison with that name before the eyes."""
    return record.compared_company == company and tick_of(record, *COMPARED_AT) is not None


def uncompared_name(record: Onboarding, company: str) -> str:
    """`other_name`, unless a person has compared the two."""
    return "" if are_compared(record, company) else other_name(record.name, company)
