"""Group `credentials`: the pair is accepted, and belongs to this app."""

from typing import TYPE_CHECKING

from dmsa_tui.checks.model import Finding
from dmsa_tui.checks.question import asks
from dmsa_tui.vocabulary import Cause, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts

CLOCK_TOLERANCE = 60
"""How far this machine's clock may be off, in seconds."""


@asks("credentials.token", prefetch=lambda facts: facts.token())
async def token(facts: "Facts") -> Finding:
    """A token is issued for the pair. It proves the pair and nothing else."""
    answered = await facts.token()
    details = {"expires_in": answered.value.expires_in}
    skew = facts.clock_skew
    if skew is not None and abs(skew) > CLOCK_TOLERANCE:
        return Finding(
            Status.WARN,
            f"Procore accepts the credentials, but this machine's clock is {abs(skew):,.0f} seconds "
            f"{'ahead of' if skew > 0 else 'behind'} Procore's.",
            Cause.CLOCK_SKEW,
            answered.request_records,
            details | {"clock_skew_seconds": round(skew)},
        )
    life = answered.value.expires_in
    lasts = "" if life is None else f"; a token lasts {life // 60} minutes"
    return Finding(
        Status.PASS,
        f"Procore accepts the client ID and secret ({facts.target.environment.name}){lasts}.",
        None,
        answered.request_records,
        details,
    )


@asks("credentials.account", prefetch=lambda facts: facts.token_info())
async def account(facts: "Facts") -> Finding:
    """The token names the app that it was issued to."""
    answered = await facts.token_info()
    uid = answered.value.application_uid
    if uid is None:
        return Finding(
            Status.UNVERIFIED,
            "Procore did not say which app the token belongs to.",
            Cause.NOT_OFFERED,
            answered.request_records,
        )
    if uid != facts.target.client_id:
        return Finding(
            Status.WARN,
            f"The token belongs to an app with the ID {uid}, which differs from the client ID.",
            Cause.WRONG_CREDENTIALS,
            answered.request_records,
            {"application_uid": uid},
        )
    return Finding(
        Status.PASS, "The token belongs to this app.", None, answered.request_records, {"application_uid": uid}
    )
