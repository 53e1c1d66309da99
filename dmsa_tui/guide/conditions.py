"""Which actions of a step are shown: what the answers and Procore's own numbers decide."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.guide.markup import STARS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action, Condition, ExpectedProjects, Task

ADD_ALL_LIMIT = 2_000
"""Procore offers Add All only below this number of active projects (Procore support,
add-an-existing-user-to-projects, 2025)."""
_PLACE = re.compile(r"\[(?:App Name|Company)\]")


class Known(NamedTuple):
    """What is known of a customer, as far as it decides what there is to click."""

    future_projects: bool | None = None
    """Whether future projects are wanted; None: not decided."""
    expect: "ExpectedProjects" = "undecided"
    active_projects: int | None = None
    """As Procore counted them, else as a person noted them; None counts as below the limit."""
    old_account: bool | None = None
    """Whether an old service account or app is in use; None: nobody knows, so it may be."""
    added_by_program: bool = False
    """Whether this program has added the missing projects, and Procore confirmed it."""
    new_version: bool = False
    """Whether the levels of a promoted version are to change, or were changed: that takes a new version."""
    update_ready: bool = False
    """Whether Procore says that a newer version than the installed one is ready."""
    sandbox: bool = False
    """Whether the setup is in the developer sandbox, which has credentials and a version key of its own."""
    customers_account: bool = False
    """Whether the app is in the customer's own developer account."""
    app_name: str = ""
    """Control characters made visible; it is put into labels."""
    company: str = ""
    """The company's name as Procore prints it; likewise."""


def shown_actions(step: "Task", edition_id: str, known: Known) -> tuple["Action", ...]:
    """The actions of a step in that portal edition that are for this customer, in order.

    [App Name] and [Company] in the labels are replaced (see `named`). KeyError for an edition that the step does not
    have.
    """
    shown = (action for action in step.editions[edition_id].actions if is_shown(action, known))
    return tuple(_named(action, known) for action in shown)


def handout_actions(
    step: "Task", edition_id: str, known: Known, *, without: Container[str] = ()
) -> tuple["Action", ...]:
    """`shown_actions` as the handout has them: in its words, without those that another click of the page does.

    `without`: ids of the procedures that are not on the page.
    """
    shown = [
        action
        for action in step.editions[edition_id].actions
        if is_shown(action, known) and not (action.procedure and action.procedure.id in without)
    ]
    there = {action.procedure.id for action in shown if action.procedure}
    wanted = (each for each in shown if not (each.handout.left_out or each.handout.left_out_after in there))
    return tuple(_named(click, known) for action in wanted for click in _clicks(action))


def _clicks(action: "Action") -> Iterator["Action"]:
    """An action as one or more clicks in the handout's words; link and values to copy are at the first."""
    own = action.handout
    first = replace(action, text=own.text or action.text, note=own.note, caution=None)
    yield first
    for each in own.then:
        click = type(own)(**asdict(each))
        yield replace(first, text=each.text or "", note=each.note, link=None, copy=(), handout=click)


def is_shown(action: "Action", known: Known) -> bool:
    """Whether the answers leave an action to be done."""
    procedure = action.procedure.when if action.procedure else ()
    return _one_holds(procedure, known) and _one_holds(action.when, known)


def may_grow(step: "Task", edition_id: str, known: Known) -> bool:
    """Whether an answer that nobody has given yet may bring actions that are not shown now."""
    wanted = (True, False) if known.future_projects is None else (known.future_projects,)
    expected: tuple[ExpectedProjects, ...] = ("all", "list") if known.expect == "undecided" else (known.expect,)
    decided = [known._replace(future_projects=each, expect=every) for each in wanted for every in expected]
    return any(
        is_shown(action, each) and not is_shown(action, known)
        for action in step.editions[edition_id].actions
        for each in decided
    )


def is_many(active_projects: int | None) -> bool:
    """Whether a company has too many active projects for Add All; an unknown number is not too many."""
    return active_projects is not None and active_projects >= ADD_ALL_LIMIT


def _one_holds(conditions: Iterable["Condition"], known: Known) -> bool:
    conditions = tuple(conditions)
    return not conditions or any(_holds(condition, known) for condition in conditions)


def _holds(condition: "Condition", known: Known) -> bool:
    count = "from-limit" if is_many(known.active_projects) else "below-limit"
    has_old_account = known.old_account is not False
    return (
        condition.future_projects in (None, known.future_projects)
        and condition.expect in (None, known.expect)
        and condition.active_projects in (None, count)
        and condition.old_account in (None, has_old_account)
        and condition.added_by_program in (None, known.added_by_program)
        and condition.new_version in (None, known.new_version)
        and condition.update_ready in (None, known.update_ready)
        and condition.retires_account in (None, known.old_account is True)
        and condition.sandbox in (None, known.sandbox)
    )


def named(prose: str, known: Known) -> str:
    """The text with the names in place of [App Name] and [Company], or “the app” and “the company”."""
    names = {"[App Name]": _plain(known.app_name) or "the app", "[Company]": _plain(known.company) or "the company"}
    return _PLACE.sub(lambda place: names[place[0]], prose)


def is_named(text: str, prose: str) -> bool:
    """Whether `text` is `prose`, with whatever names or with none."""
    parts = map(re.escape, _PLACE.split(prose))
    return re.fullmatch(".+".join(parts), text) is not None


def _named(action: "Action", known: Known) -> "Action":
    note = (known.customers_account and action.customers_note) or action.note
    note, caution = note and named(note, known), action.caution and named(action.caution, known)
    handout = replace(action.handout, see=action.handout.see and named(action.handout.see, known))
    optional = action.optional and not any(_holds(each, known) for each in action.required_when)
    return replace(
        action, optional=optional, text=named(action.text, known), note=note, caution=caution, handout=handout
    )


def _plain(name: str) -> str:
    """A name for a place between two stars, which must have none of its own."""
    return " ".join(name.replace(STARS, "").split())
