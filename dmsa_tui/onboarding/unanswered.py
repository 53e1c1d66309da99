"""Which answers an action asks for and the record does not have: a tick must not hide that."""

from dmsa_tui.guide.model import Action
from dmsa_tui.onboarding.record import Approval, ExpectMode, Onboarding
from dmsa_tui.procore.environments import environment

_ONLY_PRODUCTION = ("production_access", "sandbox_client_id", "sandbox_app_version_key")
"""Fields that are not asked for where the setup itself is a sandbox's."""


def unanswered(record: Onboarding, action: Action) -> tuple[str, ...]:
    """Fields of the record that `action` asks for and that are empty or undecided. Secrets are in no record.

    The ticked rows of a permission level only keep a person's place: they are no answer.
    """
    return tuple(name for name in action.fields if hasattr(record, name) and _is_open(record, name))


def _is_open(record: Onboarding, name: str) -> bool:
    value = getattr(record, name)
    if name in _ONLY_PRODUCTION and environment(record.environment).pair == "sandbox":
        return False
    if name == "expected_projects":
        return record.expect is ExpectMode.LIST and not value
    if isinstance(value, Approval):
        return not value.is_answered
    return value in (None, "", ExpectMode.UNDECIDED)
