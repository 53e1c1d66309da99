"""Group `install`: the app is installed, in its current version, and its service account is in the directory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dmsa_tui.checks.account import Account, is_app_account
from dmsa_tui.checks.diagnosis import diagnose, evidence_of, is_not_connected, is_withheld
from dmsa_tui.checks.model import Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.checks.words import listed
from dmsa_tui.procore.records import AppInstallation, DirectoryUser
from dmsa_tui.procore.request_record import ProcoreProblem, Refused, RequestRecord, StoppedAsking
from dmsa_tui.vocabulary import Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


@asks("install.connected", prefetch=lambda facts: (facts.me(), facts.companies()))
async def connected(facts: "Facts") -> Finding:
    """The company list of a service account holds the companies where its app is installed.

    The list alone does not fail the check: a company call that works proves the installation, and one that answers
    "App is not connected to this company" disproves it, whatever the list says.
    """
    companies, listing = None, None
    try:
        companies = await facts.companies()
    except ProcoreProblem as problem:
        listing = problem
    call, refusal = None, None
    try:
        call = await facts.me()
    except ProcoreProblem as problem:
        refusal = problem
    if refusal is not None and is_not_connected(refusal):
        return diagnose(refusal, "install.connected", facts.target)
    if listing is not None and is_not_connected(listing):
        return diagnose(listing, "install.connected", facts.target)

    company_id = facts.target.company_id
    row = None if companies is None else next((each for each in companies.value if each.id == company_id), None)
    evidence = (
        *(companies.request_records if companies is not None else ()),
        *(call.request_records if call is not None else ()),
        *(evidence_of(refusal) if refusal is not None else ()),
    )
    details = {"listed": row is not None, "company": None if row is None else row.name, "answered": call is not None}
    if call is not None:
        name = f" “{row.name}”" if row is not None and row.name else f" {company_id}"
        note = "" if row is not None else ", although Procore's list of companies does not include it"
        return Finding(Status.PASS, f"The app is installed in company{name}{note}.", None, evidence, details)
    assert refusal is not None
    if listing is not None:
        raise listing
    not_accepted = isinstance(refusal, Refused | StoppedAsking) and refusal.status == 401
    if row is not None and not not_accepted:
        return Finding(Status.PASS, f"The app is installed in company “{row.name}”.", None, evidence, details)
    if row is not None or not isinstance(refusal, Refused):
        raise refusal
    if is_withheld(refusal) and (levels := await _levels(facts)):
        sentence = f"The app is installed in company {company_id}: Procore shows the levels that it has there."
        return Finding(Status.PASS, sentence, None, (*evidence, *levels), {**details, "answered": True})
    count = len(companies.value) if companies is not None else 0
    where = "in no company" if count == 0 else f"in {count} other {'company' if count == 1 else 'companies'}"
    return Finding(
        Status.FAIL,
        f"The app is not installed in company {company_id}: Procore lists it as installed {where}.",
        Cause.NOT_INSTALLED,
        evidence,
        details,
    )


async def _levels(facts: "Facts") -> tuple[RequestRecord, ...]:
    """Another company call, where the account's own record is withheld; empty if that brings no answer either."""
    try:
        return (await facts.company_levels()).request_records
    except ProcoreProblem:
        return ()


@asks("install.version", prefetch=lambda facts: facts.installations())
async def version(facts: "Facts") -> Finding:
    """The installation is current and settled. Which right the question needs is undocumented, so it never fails."""
    answered = await facts.installations()
    mine = await _own(facts, answered.value)
    evidence = answered.request_records
    if not mine:
        return Finding(
            Status.UNVERIFIED,
            "Procore's list of installed apps does not show this app, so its version is unknown.",
            Cause.NOT_OFFERED,
            evidence,
        )
    current = next((row for row in mine if row.status == "installed"), mine[0])
    details = {
        "app": current.app_name,
        "version": current.version,
        "status": current.status,
        "pending_operation_id": current.pending_operation_id,
        "updatable_app_version_id": current.updatable_app_version_id,
        "installed_at": current.installed_at,
        "installer": current.installer,
    }
    shown = f"version {current.version}" if current.version else "the installed version"
    if current.status != "installed":
        sentence = f"Procore lists the app's installation as “{current.status}”."
        return Finding(Status.WARN, sentence, Cause.NOT_INSTALLED, evidence, details)
    if current.pending_operation_id is not None:
        sentence = f"Procore is still applying the permissions of {shown}; check again in a minute or two."
        return Finding(Status.WARN, sentence, Cause.UPDATE_PENDING, evidence, details, "update-running")
    if current.updatable_app_version_id is not None:
        sentence = f"A newer version than the installed one ({shown}) is ready: update the app in App Management."
        return Finding(Status.WARN, sentence, Cause.UPDATE_PENDING, evidence, details)
    sentence = f"{shown[0].upper()}{shown[1:]} is installed, and nothing is pending."
    return Finding(Status.PASS, sentence, None, evidence, details)


async def _own(facts: "Facts", rows: Sequence[AppInstallation]) -> list[AppInstallation]:
    """This app's rows: by client ID, else by the token's app (each equality is inferred); another may share a name."""
    target = facts.target
    by_client = [row for row in rows if row.app_uid == target.client_id]
    if by_client or not rows:
        return by_client
    try:
        uid = (await facts.token_info()).value.application_uid
    except ProcoreProblem:
        uid = None
    return [row for row in rows if uid is not None and row.app_uid == uid]


@asks("install.account", prefetch=lambda facts: facts.account())
async def account(facts: "Facts") -> Finding:
    """The service account is in the company directory, and active."""
    answered = await facts.account()
    account = answered.value
    if account.id is None:
        return _not_identified(account, answered.request_records)
    details = {"id": account.id, "name": account.name, "searched": account.record is None}
    if account.is_active is None:
        sentence = (
            f"The service account “{account.name}” is in the directory; Procore did not say whether it is active."
        )
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, answered.request_records, details)
    if not account.is_active:
        sentence = f"The service account “{account.name}” is in the directory, but inactive."
        return Finding(Status.FAIL, sentence, Cause.ACCOUNT_INACTIVE, answered.request_records, details)
    how = "" if account.record is not None else ", found by a search for the app's name"
    sentence = f"The service account “{account.name}” is in the directory and active{how}."
    return Finding(Status.PASS, sentence, None, answered.request_records, details)


def _not_identified(account: Account, evidence: tuple[RequestRecord, ...]) -> Finding:
    if not account.candidates:
        sentence = f"No user in the company directory is named after the app “{account.name}”."
        return Finding(Status.FAIL, sentence, Cause.ACCOUNT_MISSING, evidence)
    names = [_described(user) for user in account.candidates]
    sure = all(is_app_account(user, account.name) for user in account.candidates)
    sentence = f"Several users could be the service account of “{account.name}”: {listed(names)}."
    if not sure:
        sentence = (
            f"No user is clearly the service account of “{account.name}”; {listed(names)} may be a person or "
            "another app's account."
        )
    return Finding(Status.UNVERIFIED, sentence, Cause.PERSON, evidence, {"candidates": names})


def _described(user: DirectoryUser) -> str:
    return f"“{user.name}”" + (f" ({user.email_address})" if user.email_address else "")
