"""Which action of a step or task is open, and which one comes after it."""

from collections.abc import Sequence

from dmsa_tui.guide.model import Action
from dmsa_tui.tui.base_app import BaseApp


class CurrentAction:
    """The next one to do, or the one that the person has opened."""

    def __init__(self, app: BaseApp, step_id: str, opens_at: str) -> None:
        """`opens_at`: id of the action to which the person was led; empty: the one at which the step was left."""
        self._app, self._step_id = app, step_id
        self.chosen = opens_at or self._left_at
        """Id of the action that the person has opened; empty: the next one to do is open."""
        self._left_out = set[str]()
        """Ids of the optional actions that were gone past."""

    @property
    def all(self) -> tuple[Action, ...]:
        """Those that there are for this customer."""
        return self._app.session.actions.of(self._step_id)

    @property
    def action(self) -> Action | None:
        """The one that is open; None: all are done."""
        chosen = next((each for each in self.all if each.id == self.chosen), None)
        if chosen is not None or not self._left_out:
            return chosen or self._app.session.actions.current(self._step_id)
        return next(iter(self._ahead), None)

    @property
    def place(self) -> tuple[int, int]:
        """Which action is open, counted from 1, and of how many; 0 where all are done."""
        actions, opened = self.all, self.action
        return (0 if opened is None else actions.index(opened) + 1), len(actions)

    @property
    def last_said(self) -> str | None:
        """The open action's id if it is ticked or skipped, or else that of the last such one before it."""
        actions, opened = self.all, self.action
        until = len(actions) if opened is None else actions.index(opened) + 1
        said = (each.id for each in reversed(actions[:until]) if self.has_tick(each.id) or self.is_skipped(each.id))
        return next(said, None)

    @property
    def _left_at(self) -> str:
        """Id of the action at which the person left this step, unless it is ticked by now; empty: another step's."""
        record = self._app.session.record
        return record.action if record.step == self._step_id and not self.has_tick(record.action) else ""

    def has_tick(self, action_id: str) -> bool:
        """Whether that action is marked done."""
        return self._app.session.actions.is_ticked(self._step_id, action_id)

    def is_skipped(self, action_id: str) -> bool:
        """Whether a person said to skip that action."""
        return self._app.session.actions.is_skipped(self._step_id, action_id)

    def is_left_out(self, action: Action) -> bool:
        """Whether it was gone past, now or earlier."""
        return action.id in self._left_out or self._app.session.actions.is_passed_over(self._step_id, action.id)

    def choose(self, action_id: str) -> None:
        """Open that action; empty: the next one to do."""
        self.chosen = action_id
        self._left_out.discard(action_id)

    def leave_out(self, *actions: Action) -> None:
        """Go past these."""
        self._left_out.update(each.id for each in actions)

    def beside(self, by: int) -> str:
        """Id of the action that many places after the open one; empty if there is none."""
        place, count = self.place
        at = (place - 1 if place else count) + by
        return self.all[at].id if 0 <= at < count else ""

    def after(self, done: Action) -> tuple[str, list[int]]:
        """What follows that action: its id, empty for the first one to do.

        Where only earlier ones are left, their places too, counted from 1.
        """
        actions, ahead = self.all, self._ahead
        later = [each for each in ahead if actions.index(each) > actions.index(done)]
        if ahead and not later:
            return "", [actions.index(each) + 1 for each in ahead]
        return (later[0].id if later and later[0] is not ahead[0] else ""), []

    def among(self, action_ids: Sequence[str]) -> tuple[Action | None, str]:
        """The last of these actions, and the id of the first still to do of them and of what is between them."""
        places = [place for place, each in enumerate(self.all) if each.id in action_ids]
        between = self.all[places[0] : places[-1] + 1] if places else ()
        asked = [each.id for each in between if each.id in action_ids or not each.optional]
        return between[-1] if between else None, next((each for each in asked if not self.has_tick(each)), "")

    @property
    def _ahead(self) -> list[Action]:
        return [each for each in self.all if not self.has_tick(each.id) and not self.is_left_out(each)]
