"""The missing projects for a person who adds them by hand: Procore's ways to add, and the list in blocks of 100."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Static, TextArea

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.record import ASKED_ABOUT
from dmsa_tui.permit.by_hand import BLOCK, WAYS, as_csv, as_text, blocks
from dmsa_tui.session import handover
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.mask_keys import PROJECT_IDS, MaskKeys
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.open_saved import OpenSaved

if TYPE_CHECKING:
    from dmsa_tui.permit.by_hand import ToAdd
    from dmsa_tui.session.session import Session

UNSEEN = (
    "Procore shows this account only the projects that it is on, so the missing ones are not known. The Projects "
    "tab of the app's user lists them."
)
_WRITERS = {"csv": as_csv, "txt": as_text}


class ByHandDialog(Dialog[None]):
    """Shows one block of the list. The person can copy it, or save the whole list."""

    HELP = (
        "The missing projects in blocks of 100, for the administrator to add in Procore. Copy a block, or "
        "save the whole list."
    )

    AUTO_FOCUS = "#copy-block"
    SHOWS = ASKED_ABOUT

    def __init__(self, session: "Session", projects: "Sequence[ToAdd]") -> None:
        super().__init__()
        self.session = session
        self.projects = projects
        self._blocks = blocks(projects)
        self._at = 0

    @property
    def heading(self) -> str:
        what = counted(len(self.projects), "project") if self.projects else "the missing projects"
        return f"The administrator adds {what} manually"

    def compose_dialog(self) -> ComposeResult:
        ways = [Line(literal(way), literal(f"{number} ", "bold"), 2) for number, way in enumerate(WAYS, start=1)]
        yield Paragraphs([Line(literal("In Procore, use one of these ways:", "bold")), *ways], id="ways")
        with Horizontal(id="block-line"):
            yield Static(id="page-note", markup=False)
            yield CompactButton("◀", key="B", id="block-before", tooltip="Previous 100")
            yield CompactButton("▶", key="N", id="block-after", tooltip="Next 100")
        yield TextArea(read_only=True, compact=True, id="page-text")

    def compose_row(self) -> ComposeResult:
        yield OpenSaved(key=self.app.key_text("open"))
        yield CompactButton(
            "Copy", key=self.app.key_text("copy"), id="copy-block", variant="primary", tooltip="This block"
        )
        yield CompactButton("Save text", key=self.app.key_text("save"), id="save-txt")
        yield CompactButton("Save CSV", key="V", id="save-csv")

    def on_mount(self) -> None:
        self.mask_keys = MaskKeys(self, self.app, self.session, also=PROJECT_IDS)
        self.watch(self.app, "mask_changes", self._show)

    def _show(self, _changed: Names = frozenset()) -> None:
        shown = blocks(self.projects, self.session.mask.id)
        block = shown[self._at] if shown else ""
        hidden = self.session.mask.names_hidden
        heading, _, rows = block.partition("\n")
        self.query_one(TextArea).text = "\n".join("  ••••" for _ in rows.splitlines()) if hidden else rows
        self._say(heading or UNSEEN)
        for turn in self.query("#block-before, #block-after"):
            turn.display = len(self._blocks) > 1
        self.query_one("#block-before", Button).disabled = self._at == 0
        self.query_one("#block-after", Button).disabled = self._at + 1 >= len(self._blocks)

    def _say(self, text: str, style: str = "bold") -> None:
        update(self.query_one("#page-note", Static), literal(text, style))

    @on(Button.Pressed, "#block-before, #block-after")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        self._at += 1 if event.button.id == "block-after" else -1
        self._show()
        if event.button.disabled:
            self.query_one("#copy-block", Button).focus()

    @on(Button.Pressed, "#copy-block")
    def _copy(self, event: Button.Pressed) -> None:
        event.stop()
        rows = self._blocks[self._at].partition("\n")[2] if self._blocks else ""
        count = min(BLOCK, len(self.projects) - self._at * BLOCK)
        self.app.system_clipboard.copy_text(
            "\n".join(row.strip() for row in rows.splitlines()) or None, f"{count} projects"
        )

    @on(Button.Pressed, "#save-txt, #save-csv")
    def _save(self, event: Button.Pressed) -> None:
        event.stop()
        suffix = (event.button.id or "").removeprefix("save-")
        path = handover.page_path(self.session, "projects-by-hand", suffix)
        self.save(handover.save_page(_WRITERS[suffix](self.projects), path), self._tell)

    def _tell(self, outcome: Path | StorageError) -> None:
        if isinstance(outcome, Path):
            self._say(f"Saved {len(self.projects):,} projects in {outcome}", "")
            self.query_one(OpenSaved).offer(outcome)
        else:
            self._say(f"✖ {outcome}", "$text-error")
