"""Resolves one step's texts per portal edition: what is said once for all editions, and what each says for itself.

`[all]` holds what every edition shows; an edition's own `actions` and `expect` replace it, its own `warnings` and
`branches` follow it. `[shared.NAME]` is an action that several lists repeat with `use = "NAME"`. `[all.source]` and
`[editions.ID.source]` are the defaults of their actions' sources.
"""

from collections.abc import Mapping

from dmsa_tui.guide.model import Action, Branch, EditionSteps, Source
from dmsa_tui.guide.reader import Table
from dmsa_tui.guide.sources import source


class _Shared:
    """The actions that lists refer to by name; knows which of them nobody used."""

    def __init__(self, table: Table, default: Source | None) -> None:
        self.table = table
        with table:
            self.actions = {name: _action(table.table(name), default) for name in table.key_names()}
        self.unused = set(self.actions)

    def get(self, user: Table) -> Action:
        """The action that `user` names under `use`."""
        with user:
            name = user.one_of("use", self.actions)
        self.unused.discard(name)
        return self.actions[name]


def step_editions(top: Table, edition_ids: tuple[str, ...]) -> Mapping[str, EditionSteps]:
    """Edition id → its steps, for every id of `edition_ids`; reads the keys all, shared and editions of a step file."""
    with top.optional_table("all") as common, top.optional_table("editions") as own_tables:
        default = source(common.table("source")) if common.has("source") else None
        shared = _Shared(top.optional_table("shared"), default)
        common_actions = _actions(common, shared, default)
        common_expect = common.optional_prose("expect")
        common_warnings = common.proses("warnings")
        common_branches = _branches(common)
        for key in own_tables.key_names():
            own_tables.known(key, key, edition_ids)
        resolved = {}
        for edition_id in edition_ids:
            with own_tables.optional_table(edition_id) as own:
                own_default = source(own.table("source"), default) if own.has("source") else default
                actions = _actions(own, shared, own_default) or common_actions
                expect = own.optional_prose("expect") or common_expect
                if not actions or expect is None:
                    missing = "actions" if not actions else "expect"
                    raise own_tables.refuse(edition_id, f"has no {missing}, and neither has [all]")
                resolved[edition_id] = EditionSteps(
                    actions, expect, common_warnings + own.proses("warnings"), common_branches + _branches(own)
                )
    for name in sorted(shared.unused):
        raise shared.table.refuse(name, "is not used by any edition")
    return resolved


def _actions(table: Table, shared: _Shared, default: Source | None) -> tuple[Action, ...]:
    return tuple(shared.get(each) if each.has("use") else _action(each, default) for each in table.tables("actions"))


def _action(table: Table, default: Source | None) -> Action:
    with table:
        stated = table.optional_table("source")
        text, note = table.prose("text"), table.optional_prose("note")
        return Action(text, source(stated, default), note, table.optional_link("link"))


def _branches(table: Table) -> tuple[Branch, ...]:
    return tuple(_branch(each) for each in table.tables("branches"))


def _branch(table: Table) -> Branch:
    with table:
        return Branch(table.prose("see"), table.prose("do"), table.optional_text("failure"))
