"""A part of the screen that scrolls when it has to."""

from textual.containers import VerticalScroll

from dmsa_tui.widgets.ground import Ground


class Pane(VerticalScroll, Ground):
    """Takes the focus only while there is something to scroll, so that Tab never stops at nothing."""

    def allow_focus(self) -> bool:
        """Whether Tab may stop here."""
        return bool(self.max_scroll_y) and super().allow_focus()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Only the pane itself looks different with the focus; Textual would style everything in it again."""
        self.app.stylesheet.update_nodes([self])
