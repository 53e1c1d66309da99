"""The application as screens, dialogs and widgets know it: navigation, and the variables they watch."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.events import DescendantFocus, Event, InputEvent, Paste
from textual.filter import LineFilter
from textual.message import Message
from textual.notifications import Notify
from textual.reactive import var
from textual.screen import Screen
from textual.widget import AwaitMount, Widget

from dmsa_tui.session.open_record import FIELDS
from dmsa_tui.tui.appearance import Appearance
from dmsa_tui.tui.autosave import Autosave
from dmsa_tui.tui.browser_and_clipboard import Browser, SystemClipboard
from dmsa_tui.tui.every_second import EverySecond
from dmsa_tui.tui.input_order import InputOrder
from dmsa_tui.tui.keys import key_text
from dmsa_tui.tui.leaving import HUNG_UP, Leaving
from dmsa_tui.tui.next_step import NextStep
from dmsa_tui.tui.notices import Notice, stays, withdraw
from dmsa_tui.tui.opening import ClosedOnce, OpenScreens
from dmsa_tui.tui.pasted_keys import PastedKeys
from dmsa_tui.tui.sessions import Sessions
from dmsa_tui.tui.step_screens import step_screen
from dmsa_tui.tui.terminal_title import TerminalTitle
from dmsa_tui.tui.themes import DEEP_VIOLET, ON_BUTTONS, ROLE_COLORS, TEXTUALS, VIOLET
from dmsa_tui.tui.typed_name import TypedName
from dmsa_tui.tui.widgets.text_fields import edits

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.notifications import SeverityLevel
    from textual.screen import ScreenResultCallbackType

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.idle_scheduler import IdleScheduler

T = TypeVar("T")
Names = frozenset[str]
"""The names of what changed."""


class BaseApp(App[str]):
    """The typed face of the application. Widgets that draw session state watch its variables."""

    record_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """The fields of the open record that changed last."""
    result_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """The checks whose result changed last, or that started or stopped running."""
    mask_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What was hidden or shown last, on a shared screen."""
    scan_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What changed last about the level scan."""
    watching_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What changed last about watching."""
    reading_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What changed last about how far a run of checks has read."""
    pause: var[str] = var("", init=False)
    """Why requests pause just now, and for how long, as a sentence; empty without a pause."""
    run_changes: var[Names] = var(frozenset(), init=False, always_update=True)
    """What changed last about the run that adds projects."""
    minutes: var[int] = var(0, init=False)
    """Minutes since the start; what shows an age is drawn again with each."""
    session: "Session"
    action_asked_for = ""
    """Id of the action that is opened on the step that comes; empty for the next one to do."""
    field_asked_for = ""
    """Field of the record that has the cursor there; empty for the action's first without an answer."""
    opened_at = float("-inf")
    """When an onboarding was opened on home, in seconds of the monotonic clock."""
    begun_onboarding: Mapping[str, str] = {}
    """What was typed into New onboarding when it was closed without a start: it is there again."""
    visits = False
    """Whether only a pasted value leads to the step that comes: the person goes on where they were."""
    row_left = ""
    """Id of the check from whose row the person went to a step; the checker returns to it."""
    step_left = ("", "")
    """Ids of the step and the action from which the person went to the checker, which leads back; empty: from home."""
    looks_in = False
    """Whether the person went to the checker for a look, and not because it comes next: then Escape leads back too."""
    idle_scheduler: "IdleScheduler | None" = None
    """When garbage is collected and background requests leave; None in tests, where Python decides."""
    stop_playing: Callable[[], bool] | None = None
    """Stops what plays by itself, and says whether it had shown its last action; None while nothing plays."""
    played_at = float("-inf")
    """When it began to play, in seconds of the monotonic clock."""
    plays_on = False
    """Whether each step of the rehearsal plays as soon as it opens, until a person presses a key."""
    play_speed = 1.0
    """How many times as fast as usual it plays."""
    practices_beside: var[bool] = var(False, init=False)
    """Whether the practice browser stands beside each step of the rehearsal, where there is room."""
    person = ""
    """The name under which steps are confirmed."""
    contact = ""
    """Whom an administrator asks where the record names nobody; empty if the settings do not either."""
    home_names = ""
    """Whether home shows names: shown, hidden, or empty (hidden with two or more customers)."""
    _end_observing: tuple[Callable[[], None], ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.open_screens = OpenScreens(self)
        self.input_order = InputOrder(self, self._dispatch_now)
        self.pasted_keys = PastedKeys(self, self._dispatch_in_order)
        self.typed_name = TypedName(self, self._dispatch_followed, self.input_order.hold_back)
        self.appearance = Appearance(self)
        self.terminal_title = TerminalTitle(self)
        self.every_second = EverySecond(self)
        self.autosave = Autosave(self, lambda: self.session, lambda: bool(self.step_in_front))
        self.next_step = NextStep(self, self)
        self.browser = Browser(self, lambda: self.session)
        self.system_clipboard = SystemClipboard(self, lambda: self.session, lambda: self.key_text("reveal"))
        self.sessions = Sessions(self)
        self.leaving = Leaving(self, lambda: self.sessions.all, lambda: self.home_names, self.system_clipboard)

    # -- what Textual asks the application ---------------------------------------------------------------------------

    @overload
    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: Literal[False] = False,
        *,
        mode: str | None = None,
    ) -> AwaitMount: ...

    @overload
    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: Literal[True] = True,
        *,
        mode: str | None = None,
    ) -> "asyncio.Future[T]": ...

    def push_screen(
        self,
        screen: Screen[T] | str,
        callback: "ScreenResultCallbackType[T] | None" = None,
        wait_for_dismiss: bool = False,
        *,
        mode: str | None = None,
    ) -> "AwaitMount | asyncio.Future[Any]":
        """Open `screen`, unless a screen of the same class is open."""
        if isinstance(screen, Screen) and self.open_screens.has_kind_of(screen):
            if not wait_for_dismiss:
                return AwaitMount(self.screen, ())
            unanswered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            unanswered.set_result(None)
            return unanswered
        with self.open_screens.beneath_cover():
            if wait_for_dismiss:
                return super().push_screen(screen, callback, True, mode=mode)
            return super().push_screen(screen, callback, mode=mode)

    async def _dispatch_message(self, message: Message) -> None:
        """What a person does waits for what was done before, and a letter for what comes with it."""
        if not self.pasted_keys.holds(message):
            await self._dispatch_in_order(message)

    async def _dispatch_in_order(self, message: Message) -> None:
        if not self.input_order.holds(message):
            await self._dispatch_now(message)

    async def _dispatch_now(self, message: Message) -> None:
        if isinstance(message, (InputEvent, Paste)) and not self.screen_stack:
            return  # the program ends: nothing is there to take it
        if not await self.typed_name.takes(message):
            await self._dispatch_followed(message)

    async def _dispatch_followed(self, message: Message) -> None:
        is_new = not message.is_forwarded
        await super()._dispatch_message(message)
        if is_new:
            self.input_order.follow(message)

    async def on_event(self, event: Event) -> None:
        """Keys wait for the screen that they are meant for; a paste is what was copied, however it was wrapped."""
        if isinstance(event, Paste):
            from dmsa_tui.onboarding.pasted_text import unwrapped

            event.text = unwrapped(event.text)
        if await self.open_screens.wait_for_front(event):
            await super().on_event(event)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that show through the one in front, the lowest first.

        Textual 8.2 counts the screen below an opaque one as well: home would be read and drawn with each answer that a
        person gives in a step, and the whole step after it.
        """
        through: list[Screen[Any]] = []
        for above, screen in pairwise(reversed(self._screen_stack)):
            if above.styles.background.a == 1:
                break
            through.insert(0, screen)
        return through

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Leave a key that edits to the text, unless a button in sight names it: a page would open over the text."""
        if priority and edits(self.focused, key):
            front = self.screen
            if not (isinstance(front, ClosedOnce) and front.with_key(key_text(key))):
                return False
        return await super()._check_bindings(key, priority)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """ASCII and the terminal's own colors are filters of drawn lines."""
        return self.appearance.with_own_filters(super().get_line_filters())

    def watch_theme(self) -> None:
        """A theme may need other filters."""
        self.appearance.theme_changed()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A blinking cursor moves as well."""
        self.appearance.steady_cursor(event.widget)

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> "Driver":
        return self.leaving.guard(super()._build_driver(headless, inline, mouse, size))

    def panic(self, *renderables: object) -> None:
        """Textual calls this when the keyboard can be read no more: the terminal has gone."""
        self.leaving.leave(HUNG_UP)

    def _handle_exception(self, error: Exception) -> None:
        """Pass over a widget that asks for its children while it goes, or the program: Textual mounts none any more.

        Where the program ends, what was typed is saved by then, and the exit status is the one that was asked for.
        """
        asking = active_message_pump.get(self)
        goes = self._exit or not self.is_running or (isinstance(asking, Widget) and asking._pruning)
        if not (goes and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's text fields copy through this."""
        self.system_clipboard.copy_untold(text)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colors of the roles, of a person's word and on buttons, in themes that have none of their own."""
        return ROLE_COLORS | ON_BUTTONS | {"text-confirmed": VIOLET if self.current_theme.dark else DEEP_VIOLET}

    def get_css_variables(self) -> dict[str, str]:
        """The colors of the theme; those of Textual's own themes are made readable."""
        variables = super().get_css_variables()
        if self.current_theme in TEXTUALS:
            from dmsa_tui.tui.readable_colors import readable

            self.theme_variables = variables = readable(self.current_theme, variables)
        return variables

    def attend(self, session: "Session") -> None:
        """Show `session` from now on, in place of the one before."""
        for end in self._end_observing:
            end()
        self.session = session
        self._end_observing = (
            session.open_record.observe(lambda names: setattr(self, "record_changes", names)),
            session.results.observe(lambda names: setattr(self, "result_changes", names)),
            session.mask.observe(lambda names: setattr(self, "mask_changes", names)),
            session.level_scan.observe(lambda names: setattr(self, "scan_changes", names)),
            session.watching.observe(lambda names: setattr(self, "watching_changes", names)),
            session.reading.observe(lambda names: setattr(self, "reading_changes", names)),
            session.project_run.observe(lambda names: setattr(self, "run_changes", names)),
            session.actions.observe(lambda _names: self._tell_reopened()),
        )
        if self.is_running and len(self.screen_stack) == 1:  # a step that is open goes with the session before
            self.record_changes = frozenset(FIELDS)
        session.level_scan.give_way = self.give_way

    def look_at(self, what: str) -> None:
        """Note what a person looks at in a rehearsal, which may be what it is for."""
        if (rehearsal := self.session.rehearsal) is not None and what == rehearsal.looks_at:
            rehearsal.looked_at.add(what)
            self.result_changes = frozenset()

    def _tell_reopened(self) -> None:
        """Notify about steps that an answer reopened."""
        if self.is_running:
            sentences = " ".join(each.sentence for each in self.session.actions.reopened)
            self.notify(sentences, severity="warning", timeout=10, markup=False)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """As Textual's own."""
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Notice(message, title, severity, seconds, markup=markup)))

    def on_notify(self, event: Notify) -> None:
        """Let a new notice take the place of others, and of one that says the same: there is little room for them.

        Errors stay for their time, and so do warnings that nobody can have read yet.
        """
        said = event.notification.message
        for each in [each for each in self._notifications if each.message == said or not stays(each)]:
            withdraw(self, each)

    async def give_way(self) -> None:
        """Wait until a pressed key is handled and drawn."""
        if self.idle_scheduler is not None:
            await self.idle_scheduler.give_way()

    def key_text(self, command_id: str) -> str:
        """The key of a command as people write it."""
        raise NotImplementedError

    @property
    def step_in_front(self) -> str:
        """The id of the step that is open, with or without a dialog over it; empty on home."""
        steps = [each.STEP for each in self.screen_stack if isinstance(each, ClosedOnce) and each.STEP]
        return steps[-1] if steps else ""

    @property
    def step_after_open(self) -> str:
        """The id of the step after the one in front; empty behind a dialog, while Procore is asked, and at the end."""
        front = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(front, ClosedOnce) or not front.STEP or not front.is_mounted or self.session.results.asking:
            return ""
        ids = [each.id for each in self.session.guide.steps]
        return next(iter(ids[ids.index(front.STEP) + 1 :]), "")

    @property
    def width_class(self) -> str:
        """The CSS class of screens at the terminal's width."""
        return max(each for each in self.HORIZONTAL_BREAKPOINTS or [] if each[0] <= self.size.width)[1]

    @property
    def practice_plays(self) -> bool:
        """Whether the key for practice plays the open step, and does not open the practice browser first."""
        return self.practices_beside and self.width_class == "-roomy"

    def go_to_step(self, step_id: str, action_id: str = "", field: str = "", *, visits: bool = False) -> None:
        """Open a step of the open onboarding in place of the current one, whose work is cancelled.

        `action_id` is the action that is open there; empty for the next one to do. `field` gets the cursor. `visits`:
        the record keeps the place where the person was.
        """
        if not self.session.open_record.is_open:
            return
        if step_id == "check" != (left := self.step_in_front):
            self.step_left = (left, self.session.record.action if left else "")
        self.action_asked_for, self.field_asked_for, self.visits = action_id, field, visits
        self.looks_in = False
        ahead = None if action_id or field else self.next_step.take(step_id)
        self.open_screens.close_to(1, then=ahead or self.new_step_screen(step_id))

    def new_step_screen(self, step_id: str) -> ClosedOnce:
        """A screen of that step. Given at once, the class of the width needs no second styling and layout."""
        return step_screen(step_id)(classes=self.width_class)

    def go_home(self) -> None:
        """Go back to home."""
        self.open_screens.close_to(1)

    def open_task(self, task_id: str) -> None:
        """Open a task over what is in front; where nobody can begin it yet, say why."""
        raise NotImplementedError

    def add_projects(self) -> None:
        """Add the missing projects through Procore, see how far that is, or what came of it."""
        raise NotImplementedError

    def offer_paste(self, dialog: Screen[Any], text: str) -> None:
        """Offer a text that was pasted into a dialog to the fields there that it fits."""
        raise NotImplementedError
