"""What a person has given in a widget: nothing, a beginning, or what is right."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import Input, TextArea

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.secret_field import SecretField

TYPED_OR_CHOSEN = (Input, SecretField, TextArea, Choice, PermissionBuilder)


def is_shown(widget: Widget) -> bool:
    """Whether neither it nor what it is in is hidden."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))


def takes_focus(widget: object) -> bool:
    """Whether it can have the focus now."""
    return isinstance(widget, Widget) and widget.focusable and is_shown(widget)


def takes_answer(widget: Widget) -> bool:
    """Whether something can be typed in or chosen in it."""
    return isinstance(widget, TYPED_OR_CHOSEN) and widget.focusable


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


def to_answer(shown: Sequence[Widget], unanswered: Iterable[str], *, mends: bool) -> list[Widget]:
    """Which of these to answer first: the empty ones, or else a choice. `unanswered`: fields of the record.

    Where the person came to mend something, a field that holds something will do, a list or the secret's first.
    """
    ids = {each.replace("_", "-") for each in unanswered}
    fields = [each for each in shown if is_empty(each) or each.id in ids]
    if mends and (lists := [each for each in shown if isinstance(each, TextArea)]):
        return [*lists]
    if mends and not fields:
        return sorted(shown, key=lambda each: not isinstance(each, SecretField))
    return fields or [each for each in shown if isinstance(each, Choice)]


def _text(widget: Input | TextArea) -> str:
    return (widget.value if isinstance(widget, Input) else widget.text).strip()
