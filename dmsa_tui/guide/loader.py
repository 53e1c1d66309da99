"""Reads the guide from its TOML files and refuses a file that breaks the contract."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.guide.builders import builder
from dmsa_tui.guide.guide_table import GuideTable, data_root
from dmsa_tui.guide.model import Edition, Failure, Guide, Step, Task
from dmsa_tui.guide.sources import Source, source
from dmsa_tui.guide.step_editions import editions_in_sandbox, step_editions
from dmsa_tui.vocabulary import CHECK_BY_ID, TASK_IDS, WHO, Cause, Who

SHORT_LENGTH = 9


@cache
def load_guide() -> Guide:
    """The guide that comes with the program; read once."""
    return read_guide(data_root())


def read_guide(root: Path) -> Guide:
    """The guide in `root`; InvalidInput names file, key and reason if something in it cannot be used."""
    editions = _editions(_open(root.joinpath("editions.toml"), "editions.toml"))
    edition_ids = tuple(edition.id for edition in editions)
    steps = tuple(sorted((_step(top, edition_ids) for top in _files(root, "steps")), key=lambda step: step.number))
    tasks = tuple(sorted((_task(top, edition_ids) for top in _files(root, "tasks")), key=_place))
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        listed = ", ".join(f"{step.id} = {step.number}" for step in steps)
        raise InvalidInput(f"steps: number must count the steps from 1 without gaps or repeats, and is: {listed}.")
    failures = _failures(_open(root.joinpath("failures.toml"), "failures.toml"), steps, edition_ids)
    _check_branches((*steps, *tasks), {failure.id for failure in failures}, {task.id for task in tasks})
    return Guide(steps, editions, failures, tasks)


def _place(task: Task) -> int:
    return TASK_IDS.index(task.id) if task.id in TASK_IDS else len(TASK_IDS)


def _files(root: Path, folder: str) -> Iterator[GuideTable]:
    """The files of a folder by name, each of which must be called as its id; none where there is no such folder."""
    inside = root.joinpath(folder)
    names = sorted(each.name for each in inside.iterdir() if each.name.endswith(".toml")) if inside.is_dir() else []
    for name in names:
        top = _open(inside.joinpath(name), f"{folder}/{name}")
        if name != f"{top.identifier('id')}.toml":
            raise top.refuse("id", f"is {quoted(top.identifier('id'))}, and must be the file's name without .toml")
        yield top


def _open(file: Path, name: str) -> GuideTable:
    try:
        return GuideTable.from_toml(file.read_bytes(), name)
    except FileNotFoundError:
        raise InvalidInput(f"{name} is missing from the guide's files.") from None


def _editions(top: GuideTable) -> tuple[Edition, ...]:
    with top:
        editions = tuple(_edition(table) for table in top.optional_tables("edition"))
    if len({edition.id for edition in editions}) != len(editions):
        raise top.refuse("edition", "has an id twice")
    if sum(edition.default for edition in editions) != 1:
        raise top.refuse("edition", "must have exactly one entry with default = true")
    return editions


def _edition(table: GuideTable) -> Edition:
    with table:
        return Edition(
            id=table.identifier("id"),
            name=table.text("name"),
            period=table.text("period"),
            recognise=table.proses("recognise"),
            new_app=table.prose("new_app"),
            default=table.flag("default"),
            source=source(table.table("source")),
            builder=builder(table.table("builder")),
            manifest_schema=table.text("manifest_schema"),
        )


def _task(top: GuideTable, edition_ids: tuple[str, ...]) -> Task:
    with top:
        return Task(
            id=top.identifier("id"),
            title=top.text("title"),
            who=_who(top),
            where=top.text("where"),
            link=top.optional_link("link"),
            why=top.prose("why"),
            needs=top.optional_prose("needs"),
            proof=top.prose("proof"),
            editions=step_editions(top, edition_ids),
        )


def _step(top: GuideTable, edition_ids: tuple[str, ...]) -> Step:
    number, short, sandbox = top.count("number"), _short(top), top.table_or_empty("sandbox")
    step = Step(**vars(_task(top, edition_ids)), number=number, short=short)
    return replace(step, in_sandbox=_in_sandbox(step, sandbox)) if top.has("sandbox") else step


def _short(table: GuideTable) -> str:
    short = table.text("short")
    if len(short) > SHORT_LENGTH:
        raise table.refuse("short", f"is longer than {SHORT_LENGTH} characters")
    return short


def _in_sandbox(step: Step, table: GuideTable) -> Step:
    """The step with the table's words in place of its own."""
    with table:
        return replace(
            step,
            title=table.optional_text("title") or step.title,
            short=_short(table) if table.has("short") else step.short,
            why=table.optional_prose("why") or step.why,
            needs=table.optional_prose("needs") or step.needs,
            editions=editions_in_sandbox(table, step.editions),
        )


def _who(table: GuideTable) -> Who:
    return cast(Who, table.one_of("who", WHO))


def _failures(top: GuideTable, steps: tuple[Step, ...], edition_ids: tuple[str, ...]) -> tuple[Failure, ...]:
    action_ids = {
        step.id: frozenset(action.id for edition in step.editions.values() for action in edition.actions)
        for step in steps
    }
    with top:
        default = source(top.table("source"))
        failures = tuple(_failure(table, action_ids, edition_ids, default) for table in top.optional_tables("failure"))
    seen: set[str] = set()
    claimed: set[tuple[str, str]] = set()
    for failure in failures:
        if failure.id in seen:
            raise top.refuse("failure", f"has the id {quoted(failure.id)} twice")
        seen.add(failure.id)
        for check in failure.checks:
            if (failure.cause, check) in claimed:
                raise top.refuse(
                    "failure",
                    f"has two entries for {quoted(failure.cause)} of {quoted(check)}; {quoted(failure.id)} is one",
                )
            claimed.add((failure.cause, check))
    for cause in Cause:
        if not any(failure.cause == cause and not failure.checks for failure in failures):
            raise top.refuse("failure", f"has no entry with cause = {quoted(cause.value)} that is for any check")
    return failures


def _failure(
    table: GuideTable, action_ids: Mapping[str, frozenset[str]], edition_ids: tuple[str, ...], default: Source
) -> Failure:
    """`action_ids`: step id → the ids of its actions in any edition."""
    with table:
        screen = table.one_of("screen", tuple(action_ids))
        likely = table.proses("likely")
        if not likely:
            raise table.refuse("likely", "must name at least one cause")
        return Failure(
            id=table.identifier("id"),
            cause=table.one_of("cause", Cause),
            checks=tuple(table.known("checks", check, CHECK_BY_ID) for check in table.names("checks")),
            symptom=table.prose("symptom"),
            likely=likely,
            screen=screen,
            who=_who(table),
            where=table.text("where"),
            label=table.text("label"),
            link=table.optional_link("link"),
            proof=table.prose("proof"),
            source=source(table.table_or_empty("source"), default),
            labels=_by_edition(table.table_or_empty("labels"), edition_ids),
            places=_by_edition(table.table_or_empty("places"), edition_ids),
            said=table.proses("said"),
            actions=tuple(table.known("actions", each, action_ids[screen]) for each in table.names("actions")),
        )


def _by_edition(table: GuideTable, edition_ids: tuple[str, ...]) -> Mapping[str, str]:
    return {table.known(key, key, edition_ids): table.text(key) for key in table.key_names()}


def _check_branches(documented: Iterable[Task], failure_ids: set[str], task_ids: set[str]) -> None:
    every = [step for each in documented for step in (each, getattr(each, "in_sandbox", None)) if step is not None]
    for step in every:
        folder = "steps" if isinstance(step, Step) else "tasks"
        for edition_id, edition in step.editions.items():
            for branch in edition.branches:
                place = f"{folder}/{step.id}.toml: {edition_id} has a branch with"
                if branch.failure is not None and branch.failure not in failure_ids:
                    raise InvalidInput(
                        f"{place} failure = {quoted(branch.failure)}, which failures.toml does not have."
                    )
                if branch.task is not None and branch.task not in task_ids:
                    raise InvalidInput(f"{place} task = {quoted(branch.task)}, which is not a task.")
