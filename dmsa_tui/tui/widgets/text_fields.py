"""Which widgets are for text."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.widget import Widget


@runtime_checkable
class TextField(Protocol):
    """Textual's `Input` and `TextArea`; told without importing the text area, which the first screen does not have."""

    cursor_blink: bool


def is_text_field(widget: "Widget | None") -> bool:
    """Whether letters that are typed there become its text."""
    return isinstance(widget, TextField)
