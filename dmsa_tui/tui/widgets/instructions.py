"""A step's title, whose turn it is, and its actions in the labels of the portal edition that the person sees."""

from collections.abc import Callable, Sequence

from dmsa_tui.guide.model import EditionSteps, Step
from dmsa_tui.tui.widgets.guide_text import plain, prose
from dmsa_tui.tui.widgets.hanging_text import HangingText, Line

MUTED = "$foreground-muted"


class Instructions(HangingText):
    """Whose turn it is, what to have, what to click, what to see, what to beware of, and why."""

    def __init__(
        self, step: Step, edition: EditionSteps, turn: Callable[[], Sequence[Line]],
        link: Callable[[str | None], str | None],
    ) -> None:  # fmt: skip
        """`turn` says who acts and where; `link` gives a template's address as it may be shown."""
        super().__init__(id="instructions")
        self._turn = turn
        self._link = link
        self.step = step
        self.edition = edition

    def change(self, edition: EditionSteps) -> None:
        """Show the actions of another portal edition."""
        self.edition = edition
        self.draw()

    def lines(self) -> Sequence[Line]:
        """Title and turn, then a paragraph for each action and each note."""
        step = self.step
        lines = [Line(plain(f"{step.number}. {step.title}", "bold $text-accent")), *self._turn()]
        if step.needs:
            lines.append(Line(prose(f"Before you start: {step.needs}"), blank_before=True))
        procedure = None
        for number, action in enumerate(self.edition.actions, 1):
            if action.procedure and action.procedure != procedure:
                lines.append(Line(plain(f"{action.procedure.title}:", "bold"), blank_before=True))
            procedure = action.procedure
            doubt = "" if action.source.confidence == "confirmed" else " (not yet seen by us)"
            mark = plain(f"{number:>2} ", "bold $text-accent")
            lines.append(Line(prose(action.text + doubt), mark, 3, blank_before=number == 1))
            if action.note:
                lines.append(Line(prose(action.note, MUTED), indent=3))
            if action.caution:
                lines.append(Line(prose(action.caution, "$text-warning"), indent=3))
            if link := self._link(action.link):
                lines.append(Line(plain(link, MUTED), indent=3))
        lines.append(Line(prose(f"You should see: {self.edition.expect}", "$text-success"), blank_before=True))
        for warning in self.edition.warnings:
            lines.append(Line(prose(warning, "$text-warning"), plain("! ", "$text-warning"), 2, blank_before=True))
        lines.append(Line(prose(f"Why: {step.why}", MUTED), blank_before=True))
        return lines
