"""Group `company`: the company ID exists and routes."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.model import Finding, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


async def reachable(facts: "Facts") -> Finding:
    """Procore names the web host that serves the company."""
    answered = await facts.host()
    host = answered.value
    zone = f", zone {host.zone}" if host.zone else ""
    return Finding(
        Status.PASS,
        f"Procore knows company {facts.target.company_id} (web host {host.web_base_url}{zone}).",
        None,
        answered.exchanges,
        {"web_base_url": host.web_base_url, "zone": host.zone},
    )
