"""The question which developer portal the person sees."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.wrapped_list import Choosable, ListWithDots

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

UNSURE = "unsure"
"""Given where the person cannot tell."""


class EditionDialog(Dialog[str]):
    """Gives the id of the portal edition that was chosen, or `UNSURE`."""

    HEADING = "Which developer portal do you see?"
    CHOOSE = "Choose"
    dot_moved = False
    """Whether it was closed with the dot at something else than before."""
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
        yield ListWithDots()

    def on_mount(self) -> None:
        self._draw()
        self.query_one(ListWithDots).focus()

    def on_resize(self) -> None:
        after_refresh(self, self._draw)

    def draw_again(self) -> None:
        """Its options may be others now."""
        self._draw()

    def wrap_again(self) -> None:
        self._draw()

    def _draw(self) -> None:
        chooser, record = self.query_one(ListWithDots), self.session.record
        chosen = UNSURE if self.no_app and record.edition_sure is False else record.edition
        chooser.styles.max_height = self.room - 1  # so that it scrolls, and not the hint with it
        chooser.show(self._choices(), chosen)
        after_refresh(self, self._show_highlight)

    def _choices(self) -> Iterator[Choosable]:
        """What there is to choose, and how to tell."""
        guide = self.session.guide
        for each in guide.editions:
            head = literal(each.name, "bold") + literal(f"  {each.period}")
            signs = [each.new_app] if self.no_app else each.recognise
            yield Choosable(each.id, head, tuple(prose(sign) for sign in signs))
        if self.no_app:
            now = guide.edition_or_default(self.session.record.edition).name
            about = prose(f"The wizard shows the labels of {now}, and asks you again.")
            yield Choosable(UNSURE, literal("Not sure yet", "bold"), (about,))

    def _show_highlight(self) -> None:
        """Scroll from the top, so that the place depends on the size alone."""
        chooser = self.query_one(ListWithDots)
        chooser.scroll_home(animate=False, immediate=True)
        chooser.scroll_to_highlight()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_close(self) -> None:
        """Choose nothing, and keep whether it looked as if something was chosen."""
        self.dot_moved = self.query_one(ListWithDots).has_moved
        super().action_close()
