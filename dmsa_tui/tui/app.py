"""DmsaApp: opens screens, applies themes and keys. State is in the session."""

import asyncio
import getpass
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key, MouseDown, Resize
from textual.notifications import Notify
from textual.screen import Screen
from textual.widgets import Input

from dmsa_tui.errors import DmsaError
from dmsa_tui.session import watching
from dmsa_tui.session.level_scan import ENDED
from dmsa_tui.session.settings import Settings, load_settings
from dmsa_tui.tui import keys
from dmsa_tui.tui.background_notices import BackgroundNotices
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.double_click import DoubleClick
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.leaving import has_shell
from dmsa_tui.tui.preload import preload, stylesheets_to_read
from dmsa_tui.tui.quitting import Quitting
from dmsa_tui.tui.step_screens import STEP_SCREENS, step_screen
from dmsa_tui.tui.stylesheets import FIRST_SCREEN
from dmsa_tui.tui.themes import theme_names

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import Rehearsal
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.base_app import Names
    from dmsa_tui.tui.idle_scheduler import IdleScheduler
    from dmsa_tui.tui.stray_typing import StrayTyping

SECOND_PRESS_SECONDS = 1.0
"""Seconds in which a second press of the key that plays does not stop what it has started."""
ALWAYS_OFFERED = ("quit", "copy_or_quit", "suspend_process")
"""The actions that a terminal of any size offers."""


class DmsaApp(BaseApp):
    """The wizard. Its return value is printed after the screen is gone."""

    TITLE = "dmsa-tui"
    CSS_PATH = FIRST_SCREEN
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  as Textual declares it
        (0, "-compact"),
        (80, "-narrow"),
        (100, "-wide"),
        (120, "-roomy"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(each.key, each.action, each.label, show=each.footer, tooltip=each.help, id=each.id, priority=True)
            for each in keys.APP
        ),
        Binding("ctrl+c", "copy_or_quit", show=False, priority=True),
    ]

    _stray_typing: "StrayTyping | None" = None

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.background_notices = BackgroundNotices(self)
        self.attend(session)
        self.trouble = ""
        """What is wrong with the settings file; shown once the first screen is mounted."""
        try:
            settings = load_settings(
                session.paths.config,
                themes=theme_names(),
                keys={each.id: each.key for each in keys.all_commands()},
            )
        except DmsaError as problem:
            settings, self.trouble = Settings(), str(problem)
        self.keys_of = {each.id: settings.keymap.get(each.id, each.key) for each in keys.all_commands()}
        """Command id → its key, the person's own where the settings name one."""
        self.person = settings.person or _account_name()
        self.contact, self.home_names = settings.contact or settings.person, settings.home_names
        self.set_keymap(settings.keymap)
        self.quitting = Quitting(self)
        self._double_click = DoubleClick()
        self.appearance.apply(settings)

    def attend(self, session: "Session") -> None:
        """Draw from `session`, and tell when it waits for a rate limit."""
        super().attend(session)
        session.connection.on_wait = self.background_notices.tell_pause
        session.credentials.store.on_wait = self.background_notices.tell_keyring

    def watch_scan_changes(self, names: "Names") -> None:
        """Notify about the end of a scan, on any screen, and keep what it found."""
        self.background_notices.tell_scan(names)
        if ENDED in names and self.is_running:
            self.autosave.soon()

    def watch_watching_changes(self, names: "Names") -> None:
        """Notify about the end of watching, on any screen, and keep what it found."""
        self.background_notices.tell_watching(names)
        if watching.ROUND in names and self.is_running:
            self.autosave.soon()

    def watch_record_changes(self, names: "Names") -> None:
        """Notify about what Procore's answers settle."""
        self.background_notices.tell_settled(names)

    def watch_run_changes(self, names: "Names") -> None:
        """Notify about a question or the end of adding projects, on any screen."""
        self.background_notices.tell_run(names)
        self.quitting.run_changed()

    def on_load(self) -> None:
        """Let tasks begin one after the other on every Python: from 3.12 on Textual runs each at once.

        A screen was composed before its style sheets were read then, and a worker ran before the answer was noted.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def on_mount(self) -> None:
        """Listen for signals, and notify about a wrong settings file."""
        if not self.is_headless:
            self.leaving.hear_signals()
            self.every_second.call(self.leaving.look_for_terminal)
        if self.trouble:
            self.notify(self.trouble, severity="warning", timeout=12, markup=False)

    def on_unmount(self) -> None:
        """Give the terminal its title back."""
        self.terminal_title.restore()

    def on_ready(self) -> None:
        """Watch for other windows, start a rehearsal that plays by itself, and preload what comes next."""
        self.every_second.begin()
        self.autosave.watch_other_windows(self.every_second)
        self.set_interval(60, self.pass_minute)
        if self.plays_on and self.session.rehearsal is not None:
            from dmsa_tui.tui.ending import resume

            self.run_worker(resume(self), group="dialog", exit_on_error=False)
        if self.idle_scheduler is not None:
            self.run_worker(self._settle(self.idle_scheduler), group="settle", exit_on_error=False)

    def pass_minute(self) -> None:
        """Let the results grow old, and draw the ages again."""
        self.session.results.grow_old(datetime.now(UTC))
        self.minutes += 1

    async def _settle(self, idle_scheduler: "IdleScheduler") -> None:
        """Preload the next screens, then begin to collect garbage in idle times."""
        try:
            own = (lambda: self.session.guide, self._rehearsal)
            screens = (partial(step_screen, id) for id in STEP_SCREENS)
            await preload(chain(stylesheets_to_read(self.stylesheet), own, screens), self.give_way)
        finally:
            idle_scheduler.begin()
            self.next_step.begin()
            self.every_second.call(idle_scheduler.look)

    def _rehearsal(self) -> "Rehearsal | None":
        """The practice company, which is built when it is first asked for."""
        return None if self.session.rehearsal is None else self.session.rehearsal.rehearsal

    async def on_event(self, event: Event) -> None:
        """Note when the person acts; any key stops a rehearsal that plays by itself."""
        if isinstance(event, InputEvent):
            self.terminal_title.acted()
            if self.idle_scheduler is not None:
                self.idle_scheduler.touched()
        # What comes back from a widget may be the click that started it.
        if self.stop_playing is not None and isinstance(event, (Key, MouseDown)) and not event.is_forwarded:
            if isinstance(event, Key) and self._plays_by_second_press(event):
                return
            # Whoever presses a key takes over; the key does nothing else, unless it goes on where no rest is left.
            if not (self.stop_playing() and self._goes_on(event)):
                self._mouse_down_widget = None  # and so the release is no click
                return
        if self.screen_stack and (
            self._double_click.falls_through(event, self.screen) or self.open_screens.is_meant_for_closed(event)
        ):
            self._mouse_down_widget = None  # and so the release is no click
            return
        if isinstance(event, Key) and not event.is_forwarded and len(self.screen_stack) > 1:
            from dmsa_tui.tui.stray_typing import StrayTyping

            self._stray_typing = self._stray_typing or StrayTyping(self)
            if self._stray_typing.lead(event):
                return
        await super().on_event(event)

    def _plays_by_second_press(self, event: Key) -> bool:
        """Whether it is the key that has just started to play: before the first time, that took two presses."""
        is_second = event.key == self.keys_of["practice"]
        return is_second and time.monotonic() - self.played_at < SECOND_PRESS_SECONDS

    def _goes_on(self, event: Key | MouseDown) -> bool:
        """Whether it is a key or a button that continues after a step."""
        if isinstance(event, Key):
            return event.key in (self.keys_of["done"], self.keys_of["next"])
        return any(each.region.contains_point(event.screen_offset) for each in self.screen.query("#done, #next"))

    def key_text(self, command_id: str) -> str:
        """The key of a command as people write it."""
        return keys.key_text(self.keys_of[command_id])

    def get_default_screen(self) -> Screen[object]:
        """Home."""
        return cast("Screen[object]", HomeScreen())

    def on_notify(self, event: Notify) -> None:
        """On home, name customers as it does: the text of an error has whole names."""
        home = self.screen_stack[0] if self.screen_stack else None
        if isinstance(home, HomeScreen) and home.listed is not None and not self.step_in_front:
            event.notification.message = home.listed.names.in_text(event.notification.message)

    def action_home(self) -> None:
        """The key for `go_home`."""
        self.go_home()

    def action_explain(self) -> None:
        """Open the help for the current screen."""
        from dmsa_tui.tui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog(self.screen))

    def _fatal_error(self) -> None:
        # Textual's own report shows the local variables of every frame, and one of them may be a secret.
        from rich.text import Text

        from dmsa_tui.terminal.crash_report import crash_report

        error = self._exception or RuntimeError()
        where = f"step {self.session.record.step}" if self.session.is_open else "no onboarding open"
        records = None if self.session.rehearsal is not None else self.session.paths.records
        self._exit_renderables.append(Text(crash_report(error, where, records)))
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Save, close the connection and quit; where projects are added or credentials lost, at the second press."""
        await self.quitting.quit()

    @work(group="dialog", exit_on_error=False)
    async def action_ask_to_quit(self) -> None:
        """Quit; where credentials are lost, after a question."""
        await self.quitting.ask()

    async def action_copy_or_quit(self) -> None:
        """Copy what is selected; otherwise a second press quits."""
        focused = self.focused
        typed = focused.selected_text if isinstance(focused, Input) and not focused.password else ""
        selected = self.screen.get_selected_text() or typed
        if selected:
            self.system_clipboard.copy_text(selected, "the selection")
        else:
            await self.quitting.interrupt()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Save a picture of the screen in the data directory, unless it shows IDs."""
        if self.session.is_open and not self.session.mask.ids_hidden:
            key = self.key_text("reveal")
            self.notify(f"No picture was taken, because IDs are shown. Press {key} to mask them.", severity="warning")
        else:
            self.set_timer(0.2, self._take_picture)  # the palette must have gone

    @work(group="save", exit_on_error=False)
    async def _take_picture(self) -> None:
        from dmsa_tui.errors import StorageError
        from dmsa_tui.session import handover

        picture = self.export_screenshot(title="dmsa-tui")
        path = self.session.paths.pictures / f"{datetime.now():%Y-%m-%d-%H%M%S}.svg"
        try:
            sentence = f"Saved {await handover.save_page(picture, path)}."
        except StorageError as problem:
            sentence = str(problem)
        self.notify(sentence, timeout=8, markup=False)

    def on_resize(self, event: Resize) -> None:
        """Cover the screen with a notice while the terminal is too small."""
        from dmsa_tui.tui.too_small import TooSmallScreen, fits

        if not self.screen_stack:
            return  # the program is ending
        if fits(event.size):
            self.open_screens.uncover()
        else:
            self.push_screen(TooSmallScreen())

    def open_task(self, task_id: str) -> None:
        """The dialog of the task."""
        from dmsa_tui.onboarding.open_tasks import unfinished_tasks, why_not_yet
        from dmsa_tui.tui.dialogs.tasks import task_dialog

        if reason := why_not_yet(self.session.record, task_id):
            self.notify(reason, severity="warning", timeout=6)
        else:
            self.push_screen(task_dialog(self.session.guide.documented(task_id)))
            for task, at in unfinished_tasks(self.session.record, self.session.guide):
                if task.id != task_id:
                    self.notify(f"Not finished: the task “{task.title}”, at action {at.words}.", severity="warning")

    def add_projects(self) -> None:
        """The dialog that adds them."""
        from dmsa_tui.tui.dialogs.permit import PermitDialog

        if self.session.is_open:
            self.push_screen(PermitDialog(self.session))

    def offer_paste(self, dialog: Screen[Any], text: str) -> None:
        """Ask which field of the dialog it is for."""
        from dmsa_tui.tui.pasted_in_dialog import offer_in_dialog

        self.run_worker(offer_in_dialog(self, dialog, text), group="paste", exit_on_error=False)

    def action_command_palette(self) -> None:
        """Every command by name, in a palette of our own."""
        from dmsa_tui.tui.palette import Palette

        self.push_screen(Palette())

    def action_suspend_process(self) -> None:
        """Go to the shell; where there is none, say so."""
        if has_shell():
            super().action_suspend_process()
        else:
            self.notify("No shell started this program, so there is none to go to.", severity="warning", timeout=6)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the terminal is too small, offer only quitting and suspending."""
        if action == "suspend_process" and not self.leaving.may_suspend:
            return False
        return action in ALWAYS_OFFERED if self.open_screens.is_covered else super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands of the palette."""
        from dmsa_tui.tui.palette import commands

        return [SystemCommand(*each[:4]) for each in commands(self, screen)]


def _account_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return "the consultant"
