"""The practice panel: it stands for the browser in a rehearsal. What is done here happens in the practice company."""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.errors import DmsaError
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import plain
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import WrappedList

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import ActionState, Credentials
    from dmsa_tui.session.rehearsal_store import RehearsalStore

HAND_OVER = "+hand-over"
WHERE = {"portal": "Developer portal", "procore": "Procore"}


def to_hand_over(step_id: str, seen: "Credentials") -> dict[str, str]:
    """What a person would copy from the browser into the fields of that step: field id → text."""
    offered = {
        "create-app": {"app-name": seen.app_name},
        "promote": {
            "client-id": seen.client_id,
            "app-version-key": seen.app_version_key,
            "client-secret": seen.client_secret,
        },
    }
    return {field: text for field, text in offered.get(step_id, {}).items() if text}


class Behind(Protocol):
    """The step that is practiced."""

    STEP: ClassVar[str]

    def receive(self, given: dict[str, Any]) -> None:
        """Take what a person would copy from the browser: field id → text."""

    def practiced(self) -> None:
        """Something was done in the practice company."""

    def show_me(self) -> None:
        """Show the rest of the step, action by action."""


class PracticeBrowser(Dialog[None]):
    """The clicks of the portal and of Procore, those of the open step first."""

    HEADING = "Practice company: this stands for the browser"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "show_me", "Show me", priority=True)]

    def __init__(self, rehearsing: "RehearsalStore", behind: "Behind") -> None:
        super().__init__(classes="practice")
        self.rehearsing = rehearsing
        self.behind = behind

    def compose_dialog(self) -> ComposeResult:
        """What the browser shows, then what can be clicked."""
        yield Static(plain("Enter does what the highlighted line says.", "$foreground-muted"), id="shows")
        yield WrappedList(id="clicks")

    def compose_row(self) -> ComposeResult:
        """The rest of the step by itself."""
        yield CompactButton(f"Show me {self.app.key_text('practice')}", id="show-me")

    @on(Button.Pressed, "#show-me")
    def _show_me_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_show_me()

    def action_show_me(self) -> None:
        """Close, and show the rest of the step."""
        self.dismiss(None)
        self.behind.show_me()

    def on_mount(self) -> None:
        """The list is what one wants, and it is there before the next key."""
        self.draw()
        self.query_one(WrappedList).focus()

    def wrap_again(self) -> None:
        """Draw the clicks to the width that there is."""
        self.draw()

    def draw(self) -> None:
        """List the clicks, those of the open step first, and highlight the next one to do."""
        here, states = self.behind.STEP, self.rehearsing.rehearsal.actions()
        offered = to_hand_over(here, self.rehearsing.rehearsal.credentials)
        chooser = self.query_one(WrappedList)
        width = chooser.wrap_width
        kept = chooser.get_option_at_index(chooser.highlighted).id if chooser.highlighted is not None else None
        chooser.clear_options()
        for state in (each for each in states if each.action.step == here):
            chooser.add_option(Option(hanging(_click(state), width), id=state.action.id))
        if offered:
            names = ", ".join(field.replace("-", " ") for field in offered)
            line = Line(plain("Copy into the wizard: ", "bold") + plain(names), plain("⇥ ", "$text-accent"), 2)
            chooser.add_option(Option(hanging([line], width), id=HAND_OVER))
        chooser.add_option(Option(plain("Clicks of other steps", "$foreground-muted underline"), disabled=True))
        for state in (each for each in states if each.action.step != here):
            chooser.add_option(Option(hanging(_click(state), width), id=state.action.id))
        ids = [option.id for option in chooser.options]
        following = [state.action.id for state in states if state.action.step == here and _is_next(state)]
        wanted = following[0] if following else HAND_OVER if offered else kept
        chooser.highlighted = ids.index(wanted) if wanted in ids else 0
        self.call_after_refresh(chooser.scroll_to_highlight)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option.id == HAND_OVER:
            self.behind.receive(to_hand_over(self.behind.STEP, self.rehearsing.rehearsal.credentials))
            self.dismiss(None)
            return
        shows = self.query_one("#shows", Static)
        try:
            sentence = self.rehearsing.perform(event.option.id or "")
        except DmsaError as reason:
            shows.update(plain(f"✖ {reason}", "$text-error"))
            return
        shows.update(Content.assemble(("The browser shows: ", "bold"), plain(sentence)))
        self.draw()
        self.behind.practiced()


def _is_next(state: "ActionState") -> bool:
    return not (state.done or state.unavailable or state.action.optional)


def _click(state: "ActionState") -> list[Line]:
    action, blocked = state.action, state.unavailable is not None and not state.done
    mark = plain("✔ ", "$text-success") if state.done else plain("· " if blocked else "▸ ", "$text-accent")
    title = f"{WHERE[action.where]}: {action.label}" + (" (optional)" if action.optional else "")
    return [
        Line(plain(title, "$foreground-muted" if blocked else ""), mark, 2),
        Line(plain((state.unavailable if blocked else None) or action.explanation, "$foreground-muted"), indent=2),
    ]
