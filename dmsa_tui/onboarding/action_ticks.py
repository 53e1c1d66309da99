"""Ticks of single clicks: which action is next, what a tick changes in the record, and what reopens a step.

A tick is a person's word for one action. The last required one stands for the step's Done, the record's `confirmed`.
A record of before ticks has a step confirmed and no tick in it: all its actions count as done then, by that word.
Functions that change something return the record's fields with their new values, for whoever writes the record.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from dmsa_tui.guide.conditions import Known, shown_actions
from dmsa_tui.onboarding.record import Confirmed, Onboarding
from dmsa_tui.onboarding.settled import has_settled

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Guide, Step

_DONE_BY = {"handoff/retire": "migrate/retire"}
"""The tick of a step's action → that of the task's action that does the same."""


class Reopened(NamedTuple):
    """A finished step that got actions without a tick."""

    step: "Step"
    actions: tuple["Action", ...]
    """The new required actions, in order."""

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        count = len(self.actions)
        new = "one action is new" if count == 1 else f"{count} actions are new"
        return f"{self.step.title}: {new}, so the step is open again."


def tick_key(step_id: str, action_id: str) -> str:
    """The name of an action's tick in the record, e.g. install/app-management."""
    return f"{step_id}/{action_id}"


def doing_task(record: Onboarding, step_id: str, action_id: str) -> str:
    """Id of the begun task that does that action of a step: its tick alone counts then; empty for none."""
    task = _DONE_BY.get(tick_key(step_id, action_id), "").partition("/")[0]
    return task if task and _has_ticks(record, task) else ""


def tick_of(record: Onboarding, step_id: str, action_id: str) -> Confirmed | None:
    """Who ticked that action, and when; None if nobody did."""
    if doing_task(record, step_id, action_id):
        return record.ticked.get(_DONE_BY[tick_key(step_id, action_id)])
    if not _has_ticks(record, step_id):
        return record.confirmed.get(step_id)
    return record.ticked.get(tick_key(step_id, action_id))


def is_passed_over(record: Onboarding, step_id: str, actions: Sequence["Action"], action_id: str) -> bool:
    """Whether nobody has to come back to an action without a tick: it is over, or it is optional and behind a person.

    That is one that a person skipped, or after which a later one is ticked.
    """
    place = next(index for index, action in enumerate(actions) if action.id == action_id)
    later = any(tick_of(record, step_id, action.id) for action in actions[place + 1 :])
    said = tick_key(step_id, action_id) in record.skipped
    is_skipped = (actions[place].optional and (said or later)) or _needs_nobody(
        record, step_id, actions, actions[place]
    )
    return tick_of(record, step_id, action_id) is None and is_skipped


def is_over(record: Onboarding, step_id: str, actions: Sequence["Action"], action: "Action") -> bool:
    """Whether it is too late for that action, done or not: the one until which it can be done is done, or a later."""
    ids = [each.id for each in actions]
    since = ids[ids.index(action.until) :] if action.until in ids else []
    return any(tick_of(record, step_id, each) for each in since)


def _needs_nobody(record: Onboarding, step_id: str, actions: Sequence["Action"], action: "Action") -> bool:
    """Whether nothing is open at an action that nobody has ticked: it is too late, or Procore's answer has done it."""
    return is_over(record, step_id, actions, action) or has_settled(record, action.fields)


def current_action(record: Onboarding, step_id: str, actions: Sequence["Action"]) -> "Action | None":
    """The first action that is neither ticked nor passed over; None: nothing is left.

    `actions` are those that `shown_actions` gives for the step.
    """
    return next(
        (
            action
            for action in actions
            if tick_of(record, step_id, action.id) is None and not is_passed_over(record, step_id, actions, action.id)
        ),
        None,
    )


def opening_action(record: Onboarding, step_id: str, actions: Sequence["Action"]) -> "Action | None":
    """The action that is open when the step is opened: where the person left it, unless that is ticked by now."""
    if record.step == step_id and tick_of(record, step_id, record.action) is None:
        left_at = next((action for action in actions if action.id == record.action), None)
        return left_at or current_action(record, step_id, actions)
    return current_action(record, step_id, actions)


def open_actions(record: Onboarding, step_id: str, actions: Sequence["Action"]) -> tuple["Action", ...]:
    """The required actions at which something is open: without a tick, not over, not settled.

    The step is done when there are none; whatever counts open actions asks this.
    """
    return tuple(
        action
        for action in actions
        if not (
            action.optional or tick_of(record, step_id, action.id) or _needs_nobody(record, step_id, actions, action)
        )
    )


def tick(
    record: Onboarding, step_id: str, actions: Sequence["Action"], action_id: str, by: str, at: datetime
) -> dict[str, Any]:
    """The fields that change when `by` has done an action; with the last required one the step is confirmed, too."""
    return _ticked(record, step_id, actions, [action_id], Confirmed(by, at))


def tick_all(record: Onboarding, step_id: str, actions: Sequence["Action"], by: str, at: datetime) -> dict[str, Any]:
    """The fields that change with the step's Done: all required actions are ticked, and the step is confirmed."""
    ids = [action.id for action in open_actions(record, step_id, actions)]
    return _ticked(record, step_id, actions, ids, Confirmed(by, at))


def tick_again(
    record: Onboarding, step_id: str, actions: Sequence["Action"], action_id: str, by: str, at: datetime
) -> dict[str, Any]:
    """The fields that change when `by` has done an action once more: its tick is of now."""
    word = Confirmed(by, at)
    changes = _ticked(record, step_id, actions, [action_id], word)
    return {**changes, "ticked": changes.get("ticked", record.ticked) | {tick_key(step_id, action_id): word}}


def skip(record: Onboarding, step_id: str, action_id: str, by: str, at: datetime) -> dict[str, Any]:
    """The fields that change when `by` skips an optional action."""
    return {"skipped": {tick_key(step_id, action_id): Confirmed(by, at), **record.skipped}}


def take_back(record: Onboarding, step_id: str, actions: Sequence["Action"], action_id: str) -> dict[str, Any]:
    """The fields that change when an action is not done after all, or not skipped.

    A required one takes the step's Done with it.
    """
    ticks = _with_older_word(record, step_id, actions)
    ticks.pop(tick_key(step_id, action_id), None)
    without = _without(record, step_id)
    left = open_actions(replace(record, ticked=ticks, confirmed=without), step_id, actions)
    is_required = any(action.id == action_id for action in left)
    return {
        **_changes(record, ticks, without if is_required else record.confirmed),
        **_not_skipped(record, step_id, [action_id]),
    }


def take_back_done(record: Onboarding, step_id: str, actions: Sequence["Action"]) -> dict[str, Any]:
    """The fields that change when the step's Done is taken back, with the ticks that were given in that moment."""
    word = record.confirmed.get(step_id)
    if word is None:
        return {}
    given = {tick_key(step_id, action.id) for action in actions if tick_of(record, step_id, action.id) == word}
    ticks = {key: each for key, each in record.ticked.items() if key not in given}
    return _changes(record, ticks, _without(record, step_id))


def without_ticks(record: Onboarding, task_id: str) -> dict[str, Any]:
    """The fields that change when a task begins anew."""
    ticks = {key: each for key, each in record.ticked.items() if not key.startswith(f"{task_id}/")}
    failed = {key: each for key, each in record.failed_proofs.items() if not key.startswith(f"{task_id}/")}
    skipped = {key: each for key, each in record.skipped.items() if not key.startswith(f"{task_id}/")}
    return {**_changes(record, ticks, _without(record, task_id)), "failed_proofs": failed, "skipped": skipped}


def reconciled(record: Onboarding, guide: "Guide", known: Known) -> tuple[dict[str, Any], tuple[Reopened, ...]]:
    """What an answer, an edition or an older record changes: the fields, and the steps that are open again.

    A step confirmed without a tick gets the ticks of its actions, by that word. A confirmed step with a required action
    that has no tick is not confirmed any more; it keeps its ticks, and is confirmed again when none is missing.
    Call it when a record is opened, which is before anything in it can change, and after each change of an answer, the
    edition or Procore's count.
    """
    edition = guide.edition_or_default(record.edition).id
    ticks, confirmed, reopened = dict(record.ticked), dict(record.confirmed), []
    for step in guide.steps:
        actions = shown_actions(step, edition, known)
        given = [ticks[key] for key in (tick_key(step.id, each.id) for each in actions) if key in ticks]
        if step.id not in confirmed:
            if given and not open_actions(record, step.id, actions):
                confirmed[step.id] = max(given, key=lambda word: word.at)
        elif not _has_ticks(record, step.id):
            ticks |= {tick_key(step.id, action.id): confirmed[step.id] for action in actions}
        elif missing := open_actions(record, step.id, actions):
            del confirmed[step.id]
            reopened.append(Reopened(step, missing))
    return _changes(record, ticks, confirmed), tuple(reopened)


def _has_ticks(record: Onboarding, step_id: str) -> bool:
    return any(key.startswith(f"{step_id}/") for key in record.ticked)


def _with_older_word(record: Onboarding, step_id: str, actions: Sequence["Action"]) -> dict[str, Confirmed]:
    """The record's ticks; a step that was confirmed without ticks counts as ticked."""
    word = record.confirmed.get(step_id)
    if word is None or _has_ticks(record, step_id):
        return dict(record.ticked)
    return record.ticked | {tick_key(step_id, action.id): word for action in actions}


def _ticked(
    record: Onboarding, step_id: str, actions: Sequence["Action"], ids: Sequence[str], word: Confirmed
) -> dict[str, Any]:
    ticks = _with_older_word(record, step_id, actions)
    ticks |= {key: word for key in (tick_key(step_id, id) for id in ids) if key not in ticks}
    confirmed = record.confirmed
    if not open_actions(replace(record, ticked=ticks), step_id, actions) and step_id not in confirmed:
        confirmed = {**confirmed, step_id: word}
    return {**_changes(record, ticks, confirmed), **_not_skipped(record, step_id, ids)}


def _not_skipped(record: Onboarding, step_id: str, ids: Sequence[str]) -> dict[str, Any]:
    keys = {tick_key(step_id, each) for each in ids}
    left = {key: word for key, word in record.skipped.items() if key not in keys}
    return {} if left == record.skipped else {"skipped": left}


def _without(record: Onboarding, step_id: str) -> dict[str, Confirmed]:
    return {id: word for id, word in record.confirmed.items() if id != step_id}


def _changes(record: Onboarding, ticks: dict[str, Confirmed], confirmed: dict[str, Confirmed]) -> dict[str, Any]:
    both = {"ticked": ticks, "confirmed": confirmed}
    return {name: value for name, value in both.items() if getattr(record, name) != value}
