"""Asks Procore's other login hosts whether a refused pair is theirs: each once, and only after a person agreed."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dmsa_tui.errors import InvalidInput
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import ENVIRONMENTS, Environment
from dmsa_tui.procore.request_record import ProcoreProblem, Refused, RequestRecord
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.weblinks import is_procore_link

if TYPE_CHECKING:
    import httpx

_KNOWN_BUT_BARRED = "unauthorized_client"
"""The error word for a client that was recognised and may not use this grant (RFC 6749 section 5.2)."""

Answer = Literal["accepted", "no-grant", "refused", "unanswered"]


@dataclass(frozen=True)
class ProbeResult:
    """What one environment said to the pair."""

    environment: Environment
    answer: Answer
    """no-grant: it knows the pair, but the app may not use the client_credentials grant there."""
    request_records: tuple[RequestRecord, ...] = ()

    @property
    def knows_the_pair(self) -> bool:
        return self.answer in ("accepted", "no-grant")


def other_environments(environment: Environment) -> tuple[Environment, ...]:
    """Procore's environments with another login host than this one's; a person should see them before agreeing."""
    others = (each for each in ENVIRONMENTS.values() if each.id != environment.id)
    return tuple(each for each in others if each.login_url != environment.login_url and is_procore_link(each.login_url))


async def try_other_environments(
    client_id: str,
    secret: Secret,
    environment: Environment,
    *,
    agreed: bool,
    transport: "httpx.AsyncBaseTransport | None" = None,
) -> list[ProbeResult]:
    """Ask each of `other_environments` for a token with the pair; one request each, none is sent twice on refusal.

    `agreed`: a person said that the pair may go there; InvalidInput if not.
    No company is asked and every token is forgotten at once. `transport` is for the practice company and for tests.
    """
    if not agreed:
        raise InvalidInput("The credentials go to another environment only if a person agrees.")
    others = other_environments(environment)
    tries = (try_pair(client_id, secret, each, transport=transport) for each in others)
    return list(await asyncio.gather(*tries))


async def try_pair(
    client_id: str,
    secret: Secret,
    environment: Environment,
    *,
    transport: "httpx.AsyncBaseTransport | None" = None,
    timeout: float = 15.0,
) -> ProbeResult:
    """Ask that environment once for a token with the pair, and forget the token at once."""
    # A token needs no company, and a wait of zero leaves a busy environment out instead of waiting for it.
    async with ProcoreClient(
        environment, "", client_id, secret, transport=transport, timeout=timeout, wait=0.0
    ) as client:
        try:
            answered = await client.authorize()
        except Refused as refusal:
            answer: Answer = "no-grant" if refusal.code == _KNOWN_BUT_BARRED else "refused"
            return ProbeResult(environment, answer, _request_records(refusal))
        except ProcoreProblem as problem:
            return ProbeResult(environment, "unanswered", _request_records(problem))
        return ProbeResult(environment, "accepted", answered.request_records)


def _request_records(problem: ProcoreProblem) -> tuple[RequestRecord, ...]:
    return () if problem.request_record is None else (problem.request_record,)
