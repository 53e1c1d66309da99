"""What `check` says of a saved onboarding: Procore's yes is a caution where the record leaves open what is wanted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.account_name import ACCOUNT, account_as_named
from dmsa_tui.onboarding.company_names import REACHED, as_named
from dmsa_tui.onboarding.open_answers import undecided, undecided_for
from dmsa_tui.vocabulary import Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report, Result
    from dmsa_tui.onboarding.record import Onboarding

CONNECTED = "install.connected"
"""The check that tells Procore's name for the company."""


def with_cautions(record: "Onboarding | None", results: "Iterable[Result]") -> "Iterator[Result]":
    """The results as the record bears them out; without one, as they are.

    Reports are kept without these cautions: an answer that is given later takes them away, and Procore is not asked.
    """
    results = tuple(results)
    company = next((each.details.get("company") for each in results if each.id == CONNECTED), None)
    for each in results:
        yield each if record is None else _with_caution(record, each, company)


def report_with_cautions(record: "Onboarding | None", report: "Report") -> "Report":
    """The report with those results, and their verdict."""
    from dmsa_tui.checks.verdict import verdict

    results = tuple(with_cautions(record, report.results))
    return report._replace(results=results, verdict=verdict(results))


def verdict_with_cautions(record: "Onboarding", verdict: str, report: "Report | None") -> str:
    """That verdict as the record bears it out; empty for none. `report`: what it is of, if that was kept."""
    if verdict != Status.PASS:
        return verdict
    found = with_cautions(record, report.results if report else ())
    return Status.WARN if undecided(record) or any(each.status is Status.WARN for each in found) else Status.PASS


def _with_caution(record: "Onboarding", result: "Result", company: str | None) -> "Result":
    if result.id == ACCOUNT:
        return account_as_named(record, result)
    if result.id == REACHED:
        named = as_named(record, result, company)
        return result if named.status is result.status else named
    question = undecided_for(record, result.id)
    confirmed = result.status is Status.UNVERIFIED and result.confirmed_by is not None
    if not question or not (result.status is Status.PASS or confirmed):
        return result
    from dmsa_tui.checks.model import Remedy

    remedy = Remedy("projects", "both", "the wizard's projects step", "Decide it, or use `dmsa-tui set`")
    found = replace(result, status=Status.WARN, cause=Cause.PERSON, confirmed_by=None)
    return replace(found, summary=f"{result.summary} {question}", remedy=remedy)
