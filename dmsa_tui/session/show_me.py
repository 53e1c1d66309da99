"""Shows a step of a rehearsal: does its actions one after another in the practice company, and ticks them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import TABS
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.checklist import rows_on, tick_key
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode
from dmsa_tui.onboarding.validation import NO_OLD_ACCOUNT
from dmsa_tui.procore.secret import Secret

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import Credentials
    from dmsa_tui.session.session import Session

CLICKS = {
    "create-app/verification": "verify-organisation",
    "create-app/create": "create-app",
    "create-app/production-access": "request-production-access",
    "manifest/create-manifest": "add-component",
    "manifest/keep-open": "add-component",
    "manifest/save-components": "add-component",
    "permissions/company-levels": "set-company-levels",
    "permissions/project-levels": "set-project-levels",
    "permissions/save-version": "save-version",
    "promote/promote": "promote-version",
    "promote/save-pair": "generate-secret",
    "install/confirm": "install-app",
    "install/add": "permit-all-projects",
    "projects/template-create": "create-template",
    "projects/template-assign": "set-default-template",
    "projects/new-save": "add-to-new-projects",
    "projects/existing-save": "add-all-existing",
}
"""Step and action → the click of the practice company that belongs to it."""
APP_CREATED = "create-app/create"
"""The action that creates the app: before it, there is no app name to read."""


def portal_labels(session: "Session") -> dict[str, str]:
    """Click in the developer portal → the guide's sentence for it, where another portal edition is chosen.

    The practice company speaks the default edition itself.
    """
    from dmsa_tui.practice.portal import panel_action

    guide = session.guide
    edition = guide.edition_or_default(session.record.edition)
    labels: dict[str, str] = {}
    for key, click in CLICKS.items():
        step_id, action_id = key.split("/")
        if edition.id != guide.default_edition.id and panel_action(click).where == "portal":
            for action in guide.step(step_id).editions[edition.id].actions:
                if action.id == action_id:
                    labels.setdefault(click, action.text)
    return labels


@dataclass(frozen=True)
class Shown:
    """An action that was shown."""

    action: Action
    browser: str
    """The text of the practice browser afterwards; empty if nothing was clicked in it."""


class ShowMe:
    """Does the rest of a step, one action at a time. Its ticks count as a person's word, like every tick."""

    def __init__(self, session: "Session", step_id: str, by: str) -> None:
        self._session = session
        self._step_id = step_id
        self._by = by

    async def next(self) -> Shown | None:
        """Do the next required action, or an optional one that has a click; None if the step is done.

        Raises InvalidInput where the practice company refuses the click.
        """
        actions = self._session.actions
        for action in actions.of(self._step_id):
            key = f"{self._step_id}/{action.id}"
            if actions.is_ticked(self._step_id, action.id) or (action.optional and key not in CLICKS):
                continue
            browser = self._click(key)
            await self._answer(action, key)
            actions.tick(self._step_id, action.id, self._by)
            return Shown(action, browser)
        return None

    def _click(self, key: str) -> str:
        rehearsal = self._session.rehearsal
        click = CLICKS.get(key)
        if rehearsal is None or click is None:
            return ""
        state = next(each for each in rehearsal.rehearsal.actions() if each.action.id == click)
        return "" if state.done else rehearsal.perform(click)

    async def _answer(self, action: Action, key: str) -> None:
        """Fill in what a person would fill in at that action, and what the practice browser shows by now."""
        assert self._session.rehearsal is not None
        seen = self._session.rehearsal.rehearsal.credentials
        names = [*action.fields, *(["app_name"] if key == APP_CREATED else [])]
        answers = {name: value for name in names if (value := self._value(name, seen)) is not None}
        self._session.open_record.note(**answers)
        if "client_secret" in action.fields and seen.client_secret:
            await self._session.credentials.keep(Secret(seen.client_secret))

    def _count(self) -> int:
        assert self._session.rehearsal is not None
        return len(self._session.rehearsal.rehearsal.world.company.active_projects)

    def _value(self, name: str, seen: "Credentials") -> Any:
        if name in ("client_id", "app_version_key", "sandbox_app_version_key", "app_name", "company_id"):
            return getattr(seen, name)
        if name == "levels_set":
            profile = self._session.profile
            return {tick_key(tab, row): row.level(tab).word for tab in TABS for row in rows_on(profile, tab)}
        given: dict[str, Callable[[], Any]] = {
            "app_owner": lambda: "customer",
            "administrator": lambda: "Practice administrator",
            "active_projects": lambda: self._count(),
            "old_account": lambda: NO_OLD_ACCOUNT,
            "sandbox_test": lambda: "skipped",
            "verification": lambda: Approval(ApprovalState.GRANTED, today().isoformat()),
            "production_access": lambda: Approval(ApprovalState.GRANTED, today().isoformat()),
            "expect": lambda: ExpectMode.ALL,
            "future_projects": lambda: True,
        }
        return given[name]() if name in given else None
