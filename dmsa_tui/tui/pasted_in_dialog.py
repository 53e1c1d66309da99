"""A paste that no field of a dialog has taken: it is offered to those that it fits, as on a step."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast

from dmsa_tui.onboarding.pasted_text import connection_in, pasted_text
from dmsa_tui.procore.pasted import pair_in
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.pasting import too_long
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.given_in import is_shown
from dmsa_tui.tui.widgets.secret_field import SecretField

if TYPE_CHECKING:
    from textual.screen import Screen

    from dmsa_tui.session.mask import Mask
    from dmsa_tui.tui.base_app import BaseApp

ALL = "all"
"""Stands for several fields that one paste fills."""


class TakesPaste(Protocol):
    """A dialog as far as a paste concerns it."""

    def fill_in(self, given: Mapping[str, str], text: str) -> None:
        """Fill in: field id → its part of `text`."""


async def offer_in_dialog(app: "BaseApp", dialog: "Screen[Any]", text: str) -> None:
    """Ask which field it is for, and fill it in there. Nothing is filled in without a key."""
    if problem := too_long(text):
        app.notify(problem, severity="warning", timeout=8)
        return
    fields = {str(each.id): each for each in dialog.query(Field)}
    parts = {_widget_id(name): part for name, part in connection_in(text).items()}
    if parts.keys().isdisjoint(fields):
        parts = {}
    about = _words(fields, parts, text, app.session.mask)
    places = {ALL: "Fill in"} if parts else _places(fields, dialog.query(SecretField), text)
    if not places:
        app.notify(f"You pasted {about}. No field here takes it.", severity="warning", timeout=8, markup=False)
        return
    likely = next(iter(places)) if len(places) == 1 else ""
    chosen = await app.push_screen_wait(
        PastedDialog("Where does this belong?", f"You pasted {about}.", places, likely=likely)
    )
    if chosen is not None and dialog.is_current:
        cast(TakesPaste, dialog).fill_in(parts if chosen == ALL else {chosen: text}, text)


def _words(fields: Mapping[str, Field], parts: Mapping[str, str], text: str, mask: "Mask") -> str:
    if not parts:
        return pasted_text(text).words
    labels = {
        "company-id": "Company ID",
        "app-name": "App name",
        "app-version-key": "App Version Key",
        **{id: field.label for id, field in fields.items()},
    }
    shown = {
        id: mask.id(part) if id in ("company-id", "app-version-key") else part
        for id, part in parts.items()
        if id in labels
    }
    words = ", ".join(f"{labels[id]} {part}" for id, part in shown.items())
    return words + (", and a client ID with its secret" if pair_in(text) is not None else "")


def _places(fields: Mapping[str, Field], secrets: Iterable[SecretField], text: str) -> dict[str, str]:
    """Ids and labels of the fields that take it; those that it has the form of before any text.

    What has the form and does not fit, such as an address of another environment, gets the field's own sentence.
    """
    pasted = pasted_text(text)
    both: list[Field | SecretField] = [] if pasted.is_prose else [*fields.values(), *secrets]
    named = {_widget_id(name) for name in pasted.fields}
    taking = {str(each.id): each.label for each in both if is_shown(each) and (each.id in named or each.accepts(text))}
    return {id: label for id, label in taking.items() if id in named} or taking


def _widget_id(field: str) -> str:
    return field.replace("_", "-")
