"""The first screen: pick, start or resume an onboarding, or rehearse. Kept light, since everybody waits for it."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, ScreenResume
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.approvals import PendingApproval, pending_approvals
from dmsa_tui.onboarding.progress import STEP_IDS
from dmsa_tui.onboarding.tour_store import keep_closed, was_closed
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.keys import key_text
from dmsa_tui.tui.widgets.guide_text import INDENT, plain
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.key_bar import KeyBar, ShownKey
from dmsa_tui.tui.widgets.refilled_list import RefilledList
from dmsa_tui.tui.widgets.tour import Tour
from dmsa_tui.tui.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.store import Entry

WELCOME = (
    "Set up Procore for a sync tool, together: create the data connection app, give it its permissions, "
    "promote it, install it, permit the projects. After each step Procore itself is asked whether it worked."
)
NEW, REHEARSE, RESET, LEAVE = "\nnew", "\nrehearse", "\nreset", "\nleave"
"""No customer can be called like these: a name is one line."""
OTHER = "•••• (another customer)"
FEW = 5
"""So many onboardings are found without a search."""


class HomeScreen(WizardScreen):
    """The saved onboardings."""

    HELP = "Choose an onboarding to go on where it stopped, begin a new one, or rehearse on the practice company."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New onboarding"),
        Binding("escape", "close_tour", "Close the tour", show=False),
    ]
    SHOWS: ClassVar["Mapping[str, str]"] = dict.fromkeys(
        ("environment", "company_id", "step", "verdict", "verification", "production_access", "updated_at"), ""
    )
    _entries: "Sequence[Entry]" = ()

    def compose(self) -> ComposeResult:
        """Welcome, until it is closed the tour, and the list."""
        yield HeaderBar()
        yield Static(plain("Set up a Procore data connection", "bold $text-accent"), id="title")
        yield Static(plain(WELCOME), classes="paragraph")
        if not was_closed(self.session.paths):
            yield self._tour()
        search = Input(placeholder="Search: type a part of the customer's name", compact=True, id="search")
        search.display = False
        yield search
        yield RefilledList(id="onboardings")
        yield KeyBar(self.shown_keys(()))

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Draw the list afresh: a record may have changed."""
        self.draw()

    def draw(self) -> None:
        """Read the saved onboardings; the one worked on last comes first. Whoever has many types to find one."""
        self._read()
        search, chooser = self.query_one(Input), self.query_one(OptionList)
        search.display = len(self._entries) > FEW
        search.password = bool(self.session.mask.recorder)
        keys = self.query_one(KeyBar)
        new = () if search.display else (ShownKey("N", "New onboarding", "new"),)  # there N is typed
        keys.keys = (*new, *self.shown_keys(()))
        keys.refresh()
        with search.prevent(Input.Changed):
            search.value = ""
        self._list("")
        (search if search.display else chooser).focus()

    def record_changed(self, names: Names) -> None:
        """The list is drawn from the disk; what is searched for stays."""
        if names.isdisjoint(self.SHOWS):
            return
        self._read()
        self._list(self.query_one(Input).value)

    def _read(self) -> None:
        try:
            entries = self.session.store.entries()
        except DmsaError as problem:
            entries = []
            self.notify(str(problem), severity="error", timeout=12, markup=False)
        self._entries = sorted(entries, key=lambda each: _last_touched(each.record), reverse=True)

    def _list(self, wanted: str) -> None:
        """The onboardings whose names hold every word that is wanted, then what can be begun."""
        words = wanted.casefold().split()
        found = [each for each in self._entries if all(word in each.name.casefold() for word in words)]
        options = [self._option(each) for each in found]
        if words and not found:
            options.append(Option(plain("No customer's name holds that.", "$foreground-muted"), disabled=True))
        chooser = self.query_one(OptionList)
        chooser.clear_options()
        chooser.add_options([*options, *self._offers()])
        enabled = [place for place, option in enumerate(chooser.options) if not option.disabled]
        chooser.highlighted = None if words and not found else next(iter(enabled), None)

    def _option(self, entry: "Entry") -> Option:
        if entry.record is not None:
            return Option(self._row(entry.record), id=entry.name)
        told = f"{OTHER}: its record cannot be read" if self._hides_others else f"{entry.name}: {entry.problem}"
        return Option(Content.assemble(("✖ ", "$text-error"), plain(told)), disabled=True)

    def _offers(self) -> list[Option]:
        """What can be begun, or left."""
        rehearsing, offers = self.session.rehearsal, []
        if rehearsing is None:
            offers += [
                Option(_offer("+", "New onboarding", "a customer's name, the environment, the company ID"), id=NEW),
                Option(_offer("▶", "Rehearse", "on a practice company; nothing leaves this machine"), id=REHEARSE),
            ]
        elif not self._entries:
            offers.append(Option(_offer("▶", "Start the rehearsal", "scenario " + rehearsing.scenario), id=NEW))
        else:
            offers.append(Option(_offer("↺", "Begin again", "forget this rehearsal and start from nothing"), id=RESET))
        if self.app.session_before is not None:
            offers.append(Option(_offer("←", "Leave the rehearsal", "back to the saved onboardings"), id=LEAVE))
        return offers

    def _tour(self) -> Tour:
        self.add_class("-touring")
        return Tour(self.app.key_text, key_text(self.app.COMMAND_PALETTE_BINDING))

    def show_tour(self) -> None:
        """Show it again, until it is closed again."""
        if not self.query(Tour):
            self.mount(self._tour(), before="#search")

    @on(Tour.Closed)
    @work(group="save", exit_on_error=False)
    async def action_close_tour(self) -> None:
        """Take the tour away, for good."""
        if self.query(Tour):
            self.query(Tour).remove()
            self.remove_class("-touring")
            await asyncio.to_thread(keep_closed, self.session.paths)

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self._list(event.value)

    @on(Input.Submitted, "#search")
    def _found(self, event: Input.Submitted) -> None:
        """Enter opens what is highlighted, as it does in the list."""
        event.stop()
        self.query_one(OptionList).action_select()

    def on_key(self, event: Key) -> None:
        """The arrows belong to the list, also while one types."""
        move = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}.get(event.key)
        if move and self.query_one(Input).has_focus:
            event.stop()
            getattr(self.query_one(OptionList), f"action_{move}")()

    @property
    def _hides_others(self) -> bool:
        """Whether names of customers are dots: while one of them is open, and in a recording, which others may keep."""
        recorded = bool(self.session.mask.recorder) and self.session.rehearsal is None
        return recorded or (self.session.is_open and self.session.mask.ids_hidden)

    def _row(self, record: "Onboarding") -> Content:
        is_open = self.session.is_open and record.name == self.session.record.name
        name = OTHER if self._hides_others and not is_open else record.name
        place = STEP_IDS.index(record.step) + 1 if record.step in STEP_IDS else 1
        verdict = f"last verdict {record.verdict}" if record.verdict else "never checked"
        facts = (record.environment, f"step {place} of {len(STEP_IDS)}", verdict, _age(record.updated_at))
        return Content.assemble(
            ("▶ ", "$text-accent"),
            (name, "bold"),
            (f"\n{INDENT}{' · '.join(facts)}", "$foreground-muted"),
            *(_wait(each) for each in pending_approvals(record)),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if self.app.screen is not self:
            return  # chosen twice: the first choice is opening
        match event.option.id:
            case "\nnew":
                self.action_new()
            case "\nrehearse":
                self.action_rehearse()
            case "\nleave":
                self._change_session()
            case "\nreset":
                self.session.reset_rehearsal()
                self.draw()
            case str() as name:
                self._open(name)

    def _open(self, name: str) -> None:
        try:
            self.session.open_record.open(name)
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return
        self.app.go_to_step(self.session.record.step)

    @work(group="dialog", exit_on_error=False)
    async def action_new(self) -> None:
        """Begin a new onboarding."""
        from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog

        record = await self.app.push_screen_wait(NewOnboardingDialog(self.session))
        if record is None:
            return
        try:
            self.session.open_record.begin(record)
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return
        self.app.go_to_step(record.step)

    @work(group="dialog", exit_on_error=False)
    async def action_rehearse(self) -> None:
        """Choose what to rehearse, and go on where its last rehearsal stopped."""
        from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog

        offered = await asyncio.to_thread(self.session.scenarios)
        chosen = await self.app.push_screen_wait(ScenariosDialog(offered))
        if chosen is not None and await self._into(chosen.scenario, reset=chosen.reset):
            for name in self.session.store.names()[:1]:
                self._open(name)

    @work(group="dialog", exit_on_error=False)
    async def _change_session(self) -> None:
        """Back out of the rehearsal."""
        await self._into()

    async def _into(self, scenario: str = "", *, reset: bool = False) -> bool:
        try:
            await self.app.change_session(scenario, reset=reset)
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return False
        self.draw()
        return True


def _offer(sign: str, name: str, what: str) -> Content:
    return Content.assemble((f"{sign} ", "$text-accent"), (name, "bold"), (f"\n{INDENT}{what}", "$foreground-muted"))


def _wait(wait: PendingApproval) -> tuple[str, str]:
    """Whose turn it is, for which approval, since how many days."""
    sign, style = ("✖", "$text-error") if wait.refused else ("◐", "$text-warning")
    return f"\n{INDENT}{sign} {wait.who[0].upper()}{wait.who[1:]}: {wait.said}", style


def _last_touched(record: "Onboarding | None") -> datetime:
    """For the order of the list; what cannot be read comes last."""
    return (record.updated_at if record else None) or datetime.min.replace(tzinfo=UTC)


def _age(moment: datetime | None) -> str:
    """How long ago, in words."""
    if moment is None:
        return "just now"
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days ago"
