"""What becomes of a writing request on a bad day, before its answer: done in part, not at all, late, or beside others.

A deed is a context around the company's own work: it yields the body that reaches the company, None if none does.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from dmsa_tui.practice.changes import Asked
from dmsa_tui.practice.world import Membership, World

Deed = Callable[[World, Asked, float], AbstractContextManager[bytes | None]]
"""Given the world, the request and the time in seconds since 1970."""


@contextmanager
def done(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """What was asked for."""
    yield asked.body


@contextmanager
def not_done(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """The request never reaches the company."""
    yield None


@contextmanager
def taken_back(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """The company answers as if it had been done, and nothing stays of it."""
    before = dict(world.company.memberships)
    yield asked.body
    world.company.memberships = before


@contextmanager
def half_done(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """The first half of the users is worked on."""
    rows = _rows(asked)
    yield _body(rows[: len(rows) // 2]) if len(rows) > 1 else asked.body


@contextmanager
def every_seventh_fails(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """Every seventh project of one request cannot be joined now."""
    world.company.not_now = {row["project_id"] for row in _rows(asked)[6::7]}
    yield asked.body
    world.company.not_now = set()


@contextmanager
def some_never_work(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """The projects whose ID divides by seven cannot be joined, asked together or singly."""
    world.company.not_now = {project.id for project in world.company.projects if project.id % 7 == 0}
    yield asked.body
    world.company.not_now = set()


@contextmanager
def template_dropped(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """The account joins, without the template that was named."""
    before = set(world.company.memberships)
    yield asked.body
    for id in set(world.company.memberships) - before:
        world.company.memberships[id].template_id = None


@contextmanager
def updated_meanwhile(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """Somebody updates the app just before: the projects that it had are dropped, and the update is being applied."""
    world.company.memberships.clear()
    if world.company.installation is not None:
        world.company.installation.pending_operation = "77"
    yield asked.body


@contextmanager
def others_add(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """Somebody adds the account to the request's first project and to another one just before, with their template."""
    company = world.company
    asked_for = {row["project_id"] for row in _rows(asked)}
    free = [project.id for project in company.active_projects if project.id not in company.memberships]
    other = [id for id in free if id not in asked_for][-1:]
    for id in [*sorted(asked_for & set(free))[:1], *other]:
        company.memberships[id] = Membership(company.templates[0].id)
    yield asked.body


@contextmanager
def groups_take_over(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
    """Groups hold every fifth of the account's projects from now on."""
    for membership in list(world.company.memberships.values())[4::5]:
        membership.managed = True
    yield asked.body


def shown_later(seconds: float) -> Deed:
    """A change shows that many seconds later. Lay it over the reading requests too: they reveal the change."""
    waiting: list[tuple[float, int, Membership]] = []

    @contextmanager
    def deed(world: World, asked: Asked, now: float) -> Iterator[bytes | None]:
        memberships = world.company.memberships
        for entry in [entry for entry in waiting if entry[0] <= now]:
            waiting.remove(entry)
            memberships.setdefault(entry[1], entry[2])
        before = set(memberships)
        yield asked.body
        for id in set(memberships) - before:
            waiting.append((now + seconds, id, memberships.pop(id)))

    return deed


def _rows(asked: Asked) -> list[dict[str, Any]]:
    """The users of a bulk request; empty for any other request."""
    try:
        users = json.loads(asked.body)["users"]
    except (ValueError, KeyError, TypeError):
        return []
    return [{**row, "project_id": int(row["project_id"])} for row in users]


def _body(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps({"users": rows}).encode()
