"""Help for the screen that is open: what it is for, how it is proven, and its keys."""

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from dmsa_tui import keys
from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.prose import plain, prose
from dmsa_tui.widgets.signs import CHECK_SIGNS, STEP_SIGNS

GENERAL = (
    "Tab and Shift+Tab move between fields and buttons; the arrow keys scroll. "
    "Paste with your terminal's own key. Hold Shift while dragging to select text with the mouse. "
    "Everything here is also a button or in the palette (Ctrl+P)."
)


class HelpDialog(Dialog[None]):
    """Explains a screen."""

    HEADING = "Help"

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self.about = about

    def compose_dialog(self) -> ComposeResult:
        """The step's own words, then the keys, then the signs."""
        from dmsa_tui.screens.step_screen import StepScreen

        if isinstance(self.about, StepScreen):
            step = self.about.step
            yield Static(plain(f"{step.number}. {step.title}", "bold"))
            yield Static(prose(step.why), classes="paragraph")
            yield Static(prose(f"Proof: {step.proof}"), classes="paragraph")
        elif self.about.HELP:
            yield Static(prose(self.about.HELP), classes="paragraph")
        yield Static(plain(GENERAL), classes="paragraph")
        for each in keys.all_commands():
            yield Static(Content.assemble((f"{each.key_text:<8}", "bold $text-primary"), plain(each.help)))
        yield Static(plain("Ctrl+P  Every command and step by name.  Ctrl+C twice quits."), classes="paragraph")
        for sign in STEP_SIGNS.values():
            yield Static(Content.assemble((f"{sign.sign} ", sign.style), f"step {sign.word}"))
        for sign in CHECK_SIGNS.values():
            yield Static(Content.assemble((f"{sign.sign} ", sign.style), f"check {sign.word}"))
