"""The buttons of the wizard."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content, ContentText
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button
from textual.widgets.button import ButtonVariant


class CompactButton(Button, inherit_css=False):
    """A button of one row. Textual's own gets its classes one by one after it was made, and is restyled at each."""

    # Space is a key of the steps too: on a button it does what the button says.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Press", show=False)]
    compact = reactive(True, toggle_class="-textual-compact")
    label: reactive[ContentText] = reactive[ContentText](Content.empty(), layout=True)

    def __init__(
        self, label: str, *, key: str = "", id: str | None = None, variant: ButtonVariant = "default",
        name: str | None = None, classes: str = "", disabled: bool = False, tooltip: str | None = None,
    ) -> None:  # fmt: skip
        self.key = key
        """The key that presses it, as people write it; its label names it."""
        own = f"-textual-compact -style-default -{variant} {classes}"
        super().__init__(
            label, variant, id=id, name=name, classes=own, disabled=disabled, tooltip=tooltip, compact=True
        )
        self.set_reactive(CompactButton.label, self.validate_label(label))

    def validate_label(self, label: ContentText) -> Content:
        """Name the key."""
        content, arrow = super().validate_label(label), " ▶"
        if not self.key:
            return content
        if content.plain.endswith(arrow):
            return content[: -len(arrow)] + f" {self.key}{arrow}"
        return content + f" {self.key}"

    def name_as(self, label: str, *, key: str) -> None:
        """Change what it says, or the key that presses it; empty where none does now."""
        if str(self.label) != f"{label} {key}".rstrip():
            self.key = key
            self.label = label

    def render(self) -> Content:
        """The key has the color that keys have in the last line, where the ground is the one that it has there."""
        assert isinstance(self.label, Content)
        at = self.label.plain.rfind(self.key) if self.key else -1
        if at < 0:
            return self.label
        color = "" if self.variant != "default" or self.has_focus or self.disabled else "$text-accent "
        return self.label.stylize(f"{color}not bold", at, at + len(self.key))

    @property
    def can_be_pressed(self) -> bool:
        """Whether it is in sight, or scrolled out of it, and enabled."""
        return not self.disabled and all(each.display for each in self.ancestors_with_self)


class ActionButton(CompactButton):
    """As wide as its label and its padding; Textual's own counts a padding of 1 that need not be there.

    A click while it is disabled is sent on as a press: the action, which its key still runs, says why it does nothing.
    """

    def check_message_enabled(self, message: Message) -> bool:
        """Let clicks through, which Textual keeps from what is disabled."""
        return isinstance(message, Click) or super().check_message_enabled(message)

    def on_click(self) -> None:
        """Textual's button has pressed itself already, unless it is disabled."""
        if self.disabled:
            self.post_message(self.Pressed(self))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return super().get_content_width(container, viewport) + 2 * (self.styles.line_pad - 1)
