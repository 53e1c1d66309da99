"""The question which developer portal the person sees."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import ListWithButton, WrappedList

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

UNSURE = "unsure"
"""Given where the person cannot tell."""


class EditionDialog(Dialog[str]):
    """Gives the id of the portal edition that was chosen, or `UNSURE`."""

    HEADING = "Which developer portal do you see?"
    CHOOSE = "Choose"
    HELP = "Procore has changed its developer portal. Choose the one on your screen, and all labels follow."
    SHOWS = ("edition", "edition_sure")

    def __init__(self, session: "Session", *, no_app: bool = False) -> None:
        """`no_app`: there is no app to look at yet, only the page that creates one."""
        super().__init__()
        self.session = session
        self.no_app = no_app

    def compose_dialog(self) -> ComposeResult:
        place = "**My Apps**, **Create a New App**" if self.no_app else "the page of your app"
        yield Static(prose(f"Look at {place}. All labels follow your choice.", "$foreground-muted"))
        yield ListWithButton()

    def on_mount(self) -> None:
        self._draw()
        self.query_one(WrappedList).focus()

    def on_resize(self) -> None:
        after_refresh(self, self._draw)

    def draw_again(self) -> None:
        """Mark the edition that is chosen now."""
        self._draw()

    def wrap_again(self) -> None:
        self._draw()

    def _draw(self) -> None:
        chooser = self.query_one(WrappedList)
        record, kept = self.session.record, chooser.highlighted
        chosen = UNSURE if self.no_app and record.edition_sure is False else record.edition
        chooser.styles.max_height = self.room - 1  # so that it scrolls, and not the hint with it
        chooser.clear_options()
        ids = []
        for id, head, signs in self._choices():
            mark = literal("● " if id == chosen else "○ ", "$text-accent")
            lines = [Line(head, mark, 2), *(Line(prose(each), indent=2) for each in signs)]
            chooser.add_option(Option(hanging(lines, chooser.wrap_width), id=id))
            ids.append(id)
        chooser.highlighted = kept if kept is not None else ids.index(chosen) if chosen in ids else 0
        after_refresh(self, self._show_highlight)

    def _choices(self) -> Iterator[tuple[str, Content, Sequence[str]]]:
        """What there is to choose: id, name, and how to tell."""
        guide = self.session.guide
        for each in guide.editions:
            head = literal(each.name, "bold") + literal(f"  {each.period}")
            yield each.id, head, [each.new_app] if self.no_app else each.recognise
        if self.no_app:
            now = guide.edition_or_default(self.session.record.edition).name
            yield (
                UNSURE,
                literal("Not sure yet", "bold"),
                [f"The wizard shows the labels of {now}, and asks you again."],
            )

    def _show_highlight(self) -> None:
        """Scroll from the top, so that the place depends on the size alone."""
        chooser = self.query_one(WrappedList)
        chooser.scroll_home(animate=False, immediate=True)
        chooser.scroll_to_highlight()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
