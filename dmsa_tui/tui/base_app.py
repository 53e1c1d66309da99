"""The application as screens, dialogs and widgets know it: where one can go, and the state that is watched."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import var

from dmsa_tui.session.open_record import FIELDS
from dmsa_tui.tui.appearance import Appearance
from dmsa_tui.tui.autosave import Autosave
from dmsa_tui.tui.background_notices import BackgroundNotices
from dmsa_tui.tui.browser_and_clipboard import BrowserAndClipboard
from dmsa_tui.tui.leaving import Leaving
from dmsa_tui.tui.opening import Opening

if TYPE_CHECKING:
    from textual.screen import Screen

    from dmsa_tui.session.session import Session

STEP_SCREENS = {
    "create-app": "create_app:CreateAppScreen",
    "manifest": "manifest:ManifestScreen",
    "permissions": "permissions:PermissionsScreen",
    "promote": "promote:PromoteScreen",
    "install": "install:InstallScreen",
    "projects": "projects:ProjectsScreen",
    "check": "checker:CheckerScreen",
    "handoff": "handoff:HandoffScreen",
}
"""Step id → module and class, imported when the step is opened."""
Names = frozenset[str]
"""What has changed."""
ROLE_COLORS = {"role-consultant": "#4fc3d9", "role-admin": "#e58fd0", "role-both": "#c9d1d9", "role-text": "#101010"}
"""Theme variables of who acts: no color of a state, and each brings its own text color for any background."""


def step_screen(step_id: str) -> "type[Screen[None]]":
    """The screen of that step; of the first one for a step that is not known."""
    module, name = STEP_SCREENS.get(step_id, STEP_SCREENS["create-app"]).split(":")
    found: type[Screen[None]] = getattr(importlib.import_module(f"dmsa_tui.tui.steps.{module}"), name)
    return found


class BaseApp(Opening, Appearance, BackgroundNotices, BrowserAndClipboard, Leaving, App[str]):
    """The typed face of the application. What is drawn from the session's state watches these variables."""

    record_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """The fields of the open record that changed last."""
    result_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """The checks whose result, or whether they are being asked about, changed last."""
    mask_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What was hidden or shown last on a shared screen."""
    scan_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What changed last about the level scan."""
    session_before: "Session | None" = None
    """The customers' session, while a rehearsal was begun from it."""
    row_left = ""
    """Id of the check whose way to a step was taken; the checker goes on at it."""
    hold: Callable[[], None] | None = None
    """Holds what the program is showing by itself; None while it shows nothing."""
    plays_on = False
    """Whether each step of the rehearsal is shown as soon as it is open, until a person presses a key."""
    person = ""
    """Whose word it is when somebody confirms a step."""
    home_names = ""
    """Whether home shows names: shown, hidden, or empty for hidden from two customers on."""
    _end_observing: tuple[Callable[[], None], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.autosave = Autosave(self, lambda: self.session)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colors of the roles, in themes that have none of their own."""
        return ROLE_COLORS

    def attend(self, session: "Session") -> None:
        """Draw from `session` from now on, and from no other any more."""
        for end in self._end_observing:
            end()
        self.session = session
        self._end_observing = (
            session.open_record.observe(lambda names: setattr(self, "record_changes", names)),
            session.results.observe(lambda names: setattr(self, "result_changes", names)),
            session.mask.observe(lambda names: setattr(self, "mask_changes", names)),
            session.level_scan.observe(lambda names: setattr(self, "scan_changes", names)),
            session.actions.observe(lambda _names: self._tell_reopened()),
        )
        if self.is_running:
            self.record_changes = frozenset(FIELDS)
        session.level_scan.give_way = self.give_way
        session.connection.on_wait = self.paused

    def _tell_reopened(self) -> None:
        """An answer has opened steps again."""
        if self.is_running:
            for each in self.session.actions.reopened:
                self.notify(each.sentence, severity="warning", timeout=10, markup=False)

    def watch_scan_changes(self, names: Names) -> None:
        """Tell the end of a scan wherever the person is."""
        self.announce(names)

    @property
    def width_class(self) -> str:
        """The class that a screen has at the terminal's width."""
        return max(each for each in self.HORIZONTAL_BREAKPOINTS or [] if each[0] <= self.size.width)[1]

    def go_to_step(self, step_id: str) -> None:
        """Open a step of the open onboarding; the step that was open goes, and its work is cancelled."""
        if not self.session.open_record.is_open:
            return
        # Given at once, the class of the width needs no second styling and layout.
        self.close_to(1, then=step_screen(step_id)(classes=self.width_class))

    def go_home(self) -> None:
        """Back to the list of onboardings."""
        self.close_to(1)

    async def change_session(self, scenario: str = "", *, reset: bool = False) -> None:
        """Begin a rehearsal of `scenario`; without one, leave the rehearsal for the customers' session.

        InvalidInput if the last rehearsal of the scenario cannot be read.
        """
        from dmsa_tui.session.session import Session

        before = self.session_before if self.session.rehearsal is not None else self.session
        following = Session.for_rehearsal(scenario, reset=reset) if scenario else before or Session.for_customers()
        await self.session.disconnect()
        self.session_before = before if scenario else None
        self.attend(following)
        self.go_home()  # what was opened meanwhile belongs to the session before
