"""Proves that the account's access has ended: Procore gives no token for the pair, or refuses the company's calls.

A refused pair proves it only where Procore has accepted exactly that pair before: anything else is refused, too. It
tells nothing about the uninstall, which is a person's word then.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.checks.diagnosis import GRANT_CODES
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.ended_access import said_of_proof
from dmsa_tui.onboarding.record import Refusal
from dmsa_tui.onboarding.states import State, age_words
from dmsa_tui.session.failed_proofs import with_failed
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof

if TYPE_CHECKING:
    from dmsa_tui.procore.request_record import ProcoreProblem, Refused, RequestRecord
    from dmsa_tui.procore.secret import Secret
    from dmsa_tui.session.session import Session

TASK, UNINSTALL, RESET, PROVE = "offboard", "uninstall", "reset", "prove"
"""The task, and its actions that stand for the uninstall, the reset of the secret and the proof."""
_REFUSED = (401, 403)
_NEVER_ACCEPTED = (
    "Procore refuses these credentials, and this program has never seen them work: a wrong secret is refused, too. "
    "Paste the secret that worked, or look in App Management and confirm it yourself."
)
_NOT_SHOWN = "Procore does not show this: it gives no token for the credentials. Look in App Management."
COMPANY_REFUSED = "Procore refuses the account's calls for this company. The credentials still get a token."
STILL_VALID = "A token that was already issued may work for up to 90 minutes; Procore does not say."


async def prove_ended(session: "Session", given: "Secret | None" = None) -> TaskProof:
    """One new token with the given secret, or the held one, and one call for the company if there is a token.

    A given one is held for this run if it works, and none is.
    """
    from dmsa_tui.procore.api.account import directory_record
    from dmsa_tui.procore.client import ProcoreClient
    from dmsa_tui.procore.request_record import ProcoreProblem, Refused

    record, held = session.record, await session.credentials.secret()
    secret = given or held
    if secret is None or not record.company_id or not record.client_id:
        return TaskProof(State.UNVERIFIED, f"The proof cannot start: {await session.connection.missing()} missing.")
    environment, transport = session.connection.environment, session.connection.transport()
    async with ProcoreClient(environment, record.company_id, record.client_id, secret, transport=transport) as client:
        try:
            token = await client.authorize()
        except Refused as refusal:
            return _refused(refusal, session.credentials.accepted_at(secret))
        except ProcoreProblem as problem:
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {problem}", _evidence(problem))
        if held is None:
            session.credentials.know(secret)
        session.credentials.note_accepted(secret)
        try:
            answered = await directory_record(client)
        except Refused as refusal:
            evidence = (*token.request_records, *_evidence(refusal))
            if refusal.status in _REFUSED:
                return TaskProof(State.PROVEN, COMPANY_REFUSED, evidence)
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {refusal}", evidence)
        except ProcoreProblem as problem:
            evidence = (*token.request_records, *_evidence(problem))
            return TaskProof(State.UNVERIFIED, f"Procore did not say: {problem}", evidence)
    sentence = "The account still works in this company: the app is installed, and the secret is valid."
    return TaskProof(State.FAILING, sentence, (*token.request_records, *answered.request_records))


def proven_end(session: "Session") -> TaskProof:
    """The proof that the record has, of an earlier run too; NOT_BEGUN without one."""
    at = session.record.access_ended_at
    if at is None:
        return NOT_BEGUN
    return TaskProof(State.PROVEN, said_of_proof(session.record), at=at, of=age_words(at, datetime.now(UTC)))


def uninstalled(session: "Session", ended: TaskProof) -> TaskProof:
    """Whether the app is uninstalled: Procore shows it where it refuses the company and not the credentials."""
    kept = session.record.access_end_proof if session.record.access_ended_at is not None else None
    is_kept = kept is not None and kept.refused is Refusal.COMPANY
    if ended.state is State.PROVEN and (is_kept or ended.summary == COMPANY_REFUSED):
        return replace(ended, summary="Procore refuses its calls for this company.")
    if ended.state is State.FAILING:
        return TaskProof(State.TODO, "The account still works in this company.")
    if (word := _said(session, UNINSTALL)) is not NOT_BEGUN:
        return word
    return TaskProof(State.TODO, _NOT_SHOWN) if ended.state is State.PROVEN else NOT_BEGUN


def was_reset(session: "Session", ended: TaskProof) -> TaskProof:
    """Whether the secret was reset, which a person may have asked for: not where Procore still gave a token then."""
    gets_token, word = ended.state is State.FAILING or ended.summary == COMPANY_REFUSED, _said(session, RESET)
    if gets_token and word.state is State.CONFIRMED and word.at <= ended.at:
        sentence = "The credentials still get a token."
        return TaskProof(State.FAILING, sentence, ended.evidence, ended.at)
    return ended if ended.state is State.PROVEN and not gets_token else NOT_BEGUN


def reset_proof(session: "Session", asked: TaskProof) -> TaskProof | None:
    """The same as it is shown: `asked` is the answer of this run; None where nobody asked for it, which is optional.

    It waits for the app's owner while Procore still gives a token; confirmed is only that the owner was asked.
    """
    if (word := _said(session, RESET)).state is not State.CONFIRMED:
        return None
    proof = with_failed(session, TASK, RESET, was_reset(session, asked))
    if proof is NOT_BEGUN:
        return word
    return replace(proof, state=State.WAITING) if proof.state is State.FAILING else proof


def _said(session: "Session", action_id: str) -> TaskProof:
    word = tick_of(session.record, TASK, action_id)
    return NOT_BEGUN if word is None else TaskProof(State.CONFIRMED, f"{word.by} says so.", at=word.at)


def _refused(refusal: "Refused", accepted_at: datetime | None) -> TaskProof:
    """What it proves that Procore gives no token for a pair that it accepted at that time, or never."""
    if refusal.status not in (400, 401) or refusal.code in GRANT_CODES:
        return TaskProof(State.UNVERIFIED, f"Procore did not say: {refusal}", _evidence(refusal))
    if accepted_at is None:
        return TaskProof(State.UNVERIFIED, _NEVER_ACCEPTED, _evidence(refusal))
    age = age_words(accepted_at, datetime.now(UTC))
    sentence = f"Procore refuses the credentials that it accepted {age}: no new token. {STILL_VALID}"
    return TaskProof(State.PROVEN, sentence, _evidence(refusal))


def _evidence(problem: "ProcoreProblem") -> "tuple[RequestRecord, ...]":
    return () if problem.request_record is None else (problem.request_record,)
