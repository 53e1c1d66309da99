"""A table for thousands of projects: only the rows in sight are drawn."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dmsa_tui.checks.project_list import Listed, Standing
from dmsa_tui.checks.report.columns import cells, fitted

NUMBER, ID, STANDING = 12, 17, 24
"""Columns of the fields that have a width of their own; the name has the rest."""
WITH_NUMBER, WITH_ID = 66, 84
"""From how many columns on these are shown."""

SIGNS = {
    Standing.PERMITTED: ("✔", "good"),
    Standing.EXTRA: ("!", "odd"),
    Standing.MISSING: ("✖", "bad"),
    Standing.NOT_PERMITTED: ("○", "muted"),
    Standing.UNKNOWN: ("✖", "bad"),
    Standing.AMBIGUOUS: ("✖", "bad"),
    Standing.UNASKED: ("?", "odd"),
    Standing.LEFT_OUT: ("–", "muted"),
}
"""Sign and component class of each standing."""


class ProjectRows(ScrollView, can_focus=True):
    """A row for each project. `mask` is applied to names and numbers, `mask_id` to IDs."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"project-rows--{kind}" for kind in ("good", "bad", "odd", "muted", "head")
    }
    DEFAULT_CSS = """
    ProjectRows { height: 1fr; min-height: 3; scrollbar-size-vertical: 1; overflow-x: hidden;
        border-left: outer $surface;
        &:focus { border-left: outer $primary; }
        & > .project-rows--good { color: $text-success; }
        & > .project-rows--bad { color: $text-error; text-style: bold; }
        & > .project-rows--odd { color: $text-warning; }
        & > .project-rows--muted { color: $foreground-muted; }
        & > .project-rows--head { color: $foreground-muted; text-style: bold; }
    }
    """

    def __init__(
        self,
        rows: Sequence[Listed],
        mask: Callable[[str], str],
        mask_id: Callable[[str], str],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.rows = rows
        self._mask, self._mask_id = mask, mask_id

    def show(self, rows: Sequence[Listed]) -> None:
        """Show these rows, from the first on."""
        self.rows = rows
        self.virtual_size = Size(0, len(rows) + 1)
        self.scroll_home(animate=False)
        self.refresh()

    def on_mount(self) -> None:
        self.virtual_size = Size(0, len(self.rows) + 1)

    def render_line(self, y: int) -> Strip:
        """The headings stay; below them the rows go by."""
        at = y + self.scroll_offset.y - 1
        width = self.scrollable_content_region.width
        if y == 0:
            style = self.get_component_rich_style("project-rows--head")
            return Strip([Segment(_columns(width, " ", "Project", "Number", "ID", "State"), style)], width)
        if at + 1 > len(self.rows):
            return Strip.blank(width, self.rich_style)
        row = self.rows[at]
        sign, kind = SIGNS[row.standing]
        words = row.standing.value if row.active else f"{row.standing.value}, inactive"
        line = _columns(width, sign, self._mask(row.name), self._mask(row.number), self._mask_id(row.id), words)
        return Strip(
            [
                Segment(line[:2], self.get_component_rich_style(f"project-rows--{kind}")),
                Segment(line[2:], self.rich_style),
            ],
            width,
        )


def _columns(width: int, sign: str, name: str, number: str, id: str, standing: str) -> str:
    fields = [fitted(standing, STANDING)]
    if width >= WITH_ID:
        fields.insert(0, fitted(id, ID))
    if width >= WITH_NUMBER:
        fields.insert(0, fitted(number, NUMBER))
    rest = " ".join(fields)
    return f"{sign} {fitted(name, max(width - cells(rest) - 3, 1))} {rest}"
