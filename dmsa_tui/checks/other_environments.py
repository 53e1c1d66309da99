"""What it means for a refused pair if another environment of Procore accepts it, or none does."""

from collections.abc import Sequence

from dmsa_tui.checks.diagnosis import TOKEN_CHECK
from dmsa_tui.checks.model import Result
from dmsa_tui.checks.remedies import remedy_for
from dmsa_tui.checks.target import Target
from dmsa_tui.checks.words import listed
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.procore.other_environments import ProbeResult
from dmsa_tui.vocabulary import Cause, Status


def token_result(probes: Sequence[ProbeResult], target: Target, web_base_url: str | None = None) -> Result:
    """The result of `credentials.token`, refused in the target's environment, with what the others said.

    A failure in either case: `wrong-environment` where another environment knows the pair, else `wrong-credentials`.
    `web_base_url` is the company's web host, where it is known.
    """
    knowing = [each.environment for each in probes if each.knows_the_pair]
    silent = [each.environment.name for each in probes if each.answer == "unanswered"]
    here = target.environment
    if knowing:
        cause = Cause.WRONG_ENVIRONMENT
        names = listed([each.name for each in knowing])
        pair = "the app's Sandbox credentials" if knowing[0].pair == "sandbox" else "Production credentials"
        if knowing[0].pair == here.pair:
            pair = "credentials of that environment"
        sentence = f"{here.name} does not accept this client ID and secret, but {names} does: these are {pair}."
        if len(knowing) > 1:
            sentence = f"{here.name} does not accept this client ID and secret, but {names} do: these are {pair}."
    else:
        cause = Cause.WRONG_CREDENTIALS
        asked = listed([each.environment.name for each in probes if each.answer == "refused"])
        beside = f" and neither does any other environment that was tested ({asked})" if asked else ""
        sentence = f"{here.name} does not accept this client ID and secret{beside}"
        sentence += f"; {listed(silent)} did not answer." if silent else "."
    return Result(
        TOKEN_CHECK,
        Status.FAIL,
        sentence,
        cause,
        remedy_for(load_guide(), TOKEN_CHECK, cause, target, web_base_url or target.web_base_url or here.web_url),
        tuple(request_record for each in probes for request_record in each.request_records),
        {
            "accepted_in": [each.id for each in knowing],
            "refused_in": [each.environment.id for each in probes if each.answer == "refused"],
            "unanswered_in": [each.environment.id for each in probes if each.answer == "unanswered"],
        },
    )
