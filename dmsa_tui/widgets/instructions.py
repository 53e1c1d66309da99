"""A step's numbered actions in the labels of the portal edition that the person sees."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from dmsa_tui.guide.model import EditionSteps, Step
from dmsa_tui.widgets.prose import plain, prose


class Instructions(Vertical):
    """What to have, what to click, what to see, what to beware of."""

    def __init__(self, step: Step, edition: EditionSteps) -> None:
        super().__init__(id="instructions")
        self.step = step
        self.edition = edition

    def compose(self) -> ComposeResult:
        """One row for each action."""
        if self.step.needs:
            yield Static(prose(f"Before you start: {self.step.needs}"), classes="needs")
        for number, action in enumerate(self.edition.actions, 1):
            doubt = "" if action.source.confidence == "confirmed" else " (not yet seen by us)"
            text = prose(action.text + doubt)
            if action.note:
                text = Content("\n").join([text, prose(action.note, "$foreground-muted")])
            with Horizontal(classes="action-line"):
                yield Static(plain(f"{number:>2}", "bold $text-accent"), classes="number")
                yield Static(text, classes="action")
        yield Static(prose(f"You should see: {self.edition.expect}", "$text-success"), classes="paragraph")
        for warning in self.edition.warnings:
            yield Static(prose(f"! {warning}", "$text-warning"), classes="paragraph")

    async def change(self, edition: EditionSteps) -> None:
        """Show the actions of another portal edition."""
        self.edition = edition
        await self.recompose()
