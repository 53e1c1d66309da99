"""The saved setups on home: table, search, and a row of actions for the chosen one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Resize
from textual.message import Message
from textual.widgets import Button, Input, Static

from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.onboarding.searching import folded
from dmsa_tui.onboarding.states import State, age_words
from dmsa_tui.onboarding.summary import Summary, state_of
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import ENVIRONMENTS, place_name, stand_in
from dmsa_tui.session.last_open import last_open
from dmsa_tui.session.names_on_home import LONGEST, is_hidden
from dmsa_tui.session.stand_ins import initials
from dmsa_tui.tui import keys
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.next_words import next_words
from dmsa_tui.tui.notices import withdraw_naming
from dmsa_tui.tui.widgets.compact_button import ActionButton, CompactButton
from dmsa_tui.tui.widgets.customer_table import NEVER, CustomerTable, Row
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.search_line import MASKED, SearchLine

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.record_files import Entry

ARCHIVED = "\narchived"
"""Key of the row that shows or hides the archived setups. No file has this name."""
PADDED, WHOLE = 98, 76
"""Columns from which the buttons have room around their labels, and have whole labels."""
REAL = "Real onboarding"
"""What leaves a rehearsal that no setup was left for."""
HIDDEN_BELOW = {"resume": 76, "tasks": 82}
"""Button → the columns below which it has no room; the last line has its key."""
OF_CHOSEN = ("tasks", "rename", "archive", "delete")
"""Buttons that act on the chosen onboarding."""
ACT_IN_SEARCH = ("resume", "reveal")
"""Buttons whose keys act in the search too, where letters are text."""
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
        self._is_read = False
        self._by_key: dict[str, Entry] = {}
        self._names: set[str] = set()
        """Every name that was listed; a notice may have it when it is deleted or changed."""
        self._initials: dict[str, str] = {}
        """Name → what replaces it where names are hidden."""
        self._folded: dict[str, str] = {}
        """Key → the customer's name, as the search compares it."""
        self._names_asked: bool | None = None
        """Whether the person asked to show all names, or to hide them; None for neither."""
        self._with_archived = False
        self._before_search = ""
        """Key of the row that was chosen when the search began."""
        self._summaries: dict[Path, Summary] = {}

    def compose(self) -> ComposeResult:
        yield CustomerTable(self._row, id="customers")
        with Horizontal(id="search-line"):
            yield SearchLine(TO_SEARCH, id="search")
            clear = CompactButton("✕", id="clear-search", tooltip="Clear the search")
            clear.display = clear.can_focus = False  # Escape is its key
            yield clear
        yield Static(id="names-note", markup=False)
        with Horizontal(id="home-actions"):
            for each in self._offered():
                yield ActionButton("", key=self.app.key_text(each.id), id=each.id, name=each.action, tooltip=each.help)

    def _offered(self) -> "list[keys.KeyCommand]":
        is_rehearsal = self.app.session.rehearsal is not None
        wanted = ["resume", "new", "rehearse", "tasks", "rename", "archive", "delete", "reveal"]
        if is_rehearsal:
            wanted = ["resume", "rehearse", "tasks", "again", "leave"]
        known = {each.id: each for each in keys.all_commands()}
        return [known[id] for id in wanted]

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
        self._label()
        self.post_message(self.InSight())

    # -- what is listed --------------------------------------------------------------------------------------------

    @property
    def table(self) -> CustomerTable:
        """The table."""
        return self.query_one(CustomerTable)

    @property
    def search(self) -> SearchLine:
        """The line to search with."""
        return self.query_one(SearchLine)

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
        self._names |= {each.name for each in entries}
        self.table.forget_all_but(self._by_key)
        self._initials = self.app.session.saved.stand_ins.of(entries)
        self._folded = {key: folded(each.name) for key, each in self._by_key.items()}
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
        nothing = NOBODY if self._is_read else READING
        self.table.nothing = MASKED if self.search.holds_credential else nothing
        names = [self._row(ARCHIVED).name, *map(self.shown_name, self.entries)]
        self.table.show(self._listed(), names)
        self._show_note()
        if self.app._notifications and self.hides_names:
            withdraw_naming(self.app, self._names - {each.name for each in self.entries if not self.is_hidden(each)})
        self._label()

    def _show_note(self) -> None:
        self.query_one("#names-note", Static).update(self._note())

    def _note(self) -> Content:
        """Why there are initials, and what shows the names; else the chosen name, where its row has no room for it."""
        if not self.hides_names:
            name = self.shown_name(self.chosen) if self.chosen else ""
            return literal(name, "$foreground-muted") if self.table.cuts(name) else Content("")
        recorder = self.app.session.mask.recorder
        key = self.app.key_text("reveal")
        why = f"{recorder} is recording" if recorder else f"others may see this. {key} shows the names"
        return literal(f"Initials only: {why}.", "$foreground-muted")

    def leave(self) -> None:
        """Hide the names again, and clear the search."""
        self._names_asked, self._with_archived = None, False
        self.forget_search()
        self.draw()

    def forget_search(self) -> None:
        """Clear the search."""
        self._before_search = ""
        with self.search.prevent(Input.Changed):
            self.search.value = ""

    def _listed(self) -> list[str]:
        """The keys of the rows: setups whose names contain every word of the search, archived ones last."""
        if self.search.holds_credential:
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
        hidden, name = self.is_hidden(entry), self.shown_name(entry)
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
            ("archived · " if record.archived else "") + next_words(summary, self.app.session.guide),
            summary.waits_for if summary else "",
            NEVER if record.checked_at is None else age_words(record.checked_at, datetime.now(UTC)),
            is_old=not self._is_of_this_run(record),
            stand_in="" if self.app.session.rehearsal is not None else stand_in(*hosts).lower(),
        )

    def _is_of_this_run(self, record: "Onboarding") -> bool:
        session = self.app.session
        return session.is_open and session.record.name == record.name and session.results.report is not None

    def shown_name(self, entry: "Entry") -> str:
        """The customer's name as it may be shown now."""
        return self._initials[entry.name] if self.is_hidden(entry) else visible(entry.name, LONGEST)

    def as_shown(self, text: str) -> str:
        """That text of an error, with customers' names, and the files that bear them, as they may be shown now."""
        opened = {self.app.session.record.name} if self.app.session.is_open else set[str]()
        entries = {each.name: each for each in self.entries}
        for name in sorted(self._names | opened, key=len, reverse=True):
            entry = entries.get(name)
            if self.is_hidden(entry) if entry is not None else self.hides_names:
                shown = self._initials.get(name) or initials(name)
                text = text.replace(repr(name), f"“{shown}”").replace(file_name(name), f"…{SUFFIX}")
                text = text.replace(entry.path.name, f"…{SUFFIX}") if entry is not None else text
        return text

    def named(self, entry: "Entry") -> str:
        """The same, and whether it is archived."""
        name = self.shown_name(entry)
        return f"{name} (archived)" if entry.record and entry.record.archived else name

    # -- names -----------------------------------------------------------------------------------------------------

    def is_hidden(self, entry: "Entry") -> bool:
        """Whether initials replace a customer's name, because other people see this screen or its recording."""
        session = self.app.session
        if self._names_asked is not None and session.rehearsal is None and not session.mask.recorder:
            return not self._names_asked
        return is_hidden(session, self.app.home_names, entry.name, len(self.entries))

    @property
    def hides_names(self) -> bool:
        """Whether initials replace a name."""
        return any(map(self.is_hidden, self.entries))

    def turn_names(self) -> None:
        """Show all names, or where all are shown, hide them."""
        self._names_asked = self.hides_names
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
        """Enter opens the chosen setup, as in the table."""
        event.stop()
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
        if any(folded(letter) in name for name in self._folded.values()):
            self.search.begin(letter)
        else:
            way = f"Press {self.app.key_text('search')} to search."
            self.app.notify(f"No customer's name contains “{letter}”. {way}", timeout=5, markup=False)

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
        entry = self.chosen
        away = entry is not None and entry.record is not None and entry.record.archived
        for command in self._offered():
            label = "Restore" if command.id == "archive" and away else command.label
            if command.id == "resume" and self.table.chosen == ARCHIVED:
                label = "Hide" if self._with_archived else "Show"
            if command.id == "leave" and self.app.session_before is None:
                label = REAL
            if command.id == "reveal":
                whole = f"{'Show' if self.hides_names else 'Hide'} names"
                label = whole if self.size.width >= WHOLE else "Names"
            for button in self.query(f"#{command.id}").results(CompactButton):
                button.styles.line_pad = int(self.size.width >= PADDED)
                button.display = self.size.width >= HIDDEN_BELOW.get(command.id, 0)
                acts = not self.search.has_focus or command.id in ACT_IN_SEARCH
                button.name_as(label, key=self.app.key_text(command.id) if acts else "")
                if command.id == "resume":
                    button.disabled = not self.table.chosen
                else:
                    button.disabled = command.id in OF_CHOSEN and entry is None


def _is_text(event: Key) -> bool:
    return event.is_printable and event.key not in ("space", "tab")
