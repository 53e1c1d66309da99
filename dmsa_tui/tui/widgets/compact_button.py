"""The buttons of the wizard."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content, ContentText
from textual.reactive import reactive
from textual.widgets import Button
from textual.widgets.button import ButtonVariant


class CompactButton(Button):
    """A button of one row. Textual's own gets its classes one by one after it was made, and is restyled at each."""

    # Space is a key of the steps too: on a button it does what the button says.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Press", show=False)]
    compact = reactive(True, toggle_class="-textual-compact")
    label: reactive[ContentText] = reactive[ContentText](Content.empty(), layout=True)

    def __init__(
        self, label: str, *, id: str | None = None, variant: ButtonVariant = "default", name: str | None = None,
        classes: str = "", disabled: bool = False, tooltip: str | None = None,
    ) -> None:  # fmt: skip
        own = f"-textual-compact -style-default -{variant} {classes}"
        super().__init__(
            label, variant, id=id, name=name, classes=own, disabled=disabled, tooltip=tooltip, compact=True
        )
