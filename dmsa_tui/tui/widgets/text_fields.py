"""Which widgets are for text."""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.widget import Widget

_TEXTS = ("value", "text", "typed")


@runtime_checkable
class TextField(Protocol):
    """Textual's `Input` and `TextArea`; told without importing the text area, which the first screen does not have."""

    cursor_blink: bool


_COPIES = "ctrl+c"
"""Without a selection, the program's own."""


def edits(widget: "Widget | None", key: str) -> bool:
    """Whether Ctrl and that letter are for the text that stands in `widget`, and not for a command."""
    is_letter = key.startswith("ctrl+") and len(key) == len(_COPIES) and key != _COPIES
    if widget is None or not is_letter or key not in widget._bindings.key_to_bindings:
        return False
    # `Input` has a value, `TextArea` a text, the secret's field what was typed; other widgets have none of them.
    return not getattr(widget, "read_only", False) and any(getattr(widget, each, "") for each in _TEXTS)


def is_text_field(widget: "Widget | None") -> bool:
    """Whether letters that are typed there become its text."""
    return isinstance(widget, TextField)
