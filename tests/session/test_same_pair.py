"""The credentials that are known already, given again: what Procore said about the rest stands, with its age."""

import pytest

from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from tests.tui.driving import UNDECIDED, credentials, rehearsal


async def give(session: Session, client_id: str, secret: str) -> None:
    session.open_record.note_given(client_id=client_id)
    session.credentials.give(Secret(secret))
    await session.credentials.keep(Secret(secret))


@pytest.mark.parametrize("is_forgotten", [False, True], ids=["same run", "later run without a keyring"])
@pytest.mark.parametrize("scenario", ["not-installed", "ready"])
async def test_the_verdict_and_its_age_stay_when_the_same_credentials_are_given_again(
    scenario: str, is_forgotten: bool
) -> None:
    session = rehearsal(scenario, step="promote", answers=UNDECIDED)
    client_id, secret = credentials(session)
    await give(session, client_id, secret)
    await session.run_checks(None)
    await session.flush()
    before = session.record.verdict, session.record.checked_at
    assert before[0]
    if is_forgotten:
        name = session.record.name
        await session.disconnect()
        session = Session.for_rehearsal(scenario)
        session.open_record.open(name)
    await give(session, client_id, secret)
    await session.run_checks(frozenset(each.id for each in session.checks_of("promote")))
    await session.flush()
    assert (session.record.verdict, session.record.checked_at) == before
    await session.disconnect()
