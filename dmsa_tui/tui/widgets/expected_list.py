"""The field for the list of projects that must be there: typed, pasted, or a file dropped on it."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Paste
from textual.message import Message
from textual.widgets import Static, TextArea

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.list_file import dropped_path, read_list_file
from dmsa_tui.checks.list_shapes import Told, told_matches, told_repeats, told_shapes
from dmsa_tui.checks.matching import Identified
from dmsa_tui.errors import DmsaError
from dmsa_tui.procore.pasted import holds_credential, misplaced_in
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.masked_area import MaskedArea
from dmsa_tui.tui.widgets.misplaced import MisplacedWatch

MUTED = "$foreground-muted"
HOW = "One ID, number or name per line, a pasted table, or a dropped file."


class ProjectsArea(MaskedArea):
    """The list, a line each."""

    # What people press to empty a field; Home still goes to the start of the line.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+a", "select_all", "Select all", show=False)]

    def on_mount(self) -> None:
        self._misplaced = MisplacedWatch(self, self._paste_burst)

    def on_paste(self, event: Paste) -> None:
        """Leave a credential to the screen, which asks where it belongs: here it would join what stands around it.

        One in a line among others is shown masked, on a line of its own.
        """
        lines = [line for line in event.text.splitlines() if line.strip()]
        if misplaced_in(event.text) and all(map(misplaced_in, lines)):
            event.prevent_default()
            return
        start, end = sorted(self.selection)
        if lines and holds_credential(lines[0]) and start[1] and event.text[0] not in "\r\n":
            event.text = f"\n{event.text}"
        if lines and holds_credential(lines[-1]) and end[1] < len(self.document[end[0]]):
            event.text += "\n"

    def _paste_burst(self) -> bool:
        """Take a credential that came as quick keys as a paste, and go back to before it. Whether one came so."""
        if (burst := self.burst.take()) is None:
            return False
        text, (before, selection) = burst
        self.replace(before, self.document.start, self.document.end)
        self.selection = selection
        self.post_message(Paste(text))
        return True

    @on(TextArea.Changed)
    def _look(self) -> None:
        self._misplaced.look(self.text)


class ExpectedList(Vertical):
    """The list, a line each, and how many projects it names."""

    DEFAULT_CSS = "ExpectedList { height: auto; width: 1fr; } #actions ExpectedList TextArea { margin: 0; }"

    app = getters.app(BaseApp)

    class Given(Message):
        """The list has changed."""

        def __init__(self, listed: "ExpectedList") -> None:
            super().__init__()
            self.listed = listed

        @property
        def lines(self) -> list[str]:
            """The lines to save, by now: more may have been typed since this was sent."""
            return self.listed.accepted

    def __init__(self, lines: Sequence[str], projects: Callable[[], Sequence[Identified]]) -> None:
        """`projects` gives the company's, as Procore listed them last; empty before."""
        super().__init__(id="expected-projects", classes="field")
        self._projects = projects
        self._counted: tuple[str, Sequence[Identified]] | None = None
        """What was counted last."""
        self._note = "", MUTED
        self.accepted = list(lines)
        """The lines that were given last; what is typed may be ahead of them."""
        self.is_doubtful = False
        """Whether a line names no project of the company, or more than one, or the list cannot be used."""

    def compose(self) -> ComposeResult:
        yield Static(literal("List of projects", "bold") + literal("  Ctrl+A selects all", MUTED))
        yield ProjectsArea("\n".join(self.accepted), id="expected", compact=True, show_line_numbers=True)
        yield Static(id="expected-note", markup=False)

    def on_mount(self) -> None:
        Redraw(self, self._draw_note).after("mask_changes")
        self.count()

    @property
    def area(self) -> TextArea:
        """What is typed in."""
        return self.query_one(TextArea)

    @property
    def lines(self) -> list[str]:
        """Without those that hold what looks like a credential, nor what came of it key by key."""
        return [line for line in self.area.text.splitlines() if not holds_credential(line)]

    def show_value(self, value: object) -> None:
        """Show the list that another window has given, and tell nobody; undo brings back what stood there."""
        assert isinstance(value, list)
        if value == self.accepted:
            return
        self.accepted = value
        with self.prevent(TextArea.Changed):
            self._replace("\n".join(value))
        self.count()

    def fill(self, text: str) -> None:
        """Put a list in, as if it had been pasted."""
        self._replace(text)

    def _replace(self, text: str) -> None:
        """Put `text` in the place of the list; undo brings the list back."""
        self.area.history.checkpoint()
        self.area.replace(text, self.area.document.start, self.area.document.end)

    def count(self) -> None:
        """Say how many projects the list names and how, or why it cannot be used."""
        text, projects = self.area.text, self._projects()
        if self._counted is not None and self._counted[0] == text and self._counted[1] is projects:
            return
        self._counted = text, projects
        try:
            note = self._told(text, projects) if text.strip() else Told(HOW, is_doubtful=False)
        except DmsaError as problem:
            self.is_doubtful = True
            self._say(f"✖ {problem}", "$text-error")
        else:
            self.is_doubtful = note.is_doubtful
            self._say(note.words, "$text-warning" if note.is_doubtful else MUTED)

    def _told(self, text: str, projects: Sequence[Identified]) -> Told:
        entries = expected_list(text).entries
        told = told_matches(entries, projects) if projects else Told(told_shapes(entries), is_doubtful=False)
        return told._replace(words=" ".join(each for each in (told.words, told_repeats(text)) if each))

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = self.area.text
        if (path := dropped_path(text)) is not None:
            self._read_dropped(path)
            return
        self.count()
        if (lines := self.lines) != self.accepted:
            self.accepted = lines
            self.post_message(self.Given(self))

    @work(group="list-file", exclusive=True, exit_on_error=False)
    async def _read_dropped(self, path: Path) -> None:
        """Take what is in the file in the place of its path."""
        try:
            text = await asyncio.to_thread(read_list_file, str(path))
            await asyncio.to_thread(expected_list, text)
        except DmsaError as problem:
            self._say(f"✖ {problem}", "$text-error")
        else:
            with self.prevent(TextArea.Changed):
                while dropped_path(self.area.text) and self.area.history.undo_stack:
                    self.area.undo()  # else an undo would show the path, and read the file again
            self._replace(text.lstrip("\ufeff"))

    def _say(self, note: str, style: str = MUTED) -> None:
        self._note = note, style
        self._draw_note()

    def _draw_note(self) -> None:
        note, style = self._note
        self.query_one("#expected-note", Static).update(literal(self.app.session.mask.text(note), style))
