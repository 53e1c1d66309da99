"""The service account's name beside the app's, of which Procore makes it: a person compares two that do not fit."""

from dmsa_tui.checks.account import is_named_after, slug
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.record import Onboarding

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
