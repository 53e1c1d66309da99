"""Help for the screen that is open: what it is for, how it is proven, and its keys."""

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.screen import Screen

from dmsa_tui.onboarding.states import State
from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task
    from dmsa_tui.session.session import Session

KEY = "bold $text-primary"
GENERAL = (
    "Tab and Shift+Tab move between fields and buttons. Paste with your terminal's own key. "
    "In a field Ctrl+Z undoes; elsewhere it suspends the program. "
    "Hold Shift while you drag to select text with the mouse."
)
MORE_KEYS = {
    "Space": "Tick the open action, outside a field.",
    "Backspace": "Take back the open action's tick or the last one, outside a field. A click on a line opens it.",
    "↑ ↓": "Open the action before or after; this leaves an optional one out.",
    "Enter": "In a field: accept it and go on.",
    "Ctrl+P": "Every command and step by name.",
}
MORE_SIGNS = {
    "▸": "The action that is open; in the practice browser: click it.",
    "~": "This label has not been seen on a live portal yet.",
    "⇥": "In the practice browser: copies values into the wizard.",
    "·": "In the practice browser: not possible yet.",
}
MEANINGS = {
    State.PROVEN: "Procore says yes.",
    State.CONFIRMED: "A person confirmed it.",
    State.CAUTION: "It works, with a caution.",
    State.FAILING: "Procore says no.",
    State.WAITING: "Someone else must act.",
    State.UNVERIFIED: "Procore did not say.",
    State.TODO: "Not begun, or not asked yet.",
}


class HelpDialog(Dialog[None]):
    """Explains a screen."""

    HEADING = "Help"

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self.about = about

    def compose_dialog(self) -> ComposeResult:
        from dmsa_tui.tui.dialogs.task import TaskDialog
        from dmsa_tui.tui.steps.step_screen import StepScreen

        lines = []
        if isinstance(self.about, StepScreen):
            lines += _guide_lines(f"{self.about.step.number}. ", self.about.step, self.about.session)
        elif isinstance(self.about, TaskDialog):
            lines += _guide_lines("", self.about.procedure, self.about.session)
        elif self.about.HELP:
            lines.append(Line(prose(self.about.HELP)))
        lines.append(Line(literal("What the signs mean", "bold"), blank_before=True))
        for state, sign in SIGNS.items():
            lines.append(Line(literal(MEANINGS[state]), literal(f"{sign.sign} {sign.word}", sign.style), 14))
        lines += [Line(literal(what), literal(sign, "bold"), 14) for sign, what in MORE_SIGNS.items()]
        lines.append(Line(literal(GENERAL), blank_before=True))
        for number, each in enumerate(keys.all_commands()):
            key = literal(self.app.key_text(each.id), KEY)
            lines.append(Line(literal(each.help), key, 10, blank_before=number == 0))
        lines += [Line(literal(what), literal(key, KEY), 10) for key, what in MORE_KEYS.items()]
        yield Paragraphs(lines)


def _guide_lines(number: str, task: "Task", session: "Session") -> list[Line]:
    """Why the step is needed, what to have ready, what to see, and its cautions."""
    shown = session.edition_of(task.id)
    lines = [Line(literal(f"{number}{task.title}", "bold")), Line(prose(task.why))]
    if task.needs:
        lines.append(Line(prose(f"You need: {task.needs}"), blank_before=True))
    lines.append(Line(prose(f"You should see: {shown.expect}"), blank_before=True))
    lines.append(Line(prose(f"Proof: {task.proof}"), blank_before=True))
    for place, warning in enumerate(shown.warnings):
        sign = literal("! ", "$text-warning")
        lines.append(Line(prose(warning), sign, 2, blank_before=place == 0))
    sources = dict.fromkeys(f"{each.source.ref} ({each.source.date:%B %Y})" for each in shown.actions)
    lines += [Line(literal(each, "$foreground-muted"), literal("Source: ", "$foreground-muted"), 8) for each in sources]
    return lines
