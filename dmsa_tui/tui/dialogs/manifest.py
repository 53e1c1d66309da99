"""Compares a pasted manifest with the profile, row by row, and repairs what needs no decision."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.events import Paste
from textual.message import Message
from textual.widgets import Button, Static, TextArea

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.manifest.syntax import LARGEST
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.masked_area import MaskedArea

if TYPE_CHECKING:
    from dmsa_tui.guide.manifest.compare import LevelRow, ManifestFindings
    from dmsa_tui.guide.manifest.repair import Repair
    from dmsa_tui.guide.profiles import Profile
    from dmsa_tui.session.session import Session

MUTED = "$foreground-muted"
NOT_REPAIRED = "The program cannot fix this. Fix it yourself, then compare again."
ROW_STYLES = {"match": ("=", "$text-primary"), "missing": ("✖", "$text-error"), "too-low": ("✖", "$text-error")}
DEFAULT_ROW_STYLE = ("!", "$text-warning")


def compare_button() -> Button:
    """The button that opens this dialog."""
    return CompactButton("Compare a pasted manifest… (optional)", id="compare-manifest")


class ManifestArea(MaskedArea):
    """Takes a pasted manifest. It refuses what is too large to be one: wrapping megabytes would stop the screen."""

    class TooLarge(Message):
        """A paste of that many characters was not taken."""

        def __init__(self, size: int) -> None:
            super().__init__()
            self.size = size

    async def _on_paste(self, event: Paste) -> None:
        # Textual's own handler would run next.
        if len(event.text) > LARGEST:
            event.prevent_default()
            event.stop()
            self.post_message(self.TooLarge(len(event.text)))


class ManifestDialog(Dialog[None]):
    """Judges the pasted manifest. Nothing is sent or saved."""

    HEADING = "Compare a manifest with the profile"
    HELP = "Paste the manifest from the portal. The program compares it with the profile; nothing is sent or saved."
    SHOWS = ("profile",)

    def __init__(self, session: "Session", text: str = "") -> None:
        """`text` is what was pasted already."""
        super().__init__()
        self.session, self._text = session, text

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal("Paste what View Manifest or the JSON editor shows.", MUTED))
        yield ManifestArea(self._text, id="manifest-text", compact=True)
        yield Paragraphs(id="manifest-findings")

    def draw_again(self) -> None:
        """What was found is about another profile; what was pasted stays."""
        self.query_one(Paragraphs).show([])

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Compare", key=self.app.key_text("check"), id="compare", variant="primary")
        yield CompactButton("Fix the format", id="put-right")

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()

    @on(ManifestArea.TooLarge)
    def _too_large(self, event: ManifestArea.TooLarge) -> None:
        problems = f"✖ The paste has {event.size:,} characters and was ignored; a manifest has a few thousand."
        self._say([Line(literal(problems, "$text-error"), blank_before=True)])

    @on(Button.Pressed, "#compare")
    @work(group="manifest", exclusive=True, exit_on_error=False)
    async def _compare(self, event: Button.Pressed) -> None:
        await self._judge(self.query_one(TextArea).text, [])

    @on(Button.Pressed, "#put-right")
    @work(group="manifest", exclusive=True, exit_on_error=False)
    async def _put_right(self, event: Button.Pressed) -> None:
        from dmsa_tui.guide.manifest.repair import repair_manifest

        area = self.query_one(TextArea)
        repair = await asyncio.to_thread(repair_manifest, area.text)
        if repair is not None:
            area.text = repair.text
        await self._judge(area.text, _changes(repair))

    async def _judge(self, text: str, first: list[Line]) -> None:
        from dmsa_tui.guide.manifest.build import compare_manifest

        try:
            profile = self.session.profile
        except DmsaError as problem:
            self._say([Line(literal(f"✖ {problem}", "$text-error"))])
            return
        findings = await asyncio.to_thread(compare_manifest, text, profile)
        self._say([*first, *_lines(findings, profile)])

    def _say(self, lines: list[Line]) -> None:
        self.query_one(Paragraphs).show(lines)
        self.call_after_refresh(self.query_one(Paragraphs).scroll_visible, animate=False, top=True)


def _changes(repair: "Repair | None") -> list[Line]:
    """What was repaired, a line each."""
    if repair is None:
        return [Line(literal(NOT_REPAIRED, "bold"), blank_before=True)]
    if not repair.changes:
        return [Line(literal("Its format needs no fixing.", "bold"), blank_before=True)]
    changes = [Line(literal(change), literal("  · ", MUTED), 4) for change in repair.changes]
    return [Line(literal("Fixed in the text above:", "bold"), blank_before=True), *changes]


def _lines(findings: "ManifestFindings", profile: "Profile") -> list[Line]:
    """The verdict, every problem with its place, then the profile row by row."""
    count = len(findings.problems)
    problems = "1 problem to fix." if count == 1 else f"{count} problems to fix."
    if not count:
        problems = f"It asks for everything that the profile {profile.id} needs."
    lines = [Line(literal(problems, "bold"), blank_before=True)]
    lines += [Line(literal(str(each), "$text-error"), literal("✖ ", "$text-error"), 2) for each in findings.problems]
    lines += [Line(literal(str(each)), literal("! ", "$text-warning"), 2) for each in findings.notes]
    if findings.state == "object" and findings.has_permissions:
        lines.append(Line(literal("Level by level", "bold"), blank_before=True))
        lines += [_row(row) for row in findings.rows]
    return lines


def _row(row: "LevelRow") -> Line:
    sign, style = ROW_STYLES.get(row.verdict, DEFAULT_ROW_STYLE)
    declared = "not known" if row.declared is None else row.declared.label
    text = f"{row.tool}, {row.tab} level: wanted {row.wanted.label}, declared {declared} ({row.verdict})"
    return Line(literal(text), literal(f"{sign} ", style), 2)
