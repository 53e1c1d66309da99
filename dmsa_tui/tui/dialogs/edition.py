"""The question which developer portal the person sees."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import WrappedList

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


class EditionDialog(Dialog[str]):
    """Gives the id of the portal edition that was chosen."""

    HEADING = "Which developer portal do you see?"
    SHOWS = ("edition",)

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal("Choose what looks like your screen; all labels follow.", "$foreground-muted"))
        yield WrappedList()

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
        editions, chosen = self.session.guide.editions, self.session.record.edition
        kept = chooser.highlighted
        chooser.styles.max_height = self.room - 1  # so that it scrolls, and not the hint with it
        chooser.clear_options()
        width = chooser.wrap_width
        for edition in editions:
            mark = literal("● " if edition.id == chosen else "○ ", "$text-accent")
            head = literal(edition.name, "bold") + literal(f"  {edition.period}")
            lines = [Line(head, mark, 2), *(Line(prose(each), indent=2) for each in edition.recognise)]
            chooser.add_option(Option(hanging(lines, width), id=edition.id))
        ids = [edition.id for edition in editions]
        chooser.highlighted = kept if kept is not None else ids.index(chosen) if chosen in ids else 0
        after_refresh(self, self._show_highlight)

    def _show_highlight(self) -> None:
        """Scroll from the top, so that the place depends on the size alone."""
        chooser = self.query_one(WrappedList)
        chooser.scroll_home(animate=False, immediate=True)
        chooser.scroll_to_highlight()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
