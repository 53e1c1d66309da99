"""What a person gives at the open action of a step or task."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from textual.widget import Widget

from dmsa_tui.guide.action_values import SECRETS
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.onboarding.unanswered import unanswered
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.proven_steps import accepted_before
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.at_action import ELSEWHERE, Given, is_elsewhere
from dmsa_tui.tui.widgets.current_action import CurrentAction
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.given_in import is_begun, is_blank, is_empty, is_shown, takes_answer
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.secret_field import SecretField

W = TypeVar("W", bound=Widget)


class GivenAtAction:
    """The widgets for the answers of all actions, of which the open one's are shown."""

    def __init__(self, app: BaseApp, current: CurrentAction, given: Iterable[Given]) -> None:
        self._app, self._current, self.all = app, current, tuple(given)

    def show(self, *, restyle: bool = True) -> None:
        """Show what belongs to the open action. Without `restyle` before it is mounted: a change after it costs one."""
        opened = self._current.action
        for widget, belongs in self.all:
            widget.set_class(is_elsewhere(belongs, opened), ELSEWHERE, update=restyle)

    def shown(self, kind: type[W]) -> Iterator[W]:
        """What is drawn of that kind at the open action; to look through the whole screen would take longer."""
        for widget in (widget for widget, _belongs in self.all if not widget.has_class(ELSEWHERE)):
            yield from filter(is_shown, widget.walk_children(kind, with_self=True))

    @property
    def fields(self) -> list[Widget]:
        """What can be typed in or chosen."""
        return [*filter(takes_answer, self.shown(Widget))]

    @property
    def empty(self) -> list[Widget]:
        """Those that hold nothing yet."""
        return [each for each in self.fields if is_empty(each)]

    @property
    def begun(self) -> list[Widget]:
        """The lines with what may be half an answer, as long as nobody has ticked the open action."""
        done = (opened := self._current.action) is None or self._current.has_tick(opened.id)
        return [] if done else [each for each in self.fields if is_begun(each)]

    @property
    def wrong(self) -> Field | None:
        """The first that holds something which its rule refuses."""
        return next((each for each in self.shown(Field) if each.has_class("-wrong")), None)

    @property
    def wrong_beside_accepted(self) -> SecretField | None:
        """The secret's field with a text that its rule refuses, where Procore accepts another one, which stays."""
        token = self._app.session.results.get(TOKEN)
        if token is None or token.status not in GREEN:
            return None
        held = (each for each in self.shown(SecretField) if each.beside_client_id)  # no task's, which asks for another
        return next((each for each in held if each.has_class("-wrong")), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields of the open action that have no answer."""
        opened, session = self._current.action, self._app.session
        if opened is None:
            return ()
        held = any(each.holds_one for each in self.shown(SecretField)) or self.wrong_beside_accepted is not None
        given = held or accepted_before(session, opened)
        secrets = () if given else tuple(each for each in opened.fields if each in SECRETS)
        builders = self._builders if "levels_set" in opened.fields else ()
        return (*unanswered(session.record, opened), *secrets, *["levels_set" for each in builders if each.rows_left])

    @property
    def _builders(self) -> list[PermissionBuilder]:
        return [each for widget, _ in self.all for each in widget.walk_children(PermissionBuilder, with_self=True)]

    def left_after(self, focused: Widget | None) -> Widget | None:
        """The next one to fill in after that one: an empty one, or one below it that is optional and blank."""
        fields = self.fields
        after: Sequence[Widget] = fields[fields.index(focused) + 1 :] if focused in fields else ()
        return next(iter(self.empty or filter(is_blank, after)), None)
