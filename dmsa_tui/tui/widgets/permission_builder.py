"""A permission profile as Procore's builder shows it: two tabs of rows with a tick each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.guide.model import Builder
from dmsa_tui.guide.profiles import TABS, Profile, ProfileRow, Tab
from dmsa_tui.onboarding.checklist import asked_on, rows_on, still_valid, tick_key
from dmsa_tui.tui.widgets.guide_text import LABEL_STYLE, literal, prose
from dmsa_tui.tui.widgets.hanging_text import NBSP, NOTHING, SHORT, TALL, HangingText, Line, hanging
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.signs import CONFIRMED
from dmsa_tui.vocabulary import Level

MUTED = "$foreground-muted"
WARNING = "$text-warning"
INDENT = 6
MARK = 5
"""Columns of arrow and box before a row's name."""
WIDE = 54
"""Columns below which its sentences need the rows that would be blank."""
HOW = "Set each row in the portal, then mark it done."
KEYS = "Space marks it · ↑ ↓ row · ← → tab · ! caution"
DONE, TAKE_BACK = "Mark done", "Take back"


class PermissionBuilder(HangingText, can_focus=True):
    """Shows one tab at a time. The row with the cursor shows its reason and its caution."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "row(1)", "Next row", show=False),
        Binding("up", "row(-1)", "Row before", show=False),
        Binding("left,right", "other_tab", "Other tab", show=False),
        Binding("space,enter", "tick", "Tick", show=False),
    ]

    class Ticked(Message):
        """The person ticked or unticked a row."""

        def __init__(self, tab: Tab, row: ProfileRow) -> None:
            super().__init__()
            self.tab = tab
            self.row = row

    def __init__(
        self, profile: Profile, builder: Builder, ticks: Mapping[str, str], *, in_manifest: bool, tab: Tab | None
    ) -> None:
        """`tab`: that of the open action, if it sets levels."""
        super().__init__(id="levels-set", classes="choice")
        self.profile = profile
        self.builder = builder
        self.in_manifest = in_manifest
        """Whether the person edits the manifest's text, so that each row shows its spelling there."""
        first: Tab = next((each for each in TABS if rows_on(profile, each)), "company")
        self.asked_tab = tab or first
        """The tab of the open action; a person may look at the other one."""
        self.tab = self.asked_tab
        self.ticked: Collection[str] = still_valid(ticks, profile)
        self.cursor = 0
        self._open_row = (0, 0)
        """First and last line of the open row, which must be in sight; the first row has what stands above it, too."""

    @property
    def rows(self) -> tuple[ProfileRow, ...]:
        """The rows of the tab that is shown."""
        return rows_on(self.profile, self.tab)

    def show_value(self, value: object) -> None:
        """Show the ticks of another window."""
        assert isinstance(value, Mapping)
        self.show(value)

    def use(self, profile: Profile, ticks: Mapping[str, str]) -> None:
        """Show another profile with its ticks, from its first row."""
        self.profile, self.cursor, self.tab = profile, 0, self.asked_tab
        self.ticked = still_valid(ticks, profile)
        self.draw()

    def ask_for(self, tab: Tab) -> None:
        """Show the tab of the action that opens."""
        self.asked_tab = tab
        self._turn_to(tab)

    @property
    def rows_left(self) -> bool:
        """Whether a row of the open action's tab has no tick yet."""
        return self._has_left(self.asked_tab)

    def show(self, ticks: Mapping[str, str]) -> None:
        """Draw these ticks."""
        self.ticked = still_valid(ticks, self.profile)
        self.draw()
        self.call_after_refresh(self.keep_in_sight)

    def change(self, builder: Builder, *, in_manifest: bool) -> None:
        """Show the labels of another portal edition."""
        self.builder, self.in_manifest = builder, in_manifest
        self.draw()

    def count(self, tab: Tab) -> str:
        """The progress of the tab, e.g. "3 of 4 set". Optional rows count only above the total."""
        rows = rows_on(self.profile, tab)
        asked = [row for row in rows if not row.optional]
        done = sum(self._is_ticked(tab, row) for row in asked)
        beyond = sum(self._is_ticked(tab, row) for row in rows if row.optional)
        return f"{done} of {len(asked)} set" + (f" + {beyond} optional" if beyond else "")

    # -- what is drawn ---------------------------------------------------------------------------------------------

    def lines(self) -> Sequence[Line]:
        """What to do, the tabs, the rows, and what is left alone."""
        profile = self.profile
        title = Line(literal(f"Profile {profile.id}: {profile.name}", "bold"))
        keys = [literal(KEYS, MUTED)] if self.app.size.height >= SHORT else []
        told = [literal(next_step)] if (next_step := self._next_step()) else [literal(HOW), *keys]
        lines = [*([title] if self._is_roomy else []), *map(Line, told), *self._tabs()]
        room = max((self._titled(each, here=False).cell_length + 1 for each in self.rows), default=0)
        for place, row in enumerate(self.rows):
            start = len(lines)
            lines += self._row(place, row, room)
            if place == self.cursor:
                self._open_row = (start if place else 0, len(lines))  # above the first row stand the tabs
        if not self.rows:
            lines.append(Line(literal("The profile asks for nothing on this tab.", MUTED), indent=2, blank_before=True))
        if left := [row.tool for row in profile.rows if row not in self.rows]:
            none = self.builder.label(Level.NONE)
            text = f"Not needed on this tab, stays at {none}: {', '.join(left)}."
            lines.append(Line(literal(text, MUTED), blank_before=True))
        return lines

    @property
    def _is_roomy(self) -> bool:
        return self.app.size.height >= TALL and self.columns >= WIDE

    def _tabs(self) -> list[Line]:
        """The tabs beside each other, or below each other where there is no room."""
        tabs = [self._tab(tab, self.count(tab)) for tab in TABS]
        if sum(each.cell_length for each in tabs) > self.columns:
            tabs = [self._tab(tab, self.count(tab).replace(" set", "")) for tab in TABS]
        beside = Content("").join(tabs)  # each has a space at its ends
        if not self._is_roomy:
            named = beside + literal(f"  {self.profile.id}", MUTED)
            beside = named if named.cell_length <= self.columns else beside
        shown = [beside] if beside.cell_length <= self.columns else tabs
        # As marks, since a text would lose the space at its start.
        return [
            Line(Content(" "), tab, tab.cell_length, blank_before=tab is shown[0] and self._is_roomy) for tab in shown
        ]

    def _tab(self, tab: Tab, count: str) -> Content:
        title = literal(f" {self.builder.tabs[tab]} · {count} ", "bold reverse" if tab == self.tab else MUTED)
        return title.stylize(Style.from_meta({"tab": tab}))

    def _row(self, place: int, row: ProfileRow, room: int) -> Iterator[Line]:
        """The tool and the level to set in the portal. A click opens the row; one on box or button changes its mark."""
        here, ticked = place == self.cursor, self._is_ticked(self.tab, row)
        box = literal("[x]" if ticked else "[ ]", f"{CONFIRMED.style} bold" if ticked else "bold")
        arrow = literal("▸" if here else NBSP, "$text-accent bold")
        changes = Style.from_meta({"changes": place})
        mark = Content.assemble(arrow, box.stylize(changes), NBSP)
        name, level = self._titled(row, here=here), self._to_set(row)
        name = Content.assemble(name, NBSP * (room - name.cell_length), "→ ", level)
        beside = literal("optional", MUTED) if row.optional else NOTHING
        if here:
            beside = self._button(TAKE_BACK if ticked else DONE).stylize(changes)
        columns = max(self._to_set(each).cell_length for each in self.rows) - level.cell_length + 1
        if MARK + name.cell_length + columns + beside.cell_length <= self.columns:
            name = Content.assemble(name, NBSP * columns, beside)
        row_of = Style.from_meta({"row": place})
        yield Line(name.stylize(row_of), mark.stylize(row_of), MARK, blank_before=place == 0 and self._is_roomy)
        if here:
            yield from (Line(text, sign, INDENT + 1) for text, sign in self._details(row))

    def _button(self, says: str) -> Content:
        """What marks the row done or takes that back, with its key while the key is the row's."""
        ground = "underline" if self.app.native_ansi_color else "$foreground on $panel"
        key = literal(f"{NBSP}Space", "" if self.app.native_ansi_color else "$text-accent on $panel")
        said = literal(f"{NBSP}{says.replace(' ', NBSP)}", ground)
        return Content.assemble(said, key if self.has_focus else "", literal(NBSP, ground))

    def _titled(self, row: ProfileRow, *, here: bool) -> Content:
        """The tool, and whether there is a caution to read."""
        name = literal(row.tool, "bold reverse" if here and self.has_focus else "bold")
        return Content.assemble(name, literal(" !", WARNING) if row.caution_on(self.tab) else NOTHING)

    def _to_set(self, row: ProfileRow) -> Content:
        return literal(self.builder.label(self._level(row)), LABEL_STYLE)

    def _level(self, row: ProfileRow) -> Level:
        """The level to choose: the wanted one, or the next higher one where that is grayed out."""
        wanted, greyed = row.level(self.tab), self.builder.greyed_on(self.tab, row.tool)
        offered = [level for level in self.builder.levels if level >= wanted and level not in greyed]
        return min(offered, default=wanted)

    def _details(self, row: ProfileRow) -> Iterator[tuple[Content, Content]]:
        """The reason and the caution; in a small terminal one of them."""
        caution = row.caution_on(self.tab)
        said = (caution or "").casefold()  # a caution that has the name says it already
        others = [each[:1].upper() + each[1:] for each in row.also_known_as if each.casefold() not in said]
        also = f" May be called {', '.join(others)}." if others else ""
        if not (short := self.app.size.height < SHORT) or not caution:
            yield prose(row.reason_on(self.tab) + also), NOTHING
        if row.optional and not short:
            yield literal("Optional: not counted, not in the manifest and not checked.", MUTED), NOTHING
        sign = literal(f"{NBSP * (INDENT - 1)}! ", WARNING)
        if caution:
            yield prose(caution, WARNING), sign
        if (chosen := self._level(row)) is not (wanted := row.level(self.tab)):
            label = self.builder.label
            yield literal(f"{label(wanted)} is grayed out here: choose {label(chosen)}.", WARNING), sign
        if self.in_manifest and not row.optional:
            under = "" if short else f', under "{self.tab}"'
            word = row.level(self.tab).manifest_word
            yield literal(f'In the manifest{under}: "{row.key}":{NBSP}"{word}"', MUTED), NOTHING

    def _next_step(self) -> str:
        """What to do after a finished tab; empty before."""
        open_tabs = [tab for tab in TABS if self._has_left(tab)]
        if not open_tabs:
            return "All required rows are marked. Save in the portal. The checks prove it later."
        if self.tab not in open_tabs:
            return f"This tab is done. Continue with {self.builder.tabs[open_tabs[0]]} (→)."
        return ""

    def _has_left(self, tab: Tab) -> bool:
        return any(not self._is_ticked(tab, row) for row in asked_on(self.profile, tab))

    def _is_ticked(self, tab: Tab, row: ProfileRow) -> bool:
        return tick_key(tab, row) in self.ticked

    # -- what a person does ----------------------------------------------------------------------------------------

    def watch_has_focus(self, has_focus: bool) -> None:
        """Highlight the row with the cursor."""
        super().watch_has_focus(has_focus)
        self.draw()
        if has_focus:
            self.call_after_refresh(self.keep_in_sight)

    def on_resize(self) -> None:
        """Keep the open row in sight."""
        if self.has_focus:
            self.keep_in_sight()

    def action_row(self, by: int) -> None:
        """Go to the row after or before, without wrapping around."""
        self._go(self.cursor + by)

    def action_other_tab(self) -> None:
        """Show the other tab."""
        self._turn_to(TABS[1 - TABS.index(self.tab)])

    def action_tick(self) -> None:
        """Tick or untick the row."""
        if self.rows:
            self.post_message(self.Ticked(self.tab, self.rows[self.cursor]))

    def on_click(self, event: Click) -> None:
        """Show a tab, open a row, or change its mark."""
        event.stop()
        meta = event.style.meta
        if (tab := meta.get("tab")) in TABS:
            self._turn_to(tab)
        elif isinstance(place := meta.get("row"), int):
            self._go(place)
            if "changes" in meta:
                self.action_tick()

    def _turn_to(self, tab: Tab) -> None:
        if tab != self.tab:
            self.tab = tab
            self._go(0)

    def _go(self, place: int) -> None:
        self.cursor = max(0, min(place, len(self.rows) - 1))
        self.draw()
        self.call_after_refresh(self.keep_in_sight)

    def _open_lines(self) -> tuple[int, int]:
        """Top and bottom of the open row, as it is drawn."""
        lines, width = self.lines(), self.content_size.width
        top, bottom = (len(hanging(lines[:end], width).plain.splitlines()) for end in self._open_row)
        return top, bottom

    @property
    def needed_bottom(self) -> int:
        """The line of the screen to which it must be in sight: the end of the open row."""
        return self.region.y + self.gutter.top + self._open_lines()[1]

    def keep_in_sight(self) -> None:
        """Scroll the ancestors so that the open row is in sight."""
        top, bottom = self._open_lines()
        # Added up from the layout: regions on the screen are those of the last drawing, from before the last scrolling.
        offset = self.virtual_region.y + self.gutter.top
        for around in self.ancestors:
            if not isinstance(around, Widget):
                return
            if around.max_scroll_y:
                seen = around.scrollable_content_region.height
                for action in around.query(OpenAction):  # its sentence stays in sight where there is room for both
                    if offset + bottom - action.virtual_region.y <= seen:
                        top = action.virtual_region.y - offset
                if offset + top < around.scroll_target_y or seen < bottom - top:
                    around.scroll_to(y=offset + top, animate=False)
                elif offset + bottom > around.scroll_target_y + seen:
                    around.scroll_to(y=offset + bottom - seen, animate=False)
                return
            offset += around.virtual_region.y + around.gutter.top
