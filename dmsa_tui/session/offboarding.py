"""Proves that the account's access has ended: Procore gives no token for the pair, or refuses the company's calls."""

from typing import TYPE_CHECKING

from dmsa_tui.onboarding.states import State
from dmsa_tui.session.proofs import TaskProof

if TYPE_CHECKING:
    from dmsa_tui.procore.request_record import ProcoreProblem, RequestRecord
    from dmsa_tui.session.session import Session

_REFUSED = (401, 403)
STILL_VALID = "A token that was already issued may work for up to 90 minutes; Procore does not say."


async def prove_ended(session: "Session") -> TaskProof:
    """One new token, and one call for the company if there is a token."""
    from dmsa_tui.procore.api.account import directory_record
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.request_record import ProcoreProblem, Refused

    record, secret = session.record, await session.credentials.secret()
    if secret is None or not record.company_id or not record.client_id:
        return TaskProof(State.UNVERIFIED, f"The proof cannot start: {await session.connection.missing()} missing.")
    environment, transport = session.connection.environment, session.connection.transport()
    async with ProcoreClient(environment, record.company_id, record.client_id, secret, transport=transport) as client:
        try:
            token = await client.authorize()
        except Refused as refusal:
            return TaskProof(
                State.PROVEN, f"Procore gives no token for the credentials. {STILL_VALID}", _evidence(refusal)
            )
        except ProcoreProblem as problem:
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {problem}", _evidence(problem))
        try:
            answered = await directory_record(client)
        except Refused as refusal:
            evidence = (*token.request_records, *_evidence(refusal))
            if refusal.status in _REFUSED:
                sentence = "Procore refuses the account's calls for this company. The credentials still get a token."
                return TaskProof(State.PROVEN, sentence, evidence)
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {refusal}", evidence)
        except ProcoreProblem as problem:
            evidence = (*token.request_records, *_evidence(problem))
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {problem}", evidence)
    sentence = "The account still works in this company: the app is installed, and the secret is valid."
    return TaskProof(State.FAILING, sentence, (*token.request_records, *answered.request_records))


def _evidence(problem: "ProcoreProblem") -> "tuple[RequestRecord, ...]":
    return () if problem.request_record is None else (problem.request_record,)
