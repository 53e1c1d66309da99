"""An access that was ended: what was proven before counts no more, and Procore's no is nobody's fault."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dmsa_tui.onboarding.record import EndProof, Onboarding, Refusal
from dmsa_tui.vocabulary import Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.procore.request_record import RequestRecord

ENDED = "The app's access was ended on "
"""What the sentence begins with."""
ENDS_ACCESS = "offboard"
"""The task that ends it."""
ASKED_RESET = "offboard/reset"
"""The action that asks for a reset of the secret: it is optional, so that no task waits for it."""
DELETED = "offboard/secret"
"""The action that deletes the secret."""
_WANTED = frozenset({Cause.NOT_INSTALLED, Cause.WRONG_CREDENTIALS})
"""What the app's uninstall and a reset of its secret lead to."""

_REFUSED = {
    Refusal.COMPANY: "Procore refused the account's calls for this company.",
    Refusal.TOKEN: "Procore gave no token for the credentials that it had accepted before.",
}


def ended_by(record: Onboarding, at: datetime, refused: Refusal, evidence: "Iterable[RequestRecord]") -> dict[str, Any]:
    """The fields that change once the end is proven; proven again, it is as old as before.

    A refusal of the company's calls shows the uninstall, which a refused token does not: the first such proof stands.
    """
    before = record.access_end_proof if record.access_ended_at is not None else None
    stands = before is not None and refused in (before.refused, Refusal.TOKEN)
    proof = before if stands else EndProof(refused, list(map(_line, evidence)))
    return {"access_ended_at": record.access_ended_at or at, "access_end_proof": proof}


def not_ended() -> dict[str, Any]:
    """The fields that change once the access is there again, or its end is to be proven anew."""
    return {"access_ended_at": None, "access_end_proof": None}


def _line(request: "RequestRecord") -> str:
    id = f", request {request.request_id}" if request.request_id else ""
    return f"{request.method} {request.url} → {request.status or 'no answer'}{id}"


def said_of_proof(record: Onboarding) -> str:
    """What proved the end, in a sentence; empty where it was not kept."""
    proof = record.access_end_proof
    return "" if proof is None or record.access_ended_at is None else _REFUSED[proof.refused]


def said_of_end(record: Onboarding) -> str:
    """That the access was ended, and when, in a sentence; empty where it was not."""
    ended = record.access_ended_at
    return "" if ended is None else words_for_end(ended)


def said_of_reset(record: Onboarding) -> str:
    """That a reset of the secret was asked for, and that it was not done yet where Procore says so; or empty."""
    word, still = record.ticked.get(ASKED_RESET), record.failed_proofs.get(ASKED_RESET)
    if word is None:
        return ""
    asked, end = _day(word.at), record.access_ended_at
    on = "" if end is not None and asked == _day(end) else f" on {asked}"
    said = f"A reset of the client secret was asked for{on}"
    then = "" if still is None or _day(still.at) == asked else f" on {_day(still.at)}"
    return f"{said}; the credentials still got a token{then}." if still else f"{said}."


def said_of_deletion(record: Onboarding) -> str:
    """Who confirmed, and when, that the secret was deleted, for the end of a sentence; empty where nobody did."""
    word = record.ticked.get(DELETED)
    return "" if word is None else f": {word.by} confirmed on {_day(word.at)} that it was deleted"


def words_for_end(ended: datetime) -> str:
    """The same, of an access that was ended then."""
    return f"{ENDED}{_day(ended)}."


def _day(at: datetime) -> str:
    return at.astimezone().date().isoformat()


def has_access_again(connected: "Result | None") -> bool:
    """Whether Procore answered a call for the company: that it lists the app there is no access."""
    return connected is not None and connected.status is Status.PASS and bool(connected.details.get("answered"))


def is_wanted(record: Onboarding, result: "Result") -> bool:
    """Whether Procore's no is what the task was for."""
    return record.access_ended_at is not None and result.cause in _WANTED


def was_before_end(record: Onboarding, at: datetime) -> bool:
    """Whether the access was ended after that time, or in the same second: reports give whole ones."""
    ended = record.access_ended_at
    return ended is not None and at.replace(microsecond=0) <= ended.replace(microsecond=0)
