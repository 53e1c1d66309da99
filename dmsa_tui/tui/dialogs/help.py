"""Help for the screen that is open: what it is for, how it is proven, and its keys."""

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.screen import Screen

from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import plain, prose
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.signs import CHECK_SIGNS, STEP_SIGNS

if TYPE_CHECKING:
    pass

GENERAL = (
    "Tab and Shift+Tab move between fields and buttons; the arrow keys scroll. "
    "Paste with your terminal's own key; Ctrl+Z in a field brings back what it held, and elsewhere suspends. "
    "Hold Shift while dragging to select text with the mouse. "
    "Everything here is also a button or in the palette (Ctrl+P)."
)


class HelpDialog(Dialog[None]):
    """Explains a screen."""

    HEADING = "Help"

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self.about = about

    def compose_dialog(self) -> ComposeResult:
        """The step's own words, then the keys, then the signs."""
        from dmsa_tui.tui.steps.step_screen import StepScreen

        lines = []
        if isinstance(self.about, StepScreen):
            step = self.about.step
            lines.append(Line(plain(f"{step.number}. {step.title}", "bold")))
            lines += [Line(prose(step.why)), Line(prose(f"Proof: {step.proof}"), blank_before=True)]
        elif self.about.HELP:
            lines.append(Line(prose(self.about.HELP)))
        lines.append(Line(plain(GENERAL), blank_before=True))
        for number, each in enumerate(keys.all_commands()):
            key = plain(self.app.key_text(each.id), "bold $text-primary")
            lines.append(Line(plain(each.help), key, 8, blank_before=number == 0))
        lines.append(Line(plain("Every command and step by name."), plain("Ctrl+P", "bold $text-primary"), 8))
        for what, signs in (("step", STEP_SIGNS.values()), ("check", CHECK_SIGNS.values())):
            for number, sign in enumerate(signs):
                mark = plain(f"{sign.sign} {sign.word}", sign.style)
                lines.append(Line(plain(f"a {what}"), mark, 14, blank_before=number == 0))
        yield Paragraphs(lines)
