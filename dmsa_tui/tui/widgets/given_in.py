"""What a person has given in a widget: nothing, a beginning, or what is right."""

from textual.widget import Widget
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.secret_field import SecretField


def is_shown(widget: Widget) -> bool:
    """Whether neither it nor what it is in is hidden."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))


def takes_focus(widget: object) -> bool:
    """Whether it can have the focus now."""
    return isinstance(widget, Widget) and widget.focusable and is_shown(widget)


def is_empty(widget: Widget) -> bool:
    """Whether it holds nothing yet, or a secret that is refused."""
    if isinstance(widget, SecretField):
        return widget.has_class("-wrong") or (widget.is_empty and not widget.has_class("-right"))
    if isinstance(widget, Choice):
        return widget.chosen in ("", ExpectMode.UNDECIDED)
    if isinstance(widget, PermissionBuilder):
        return widget.rows_left
    optional = isinstance(widget.parent, Field) and widget.parent.optional
    return is_blank(widget) and not optional


def is_blank(widget: Widget) -> bool:
    """Whether it is for text and has none; it may be optional."""
    return isinstance(widget, (Input, TextArea)) and not _text(widget)


def is_begun(widget: Widget) -> bool:
    """Whether a line may hold half an answer: words, or what its rule refuses. An ID of the right form is whole."""
    field = widget.parent
    if not isinstance(widget, Input) or not isinstance(field, Field) or not _text(widget):
        return False
    return field.has_class("-wrong") or not field.confidential


def _text(widget: Input | TextArea) -> str:
    return (widget.value if isinstance(widget, Input) else widget.text).strip()
