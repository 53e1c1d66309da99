"""Every click that the practice browser offers, in the order of the wizard's steps."""

from dmsa_tui.errors import unknown_name
from dmsa_tui.practice.company_actions import COMPANY_ACTIONS
from dmsa_tui.practice.old_account import OLD_ACCOUNT_ACTIONS
from dmsa_tui.practice.panel import PanelAction
from dmsa_tui.practice.portal_actions import PORTAL_ACTIONS

ACTIONS: tuple[PanelAction, ...] = (*PORTAL_ACTIONS, *COMPANY_ACTIONS, *OLD_ACCOUNT_ACTIONS)

SETUP: tuple[str, ...] = tuple(action.id for action in ACTIONS if not action.optional)
"""The shortest way from nothing to a finished setup; what is done already by then is left out on the way."""

_BY_ID = {action.id: action for action in ACTIONS}


def panel_action(id: str) -> PanelAction:
    """The action of that id; InvalidInput names the valid ones."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise unknown_name("practice action", id, _BY_ID) from None
