"""Help for the screen that is open: what it is for, how it is proven, and its keys."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.screen import Screen

from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.legend import MEANINGS, OF_ACTIONS, OF_EVERY, OF_FOLDS, OF_LEVELS, OF_PRACTICE
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.steps.step_screen import StepScreen

KEY = "bold $text-primary"
GENERAL = (
    "Tab and Shift+Tab move between fields and buttons. Paste with your terminal's own key. "
    "In a field Ctrl+Z undoes; elsewhere it suspends the program. "
    "Hold Shift while you drag to select text with the mouse."
)
WITHOUT_SETUPS = (
    "A setup connects one customer's Procore company to the sync tool, the program that works with Procore's data, in "
    "eight steps. Nothing is saved yet. "
    "A rehearsal uses a practice company on this machine; a real onboarding asks Procore."
)
ON_HOME = {
    "↑ ↓": "Choose a row. A click does too, and a double click opens it.",
    "Letters": "Type a customer's name to search for it. In the search, letters are text.",
    "Escape": "From the search back to the table; there it clears the search.",
}
ON_ACTIONS = {
    "Space": "Mark the open action done, outside a field.",
    "Backspace": "Take back the open action or the last one, outside a field. A click on a line opens it.",
    "Del": "Skip the open action, if it is optional, outside a field with text.",
    "↑ ↓": "Open the action before or after.",
    "Enter": "In a field: accept it and continue.",
    "Escape": "Close a dialog, or the practice browser beside the step.",
}
ON_LEVELS = {
    "Space": "On a row of the levels: mark it, or not. Elsewhere, outside a field: mark the open action done.",
    "← →": "On the levels: show the other tab.",
}
ON_CHECKS = {
    "Enter": "On a check: open its evidence.",
    "A": "On a check: ask it again, alone.",
    "D": "On a check: show a diagnosis for Procore's support.",
    "G": "On a check: go to the step that fixes it.",
    "V": "On a check that Procore did not answer: confirm it.",
}
ON_CHECKER = {
    "↑ ↓": "Go to the check before or after.",
    "P": "Add the missing projects through Procore.",
    "S": "Check the permissions on all projects.",
    "Space": "Confirm this step and go on.",
    "Backspace": "Take that confirmation back.",
    "Escape": "Close a dialog or the practice browser; after a look at all checks, go back.",
}
ON_OPEN_POINTS = {"G": "Go to the first item that is still open."}
PALETTE = {"Ctrl+P": "Every command and step by name."}


class HelpDialog(Dialog[None]):
    """Explains a screen."""

    HEADING = "Help"
    HELP = "The help of the screen below it. Escape closes it."

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self.about = about

    def compose_dialog(self) -> ComposeResult:
        from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
        from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser
        from dmsa_tui.tui.dialogs.task import KEYS, TaskDialog
        from dmsa_tui.tui.home import HomeScreen
        from dmsa_tui.tui.steps.step_screen import StepScreen

        about, lines = self.about, []
        commands: list[keys.KeyCommand] = []
        more: dict[str, str] = {}
        signs: dict[str, str] = {}
        if isinstance(about, StepScreen):
            lines += _guide_lines(f"{about.procedure.number}. ", about.procedure, about.session)
            commands, signs = about.commands, OF_ACTIONS | (OF_LEVELS if about.STEP == "permissions" else {})
            more = _on_step(about)
        elif isinstance(about, TaskDialog):
            lines += _guide_lines("", about.procedure, about.session)
            commands, more, signs = [each for each in keys.ONBOARDING if each.id in KEYS], ON_ACTIONS, OF_ACTIONS
        elif isinstance(about, HomeScreen):
            commands, more = about.commands, ON_HOME if about.listed else {}
        elif isinstance(about, PracticeBrowser):
            signs = OF_ACTIONS
        elif isinstance(about, NewOnboardingDialog):
            signs = OF_FOLDS
        if not lines:
            is_empty = isinstance(about, HomeScreen) and about.listed is None
            lines.append(Line(prose(WITHOUT_SETUPS if is_empty else about.HELP or "")))
        if signs and self.app.session.rehearsal is not None:
            signs = signs | OF_PRACTICE
        signs = signs | OF_EVERY
        lines += [*_sign_lines(signs), Line(literal(GENERAL), blank_before=True)]
        app = [each for each in keys.APP if each.id != "home" or not isinstance(about, HomeScreen)]
        named = {self.app.key_text(each.id): each.help for each in (*app, *commands)}
        yield Paragraphs([*lines, *_key_lines(named | more | PALETTE)])


def _on_step(about: "StepScreen") -> dict[str, str]:
    """The keys of a step besides its commands."""
    if about.STEP == "check":
        return ON_CHECKS | ON_CHECKER
    levels = ON_LEVELS if about.STEP == "permissions" else {}
    if about.STEP == "handoff":
        return ON_ACTIONS | ON_OPEN_POINTS
    if not about.session.checks_of(about.STEP):
        return ON_ACTIONS
    return ON_ACTIONS | levels | ON_CHECKS | {"Enter": f"{ON_ACTIONS['Enter']} {ON_CHECKS['Enter']}"}


def _sign_lines(more: Mapping[str, str]) -> Iterator[Line]:
    """What the signs mean: those of the states, and others."""
    yield Line(literal("What the signs mean", "bold"), blank_before=True)
    for state, sign in SIGNS.items():
        yield Line(literal(MEANINGS[state]), literal(f"{sign.sign} {sign.word}", sign.style), 14)
    yield from (Line(literal(what), literal(sign, "bold"), 14) for sign, what in more.items())


def _key_lines(named: Mapping[str, str]) -> Iterator[Line]:
    """Keys, and what they do on this screen."""
    for number, (key, what) in enumerate(named.items()):
        yield Line(literal(what), literal(key, KEY), 10, blank_before=number == 0)


def _guide_lines(number: str, task: "Task", session: "Session") -> list[Line]:
    """Why the step is needed, what to have ready, what to see, and its cautions."""
    shown = session.edition_of(task.id)
    lines = [Line(literal(f"{number}{task.title}", "bold")), Line(prose(task.why))]
    if task.needs:
        lines.append(Line(prose(f"You need: {task.needs}"), blank_before=True))
    lines.append(Line(prose(f"You should see: {session.actions.expected(task.id)}"), blank_before=True))
    lines.append(Line(prose(f"Proof: {task.proof}"), blank_before=True))
    if any(each.source.confidence != "confirmed" for each in shown.actions):
        lines.append(Line(literal(OF_ACTIONS["~"]), literal("~ ", "bold"), 2, blank_before=True))
    for place, warning in enumerate(shown.warnings):
        sign = literal("! ", "$text-warning")
        lines.append(Line(prose(warning), sign, 2, blank_before=place == 0))
    sources = dict.fromkeys(f"{each.source.ref} ({each.source.date:%B %Y})" for each in shown.actions)
    lines += [Line(literal(each, "$foreground-muted"), literal("Source: ", "$foreground-muted"), 8) for each in sources]
    return lines
