"""A text for somebody else: to read, select, copy or save."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widgets import Button, TextArea

from dmsa_tui.errors import StorageError
from dmsa_tui.guide.wrapping import WIDTH
from dmsa_tui.onboarding.answers import ANSWERS
from dmsa_tui.session.handover import Written, saved_words
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.open_saved import OpenSaved


class PageText(TextArea):
    """The page in lines of the columns that there are, up to those of a paper."""

    def __init__(self, shown: Written) -> None:
        super().__init__(read_only=True, compact=True, soft_wrap=True, id="page-text")
        self.shown = shown

    def on_resize(self, event: Resize) -> None:
        """Break the lines anew: the area would break those that are too long once more."""
        self.draw()

    def draw(self) -> None:
        """Show what the page says now."""
        if (text := self.shown(min(self.wrap_width, WIDTH))) != self.text:
            self.text = text


class PageDialog(Dialog[None]):
    """Shows what is `written` behind `mask`, and copies it whole; `save` writes the page and says where."""

    HELP = "A page for someone else. Read it, then copy or save it. What is masked here is whole in the copy."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_text(1)", "Down", show=False, priority=True),
        Binding("up", "scroll_text(-1)", "Up", show=False, priority=True),
    ]
    SHOWS = (*ANSWERS, "profile", "expected_projects")

    def __init__(
        self, heading: str, written: Written, mask: Callable[[str], str], save: Callable[[], Awaitable[Path]],
        *, to_save: bool = False,
    ) -> None:  # fmt: skip
        """`to_save`: the person came to save it, so Enter does."""
        super().__init__()
        self._to_save = to_save
        self._heading = heading
        self._written = written
        self._mask = mask
        self._saving = save
        self._note = ""
        """What to know before copying or saving."""

    @property
    def heading(self) -> str:
        return self._heading

    def compose_dialog(self) -> ComposeResult:
        note = Paragraphs([Line(literal(self._note, "$foreground-muted"))], id="page-note")
        note.display = bool(self._note)
        yield note
        yield PageText(lambda columns: self._mask(self._written(columns)))

    def compose_row(self) -> ComposeResult:
        yield OpenSaved(key=self.app.key_text("open"))
        yield CompactButton("Copy", key=self.app.key_text("copy"), id="copy-page")
        yield CompactButton("Save", key=self.app.key_text("save"), id="save-page", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#save-page" if self._to_save else "#page-text").focus()

    def action_scroll_text(self, by: int) -> None:
        """Move what is read, wherever the focus is: there is nothing to point at."""
        self.query_one("#page-text", TextArea).scroll_relative(y=by, animate=False)

    @on(Button.Pressed, "#copy-page")
    def _copy(self, event: Button.Pressed) -> None:
        event.stop()
        self.app.system_clipboard.copy_text(self._written(WIDTH), "the text")

    @on(Button.Pressed, "#save-page")
    def _save_page(self, event: Button.Pressed) -> None:
        event.stop()
        self.save(self._saving(), self._tell)

    def _tell(self, outcome: Path | StorageError) -> None:
        if isinstance(outcome, Path):
            lines = [Line(literal(each)) for each in saved_words(outcome).splitlines()]
            self.query_one(OpenSaved).offer(outcome)
        else:
            lines = [Line(literal(f"✖ {outcome}", "$text-error"))]
        note = self.query_one("#page-note", Paragraphs)
        note.show(lines)
        note.display = True
