"""A widget that is drawn again only if what it shows has changed: most changes of a record leave it as it is."""

from textual.content import Content
from textual.widget import Widget


class DrawnIfChanged(Widget):
    """Shows `shown()`. Width and height come from the styles: Textual asks for the content only to draw it."""

    _drawn: Content | None = None

    def shown(self) -> Content:
        """What is to be seen now."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw what is to be seen now, if it differs from what is on the screen."""
        if self._drawn is None or not self.shown().is_same(self._drawn):
            self.refresh()

    def render(self) -> Content:
        self._drawn = self.shown()
        return self._drawn
