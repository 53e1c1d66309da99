"""A part of the screen that scrolls when it has to."""

from textual.containers import VerticalScroll

from dmsa_tui.tui.widgets.backdrop import Backdrop


class ScrollPane(VerticalScroll, Backdrop):
    """Takes the focus only while there is something to scroll, so that Tab never stops at nothing."""

    _cut_short = False

    def allow_focus(self) -> bool:
        """Whether Tab may stop here."""
        return bool(self.max_scroll_y) and super().allow_focus()

    @property
    def is_coming(self) -> bool:
        """Whether it is scrolling, or was cut short and no layout shows yet where to."""
        if self._cut_short and self.children:
            first = self.children[0]
            shown = self.content_region.y + first.virtual_region.y - first.region.y
            self._cut_short = shown != round(self.scroll_y)
        return self._cut_short or self.scroll_y != self.scroll_target_y

    def cut_scrolling_short(self) -> None:
        """End a scrolling that is on its way: it would end where its aim was before something above that has grown."""
        self.app.animator.force_stop_animation(self, "scroll_y")
        self._cut_short = True

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Only the pane itself looks different with the focus; Textual would style everything in it again."""
        self.app.stylesheet.update_nodes([self])
