"""What all dialogs share: a title, a body that scrolls, and Escape to close."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click, Key, Mount, Paste, Resize, ScreenResume
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Input

from dmsa_tui.errors import StorageError
from dmsa_tui.tui.base_app import BaseApp, Names
from dmsa_tui.tui.keys import IN_DIALOGS, KeyCommand
from dmsa_tui.tui.mask_keys import MaskKeys
from dmsa_tui.tui.notices import rows_of_notices
from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.stylesheets import DIALOGS, PARTS
from dmsa_tui.tui.widgets.behind import Drawn, behind
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.wrapped_list import WrappedList
from dmsa_tui.tui.widgets.wrapping_row import WrappingRow

T = TypeVar("T")
NARROW = 80
"""Columns below which a dialog takes the whole screen."""
FRAME_ROWS = 2
"""Rows of the frame, which has the title."""
AIRY = 100
"""Columns from which on a row is empty above the buttons (`dialogs.tcss`)."""

READING = {
    "down": "scroll_down", "up": "scroll_up", "pagedown": "scroll_page_down", "pageup": "scroll_page_up",
    "home": "scroll_home", "end": "scroll_end",
}  # fmt: skip
"""Keys that scroll the page where what has the focus does not take them → the method that does."""


@runtime_checkable
class DrawsKeys(Protocol):
    """A screen with a last line."""

    def draw_keys(self) -> None:
        """Show in the last line what the keys do now."""


def name_keys(app: BaseApp) -> None:
    """The last line behind what is in front names what the keys do now."""
    for screen in app.screen_stack:
        if isinstance(screen, DrawsKeys):
            screen.draw_keys()


class Dialog(ClosedOnce, ModalScreen[T | None]):
    """A box over the screen. Escape and Close give None."""

    app = getters.app(BaseApp)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", priority=True),
        *(Binding(each.key, f"press('{each.id}')", show=False, id=each.id, priority=True) for each in IN_DIALOGS),
        *(Binding(key, f"read('{how}')", show=False) for key, how in READING.items()),
    ]
    CSS_PATH: ClassVar = [PARTS, DIALOGS]
    HEADING = ""
    CLOSE = "Close"
    CHOOSE = ""
    """What the main button says, which chooses the highlighted line of the list; empty where there is no such list."""
    SHOWS: ClassVar[Collection[str]] = ()
    """Fields of the record that the dialog is made from."""
    _rows_above = 0
    """Rows that notices take above the box."""
    mask_keys: MaskKeys | None = None
    """What the key that shows IDs does where no button names it; None where the dialog has no ID."""

    @property
    def over_step(self) -> Sequence[KeyCommand]:
        """What works over a step besides home, the palette and help."""
        return [each for each in IN_DIALOGS if each.id == "reveal" and self.mask_keys is not None]

    def render(self) -> Drawn:
        """The screens behind, whose last line names what works now."""
        return behind(super().render(), self.app._background_screens)

    @on(ScreenResume)
    def _name_keys(self) -> None:
        name_keys(self.app)

    @on(Click)
    def _clicked_beside(self, event: Click) -> None:
        """A key of the last line behind it does what the key does."""
        key = ""
        for screen in self.app.screen_stack:
            if isinstance(screen, DrawsKeys):
                key = screen.get_style_at(event.screen_x, event.screen_y).meta.get("key", "")
        if key and event.widget is self:
            self.app.simulate_key(key)

    @on(Mount)
    def _watch_record(self) -> None:
        self.watch(self.app, "record_changes", self.record_changed, init=False)
        self.screen_layout_refresh_signal.subscribe(self, self._make_room_above, immediate=True)

    def _make_room_above(self, _screen: Screen[object]) -> None:
        """Leave notices their rows where they would lie on the first lines of the box, and on its title."""
        notices = rows_of_notices(self)
        for box in self.query(".dialog"):
            covered = notices > (self.size.height - box.outer_size.height) // 2
            above = notices if covered or self._rows_above else 0  # a box that made room is lower, and stays so
            if above != self._rows_above:
                self._rows_above = above
                box.styles.margin = (above, 0, 0, 0)
                self._fit()

    def record_changed(self, names: Names) -> None:
        """Draw again if the dialog is made from one of these fields."""
        if not names.isdisjoint(self.SHOWS):
            self.draw_again()

    def draw_again(self) -> None:
        """Draw what the record says now. A dialog that cannot do so closes: nobody may act on old values."""
        if self.is_current:
            self.dismiss(None)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = literal(self.heading)
            with ScrollPane(classes="dialog-body") as body:
                body.styles.max_height = self.room
                yield from self.compose_dialog()
            yield from self.compose_below()
            with WrappingRow(classes="dialog-row"):
                yield from self.compose_row()
                yield CompactButton(self.CLOSE, key="Esc", id="close")

    def on_paste(self, event: Paste) -> None:
        """No field has taken it: offer it to those that it fits."""
        event.stop()
        self.app.offer_paste(self, event.text)

    def fill_in(self, given: Mapping[str, str], text: str) -> None:
        """Fill in a paste: field id → its part of `text`."""
        for id, part in given.items():
            for field in self.query(f"#{id}"):
                if isinstance(field, Field):
                    field.fill(part)
                elif isinstance(field, SecretField):
                    field.give(part)

    @property
    def room(self) -> int:
        """The most rows of the body: nine tenths of the screen, or all of a narrow one, less frame and buttons."""
        columns, rows = self.app.size
        buttons = max((each.size.height for each in self.query(".dialog-row")), default=0) or 1
        rows -= self._rows_above
        return (rows if columns < NARROW else rows * 9 // 10) - FRAME_ROWS - buttons - (columns >= AIRY)

    @on(Resize)
    @on(WrappingRow.Resized)
    def _fit(self) -> None:
        """Limit the body's height to the room that there is."""
        for body in self.query(".dialog-body"):
            body.styles.max_height = self.room

    @on(WrappedList.NewWidth)
    def _new_width(self) -> None:
        if self in self.app.screen_stack:
            self.wrap_again()

    def wrap_again(self) -> None:
        """Fill the list anew: its options have another width."""

    @property
    def heading(self) -> str:
        return self.HEADING

    def compose_dialog(self) -> ComposeResult:
        yield from ()

    def compose_below(self) -> ComposeResult:
        """What stays in sight below the body; `room` leaves it its rows."""
        yield from ()

    def compose_row(self) -> ComposeResult:
        if self.CHOOSE:
            yield CompactButton(f"{self.CHOOSE} ▶", key="Enter", id="choose", variant="primary")

    @on(Button.Pressed, "#choose")
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        self.query_one(WrappedList).action_select()

    @on(Input.Submitted)
    @on(Choice.Accepted)
    def _entered(self, event: Input.Submitted | Choice.Accepted) -> None:
        """Go to the next empty field; after the last, do what the main button says."""
        event.stop()
        if isinstance(event, Input.Submitted) and self.stays_in(event.input):
            return
        if (empty := self._next_empty()) is not None:
            empty.focus()
        else:
            self.action_primary()

    def stays_in(self, line: Input) -> bool:
        """Whether Enter leads no further than that line, which says why."""
        return False

    def _next_empty(self) -> Input | None:
        """The empty line after the one that has the focus."""
        lines = [each for each in self.query(Input) if all(part.display for part in each.ancestors_with_self)]
        after = lines[lines.index(self.focused) + 1 :] if self.focused in lines else []
        return next((each for each in after if not each.value.strip()), None)

    def action_press(self, command_id: str) -> None:
        """Press that button; without one, the key of IDs shows or masks those of the dialog."""
        if command_id == "reveal" and self.mask_keys is not None:
            self.mask_keys.toggle_ids()
        else:
            super().action_press(command_id)

    def enter_presses(self, button: Button) -> bool:
        """Whether Enter does what that main button says, as the focus is now."""
        focused = self.focused
        return focused is button or (not isinstance(focused, Button) and self._next_empty() is None)

    def on_key(self, event: Key) -> None:
        """Press the button that names the key, unless what has the focus takes it: bindings come after this."""
        if event.key in self.active_bindings:
            return
        name = "Enter" if event.key == "enter" else (event.character or "").upper()
        if name and (button := self.with_key(name)) is not None:
            event.stop()
            button.press()

    def focus_close(self) -> None:
        """Enter alone changes nothing: Close is the main button. A dialog that was closed at once has none."""
        for button in self.query("#close").results(Button):
            button.variant = "primary"
            button.focus()

    def action_primary(self) -> None:
        """Press the main button, if there is one."""
        for button in self.query(".dialog-row CompactButton.-primary").results(Button):
            button.press()

    def action_read(self, how: str) -> None:
        """Scroll the page, or the text on it."""
        for page in self.query(".dialog-body, .dialog-body TextArea"):
            if page.allow_vertical_scroll:
                getattr(page, how)()
                return

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close."""
        if event.button.id == "close":
            event.stop()
            self.action_close()

    def save(self, writing: Awaitable[Path], tell: Callable[[Path | StorageError], None]) -> None:
        """Write a file and tell how that ended: by a notice where the dialog was closed before."""
        # By the application: a dialog's own work ends with it.
        self.app.run_worker(self._save_and_tell(writing, tell), group="save", exit_on_error=False)

    async def _save_and_tell(self, writing: Awaitable[Path], tell: Callable[[Path | StorageError], None]) -> None:
        outcome: Path | StorageError
        try:
            outcome = await writing
        except StorageError as problem:
            outcome = problem
        if self in self.app.screen_stack:
            tell(outcome)
        elif isinstance(outcome, Path):
            self.app.notify(f"Saved {outcome}.", timeout=8, markup=False)
        else:
            self.app.notify(str(outcome), severity="error", timeout=8, markup=False)

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
