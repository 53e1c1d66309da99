"""The saved setups as a table. Only the rows in sight are drawn, so that a thousand cost no more than ten."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dmsa_tui.checks.report.columns import cells, fitted
from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.widgets.shortened import shortened_sentence
from dmsa_tui.tui.widgets.signs import SIGNS

WAITS_FOR, CHECKED, ENVIRONMENT = 13, 14, 19
"""Widths of columns at the most; the name and the next step have the rest."""
NAMES = 0.35
"""The part of that rest that long names have in any case; they have more where the next step does not need it."""
INITIALS = 10
"""Columns that names have at the least, so that short ones leave theirs to the next step."""
NEXT = 44
"""Columns that the next step may need as long as nothing is known of it."""
WIDEST_NEXT = 72
"""Columns that the next step has at the most, unless it needs more: on a very wide terminal the eye follows the row."""
WITH_WAITS_FOR, WITH_CHECKED, WITH_ENVIRONMENT = 76, 96, 112
"""The table's width from which these columns are shown."""
HEADINGS = 1
OF_PROCORE = (State.PROVEN, State.CAUTION, State.FAILING)
"""What Procore said, and has a color."""
NEVER = "never"
_SHORT = (("just now", "now"), (" minute", " min"), (" hour", " h"), (" day", " d"))


class Row(NamedTuple):
    """One line of the table, in words."""

    name: str
    state: State | None = None
    environment: str = ""
    next: str = ""
    """The next step, and what is wrong."""
    waits_for: str = ""
    checked: str = ""
    """How long ago the checks ran."""
    is_old: bool = False
    """Whether an earlier run got the answer, which is drawn dim then."""
    stand_in: str = ""
    """What stands in for Procore; before what is next where the environment has no column."""


class Needs(NamedTuple):
    """The columns that the words of rows need."""

    next: int
    next_with_age: int
    """The same where the age has no column of its own."""
    waits_for: int


UNKNOWN = Needs(NEXT, NEXT, WAITS_FOR)
HEAD = Row("Customer", None, "Environment", "Next", "Waits for", "Checked")


class CustomerTable(ScrollView, can_focus=True):
    """A row for each key, described by `describe` when it is drawn. The keys of home act on the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("home", "go_to(0)", "First", show=False),
        Binding("end", "go_to(-1)", "Last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"customer-table--{state}" for state in State),
        *(f"customer-table--{part}" for part in ("head", "muted", "cursor", "cursor-focused")),
    }
    DEFAULT_CSS = """
    CustomerTable { height: 1fr; min-height: 3; scrollbar-size-vertical: 1; overflow-x: hidden;
        & > .customer-table--proven { color: $text-success; }
        & > .customer-table--confirmed { color: $text-confirmed; }
        & > .customer-table--caution { color: $text-warning; }
        & > .customer-table--failing { color: $text-error; text-style: bold; }
        & > .customer-table--waiting { color: $text-warning; }
        & > .customer-table--unverified { color: $foreground-muted; }
        & > .customer-table--todo { color: $foreground-muted; }
        & > .customer-table--muted { color: $foreground-muted; }
        & > .customer-table--head { color: $foreground-muted; text-style: bold; }
        & > .customer-table--cursor { background: $primary 12%; }
        & > .customer-table--cursor-focused { background: $primary 28%; }
    }
    """

    class Chosen(Message):
        """Another row was chosen."""

    class InSight(Message):
        """Other rows are in sight."""

    def __init__(self, describe: Callable[[str], Row], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._describe = describe
        self.keys: Sequence[str] = ()
        """The key of each row."""
        self.cursor = 0
        self.nothing = ""
        """The text of a table without rows."""
        self._names: Sequence[str] = ()
        self._longest = 0
        """The width of the longest name, whether it is in sight or not: columns stay where they are."""
        self._heads: tuple[int, Counter[str]] = 0, Counter()
        """How often each beginning of that width is one of a name that is cut."""
        self._needs: dict[str, Needs] = {}
        """Key → what its row needs, of every row that was told, whether it is in sight or not."""
        self._most = UNKNOWN

    def on_mount(self) -> None:
        self.watch(self, "has_focus", self._focus_changed, init=False)

    @property
    def chosen(self) -> str:
        """The key of the chosen row; empty if there are no rows."""
        return self.keys[self.cursor] if self.cursor < len(self.keys) else ""

    @property
    def in_sight(self) -> Sequence[str]:
        """The keys of the rows that are drawn."""
        first = round(self.scroll_y)
        return self.keys[first : first + max(self.scrollable_content_region.height - HEADINGS, 0)]

    def show(self, keys: Sequence[str], names: Sequence[str]) -> None:
        """Show rows for these keys; the chosen one, or what takes its place, stays where it is on the screen.

        `names`: every name, also of rows that are not listed now.
        """
        before, above = self.chosen, self.cursor - round(self.scroll_y)
        self.keys = keys
        if names != self._names:
            self._names, self._longest, self._heads = names, max(map(cells, names), default=0), (0, Counter())
        if before in keys:
            self.cursor = keys.index(before)
        else:
            self.cursor = min(self.cursor, max(len(keys) - 1, 0))
        self.virtual_size = Size(0, len(keys) + HEADINGS)
        self.scroll_to(y=max(self.cursor - above, 0), animate=False, immediate=True)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Chosen())

    def measure(self, keys: Iterable[str]) -> None:
        """Give columns what these rows need too: their words have changed."""
        for key in keys:
            row = self._describe(key)
            following = cells(f"{row.stand_in}: {row.next}" if row.stand_in else row.next)
            self._needs[key] = Needs(following, following + cells(_short_age(row)), cells(row.waits_for))
        each = zip(*self._needs.values(), strict=True)
        self._most = Needs(*map(max, each)) if self._needs else UNKNOWN
        self.refresh()

    def forget_all_but(self, keys: Container[str]) -> None:
        """Columns need no room for rows that are gone."""
        self._needs = {key: needs for key, needs in self._needs.items() if key in keys}

    def show_below(self) -> None:
        """Bring into sight what comes after the chosen row, as far as there is room below it."""
        self._keep_in_sight(len(self.keys) - 1)

    def choose(self, key: str) -> None:
        """Choose the row of that key."""
        if key in self.keys:
            self._go(self.keys.index(key))

    def render_line(self, y: int) -> Strip:
        """The headings stay; below them the lines go by."""
        width, style = self.scrollable_content_region.width, self.rich_style
        columns = self._columns(width)
        if y < HEADINGS:
            return _strip(" ", HEAD, width, columns, self.get_component_rich_style("customer-table--head"))
        at = y - HEADINGS + self.scroll_offset.y
        if not self.keys and y == HEADINGS and self.nothing:
            line = Segment(fitted(f"  {self.nothing}", width), self.get_component_rich_style("customer-table--muted"))
            return Strip([line], width)
        if at >= len(self.keys):
            return Strip.blank(width, style)
        row = self._describe(self.keys[at])
        row = row._replace(name=self._fitted_name(row.name, columns.name))
        if at == self.cursor:
            style = self.get_component_rich_style(f"customer-table--cursor{'-focused' if self.has_focus else ''}")
        sign = "·" if row.state is None else SIGNS[row.state].sign
        return _strip(sign, row, width, columns, style, self._signed(row))

    def _columns(self, width: int) -> "Columns":
        """As wide as the longest name and what waits, where there is room beside what is next."""
        most = self._most
        waits_for = min(max(most.waits_for, cells(HEAD.waits_for)), WAITS_FOR)
        following = most.next_with_age if WITH_WAITS_FOR <= width < WITH_CHECKED else most.next
        room = width - _beside(width, waits_for) - max(following, cells(HEAD.next))
        share = int((room + max(following, cells(HEAD.next))) * NAMES)
        name = max(min(self._longest, max(share, room)), INITIALS)
        room = width - _beside(width, waits_for) - name
        return Columns(name, max(min(room, max(following, WIDEST_NEXT)), 1), waits_for)

    def cuts(self, name: str) -> bool:
        """Whether the column has no room for the whole name."""
        return cells(name) > self._columns(self.scrollable_content_region.width).name

    def _fitted_name(self, name: str, width: int) -> str:
        """A name that begins as another one is cut in the middle: their ends tell them apart."""
        if self._heads[0] != width:
            self._heads = width, Counter(fitted(each, width) for each in self._names if cells(each) > width)
        return fitted(name, width, middle=self._heads[1][fitted(name, width)] > 1)

    def _signed(self, row: Row) -> Style | None:
        """The color of the sign."""
        style = self.get_component_rich_style(f"customer-table--{row.state.value if row.state else 'muted'}")
        is_old = row.is_old and row.state in OF_PROCORE
        return Style(color=style.color, bold=style.bold and not is_old, dim=is_old)

    def _focus_changed(self) -> None:
        self.refresh()

    # -- moving about ----------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Choose the row above or below."""
        self._go(self.cursor + by)

    def action_turn(self, by: int) -> None:
        """Choose the row a page above or below."""
        self._go(self.cursor + by * max(len(self.in_sight) - 1, 1))

    def action_go_to(self, place: int) -> None:
        """Choose the first row (0) or the last (-1)."""
        self._go(place if place >= 0 else len(self.keys) + place)

    async def on_click(self, event: Click) -> None:
        """Choose the row; a double click opens it, and a single one never does."""
        at = event.y - HEADINGS + self.scroll_offset.y
        if event.y < HEADINGS or at >= len(self.keys):
            return
        self._go(at)
        if event.chain > 1:
            await self.run_action("screen.open")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post `InSight`."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.InSight())

    def on_resize(self, _event: Resize) -> None:
        self._keep_in_sight()
        self.post_message(self.InSight())

    def _go(self, place: int) -> None:
        place = max(min(place, len(self.keys) - 1), 0)
        if place != self.cursor:
            self.cursor = place
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Chosen())

    def _keep_in_sight(self, last: int = 0) -> None:
        """Scroll to where the chosen row is in sight, and with it as many as there is room for up to the `last`."""
        room = max(self.scrollable_content_region.height - HEADINGS, 1)
        first = round(self.scroll_y)
        wanted = min(max(first, max(self.cursor, last) - room + 1), self.cursor)
        if wanted != first:
            self.scroll_to(y=wanted, animate=False, immediate=True)


class Columns(NamedTuple):
    """The widths that depend on what is in the rows."""

    name: int
    next: int
    waits_for: int


def _beside(width: int, waits_for: int) -> int:
    """The columns that are neither the name's nor those of what is next."""
    columns = ((WITH_WAITS_FOR, waits_for), (WITH_CHECKED, CHECKED), (WITH_ENVIRONMENT, ENVIRONMENT))
    sign = 3 if width >= WITH_CHECKED else 2
    gap = width >= WITH_ENVIRONMENT  # of two columns before the environment
    return sign + 1 + gap + sum(column + 1 for since, column in columns if width >= since)


def _strip(sign: str, row: Row, width: int, columns: Columns, style: Style, signed: Style | None = None) -> Strip:
    """A row in columns. Where there is no room, environment goes first, then the age, then who must act."""
    sign = f" {sign} " if width >= WITH_CHECKED else f"{sign} "
    name = fitted(row.name, columns.name)
    if width >= WITH_ENVIRONMENT:
        name += f"  {fitted(row.environment, ENVIRONMENT)}"
    rest = f" {fitted(row.waits_for, columns.waits_for)}" if width >= WITH_WAITS_FOR else ""
    if width >= WITH_CHECKED:
        rest += f" {fitted(row.checked, CHECKED)}"
    spare = width - _beside(width, columns.waits_for) - columns.name - columns.next
    text = f"{name} {_fitted_next(row, columns.next, width)}{rest}{' ' * spare}"
    return Strip([Segment(sign, style + signed if signed else style), Segment(text, style)], width)


def _age(row: Row, width: int) -> str:
    """The age behind what is next, short, where it has no column of its own."""
    return _short_age(row) if WITH_WAITS_FOR <= width < WITH_CHECKED else ""


def _short_age(row: Row) -> str:
    if row.checked in ("", NEVER):
        return ""
    age = f" · {row.checked}"
    for word, short in _SHORT:
        age = age.replace(f"{word}s", short).replace(word, short)
    return age


def _named_next(row: Row, width: int) -> str:
    return f"{row.stand_in}: {row.next}" if row.stand_in and width < WITH_ENVIRONMENT else row.next


def _fitted_next(row: Row, room: int, width: int) -> str:
    """What is next. Its age goes where it is whole without; what is cut all the same ends with a word, unless with a
    long one most would go."""
    following, age = _named_next(row, width), _age(row, width)
    if cells(following) > room:
        left = max(room - cells(age), 1)
        short = shortened_sentence(Content(following), left).plain
        following = (short if 2 * cells(short) > left else fitted(following, left)) + age
    elif cells(following + age) <= room:
        following += age
    return fitted(following, room)
