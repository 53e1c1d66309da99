"""A scrolling part of the screen."""

from typing import Protocol, runtime_checkable

from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.tui.widgets.backdrop import Backdrop


@runtime_checkable
class KeepsInSight(Protocol):
    """A widget that may be taller than the pane, and knows which part of it is needed."""

    def keep_in_sight(self) -> None:
        """Scroll that part into sight."""


class ScrollPane(VerticalScroll, Backdrop):
    """Takes the focus only if there is something to scroll, so that Tab does not stop at nothing."""

    _cut_short = False

    def allow_focus(self) -> bool:
        """Whether Tab may stop here."""
        return bool(self.max_scroll_y) and super().allow_focus()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows of what is in it, broken at the columns that the kept place of the scrollbar leaves."""
        return super().get_content_height(container, viewport, width - self.scrollbar_size_vertical)

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

    def on_resize(self) -> None:
        """Keep what has the focus in sight, once it is arranged anew, and once more when texts are broken anew."""
        self.call_after_refresh(self._keep_in_sight)
        self.call_after_refresh(self.call_after_refresh, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        focused = self.screen.focused if self.is_attached else None
        if focused is None or self not in focused.ancestors:
            return
        if isinstance(focused, KeepsInSight):
            focused.keep_in_sight()
            return
        whole = next((each for each in focused.ancestors_with_self if each.has_class("field")), focused)
        if isinstance(whole, Widget) and whole.region.height <= self.scrollable_content_region.height:
            beside = _button_below(whole)
            if beside is not None:  # where there is no room for both, the field comes first
                beside.scroll_visible(animate=False)
            whole.scroll_visible(animate=False)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Restyle only the pane; Textual would restyle everything in it."""
        self.app.stylesheet.update_nodes([self])


def _button_below(widget: Widget) -> Button | None:
    """The button that is drawn next below it, which is what to do about it."""
    around = widget.parent
    shown = around.displayed_children if isinstance(around, Widget) else []
    following = shown[shown.index(widget) + 1 :] if widget in shown else []
    return following[0] if following and isinstance(following[0], Button) else None
