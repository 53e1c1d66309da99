"""Notices pasted credentials that name another company, or other hosts, than the open onboarding."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.pasted_text import connection_in
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.pasted import pair_in

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def other_place(session: "Session", text: str) -> str:
    """What differs between the pasted credentials and the open onboarding, in two sentences; empty if nothing does."""
    given = connection_in(text)
    if not given or pair_in(text) is None:
        return ""
    here, company_id = session.environment, session.record.company_id
    named = ENVIRONMENTS.get(given.get("environment", ""), here)
    login, api = (given.get(each, getattr(named, each)).rstrip("/") for each in ("login_url", "api_url"))
    is_other = company_id and given.get("company_id", company_id) != company_id
    hosts, own_hosts = _hosts(login, api), _hosts(here.login_url, here.api_url)
    if not is_other and hosts == own_hosts:
        return ""
    theirs = f" for company {session.mask.id(given['company_id'])}" if "company_id" in given else ""
    has = f" has company {session.mask.id(company_id)}" if company_id else " has no company ID yet"
    if hosts != own_hosts:
        theirs, has = f"{theirs} at {hosts}", f"{has}, at {own_hosts}"
    return (
        f"You pasted a client ID and its client secret{theirs}. This onboarding{has}. Both values are masked, and not "
        "saved."
    )


def _hosts(login_url: str, api_url: str) -> str:
    return login_url if login_url == api_url else f"{login_url} and {api_url}"
