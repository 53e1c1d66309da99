"""The service account's name beside the app's, of which Procore makes it: a person compares two that do not fit."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dmsa_tui.checks.account_name import is_named_after, slug
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import Onboarding

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result

ACCOUNT = "install.account"
"""The check of the service account; that it is named after the app is no part of what Procore says."""
ACCOUNT_COMPARED_AT = ("create-app", "app-name")
"""Step and action at which a person compares them."""


def both_names(record: Onboarding, account: str) -> str:
    """What the record keeps of a comparison; empty where there is nothing to compare."""
    return f"{account} {record.app_name}" if account and slug(record.app_name) else ""


def misnamed(record: Onboarding, account: str) -> str:
    """That the account is not named after the app, in a sentence; empty where it is, or a person compared the two."""
    both = both_names(record, account)
    if not both or is_named_after(slug(account), record.app_name):
        return ""
    if record.compared_account == both and tick_of(record, *ACCOUNT_COMPARED_AT):
        return ""
    return f"The name of the app's user does not fit the app name “{record.app_name}”: check both."


def account_as_named(record: Onboarding, found: "Result") -> "Result":
    """The result of the account's check: a caution where its name does not fit, until a person compared the two."""
    from dmsa_tui.checks.model import Remedy
    from dmsa_tui.vocabulary import Cause, Status

    said = misnamed(record, str(found.details.get("name") or "")) if found.status is Status.PASS else ""
    if not said:
        return found
    remedy = Remedy(ACCOUNT_COMPARED_AT[0], "consultant", "Developer Portal → My Apps → the app", "Compare both names")
    return replace(found, status=Status.WARN, cause=Cause.PERSON, summary=said, remedy=remedy)
