"""Which answers an action asks for and the record does not have: a tick must not hide that."""

from dmsa_tui.guide.model import Action
from dmsa_tui.onboarding.approvals import are_settled
from dmsa_tui.onboarding.record import Approval, ExpectMode, Onboarding
from dmsa_tui.procore.environments import environment

_ONLY_PRODUCTION = ("verification", "production_access", "sandbox_client_id", "sandbox_app_version_key")
"""Fields that are not asked for where the setup itself is a sandbox's."""


def unanswered(record: Onboarding, action: Action) -> tuple[str, ...]:
    """Fields of the record that `action` asks for and that are empty or undecided. Secrets are in no record.

    The ticked rows of a permission level only keep a person's place: they are no answer.
    """
    return tuple(name for name in action.fields if hasattr(record, name) and _is_open(record, name, action))


def is_answered_in_part(record: Onboarding, action: Action) -> bool:
    """Whether some of the fields of the record that `action` asks for are answered, and some are not."""
    asked = [name for name in action.fields if hasattr(record, name) and _is_asked(record, name, action)]
    return 0 < len(unanswered(record, action)) < len(asked)


def _is_asked(record: Onboarding, name: str, action: Action) -> bool:
    if name in _ONLY_PRODUCTION:
        return environment(record.environment).pair != "sandbox"
    # without the question before it, as in a task, the list itself is what the action asks for
    return name != "expected_projects" or record.expect is ExpectMode.LIST or "expect" not in action.fields


def _is_open(record: Onboarding, name: str, action: Action) -> bool:
    value = getattr(record, name)
    if not _is_asked(record, name, action):
        return False
    if isinstance(value, Approval):
        return not (value.is_answered or are_settled(record))
    return value in (None, "", [], ExpectMode.UNDECIDED)
