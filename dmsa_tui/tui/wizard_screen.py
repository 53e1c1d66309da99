"""What every full screen has: typed application and session, fields that follow the record, notices of failures."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import getters, on
from textual.events import Paste, Resize, ScreenResume
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.keys import APP, key_text
from dmsa_tui.tui.opening import ClosedOnce
from dmsa_tui.tui.widgets.backdrop import Backdrop
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.key_bar import KeyBar, ShownKey
from dmsa_tui.tui.widgets.misplaced import Misplaced
from dmsa_tui.tui.widgets.text_fields import is_text_field

if TYPE_CHECKING:
    from textual.widget import Widget

    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.base_app import Names
    from dmsa_tui.tui.keys import KeyCommand


NO_HOME_BUTTON = 80
"""Columns below which a step has no button for home."""


@runtime_checkable
class ShowsValue(Protocol):
    """A widget in which a person gives a field of the record."""

    def show_value(self, value: object) -> None:
        """Show the record's value without posting a message; nothing to do if it is shown already."""


class WizardScreen(ClosedOnce, Screen[None], Backdrop):
    """A screen of the wizard."""

    SHOWS: ClassVar[Mapping[str, str]] = {}
    """Field of the record that is on this screen → selector of the widget in which a person gives it, if any.

    Every change of the record is drawn through this table.
    """
    KEYS: ClassVar[tuple["KeyCommand", ...]] = ()
    """The commands of this screen, besides those of every screen."""
    PAGES: ClassVar[Mapping[str, "Callable[[WizardScreen], None]"]] = {}
    """Id of a command → what writes its page where no button names its key."""
    _seen = False
    """Whether the screen was in front before."""

    app = getters.app(BaseApp)

    @property
    def session(self) -> "Session":
        """The current session."""
        return self.app.session

    @property
    def open_customer(self) -> str:
        """The open onboarding's customer, as this screen may show the name."""
        return self.session.mask.text(self.session.record.name)

    def begin(self) -> None:
        """Called when it is in front for the first time, before it is drawn: watch what it shows."""
        self.watch(self.app, "record_changes", self._record_changes, init=False)
        self.watch(self.app, "result_changes", self.results_changed, init=False)
        self.watch(self.app, "mask_changes", self.mask_changed, init=False)

    def _record_changes(self, names: "Names") -> None:
        if self.session.is_open or not self.STEP:  # a step shows nothing of an onboarding that was closed
            self.record_changed(names)

    def record_changed(self, names: "Names") -> None:
        """Show the new values in the widgets of these fields."""
        for name in names & self.SHOWS.keys():
            for widget in self.query(self.SHOWS[name] or "#none"):
                if isinstance(widget, ShowsValue):
                    widget.show_value(getattr(self.session.record, name))

    @property
    def open_fields(self) -> Sequence[str]:
        """The fields of the record that are asked for just now."""
        return ()

    def receive(self, given: dict[str, Any]) -> None:
        """Fill in what comes from elsewhere: field id → text."""
        from dmsa_tui.tui.widgets.field import Field

        for field_id, text in given.items():
            for field in self.query(f"#{field_id}").results(Field):
                field.fill(text)

    def on_paste(self, event: Paste) -> None:
        """No field has taken it."""
        event.stop()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Take a text that no field has taken: ask where it belongs."""
        self._ask_where(text)

    @on(Misplaced)
    def _misplaced(self, event: Misplaced) -> None:
        event.stop()
        self._ask_where(event.text, event.field)

    def _ask_where(self, text: str, found_in: "Widget | None" = None) -> None:
        from dmsa_tui.tui.pasting import Pasting

        Pasting(self.app).offer(self, text, found_in)

    def results_changed(self, names: "Names") -> None:
        """Draw the results of these checks, or that they are running."""

    def mask_changed(self, names: "Names") -> None:
        """Draw what is hidden or shown now."""

    @property
    def commands(self) -> list["KeyCommand"]:
        """The commands of `KEYS` that can be run now."""
        labels = {"reveal": "Hide IDs"} if self.STEP and not self.session.mask.ids_hidden else {}
        if self.app.practice_plays:
            labels["practice"] = "Show me"
        if self.app.stop_playing is not None:
            labels["practice"] = "Stop it"
        details = {"edition": f": {self.session.portal}"} if self.STEP and self.session.is_open else {}
        return [
            each._replace(label=labels.get(each.id, each.label), detail=details.get(each.id, ""))
            for each in self.KEYS
            if (self._can_press(each.id) if each.action.startswith("press") else self.check_action(each.action, ()))
        ]

    def named_by(self, command_id: str) -> str:
        """The customer whom this command is about, as the screen may show the name, if it is not the open one's."""
        return ""

    def _can_press(self, command_id: str) -> bool:
        return command_id in self.PAGES or self.button_of(command_id) is not None

    def action_press(self, command_id: str) -> None:
        """Press the button that names the key, or write the page that needs none; in a field the key edits."""
        has_button = self.button_of(command_id) is not None
        if command_id not in self.PAGES or is_text_field(self.focused) or has_button:
            super().action_press(command_id)
        else:
            self.PAGES[command_id](self)

    def draw_keys(self) -> None:
        """Show in the last line what the keys do now."""
        for bar in self.query(KeyBar):
            bar.show(self.shown_keys)

    @property
    def shown_keys(self) -> list[ShownKey]:
        """What the last line shows: the keys of a step, or of the dialog over it, the palette, and help."""
        front = self.app.screen
        if isinstance(front, ClosedOnce) and front.LAST_LINE:
            return [*front.LAST_LINE]
        over = front.over_step if isinstance(front, ClosedOnce) else None
        shown = [each for each in self.commands if each.footer] if over is None else over
        named = [
            ShownKey(self.app.key_text(each.id), each.label, f"screen.{each.action}", each.short, each.detail)
            for each in shown if self.STEP
        ]  # fmt: skip
        if self.STEP:
            below = NO_HOME_BUTTON if over is None else None  # a dialog is over the button
            named.insert(0, ShownKey(self.app.key_text("home"), "Home", "app.home", below=below))
        palette = ShownKey(key_text(self.app.COMMAND_PALETTE_BINDING), "Commands", "app.command_palette")
        help = next(each for each in APP if each.footer)
        return [*named, palette, ShownKey(self.app.key_text(help.id), help.label, f"app.{help.action}")]

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Skip the styling of a new screen, which has been done: it would cost a frame."""
        event.refresh_styles = self._seen
        if self._seen:
            self.draw_keys()
            self.query_one(HeaderBar).refresh()  # its progress is not drawn behind a dialog
        else:
            self._seen = True
            self.begin()

    def on_resize(self, event: Resize) -> None:
        """Skip a resize to the size that the screen has: it would cost a layout of this screen and those below."""
        if event.size == self.outer_size and self.has_class(self.app.width_class):
            event.prevent_default()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Notify about a failed worker, which would be silent otherwise."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            from dmsa_tui.terminal.crash_report import internal_error

            sentence = f"{internal_error(error)} Your answers are safe."
            self.notify(sentence, severity="error", timeout=15, markup=False)
