"""What is known of this customer, for questions during a call; a click copies a value."""

import re
from collections.abc import Sequence

from textual import getters
from textual.content import Content
from textual.events import Click
from textual.style import Style

from dmsa_tui.onboarding.approvals import pending_approvals
from dmsa_tui.onboarding.summary import WHO
from dmsa_tui.session.known_values import known_values
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import HangingText, Line

MUTED = "$foreground-muted"
LABEL = 16
"""Columns of a label, so that the values stand below each other."""
_KEY = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FIRST_GROUPS = 24
"""Characters of a key before its last group."""


class KnownSoFar(HangingText):
    """Values of the record and of Procore, masked for a shared screen."""

    ALLOW_SELECT = False

    app = getters.app(BaseApp)

    def __init__(self) -> None:
        super().__init__(id="known")

    def on_mount(self) -> None:
        (redraw := Redraw(self, self.draw)).after("record_changes", "result_changes", "mask_changes", "minutes")
        for actions in self.screen.walk_children(ActionList):
            self.watch(actions, "opened", redraw.soon, init=False)

    def lines(self) -> Sequence[Line]:
        """Label and value in a line each, and pending approvals."""
        session, said, lines = self.app.session, self._said, [Line(literal("Known so far", "bold"))]
        for each in known_values(session):
            if each.id in said:
                continue
            text = each.shown or session.mask.text(each.value)
            copies = Style.from_meta({"known": each.id})
            rows = [literal(row, "$text-primary").stylize(copies) for row in _rows(text, self.columns)]
            beside = LABEL + rows[0].cell_length <= self.columns
            lines += [_line(each.label, rows[0])] if beside else [Line(literal(each.label, MUTED)), *map(Line, rows)]
        lines += [Line(literal(f"{WHO[each.who]}: {each.said}", "$text-warning"), literal("◐ ", "$text-warning"), 2)
                  for each in pending_approvals(session.record)]  # fmt: skip
        if len(lines) == 1:
            lines.append(Line(literal("Nothing yet.", MUTED)))
        return lines

    @property
    def _said(self) -> set[str]:
        """What the open action says already: its fields, and what it offers to copy."""
        opened = next((each.current.action for each in self.screen.walk_children(ActionList)), None)
        return set() if opened is None else {*opened.fields, *(each.replace("-", "_") for each in opened.copy)}

    def on_click(self, event: Click) -> None:
        """Copy what was clicked."""
        if isinstance(id := event.style.meta.get("known"), str):
            event.stop()
            for each in known_values(self.app.session):
                if each.id == id:
                    self.app.system_clipboard.copy_text(each.value, f"the {each.called}")


def _rows(text: str, columns: int) -> list[str]:
    """A key in two rows by its groups, any other word that is too long without its middle: a click copies it whole."""
    if len(text) <= columns or " " in text:
        return [text]
    if _KEY.fullmatch(text) and columns >= _FIRST_GROUPS:
        return [text[:_FIRST_GROUPS], text[_FIRST_GROUPS:]]
    end = (columns - 1) // 2
    return [f"{text[: columns - 1 - end]}…{text[-end:]}"]


def _line(label: str, value: Content) -> Line:
    return Line(value, literal(f"{label:{LABEL - 1}} ", MUTED), LABEL)
