"""The practice panel: it stands for the browser in a rehearsal. What is done here happens in the practice company."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.problems import BadInput
from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.prose import INDENT, plain

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import ActionState, Credentials
    from dmsa_tui.rehearsing import Rehearsing
    from dmsa_tui.screens.step_screen import StepScreen

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


class PracticePanel(Dialog[None]):
    """The clicks of the portal and of Procore, those of the open step first."""

    HEADING = "Practice company – this stands for the browser"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "close", "Close", priority=True)]

    def __init__(self, rehearsing: "Rehearsing", behind: "StepScreen") -> None:
        super().__init__(classes="practice")
        self.rehearsing = rehearsing
        self.behind = behind

    def compose_dialog(self) -> ComposeResult:
        """What the browser shows, then what can be clicked."""
        yield Static(plain("Enter does what the highlighted line says.", "$foreground-muted"), id="shows")
        yield OptionList(id="clicks")

    def on_mount(self) -> None:
        """Draw the clicks, with the next one highlighted."""
        self.draw(None)
        self.query_one(OptionList).focus()

    def draw(self, keep: str | None) -> None:
        """List the clicks; `keep` is the id to stay on, None for the next one to do."""
        here = self.behind.STEP
        states = self.rehearsing.rehearsal.actions()
        options: list[Option] = []
        following: str | None = None
        mine = [state for state in states if state.action.step == here]
        for state in mine:
            options.append(Option(_click(state), id=state.action.id))
            if following is None and not state.done and state.unavailable is None and not state.action.optional:
                following = state.action.id
        offered = to_hand_over(here, self.rehearsing.rehearsal.credentials)
        if offered:
            names = ", ".join(field.replace("-", " ") for field in offered)
            options.append(
                Option(
                    Content.assemble(("⇥ ", "$text-accent"), ("Copy into the wizard: ", "bold"), names), id=HAND_OVER
                )
            )
        for state in states:
            if state.action.step != here:
                options.append(Option(_click(state, step=state.action.step), id=state.action.id))
        chooser = self.query_one(OptionList)
        chooser.clear_options()
        chooser.add_options(options)
        ids = [option.id for option in options]
        wanted = following or (HAND_OVER if offered else keep)
        chooser.highlighted = ids.index(wanted) if wanted in ids else 0

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option.id == HAND_OVER:
            self.behind.receive(to_hand_over(self.behind.STEP, self.rehearsing.rehearsal.credentials))
            self.dismiss(None)
            return
        shows = self.query_one("#shows", Static)
        try:
            sentence = self.rehearsing.perform(event.option.id or "")
        except BadInput as reason:
            shows.update(plain(f"✖ {reason}", "$text-error"))
            return
        shows.update(Content.assemble(("The browser shows: ", "bold"), plain(sentence)))
        self.draw(event.option.id)
        self.behind.practised()


def _click(state: "ActionState", step: str | None = None) -> Content:
    action = state.action
    sign, style = ("✔", "$text-success") if state.done else ("▸", "$text-accent")
    if not state.done and state.unavailable is not None:
        sign, style = "·", "$foreground-muted"
    muted = "$foreground-muted" if state.unavailable is not None and not state.done else ""
    title = f"{WHERE[action.where]}: {action.label}" + (" (optional)" if action.optional else "")
    second = state.unavailable if state.unavailable is not None and not state.done else action.explanation
    prefix = f"[{step}] " if step else ""
    return Content.assemble(
        (f"{sign} ", style), (prefix, "$foreground-muted"), (title, muted), (f"\n{INDENT}{second}", "$foreground-muted")
    )
