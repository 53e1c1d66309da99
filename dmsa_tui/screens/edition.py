"""The question which developer portal the person sees."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.screens.dialog import Dialog
from dmsa_tui.widgets.prose import INDENT, plain, prose

if TYPE_CHECKING:
    from dmsa_tui.session import Session


class EditionDialog(Dialog[str]):
    """Gives the id of the portal edition that was chosen."""

    HEADING = "Which developer portal do you see?"

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def compose_dialog(self) -> ComposeResult:
        """One entry for each edition, told apart by what is visible."""
        yield Static(plain("Pick the one that looks like your screen; all labels follow.", "$foreground-muted"))
        options = []
        for edition in self.session.guide.editions:
            here = edition.id == self.session.record.edition
            lines = [
                Content.assemble(
                    ("● " if here else "○ ", "$text-accent"), (edition.name, "bold"), f"  {edition.period}"
                )
            ]
            lines += [Content.assemble(INDENT, prose(each)) for each in edition.recognise]
            options.append(Option(Content("\n").join(lines), id=edition.id))
        chooser = OptionList(*options)
        ids = [edition.id for edition in self.session.guide.editions]
        chooser.highlighted = ids.index(self.session.record.edition) if self.session.record.edition in ids else 0
        yield chooser

    def on_mount(self) -> None:
        """The list is what one wants."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
