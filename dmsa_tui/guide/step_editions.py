"""Resolves one step's texts per portal edition: what is said once for all editions, and what each says for itself.

`[all]` holds what every edition shows; an edition's own `order` and `expect` replace it, its own `warnings` and
`branches` follow it. `[actions.ID]` is a click, and `[actions.ID.editions.EDITION]` overrides it key by key; `order`
names the clicks of an edition. `[sandbox]` holds what a step says instead around its actions where the setup is in the
developer sandbox. `[procedures.ID]` is a list within the step; its actions name it. A source comes, key by
key, from the action's override, the action, the edition, and `[all]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, cast, get_args

from dmsa_tui.errors import quoted
from dmsa_tui.guide.action_values import COPY, FIELDS
from dmsa_tui.guide.guide_table import GuideTable
from dmsa_tui.guide.model import (
    Action,
    Branch,
    Condition,
    EditionSteps,
    ExpectedProjects,
    ForHandout,
    HandoutClick,
    Procedure,
    ProjectCount,
    Shown,
)
from dmsa_tui.guide.sources import Source, source
from dmsa_tui.vocabulary import WHO, Who

_EXPECT = ("undecided", "all", "list")
_COUNTS = ("below-limit", "from-limit")


def step_editions(top: GuideTable, edition_ids: tuple[str, ...]) -> Mapping[str, EditionSteps]:
    """Edition id → its steps, for every id of `edition_ids`; reads all keys of a step file that are about actions."""
    with top.table_or_empty("all") as common, top.table_or_empty("editions") as own_tables:
        default = _source(common, None)
        actions = _Actions(top, edition_ids)
        common_order, common_expect = common.names("order"), common.optional_prose("expect")
        common_warnings, common_branches = common.proses("warnings"), _branches(common)
        for key in own_tables.key_names():
            own_tables.known(key, key, edition_ids)
        resolved = {}
        for edition_id in edition_ids:
            with own_tables.table_or_empty(edition_id) as own:
                own_default = _source(own, default)
                user = own if own.has("order") else common
                order = own.names("order") or common_order
                expect = own.optional_prose("expect") or common_expect
                if not order or expect is None:
                    missing = "order" if not order else "expect"
                    raise own_tables.refuse(edition_id, f"has no {missing}, and neither has [all]")
                resolved[edition_id] = EditionSteps(
                    actions.in_order(order, edition_id, own_default, user),
                    expect,
                    common_warnings + own.proses("warnings"),
                    common_branches + _branches(own),
                )
    actions.refuse_unused()
    return resolved


def editions_in_sandbox(table: GuideTable, editions: Mapping[str, EditionSteps]) -> Mapping[str, EditionSteps]:
    """The same actions with what the table says instead around them, in every edition."""
    said: dict[str, Any] = {}
    if (expect := table.optional_prose("expect")) is not None:
        said["expect"] = expect
    for key, value in (("warnings", table.proses("warnings")), ("branches", _branches(table))):
        if value:
            said[key] = value
    return {id: replace(steps, **said) for id, steps in editions.items()}


class _Actions:
    """The clicks and procedures of a step; knows which of them, and which overrides, no edition has used."""

    def __init__(self, top: GuideTable, edition_ids: tuple[str, ...]) -> None:
        self._table = top.table("actions")
        self._procedure_table = top.table_or_empty("procedures")
        self._procedures = {
            id: _procedure(id, self._procedure_table.table(id)) for id in self._procedure_table.key_names()
        }
        self._unused_procedures = set(self._procedures)
        self._unused: dict[str, set[str]] = {}
        for id in self._table.key_names():
            overrides = self._table.table(id).table_or_empty("editions")
            for edition_id in overrides.key_names():
                overrides.known(edition_id, edition_id, edition_ids)
            self._unused[id] = set(overrides.key_names()) or {""}

    def in_order(
        self, order: tuple[str, ...], edition_id: str, default: Source | None, user: GuideTable
    ) -> tuple[Action, ...]:
        """The clicks as that edition shows them; `user` is the table that holds the order."""
        if twice := next((id for index, id in enumerate(order) if id in order[:index]), None):
            raise user.refuse("order", f"has {quoted(twice)} twice")
        return tuple(self._get(user.known("order", id, self._unused), edition_id, default) for id in order)

    def refuse_unused(self) -> None:
        """InvalidInput for what no edition shows."""
        for id, editions in self._unused.items():
            if editions == {""}:
                raise self._table.refuse(id, "is not in the order of any edition")
            for edition_id in sorted(editions):
                raise self._table.refuse(
                    id, f"overrides the edition {quoted(edition_id)}, whose order does not have it"
                )
        for id in sorted(self._unused_procedures):
            raise self._procedure_table.refuse(id, "is not the procedure of any action")

    def _get(self, id: str, edition_id: str, default: Source | None) -> Action:
        self._unused[id] -= {edition_id, ""}
        common = self._table.table(id)
        own = common.table_or_empty("editions").table_or_empty(edition_id)
        where = _source(own, _source(common, default))
        with own.over(common) as table:
            table.identifier_of(id)
            table.skip("editions", "source")
            if where is None:
                raise table.refuse("source", "is missing, and neither the edition nor [all] has one")
            return Action(
                id=id,
                text=table.prose("text"),
                source=where,
                note=table.optional_prose("note"),
                customers_note=table.optional_prose("customers_note"),
                caution=table.optional_prose("caution"),
                where=table.optional_text("where"),
                link=table.optional_link("link"),
                fields=tuple(table.known("fields", name, FIELDS) for name in table.names("fields")),
                copy=tuple(table.known("copy", name, COPY) for name in table.names("copy")),
                who=cast(Who, table.one_of("who", WHO)) if table.has("who") else None,
                optional=table.flag("optional"),
                until=table.known("until", table.text("until"), self._unused) if table.has("until") else None,
                procedure=self._procedure(table),
                required_when=_conditions(table, "required_when"),
                when=_conditions(table, "when"),
                handout=_for_handout(table.table_or_empty("handout"), self._procedures),
            )

    def _procedure(self, table: GuideTable) -> Procedure | None:
        if not table.has("procedure"):
            table.skip("procedure")
            return None
        id = table.one_of("procedure", self._procedures)
        self._unused_procedures.discard(id)
        return self._procedures[id]


def _source(table: GuideTable, default: Source | None) -> Source | None:
    return source(table.table_or_empty("source"), default) if table.has("source") else default


def _procedure(id: str, table: GuideTable) -> Procedure:
    with table:
        table.identifier_of(id)
        return Procedure(
            id, table.text("title"), _conditions(table, "when"), table.optional_text("where"),
            table.optional_prose("expect"),
        )  # fmt: skip


def _for_handout(table: GuideTable, procedures: Iterable[str]) -> ForHandout:
    with table:
        after = table.optional_text("left_out_after")
        return ForHandout(
            **asdict(_handout_click(table)),
            then=tuple(map(_further_click, table.optional_tables("then"))),
            left_out=table.flag("left_out"),
            left_out_after=table.known("left_out_after", after, procedures) if after else None,
        )


def _further_click(table: GuideTable) -> HandoutClick:
    with table:
        table.prose("text")  # nothing else says what it is
        return _handout_click(table)


def _handout_click(table: GuideTable) -> HandoutClick:
    show = table.optional_text("show")
    return HandoutClick(
        text=table.optional_prose("text"),
        note=table.optional_prose("note"),
        see=table.optional_prose("see"),
        show=cast(Shown, table.known("show", show, get_args(Shown))) if show else None,
    )


def _conditions(table: GuideTable, key: str) -> tuple[Condition, ...]:
    """One condition, or a list of which one must hold."""
    return tuple(_condition(each) for each in table.optional_tables(key))


def _condition(table: GuideTable) -> Condition:
    with table:
        expect, count = table.optional_text("expect"), table.optional_text("active_projects")
        condition = Condition(
            future_projects=table.optional_flag("future_projects"),
            expect=cast(ExpectedProjects, table.known("expect", expect, _EXPECT)) if expect else None,
            active_projects=cast(ProjectCount, table.known("active_projects", count, _COUNTS)) if count else None,
            old_account=table.optional_flag("old_account"),
            added_by_program=table.optional_flag("added_by_program"),
            new_version=table.optional_flag("new_version"),
            update_ready=table.optional_flag("update_ready"),
            sandbox=table.optional_flag("sandbox"),
            retires_account=table.optional_flag("retires_account"),
        )
    if condition == Condition():
        raise table.refuse_itself("states no condition")
    return condition


def _branches(table: GuideTable) -> tuple[Branch, ...]:
    return tuple(_branch(each) for each in table.optional_tables("branches"))


def _branch(table: GuideTable) -> Branch:
    with table:
        return Branch(
            table.prose("see"), table.prose("do"), table.optional_text("failure"), table.optional_text("task")
        )
