"""What the papers say once the app's access was ended, as its task does: the secret's reset, too."""

from dmsa_tui.onboarding.ended_access import ASKED_RESET, said_of_end, said_of_reset
from dmsa_tui.onboarding.open_tasks import begun_tasks
from dmsa_tui.onboarding.record import Onboarding


def after_end(record: Onboarding) -> str:
    """That the access was ended, and how far the reset is that somebody was asked for; empty where it was not."""
    ended = said_of_end(record)
    return " ".join(filter(None, (ended, said_of_reset(record), _asked_of_owner(record)))) if ended else ""


def nothing_left(record: Onboarding) -> str:
    """That the customer's administrator has nothing to do, as far as that is true."""
    else_ = " else" if _asked_of_owner(record) else ""
    return f"You have nothing{else_} to do{' yet' if begun_tasks(record) else ''}."


def _asked_of_owner(record: Onboarding) -> str:
    """Who resets the secret that still works, where that is somebody at the customer's; or empty."""
    still_works = ASKED_RESET in record.ticked and ASKED_RESET in record.failed_proofs
    if not still_works or record.app_owner != "customer":
        return ""
    return "Ask the app's owner in your developer account to reset it, unless other companies use the app."
