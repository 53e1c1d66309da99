"""The company and the app's user as Procore names them, beside what people have typed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action
    from dmsa_tui.onboarding.check_states import Answers
    from dmsa_tui.onboarding.record import Onboarding


def company_name(answers: "Answers") -> str:
    """As Procore gave it, in this run or an earlier one; empty before that."""
    return _told(answers, "install.connected", "company")


def app_user(answers: "Answers") -> str:
    """The service account's name in the directory, in this run or an earlier one; empty before that."""
    return _told(answers, "install.account", "name")


def user_to_compare(record: "Onboarding", answers: "Answers") -> str:
    """That the app's user is not named after the app, in a sentence; empty where it is, or a person compared them."""
    from dmsa_tui.onboarding.account_name import misnamed

    return misnamed(record, app_user(answers))


def to_compare(record: "Onboarding", answers: "Answers", action: "Action | None" = None) -> str:
    """What to compare, in a sentence; empty where the names are the same, or a person compared them.

    Of the company; with an `action`, what that one asks for: its name, that of the app's user, or nothing.
    """
    from dmsa_tui.onboarding.company_names import uncompared_name

    if action is not None and names_app(action):
        return user_to_compare(record, answers)
    asks = action is None or compares(action)
    return uncompared_name(record, company_name(answers)) if asks else ""


def compared(record: "Onboarding", answers: "Answers", action: "Action") -> str:
    """That a person compares two names that differ by ticking that action, in two sentences; empty for any other."""
    differs = to_compare(record, answers, action)
    return f"Noted that you compared them. {differs.partition(': ')[0]}." if differs else ""


def compares(action: "Action") -> bool:
    """Whether a person compares the company's names at that action."""
    return "company_id" in action.fields


def names_app(action: "Action") -> bool:
    """Whether a person compares the name of the app's user with the app's at that action."""
    return "app_name" in action.fields


def _told(answers: "Answers", check_id: str, key: str) -> str:
    result = answers.latest(check_id)
    return "" if result is None else str(result.details.get(key) or "")
