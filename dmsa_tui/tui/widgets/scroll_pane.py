"""A scrolling part of the screen."""

from textual.containers import VerticalScroll

from dmsa_tui.tui.widgets.backdrop import Backdrop


class ScrollPane(VerticalScroll, Backdrop):
    """Takes the focus only if there is something to scroll, so that Tab does not stop at nothing."""

    _cut_short = False

    def allow_focus(self) -> bool:
        """Whether Tab may stop here."""
        return bool(self.max_scroll_y) and super().allow_focus()

    @property
    def is_coming(self) -> bool:
        """Whether it is scrolling, or was stopped and the layout does not show yet where."""
        if self._cut_short and self.children:
            first = self.children[0]
            shown = self.content_region.y + first.virtual_region.y - first.region.y
            self._cut_short = shown != round(self.scroll_y)
        return self._cut_short or self.scroll_y != self.scroll_target_y

    def cut_scrolling_short(self) -> None:
        """Stop a scroll animation: its target is wrong once something above it has grown."""
        self.app.animator.force_stop_animation(self, "scroll_y")
        self._cut_short = True

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Restyle only the pane; Textual would restyle everything in it."""
        self.app.stylesheet.update_nodes([self])
