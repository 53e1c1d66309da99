"""The saved setups on home: table, search, and a row of actions for the chosen one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste, Resize
from textual.message import Message
from textual.widgets import Button, Input, Static

from dmsa_tui.onboarding.known import guide_for
from dmsa_tui.onboarding.searching import folded
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.summary import Summary, state_of
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import ENVIRONMENTS, place_name, stand_in
from dmsa_tui.session.last_open import last_open
from dmsa_tui.session.names_on_home import LONGEST
from dmsa_tui.session.stand_ins import initials
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.customer_names import CustomerNames
from dmsa_tui.tui.home_buttons import HomeButtons
from dmsa_tui.tui.next_words import checked_words, next_words
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.customer_search import CustomerSearch
from dmsa_tui.tui.widgets.customer_table import CustomerTable, Row
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.record_files import Entry

ARCHIVED = "\narchived"
"""Key of the row that shows or hides the archived setups. No file has this name."""
TO_SEARCH, IN_SEARCH = "Press / to search by part of a customer's name", "Part of a customer's name"
"""What an empty search says: what leads there, and once it has the focus what to type."""
READING, NOBODY = "Reading…", "No customer's name contains that. Escape clears the search."


class CustomerList(Vertical):
    """The setups given to `show`; archived ones only on request."""

    app = getters.app(BaseApp)

    class InSight(Message):
        """Other rows are in sight; their summaries may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()
        self.names = CustomerNames(self.app)
        self._is_read = False
        self._by_key: dict[str, Entry] = {}
        self._folded: dict[str, str] = {}
        """Key → the customer's name, as the search compares it."""
        self._with_archived = False
        self._before_search = ""
        """Key of the row that was chosen when the search began."""
        self._summaries: dict[Path, Summary] = {}

    def compose(self) -> ComposeResult:
        yield CustomerTable(self._row, id="customers")
        with Horizontal(id="search-line"):
            yield CustomerSearch(TO_SEARCH, self._is_in_a_name)
            yield Static(id="search-count", markup=False)
            clear = CompactButton("✕", id="clear-search", tooltip="Clear the search")
            clear.display = clear.can_focus = False  # Escape is its key
            yield clear
        yield Static(id="names-note", markup=False)
        yield HomeButtons()

    def on_mount(self) -> None:
        """In a rehearsal there is one setup, so hide the search."""
        self.table.nothing = READING
        self.search.display = self.app.session.rehearsal is None
        self.search.recorded = bool(self.app.session.mask.recorder)
        self.watch(self.search, "has_focus", self._invite)
        self.watch(self.search, "value", self._offer_to_clear)
        self._label()

    def _invite(self, in_search: bool) -> None:
        """Say what the search takes; and that letters are no keys in it."""
        self.search.placeholder = IN_SEARCH if in_search else TO_SEARCH
        self._show_count()
        self._label()
        self.post_message(self.InSight())

    # -- what is listed --------------------------------------------------------------------------------------------

    @property
    def table(self) -> CustomerTable:
        """The table."""
        return self.query_one(CustomerTable)

    @property
    def search(self) -> CustomerSearch:
        """The line to search with."""
        return self.query_one(CustomerSearch)

    @property
    def chosen(self) -> "Entry | None":
        """The setup on the chosen line."""
        return self._by_key.get(self.table.chosen)

    @property
    def says_nothing_chosen(self) -> str:
        """Why no setup is chosen, and what to do; empty while one is."""
        if self.table.chosen != ARCHIVED:
            return "" if self.chosen else "No onboarding is chosen."
        if self._with_archived:
            return "Choose an archived onboarding below this line first."
        return f"Press {self.app.key_text('resume')} to show the archived onboardings, then choose one."

    @property
    def in_sight(self) -> "list[Entry]":
        """The setups whose lines are drawn."""
        return [self._by_key[key] for key in self.table.in_sight if key in self._by_key]

    def show(self, entries: "Sequence[Entry]") -> None:
        """List these setups. Search, choice and scroll position stay; at first what was open last is chosen."""
        is_first, self.entries, self._is_read = not self._is_read, entries, True
        self._by_key = {str(each.path): each for each in entries}
        self.names.list(entries)
        self.table.forget_all_but(self._by_key)
        self._folded = {key: folded(_to_search(each.name)) for key, each in self._by_key.items()}
        self.draw()
        if is_first and not self.app.session.is_open and (last := last_open(self.app.session.paths.state, entries)):
            self.choose(last.name)

    def to_open(self) -> "Entry | None":
        """The chosen setup; None on the row of the archived ones, which are shown or hidden instead."""
        if self.table.chosen == ARCHIVED:
            self._with_archived = not self._with_archived
            self.table.measure([ARCHIVED])
            self.draw()
            self.table.show_below()
        return self.chosen

    def summary(self, entry: "Entry") -> Summary | None:
        """What the entry's row says; None while it says nothing yet."""
        return self._summaries.get(entry.path)

    def choose(self, name: str) -> None:
        """Choose that customer's row; a search that hides it is cleared, and archived ones are shown."""
        key, entry = next((each for each in self._by_key.items() if each[1].name == name), ("", None))
        if key not in self.table.keys:
            self._with_archived |= entry is not None and entry.record is not None and entry.record.archived
            self.forget_search()
            self.draw()
        self.table.choose(key)

    def tell(self, summaries: Mapping[Path, Summary]) -> None:
        """Show these summaries in their rows."""
        self._summaries.update(summaries)
        told = [str(path) for path in summaries if str(path) in self._by_key]
        self.table.measure([*told, ARCHIVED] if ARCHIVED in self.table.keys else told)
        self._show_note()

    def draw(self) -> None:
        """Fill the table for the current search, with names shown or hidden."""
        self.table.nothing = self.search.refusal or (NOBODY if self._is_read else READING)
        names = [self._row(ARCHIVED).name, *map(self.names.shown, self.entries)]
        self.table.show(self._listed(), names)
        self._show_note()
        self._show_count()
        self.names.withdraw_notices()
        self._label()

    def _show_note(self) -> None:
        self.query_one("#names-note", Static).update(self._note())

    def _show_count(self) -> None:
        """How many rows the search leaves; in the table, which looks whole, what shows the others."""
        listed, count = len(self.table.keys), self.query_one("#search-count", Static)
        count.display = bool(self.search.value) and 0 < listed < len(self.entries)
        shows = "" if self.search.has_focus else " · Escape shows all"
        count.update(literal(f"{listed:,} of {len(self.entries):,} shown{shows}", "$foreground-muted"))

    def _note(self) -> Content:
        """Why there are initials, and what shows the names; else the chosen name, where its row has no room for it."""
        if not self.names.are_hidden:
            name = self.names.shown(self.chosen) if self.chosen else ""
            return literal(name, "$foreground-muted") if self.table.cuts(name) else Content("")
        recorder = self.app.session.mask.recorder
        key = self.app.key_text("reveal")
        why = f"{recorder} is recording" if recorder else f"others may see this. {key} shows the names"
        return literal(f"Initials only: {why}.", "$foreground-muted")

    def leave(self) -> None:
        """Hide the names again, and clear the search."""
        self.names.hide_again()
        self._with_archived = False
        self.forget_search()
        self.draw()

    def forget_search(self) -> None:
        """Clear the search."""
        self._before_search = ""
        with self.search.prevent(Input.Changed):
            self.search.value = ""

    def _listed(self) -> list[str]:
        """The keys of the rows: setups whose names or initials contain every word of the search, archived ones last."""
        if self.search.refusal:
            return []
        words = folded(self.search.value).split()
        listed: list[str] = []
        archived: list[str] = []
        for key, entry in self._by_key.items():
            if all(word in self._folded[key] for word in words):
                (archived if entry.record and entry.record.archived else listed).append(key)
        if words:
            return listed + archived
        return listed + [ARCHIVED] * bool(archived) + archived * self._with_archived

    def _row(self, key: str) -> Row:
        if key == ARCHIVED:
            count = sum(each.record is not None and each.record.archived for each in self.entries)
            which = "it" if count == 1 else "them"
            if not self._with_archived:
                return Row(f"{count:,} archived", next=f"Enter shows {which}.")
            restores = f"{self.app.key_text('archive')} restores the chosen one."
            return Row(f"{count:,} archived", next=f"Enter hides {which}; {restores}")
        entry = self._by_key[key]
        record = entry.record
        hidden, name = self.names.is_hidden(entry), self.names.shown(entry)
        if record is None:
            problem = "Its record cannot be read." if hidden else visible(entry.problem or "", LONGEST)
            return Row(name, State.FAILING, next=problem)
        summary = self._summaries.get(entry.path)
        state = state_of(record) if summary is None else summary.state
        environment = ENVIRONMENTS[record.environment].name if record.environment in ENVIRONMENTS else ""
        hosts = (record.login_url, record.api_url)
        return Row(
            name,
            state,
            place_name(environment, *hosts),
            ("archived · " if record.archived else "") + next_words(summary, guide_for(record)),
            summary.waits_for if summary and not record.archived else "",
            checked_words(record, summary),
            is_old=not self._is_of_this_run(record),
            stand_in="" if self.app.session.rehearsal is not None else stand_in(*hosts).lower(),
        )

    def _is_of_this_run(self, record: "Onboarding") -> bool:
        session = self.app.session
        return session.is_open and session.record.name == record.name and session.results.report is not None

    def turn_names(self) -> None:
        """Show all names, or where all are shown, hide them."""
        self.names.turn()
        self.draw()

    # -- hands -----------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        found_nobody, self._before_search = not self.table.keys, self._before_search or self.table.chosen
        self.draw()
        if not event.value:
            if found_nobody:
                self.table.choose(self._before_search)
            self._before_search = ""

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        """Enter opens the chosen setup, as in the table; what is no name is taken as a paste on home."""
        event.stop()
        if self.search.refusal:
            self.screen.post_message(Paste(self.search.take()))
        else:
            await self.run_action("screen.open")

    def on_key(self, event: Key) -> None:
        """Arrow keys lead from the search to the table, and move there; a letter that is no key begins a search."""
        move, turn = {"down": 1, "up": -1}.get(event.key), {"pagedown": 1, "pageup": -1}.get(event.key)
        if not self.search.has_focus:
            if _is_text(event) and self.search.display and event.key not in self.screen.active_bindings:
                event.stop()
                self._begin_search(event.character or "")
        elif (move or turn) and self.table.keys:
            event.stop()
            self.screen.set_focus(self.table)
            self.table.action_move(move) if move else self.table.action_turn(turn or 0)

    def _offer_to_clear(self, typed: str) -> None:
        self.query_one("#clear-search").display = bool(typed)

    @on(Button.Pressed, "#clear-search")
    def _clear_search(self, event: Button.Pressed) -> None:
        """Clear it, for another one."""
        event.stop()
        self.search.value = ""
        self.screen.set_focus(self.search)

    def _begin_search(self, letter: str) -> None:
        """Search for that letter, unless no name contains it."""
        if self._is_in_a_name(letter):
            self.search.begin(letter)
        else:
            way = f"Press {self.app.key_text('search')} to search."
            self.app.notify(f"No customer's name contains “{letter}”. {way}", timeout=5, markup=False)

    def _is_in_a_name(self, text: str) -> bool:
        return any(folded(text) in name for name in self._folded.values())

    def begins_name(self, text: str) -> bool:
        """Whether a word of a customer's name begins so."""
        return any(word.startswith(folded(text)) for name in self._folded.values() for word in name.split())

    @on(CustomerTable.Chosen)
    def _moved(self, event: CustomerTable.Chosen) -> None:
        event.stop()
        self._label()
        self._show_note()
        self.post_message(self.InSight())

    @on(CustomerTable.InSight)
    def _scrolled(self, event: CustomerTable.InSight) -> None:
        event.stop()
        self._show_note()
        self.post_message(self.InSight())

    def on_resize(self, _event: Resize) -> None:
        """Use short labels where there is little room."""
        self._label()

    def _label(self) -> None:
        opens = {ARCHIVED: "Hide" if self._with_archived else "Show", "": ""}.get(self.table.chosen, "Open")
        self.query_one(HomeButtons).show(
            self.chosen,
            opens=opens,
            in_search=self.search.has_focus,
            hides_names=self.names.are_hidden,
            width=self.size.width,
        )


def _to_search(name: str) -> str:
    """What the search reads: the name, and the initials that may stand for it, without their dots."""
    return f"{name} {initials(name).replace('. ', '').removesuffix('.')}"


def _is_text(event: Key) -> bool:
    return event.is_printable and event.key not in ("space", "tab")
