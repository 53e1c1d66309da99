"""Moves the open onboarding from one of Procore's environments to another, and asks the others about its pair."""

from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.change_of_environment import answers_there
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.procore.environments import Environment
    from dmsa_tui.session.session import Session


def environments(session: "Session") -> "list[Environment]":
    """The environments that the open onboarding can be in, each with its hosts.

    The onboarding's own hosts count for the environment that it is in now.
    """
    from dmsa_tui.procore.environments import ENVIRONMENTS, with_urls

    if session.rehearsal is None:
        here = session.environment
        return [here if environment.id == here.id else environment for environment in ENVIRONMENTS.values()]
    return [with_urls(ENVIRONMENTS[id], *urls) for id, urls in session.rehearsal.hosts.items()]


def has_custom_hosts(session: "Session") -> bool:
    """Whether hosts in place of Procore's were given; a rehearsal's belong to its environments."""
    return session.rehearsal is None and bool(session.record.login_url or session.record.api_url)


def pair_refused(session: "Session") -> bool:
    """Whether Procore refused the pair in the current environment."""
    token = session.results.get(TOKEN)
    return token is not None and token.cause in (Cause.WRONG_CREDENTIALS, Cause.WRONG_ENVIRONMENT)


def accepts_pair(session: "Session", environment_id: str) -> bool:
    """Whether a person agreed to ask that environment about the pair, and it accepted it."""
    token = session.results.get(TOKEN)
    return token is not None and environment_id in token.details.get("accepted_in", ())


async def probe_others(session: "Session") -> "Result":
    """Try a refused pair in Procore's other environments. Call it only after a person agreed.

    Raises InvalidInput while the client secret is unknown.
    """
    from dmsa_tui.checks.other_environments import token_result
    from dmsa_tui.procore.other_environments import try_other_environments

    secret = await session.credentials.secret()
    if secret is None:
        raise InvalidInput("The client secret is missing; paste it first.")
    run = session.results.begin_run()
    try:
        answers = await try_other_environments(
            session.record.client_id, secret, session.environment, agreed=True, transport=session.connection.transport()
        )
        result = token_result(answers, session.target(), session.results.web_base_url)
        session.results.keep(result, run)
    finally:
        session.results.end_run(run)
    return result


async def move(session: "Session", there: "Environment") -> None:
    """Move the open onboarding to one of `environments`. All results and the connection are dropped.

    The secret moves along only where `accepts_pair`; otherwise it stays under its own key.
    """
    secret = await session.credentials.secret() if accepts_pair(session, there.id) else None
    custom = has_custom_hosts(session)
    answers = answers_there(session.record, there, with_client=pair_refused(session), at_custom_hosts=custom)
    hosts = ("", "") if session.rehearsal is None else (there.login_url, there.api_url)
    session.open_record.note(**answers, login_url=hosts[0], api_url=hosts[1])
    await session.disconnect()
    if secret is not None:
        await session.credentials.keep(secret)
