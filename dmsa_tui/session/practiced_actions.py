"""Which actions of a step or task a click of the practice company stands for, and the ticks that it brings."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dmsa_tui.guide.action_values import SECRETS
from dmsa_tui.onboarding.action_ticks import tick_of
from dmsa_tui.onboarding.checklist import rows_left, rows_on, tab_of, with_rows
from dmsa_tui.onboarding.unanswered import unanswered
from dmsa_tui.session.mending_actions import SAVES
from dmsa_tui.session.proven_steps import SANDBOX_PAIR, lacks_sandbox_test
from dmsa_tui.session.rehearsal_store import SCENARIO

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Action
    from dmsa_tui.guide.profiles import Tab
    from dmsa_tui.session.session import Session


class StandsFor(NamedTuple):
    """The actions of one step or task that one click of the practice company stands for."""

    click: str
    step: str
    at: tuple[str, ...]
    """The action at which the click is made: one in each portal edition."""
    on_the_way: tuple[str, ...] = ()
    """The clicks before and after it that the line of the practice browser names too."""


_SETUP = (
    StandsFor("verify-organisation", "create-app", ("verification",), ("open-portal", "sign-in")),
    StandsFor("create-app", "create-app", ("create",), ("new-app", "app-name")),
    StandsFor("request-production-access", "create-app", ("production-access",)),
    StandsFor(
        "begin-version", "manifest", ("create-version", "create-new-version", "open-configuration-builder"),
        ("open-app", "open-manifests"),
    ),
    StandsFor(
        "add-component", "manifest", ("create-manifest", "keep-open", "save-components"),
        ("copy-snippet", "paste-snippet", "grant-type", "add-components", "edit-components", "user-level",
         "service-account", "user-level-box", "service-account-box"),
    ),
    StandsFor(
        "set-company-levels", "permissions",
        ("company-levels", "company-levels-of-component", "company-levels-in-window"),
        ("manage-app", "create-version", "open-builder", "open-permission-builder"),
    ),
    StandsFor(
        "set-project-levels", "permissions",
        ("project-levels", "project-levels-of-component", "project-levels-in-window"),
        ("apply-levels", "save-component", "update-manifest"),
    ),
    StandsFor("write-notes", "permissions", ("notes", "notes-of-draft", "notes-in-manifest"), ("open-notes",)),
    StandsFor("save-version", "permissions", SAVES),
    StandsFor("promote-version", "promote", ("promote",), ("access-granted", "release-notes")),
    StandsFor("generate-secret", "promote", ("save-pair",), ("vault", "open-credentials")),
    StandsFor(
        "install-app", "install", ("confirm",),
        ("admin-tool", "app-management", "install-custom", "version-id", "sandbox-version-id", "install"),
    ),
    StandsFor(
        "permit-all-projects", "projects", ("chosen-add",), ("chosen-app", "chosen-permissions", "chosen-select"),
    ),
    StandsFor("create-template", "projects", ("template-create",), ("template-global",)),
    StandsFor("set-default-template", "projects", ("template-assign",)),
    StandsFor(
        "add-to-new-projects", "projects", ("new-save",),
        ("new-directory", "new-edit", "new-company-template", "new-box"),
    ),
    StandsFor(
        "add-all-existing", "projects", ("existing-save",),
        ("existing-directory", "existing-edit", "add-all", "complete"),
    ),
    StandsFor(
        "add-by-page", "projects", ("by-page-save",), ("by-page-directory", "by-page-view", "by-page-tick"),
    ),
)  # fmt: skip
"""The clicks of a first setup."""
OPENS_VERSION = "create-version"
"""The click that opens a version for changes, where none is open. No action of a first setup needs it."""
_OPENING = StandsFor(OPENS_VERSION, "permissions", ("new-version", "create-version"))
_UPDATING = StandsFor("update-app", "install", ("update",))
_SANDBOX = StandsFor("test-in-sandbox", "promote", ("sandbox-test",))
_TASKS = (
    StandsFor("reset-secret", "rotate", ("reset",), ("open-app",)),
    StandsFor("uninstall-app", "offboard", ("uninstall",), ("app-management", "view")),
    StandsFor("delete-old-account", "migrate", ("retire",)),
)
_ALL = (*_SETUP, _OPENING, _UPDATING, _SANDBOX, *_TASKS)
AGAIN = (OPENS_VERSION, "promote-version", "update-app")
"""Clicks that are made once more for each new version."""
WAYS_IN = ("permit-all-projects", "add-all-existing", "add-by-page")
"""Clicks by which all existing projects get in: once one is made, nothing is left for another to do."""
_ANSWERS: Mapping[str, Mapping[str, str]] = {"test-in-sandbox": {"sandbox_test": "tested"}}
"""Click → what the person who made it would answer, by the field of the record."""
_COPIED = ("permissions/sandbox-key",)
"""Actions that are nothing but a value copied into the wizard."""
CLICKS: Mapping[str, str] = {f"{each.step}/{id}": each.click for each in _SETUP for id in each.at}
"""Step and action → the click of the practice company that belongs to it, in a first setup."""


def clicks_of(session: "Session", guide_id: str) -> list[str]:
    """The clicks that the actions of that step or task need, in the order of the actions."""
    places = {action.id: place for place, action in enumerate(session.actions.of(guide_id))}
    first = {
        row.click: min(places[id] for id in row.at if id in places)
        for row in _ALL
        if row.step == guide_id and not places.keys().isdisjoint(row.at)
    }
    return sorted(first, key=lambda click: first[click])


def other_ways(session: "Session", guide_id: str) -> frozenset[str]:
    """Clicks of that step that no action has which the answers leave to be done: the projects get in another way."""
    of_step = {row.click for row in _SETUP if row.step == guide_id}
    return frozenset(of_step.difference(clicks_of(session, guide_id)))


def click_at(guide_id: str, action_id: str) -> str:
    """The click that is made at that action of a step or task, or that names it on the way; empty if there is none."""
    rows = [row for row in _ALL if row.step == guide_id]
    return next((row.click for row in rows if action_id in (*row.at, *row.on_the_way)), "")


def tick_clicked(session: "Session", guide_id: str, click: str, by: str) -> list[str]:
    """Tick what a click stands for that `by` made in the practice browser; the ids of those of the open step or task.

    `guide_id` is what is open. A click that was made early ticks the actions of its own step. So do the clicks before
    it in the step that are made by then, and the actions before it that the person has answered. An action that only
    a later answer brings is ticked now: it is done. No action without its answer is ticked, nor an optional one beside
    required ones: nothing says that it was needed.
    """
    from dmsa_tui.practice.portal import panel_action

    if click == OPENS_VERSION:
        _take_back(session, "save-version")  # what was saved is another version
    session.open_record.note(**_ANSWERS.get(click, {}))
    for row in _rows_until(session, click, {guide_id, panel_action(click).step}):
        if (tab := tab_of(row.at[0])) is not None:
            _set_rows(session, tab)
        stood_for = _stood_for(row, session.edition_of(row.step).actions)
        before = _answered_before(session, row.step, _stood_for(row, session.actions.of(row.step)))
        _tick(session, row.step, [*before, *stood_for], by)
        if click == row.click and click in AGAIN:
            for each in [action.id for action in stood_for if action.id in row.at]:
                session.actions.tick_again(row.step, each, by)
    shown = session.actions.of(guide_id)
    return [action.id for row in _rows(click, {guide_id}) for action in _stood_for(row, shown)]


def _rows_until(session: "Session", click: str, guide_ids: set[str]) -> list[StandsFor]:
    """The rows of that click, after those of the required clicks before it that are made.

    Where it got all projects in, those of the other ways are among them.
    """
    others = {*WAYS_IN} & _made(session) - {click} if click in WAYS_IN else ()
    rows = [row for row in _ALL if row.click in others]
    for last in _rows(click, guide_ids):
        made, before = _made(session), clicks_of(session, last.step)
        before = before[: before.index(click)] if click in before else []
        rows += [row for row in _ALL if row.step == last.step and row.click in before and row.click in made]
        rows.append(last)
    return rows


def ids_clicked(session: "Session", guide_id: str) -> frozenset[str]:
    """The actions of that step or task that the clicks made by now stand for."""
    made = _made(session)
    rows = [row for row in _ALL if row.step == guide_id and row.click in made]
    return frozenset(action.id for row in rows for action in _stood_for(row, session.actions.of(guide_id)))


def not_clicked(session: "Session") -> dict[str, str]:
    """Actions that a person marked done, and whose click nobody has made: step or task and action → the click."""
    assert session.rehearsal is not None
    made = _made(session).union(session.rehearsal.rehearsal.journal)
    if not made.isdisjoint(WAYS_IN):
        made.update(WAYS_IN)
    rows = [row for row in (*_SETUP, _SANDBOX, *_TASKS) if row.click not in made and _says_made(session, row.click)]
    return {
        f"{row.step}/{action.id}": row.click
        for row in rows
        for action in session.actions.of(row.step)
        if action.id in row.at and _is_marked(session, row.step, action.id)
    }


def _is_marked(session: "Session", guide_id: str, action_id: str) -> bool:
    """Whether a person marked it: what a scenario begins with, its fault may have undone."""
    word = tick_of(session.record, guide_id, action_id)
    return word is not None and word.by != SCENARIO


def _says_made(session: "Session", click: str) -> bool:
    """Whether the answers do not say that it was left out."""
    return all(getattr(session.record, name) == value for name, value in _ANSWERS.get(click, {}).items())


def _made(session: "Session") -> set[str]:
    """The clicks that are made."""
    assert session.rehearsal is not None
    return {each.action.id for each in session.rehearsal.rehearsal.actions() if each.done}


def tick_copied(session: "Session", guide_id: str, names: set[str], by: str) -> list[str]:
    """Tick the actions whose click is made and whose answer was just copied into the wizard; their ids."""
    clicked = ids_clicked(session, guide_id)
    answered = [
        action
        for action in session.actions.of(guide_id)
        if (action.id in clicked or f"{guide_id}/{action.id}" in _COPIED) and names.intersection(action.fields)
    ]
    _tick(session, guide_id, [*_answered_before(session, guide_id, answered), *answered], by)
    return [action.id for action in answered]


def _rows(click: str, guide_ids: set[str]) -> list[StandsFor]:
    return [row for row in _ALL if row.click == click and row.step in guide_ids]


def _stood_for(row: StandsFor, actions: Sequence["Action"]) -> list["Action"]:
    """Those of a step's actions that the click of that row stands for."""
    made = [action for action in actions if action.id in row.at]
    optional = all(action.optional for action in made)
    named = [action for action in actions if action.id in row.on_the_way and (optional or not action.optional)]
    return [action for action in actions if made and action in (*made, *named)]


def _answered_before(session: "Session", guide_id: str, going_on: list["Action"]) -> list["Action"]:
    """The actions before these whose every question is answered: who goes on after them has done them."""
    actions = session.actions.of(guide_id)
    before = actions[: min((actions.index(each) for each in going_on), default=0)]
    asks = [each for each in before if each.fields and not {*SECRETS}.intersection(each.fields)]
    if lacks_sandbox_test(session):
        asks = [each for each in asks if each.id != SANDBOX_PAIR]
    return [each for each in asks if not _lacks_answer(session, each)]


def _tick(session: "Session", guide_id: str, actions: list["Action"], by: str) -> None:
    for action in actions:
        if not session.actions.is_ticked(guide_id, action.id) and not _lacks_answer(session, action):
            session.actions.tick(guide_id, action.id, by)


def _take_back(session: "Session", click: str) -> None:
    for row in _SETUP:
        for id in row.at:
            if row.click == click and session.actions.is_ticked(row.step, id):
                session.actions.take_back(row.step, id)


def _lacks_answer(session: "Session", action: "Action") -> bool:
    if unanswered(session.record, action) or (tab := tab_of(action.id)) is None:
        return bool(unanswered(session.record, action))
    return bool(rows_left(session.record.levels_set, session.profile, tab))


def _set_rows(session: "Session", tab: "Tab") -> None:
    """Tick the rows that the practice company has at the profile's level now."""
    assert session.rehearsal is not None
    app = session.rehearsal.rehearsal.world.portal.app
    version = app.current if app is not None else None
    levels = {} if version is None else version.company if tab == "company" else version.project
    rows = [each for each in rows_on(session.profile, tab) if levels.get(each.key) == each.level(tab)]
    session.open_record.note(levels_set=with_rows(session.record.levels_set, session.profile, tab, rows))
