"""Group `company`: the company ID exists and routes."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.diagnosis import evidence_of, is_withheld
from dmsa_tui.checks.model import Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.procore.request_record import ProcoreProblem
from dmsa_tui.procore.weblinks import web_origin
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


@asks("company.reachable", prefetch=lambda facts: facts.host())
async def reachable(facts: "Facts") -> Finding:
    """Procore names the company's web host; where it withholds that, a company call that works will do."""
    try:
        answered = await facts.host()
    except ProcoreProblem as problem:
        if not is_withheld(problem):
            raise
        return await _by_a_company_call(facts, problem)
    host = answered.value
    zone = f", zone {host.zone}" if host.zone else ""
    origin = web_origin(host.web_base_url)
    note = "" if origin else "; this program does not link to that host, because it is not Procore's"
    return Finding(
        Status.PASS,
        f"Procore knows company {facts.target.company_id} (web host {host.web_base_url}{zone}){note}.",
        None,
        answered.request_records,
        {"web_base_url": origin, "zone": host.zone},
    )


async def _by_a_company_call(facts: "Facts", withheld: ProcoreProblem) -> Finding:
    try:
        record = await facts.me()
    except ProcoreProblem:
        raise withheld from None
    evidence = (*evidence_of(withheld), *record.request_records)
    sentence = f"Procore knows company {facts.target.company_id}, but does not name its web host."
    return Finding(Status.PASS, sentence, None, evidence)
