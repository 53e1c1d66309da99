"""Whether the host of the API calls can be reached: the test of the credentials talks to the login host alone."""

from typing import TYPE_CHECKING

from dmsa_tui.vocabulary import NOT_REACHED

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


async def lost_api_host(session: "Session") -> str:
    """Why it was not reached, in a sentence; empty where it answers, whatever it says, and in a rehearsal.

    Raises InvalidInput while the pair is not known.
    """
    from dmsa_tui.checks.diagnosis import diagnose
    from dmsa_tui.procore.request_record import ProcoreProblem

    if session.rehearsal is not None:
        return ""
    client = await session.connection.client(pair_alone=True)
    try:
        await client.reach_api()
    except ProcoreProblem as problem:
        found = diagnose(problem, "company.reachable", session.target())
        return found.summary if found.cause in NOT_REACHED else ""
    return ""
