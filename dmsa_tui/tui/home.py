"""The first screen: pick, start or resume a setup, or rehearse. It imports little, so that it opens fast."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume, ScreenSuspend
from textual.widgets import Button

from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.autosave import ended
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.changes_on_home import ChangesOnHome
from dmsa_tui.tui.chosen_on_home import ChosenOnHome
from dmsa_tui.tui.customer_list import CustomerList
from dmsa_tui.tui.home_buttons import HIDDEN_BELOW, OF_CHOSEN
from dmsa_tui.tui.keys import HOME, TABLE, KeyCommand
from dmsa_tui.tui.rehearsals_on_home import RehearsalsOnHome
from dmsa_tui.tui.setups import open_saved, start_new
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.key_bar import KeyBar, ShownKey
from dmsa_tui.tui.widgets.welcome import Welcome
from dmsa_tui.tui.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.pasted_on_home import PastedOnHome

UNDO = "undo"
LOOK_SECONDS = 2
"""How often home looks for what others have written."""


class HomeScreen(WizardScreen):
    """The saved setups; without any, a welcome."""

    HELP = (
        "An onboarding connects one customer's Procore company to the sync tool, the program that works with Procore's "
        "data. Choose one to continue where it stopped, start another one, or rehearse on the practice company. "
        "What fails or waits comes first. ✔ means that Procore proved it, ✎ that a person confirmed it. "
        "Type a customer's name to search for it, also where its first letter is a key."
    )
    KEYS = HOME
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(each.key, each.action, each.label, show=False, id=each.id) for each in TABLE),
        *(Binding(each.key.upper(), each.action, show=False) for each in TABLE if len(each.key) == 1),
        Binding("escape", "to_table", "Back to the table", show=False),
        Binding("f9", "reveal", "Show names", show=False, id="reveal"),
    ]
    SHOWS: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (
            "environment", "step", "verdict", "checked_at", "verification", "production_access", "confirmed",
            "approvals_settled_by", "archived", "updated_at", "access_ended_at",
        ),
        "",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._reading, self._telling = asyncio.Lock(), asyncio.Lock()
        self._body: Welcome | CustomerList | None = None
        self._shown_session: Session | None = None
        self._changes, self._rehearsals = ChangesOnHome(self), RehearsalsOnHome(self)
        self._chosen = ChosenOnHome(self)
        self._pasted: PastedOnHome | None = None
        self._comes_from = False
        """Whether the person comes from an onboarding, whose row is chosen then."""

    def compose(self) -> ComposeResult:
        yield HeaderBar(names_customer=False)
        self._body = self._new_body()
        yield self._body
        yield KeyBar(self.shown_keys)

    def on_mount(self) -> None:
        self.watch(self.app, "minutes", self._draw_list, init=False)
        self._look()
        self._focus()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Read the setups again: a record may have changed."""
        self._draw_list()  # with the names as they may be shown now; what is read comes a moment later
        self.read()

    def on_screen_suspend(self, event: ScreenSuspend) -> None:
        """When home is left for a screen, hide the names again; behind a dialog nothing changes."""
        is_left = any(isinstance(each, WizardScreen) for each in self.app.screen_stack[1:])
        self._comes_from = self._comes_from or is_left
        if self.listed is not None and is_left:
            self.listed.leave()
            self.set_focus(self.listed.table)  # the search is empty then, and letters are keys again
        elif self.listed is not None and self.listed.search.refusal:
            self.listed.forget_search()
            self.listed.draw()

    def record_changed(self, names: Names) -> None:
        """Read the setups again."""
        if self.is_current and not names.isdisjoint(self.SHOWS):
            self.read()

    def mask_changed(self, names: Names) -> None:
        """Show or hide names."""
        self._draw_list()

    def _draw_list(self) -> None:
        if self.listed is not None and self.is_current:
            self.listed.draw()

    @property
    def shown_keys(self) -> list[ShownKey]:
        """Where the list has no room for some buttons, their keys are in the last line; in the search, its own are.

        Behind a dialog, the keys of the list do nothing.
        """
        if self.app.screen is not self:
            return super().shown_keys
        if self.listed is not None and self.listed.is_mounted and self.listed.search.has_focus:
            enter = ShownKey(self.app.key_text("resume"), "Open", "screen.open", below=HIDDEN_BELOW["resume"])
            return [enter, ShownKey("Esc", "Table", "screen.to_table"), *super().shown_keys]
        named = [
            ShownKey(self.app.key_text(each.id), each.label, f"screen.{each.action}", below=HIDDEN_BELOW.get(each.id))
            for each in self.commands
            if each.id in (UNDO, *HIDDEN_BELOW)
        ]
        return [*sorted(named, key=lambda each: each.below is not None), *super().shown_keys]

    @property
    def commands(self) -> list[KeyCommand]:
        """Also without what has nothing to act on just now: such a key only says so."""
        has_chosen = self.listed is not None and self.listed.is_mounted and self.listed.chosen is not None
        lacking = () if has_chosen else OF_CHOSEN
        return [
            each
            for each in super().commands
            if each.id not in lacking and (each.id != UNDO or self._changes.can_be_undone)
        ]

    @property
    def open_customer(self) -> str:
        entries = self.listed.entries if self.listed is not None else ()
        of_record = (each for each in entries if each.name == self.session.record.name)
        return next((self.listed.names.shown(each) for each in of_record if self.listed is not None), "•")

    def named_by(self, command_id: str) -> str:
        entry = self.listed.chosen if self.listed is not None and command_id in ("resume", *OF_CHOSEN) else None
        return self.listed.names.shown(entry) if self.listed is not None and entry is not None else ""

    def show_keys(self) -> None:
        """Show what the last line shows now."""
        self.query_one(KeyBar).show(self.shown_keys)

    # -- what is saved ---------------------------------------------------------------------------------------------

    @property
    def listed(self) -> CustomerList | None:
        """The list of setups; None while the welcome is shown or the two are exchanged."""
        return self._body if isinstance(self._body, CustomerList) else None

    @work(group="rows", exit_on_error=False)
    async def read(self) -> None:
        """Read the saved setups, and list them."""
        async with self._reading:
            try:
                entries = await self.session.saved.read(self.app.give_way)
            except DmsaError as problem:
                self.tell_problem(problem)
                return
            if self._shown_session is not self.session or (self.listed is None) == bool(entries):
                await self._show_instead()
            if self.listed is not None:
                self.listed.show(entries)
                if self._comes_from and self.is_current and self.session.is_open:
                    self._comes_from = False
                    self.listed.choose(self.session.record.name)

    @on(CustomerList.InSight)
    def _moved(self) -> None:
        self.show_keys()
        self._chosen.moved()

    @on(CustomerList.InSight)
    @work(group="summaries", exit_on_error=False)
    async def _tell(self) -> None:
        """Read the summaries of the setups that are in sight by then, and show them."""
        async with self._telling:
            if self.listed is None:
                return
            summaries = await self.session.saved.summaries(self.listed.in_sight)
            if self.listed is not None:  # another list, or none, may have taken its place while they were read
                self.listed.tell(summaries)

    @work(group="other-window", exit_on_error=False)
    async def _look(self) -> None:
        """List what commands and other windows have written, while home is in front."""
        while True:  # one worker for all looks costs less than a timer and a worker for each
            await self.app.every_second.passed(LOOK_SECONDS)
            if self.is_current and await self.session.saved.has_changed():
                self.read()

    def _is_empty(self) -> bool:
        try:
            return self.session.saved.is_empty
        except DmsaError:
            return True  # reading says why

    async def _show_instead(self) -> None:
        """Exchange list and welcome. Meanwhile there is neither."""
        before, self._body = self._body, None
        if before is not None:
            await before.remove()
        body = self._new_body()
        await self.mount(body, before="KeyBar")
        self._body = body
        self.show_keys()
        self._focus()

    def _new_body(self) -> Welcome | CustomerList:
        self._shown_session = self.session
        return self._rehearsals.welcome() if self._is_empty() else CustomerList()

    def _focus(self) -> None:
        targets = self.query("CustomerTable, Welcome CompactButton")
        if targets:
            self.set_focus(targets.first())

    def tell_problem(self, problem: DmsaError) -> None:
        """Notify about what failed."""
        self.notify(str(problem), severity="error", timeout=10, markup=False)

    # -- hands -----------------------------------------------------------------------------------------------------

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if self.is_current and (name := event.button.name):
            if not self.check_action(name, ()):
                self.read()  # another window has begun it meanwhile
            if self.listed is not None:
                self.set_focus(self.listed.table)  # Enter and arrows are the list's again once a dialog closes
            await self.run_action(name)

    def action_open(self) -> None:
        """Open the chosen setup. A second press while it opens does nothing."""
        entry = self.listed.to_open() if self.is_current and self.listed else None
        self._moved()
        if entry is not None and self.listed is not None:
            open_saved(self.app, entry, self.listed.summary(entry))

    def action_search(self) -> None:
        """Focus the search."""
        if self.listed is not None:
            self.set_focus(self.listed.search)
            self._chosen.forget()

    def acts_by_letter(self, key: str) -> bool:
        """Whether it is the key of a command. In the search letters are text; in a rehearsal no names are searched."""
        can_search = self.listed is not None and self.listed.search.display and not self.listed.search.has_focus
        return can_search and key in self.active_bindings

    def changes_at_once(self, key: str) -> bool:
        """Whether it is the key of a change that no dialog asks about."""
        return key in self.active_bindings and self.active_bindings[key].binding.action in ("archive", UNDO)

    def begins_name(self, text: str) -> bool:
        """Whether a customer's name, or a word of it, begins so."""
        return self.listed is not None and self.listed.begins_name(text)

    def search_for(self, text: str) -> None:
        """Search for a name that is typed in the table."""
        if self.listed is not None:
            self.listed.search.begin(text)
            self._chosen.forget()

    def action_to_table(self) -> None:
        """Go from the search to the table; there, or if nothing was found, clear the search."""
        if self.listed is not None:
            nothing = self.listed.search.refusal or not self.listed.table.keys
            if self.listed.table.has_focus or nothing:
                self.listed.search.value = ""
            self.set_focus(self.listed.table)

    def action_reveal(self) -> None:
        """Show all names, or hide them again."""
        recorder = self.session.mask.recorder
        if recorder:
            self.notify(f"Names stay masked: {recorder} is recording this terminal.", timeout=4)
        elif self.listed is not None:
            self.listed.turn_names()

    def paste(self, text: str) -> None:
        """No onboarding is in front, and none gets what was pasted."""
        if text.strip():
            self._take_paste(text)

    @work(group="dialog", exit_on_error=False)
    async def _take_paste(self, text: str) -> None:
        from dmsa_tui.tui.pasted_on_home import PastedOnHome

        self._pasted = self._pasted or PastedOnHome(self.app)
        await ended(self.read())
        if self.is_current:
            await self._pasted.take(self.listed, text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a list nothing can be chosen in it. A rehearsal has one setup, which can be started again; only real
        ones can be renamed, archived and deleted."""
        is_rehearsal = self.session.rehearsal is not None
        if action in ("rename", "archive", "delete", "search"):
            return self.listed is not None and not is_rehearsal
        if action == "undo":
            return not is_rehearsal and self._changes.began
        if action == "new":
            return not is_rehearsal or self.listed is not None or self._is_empty()
        if action in ("begin_again", "leave"):
            return is_rehearsal
        if action in ("reveal", "open", "tasks"):
            return self.listed is not None and (not is_rehearsal or action != "reveal")
        return True

    # -- what can be done ------------------------------------------------------------------------------------------

    @work(group="dialog", exit_on_error=False)
    async def action_new(self) -> None:
        """Start a setup. In a rehearsal its answers are known already; the second one there is a real one."""
        if self.session.rehearsal is not None and self.listed is not None:
            await self.app.sessions.change()
        if self._shown_session is not self.session:
            await ended(self.read())  # the form says which of them has the company already
        await start_new(self.app, self.listed)

    @work(group="dialog", exit_on_error=False)
    async def action_rehearse(self) -> None:
        """Choose a scenario, and continue its last rehearsal."""
        await self._rehearsals.choose()

    @work(group="dialog", exit_on_error=False)
    async def action_tasks(self) -> None:
        """Choose a task for the chosen setup, and open it over home."""
        await self._chosen.choose_task()

    @work(group="dialog", exit_on_error=False)
    async def action_rename(self) -> None:
        """Rename the chosen onboarding."""
        if self.listed is not None and (entry := self._chosen.readable()) is not None:
            await self._changes.rename(entry, self.listed)

    @work(group="dialog", exit_on_error=False)
    async def action_archive(self) -> None:
        """Archive the chosen onboarding, or restore it."""
        if self.listed is not None and (entry := self._chosen.readable()) is not None:
            await self._changes.archive(entry, self.listed)

    @work(group="dialog", exit_on_error=False)
    async def action_delete(self) -> None:
        """Delete the chosen onboarding, if the person agrees."""
        if self.listed is not None and (entry := self._chosen.entry()) is not None:
            await self._changes.delete(entry, self.listed)

    @work(group="dialog", exit_on_error=False)
    async def action_undo(self) -> None:
        """Undo the last renaming or archiving."""
        await self._changes.undo()

    # -- rehearsals ------------------------------------------------------------------------------------------------

    @work(group="dialog", exit_on_error=False)
    async def action_begin_again(self) -> None:
        """Start the rehearsal from the beginning; after a question, if something was done in it."""
        if self.is_current:
            await self._rehearsals.begin_again()

    @work(group="dialog", exit_on_error=False)
    async def action_leave(self) -> None:
        """Leave the rehearsal; where the button says so, for the form of a real onboarding."""
        starts = self.app.sessions.before is None and self.listed is None
        await self.app.sessions.change()
        if starts:
            self.action_new()
