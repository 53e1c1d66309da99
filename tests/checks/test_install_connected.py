"""A list that names the company proves the installation only as long as Procore accepts the token there."""

import pytest

from dmsa_tui.checks.groups.install import connected
from dmsa_tui.checks.model import Finding
from dmsa_tui.procore.records import Company
from dmsa_tui.procore.request_record import Answered, ProcoreProblem, Refused, RequestRecord, StoppedAsking
from dmsa_tui.vocabulary import Status

LISTED = Answered([Company("7", "Practice Builders", True)], (RequestRecord("GET", "https://x.invalid", 200, None, 1),))


class Target:
    company_id = "7"


class Facts:
    """A company that is listed, and whose own record is refused."""

    target = Target()

    def __init__(self, refusal: ProcoreProblem) -> None:
        self._refusal = refusal

    async def companies(self) -> Answered[list[Company]]:
        return LISTED

    async def me(self) -> None:
        raise self._refusal


async def asked(refusal: ProcoreProblem) -> Finding:
    return await connected.ask(Facts(refusal))  # type: ignore[arg-type]  # what the check reads of the real facts


@pytest.mark.parametrize(
    "refusal", [Refused(401, None, "", "The token was refused."), StoppedAsking(401, "Refused three times.")]
)
async def test_a_token_that_is_not_accepted_proves_no_installation(refusal: ProcoreProblem) -> None:
    with pytest.raises(ProcoreProblem) as raised:
        await asked(refusal)
    assert raised.value is refusal


async def test_a_withheld_record_takes_nothing_from_the_list() -> None:
    found = await asked(Refused(403, None, "Forbidden", "The record was refused."))
    assert found.status is Status.PASS
