"""The target of a saved onboarding: what its checks ask about."""

from dmsa_tui.checks.expectation import ALL_ACTIVE, NOTHING_STATED, Expectation
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.environments import recorded_place


def target_from_record(record: Onboarding, profile: Profile, web_base_url: str | None = None) -> Target:
    """The target that a saved onboarding describes; InvalidInput for an unknown environment or an unusable URL."""
    place = recorded_place(record.environment, record.login_url, record.api_url)
    return Target(
        environment=place,
        company_id=record.company_id,
        client_id=record.client_id,
        profile=profile,
        name=record.name,
        app_name=record.app_name,
        edition=record.edition,
        expect=_expectation(record),
        future_projects=record.future_projects is not False,
        other_pair_client_id=record.sandbox_client_id if place.pair == "production" else "",
        web_base_url=web_base_url or record.web_url or None,
    )


def _expectation(record: Onboarding) -> Expectation:
    if record.expect == "all":
        return ALL_ACTIVE
    if record.expect == "list" and record.expected_projects:
        return expected_list("\n".join(record.expected_projects))
    return NOTHING_STATED
