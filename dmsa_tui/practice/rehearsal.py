"""One rehearsal: a world, the clicks that were made in it, and the credentials that the portal would show."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from dmsa_tui.errors import InvalidInput
from dmsa_tui.practice import scenarios
from dmsa_tui.practice.company_actions import refused_key
from dmsa_tui.practice.faults import chosen
from dmsa_tui.practice.old_account import reached_projects
from dmsa_tui.practice.panel import PanelAction
from dmsa_tui.practice.portal import ACTIONS, panel_action
from dmsa_tui.practice.portal_words import Way
from dmsa_tui.practice.world import Membership, World

if TYPE_CHECKING:
    from dmsa_tui.practice.http.asgi import App


MEMBERSHIPS = "memberships "
"""How an entry of the journal begins that tells on which projects the account is after requests to the API."""
INSTALLED = "installed "
"""How an entry of the journal begins that tells when the click before it installed the app."""
NEEDS_NOW = {"add-component": "begin-version", "save-version": "write-notes"}
"""A click → the one before it that version 0.1.0 could do without."""


@dataclass(frozen=True)
class Credentials:
    """What a person could copy from the portal and from the browser's address; None until it exists."""

    company_id: str
    company_name: str
    app_name: str | None
    client_id: str | None
    client_secret: str | None = field(repr=False)
    app_version_key: str | None
    sandbox_client_id: str | None
    sandbox_client_secret: str | None = field(repr=False)
    sandbox_app_version_key: str | None
    old_account: str | None
    old_account_projects: tuple[str, ...]
    """What the Projects tab of the old service account lists."""


@dataclass(frozen=True)
class ActionState:
    """A click and how it stands now."""

    action: PanelAction
    way: Way
    """Its line in the portal edition that is chosen."""
    done: bool
    unavailable: str | None
    """Why it cannot be done now, in one sentence; None if it can."""


class Rehearsal:
    """A practice world that clicks change. The same scenario and clicks give the same ids, keys and secrets."""

    def __init__(self, scenario: str, actions: Iterable[str] = (), faults: Iterable[str] = ()) -> None:
        """Builds the scenario's world and performs `actions`; InvalidInput for an unknown name or an impossible click.

        `faults` name what goes wrong with the answers besides.
        """
        self.scenario = scenario
        self.faults = chosen(faults)
        self.world: World = scenarios.build(scenario)
        self.journal: list[str] = []
        """The ids of the clicks that were made, in order, and between them what the API has changed of projects.

        With the scenario it is all there is to save.
        """
        self.revision = 0
        """Counts the clicks, so that a screen can tell whether anything has changed."""
        self._known = self._memberships()
        for id in actions:
            if id.startswith(MEMBERSHIPS):
                self._restore(id)
            elif id.startswith(INSTALLED):
                self._date(id)
            else:
                self._click_again(id)

    @classmethod
    def replay(cls, scenario: str, journal: Iterable[str]) -> "Rehearsal":
        """The rehearsal that this journal was saved from."""
        return cls(scenario, journal)

    def actions(self) -> list[ActionState]:
        """Every click, in the order of the steps, with its state."""
        world = self.world
        return [
            ActionState(action, action.way(world), self._is_done(action), action.available(world)) for action in ACTIONS
        ]

    def _is_done(self, action: PanelAction) -> bool:
        """An optional click counts as done only if it was made: another click may have the same effect."""
        return action.done(self.world) and (not action.optional or action.id in self.journal)

    def perform(self, action_id: str, typed: str = "") -> str:
        """Makes the click and returns what the browser shows then; InvalidInput if it cannot be made now.

        `typed`: the App Version ID that a person types at the installation; empty: the right one.
        """
        action = panel_action(action_id)
        reason = action.available(self.world) or refused_key(self.world, action_id, typed)
        if reason is not None:
            raise InvalidInput(reason)
        if self.world.company.installation is not None:
            self.world.company.installation.pending_operation = None
        self.keep_memberships()
        before = self.world.company.installation
        sentence = action.perform(self.world)
        self.journal.append(action_id)
        if (now := self.world.company.installation) is not None and now is not before:
            now.installed_at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
            self.journal.append(INSTALLED + now.installed_at)
        self.revision += 1
        self._known = self._memberships()
        return sentence

    def _click_again(self, id: str) -> None:
        """Make a click of a journal; in one of version 0.1.0 a click may lack the one that it needs now."""
        needs = NEEDS_NOW.get(id)
        if needs is not None and panel_action(needs).available(self.world) is None:
            self.perform(needs)
        if id != "write-notes" or id not in self.journal:
            self.perform(id)

    def _date(self, entry: str) -> None:
        """Give the installation the time that the journal tells; InvalidInput for one that is damaged."""
        installation, at = self.world.company.installation, entry.removeprefix(INSTALLED)
        try:
            datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            installation = None
        if installation is None or not self.journal[-1].startswith(INSTALLED):
            raise InvalidInput("The rehearsal's journal has an entry on the installation that cannot be read.")
        installation.installed_at, self.journal[-1] = at, entry

    def keep_memberships(self) -> bool:
        """Put what the API has changed of the account's projects into the journal; whether there was anything."""
        now = self._memberships()
        if now == self._known:
            return False
        self._known = now
        self.journal.append(MEMBERSHIPS + json.dumps(now, separators=(",", ":")))
        self.revision += 1
        return True

    def _memberships(self) -> list[tuple[int, int | None, bool, bool]]:
        held = self.world.company.memberships.items()
        return [(id, each.template_id, each.permitted, each.managed) for id, each in held]

    def _restore(self, entry: str) -> None:
        """Put the account's projects back as an entry of a journal tells; InvalidInput for one that is damaged."""
        try:
            memberships = [(int(id), template, bool(permitted), bool(managed)) for id, template, permitted, managed
                    in json.loads(entry.removeprefix(MEMBERSHIPS))]  # fmt: skip
        except (TypeError, ValueError):
            raise InvalidInput("The rehearsal's journal has an entry on projects that cannot be read.") from None
        self.world.company.memberships = {
            id: Membership(template if isinstance(template, int) else None, permitted, managed)
            for id, template, permitted, managed in memberships
        }
        self.keep_memberships()

    @property
    def credentials(self) -> Credentials:
        """What is to be copied now. Where the scenario says that a wrong pair was noted, that one is in it."""
        company, app = self.world.company, self.world.portal.app
        saved = app.versions[-1] if app and app.versions else None
        pair = self.world.noted or (app.production if app else None)
        sandbox = app.sandbox if app else None
        return Credentials(
            company_id=str(company.id),
            company_name=company.name,
            app_name=app.name if app else None,
            client_id=pair.client_id if pair else None,
            client_secret=pair.secret if pair else None,
            app_version_key=app.promoted.production_key if app and app.promoted else None,
            sandbox_client_id=sandbox.client_id if sandbox else None,
            sandbox_client_secret=sandbox.secret if sandbox else None,
            sandbox_app_version_key=saved.sandbox_key if saved else None,
            old_account=company.old_account.name if company.old_account else None,
            old_account_projects=reached_projects(self.world),
        )

    @cached_property
    def app(self) -> "App":
        """Procore's HTTP interface over this rehearsal's world; every click shows in the next answer."""
        from dmsa_tui.practice.http.application import build

        if not self.faults:
            return build(self.world)
        from dmsa_tui.practice.http.faulty import Faulty

        return Faulty(build(self.world), self.faults, self.world)
