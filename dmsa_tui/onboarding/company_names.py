"""Procore's name for the company beside the customer's: a person compares two that differ, and confirms them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import Confirmed, Onboarding

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

REACHED = "company.reachable"
"""The check of the company; that both names are one company's is no part of what Procore says."""
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


def names_confirmed(record: Onboarding, company: str | None) -> Confirmed | None:
    """The word of the person who compared two names that differ; None where nobody did, or they are the same."""
    if record.compared_company != company or not other_name(record.name, company):
        return None
    return tick_of(record, *COMPARED_AT)


def uncompared_name(record: Onboarding, company: str | None) -> str:
    """`other_name`, unless a person has compared the two."""
    return "" if names_confirmed(record, company) else other_name(record.name, company)


def as_named(record: Onboarding, reached: "Result", company: str | None) -> "Result":
    """The result of the company's check, where Procore gives it that name.

    By another name than the customer's it is a caution until a person has compared the two, and that person's word
    from then on: Procore does not say that both are one company's.
    """
    from dmsa_tui.checks.model import Remedy
    from dmsa_tui.vocabulary import Cause, Status

    said = uncompared_name(record, company)
    if not said or reached.status is not Status.PASS:
        return with_names(record, reached, company)
    remedy = Remedy(COMPARED_AT[0], "both", "Procore → the company's home page", "Compare both names")
    return replace(reached, status=Status.WARN, cause=Cause.PERSON, summary=said, remedy=remedy)


def with_names(record: Onboarding, reached: "Result", company: str | None) -> "Result":
    """The result of the company's check, with the word of the person who compared the names, and with both names."""
    from dmsa_tui.checks.model import Confirmation
    from dmsa_tui.vocabulary import Status

    word = names_confirmed(record, company)
    if word is None or reached.id != REACHED or reached.status is not Status.PASS:
        return reached
    summary = f"{reached.summary} {other_name(record.name, company, compared=True)}"
    return replace(reached, summary=summary, confirmed_by=Confirmation(word.by, word.at))
