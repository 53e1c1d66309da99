"""Which widgets of a step belong to which of its actions."""

from textual.widget import Widget

from dmsa_tui.guide.model import Action

Given = tuple[Widget, frozenset[str]]
"""A widget, and the actions that it belongs to: by the fields of the record that they fill, or by their ids."""
ELSEWHERE, UNNEEDED = "-elsewhere", "-unneeded"
"""Classes of what belongs to an action that is not open, and of what an answer makes superfluous."""
AT_END = ""
"""In place of an action's id: the widget is shown when all actions are done."""


def is_elsewhere(belongs: frozenset[str], opened: Action | None) -> bool:
    """Whether a widget that belongs to these actions is not for the open one; None: all are done."""
    return belongs.isdisjoint({AT_END} if opened is None else {opened.id, *opened.fields})


def at(widget: Widget, *names: str) -> Given:
    """`widget` belongs to the actions that fill these fields of the record, or that have these ids."""
    return widget, frozenset(names)


def need(widget: Widget, needed: bool) -> None:
    """Whether the widget has a place at its action; `display`, which one widget cannot hold twice, is left alone."""
    widget.set_class(not needed, UNNEEDED, update=widget.is_attached)
