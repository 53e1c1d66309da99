"""Sends one request that changes memberships, with a line in the journal before and after it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dmsa_tui.permit import journal as journal_file
from dmsa_tui.permit.model import Account, Template
from dmsa_tui.procore.api.membership_changes import (
    Changed,
    add_to_project,
    add_to_projects,
    remove_from_project,
    remove_from_projects,
)
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.request_record import ProcoreProblem, RateLimited, Refused, StoppedAsking

Verb = Literal["add", "remove"]
Fate = Literal["answered", "absent", "refused", "not-done", "unclear"]
"""`absent`: this form of the request is not offered. `not-done`: a limit kept it back. `unclear`: it may be done."""


@dataclass(frozen=True)
class Sent:
    """The outcome of one request."""

    fate: Fate
    changed: Changed = field(default_factory=lambda: Changed((), {}))
    problem: ProcoreProblem | None = None


class Writer:
    """Sends a run's writing requests, one at a time, each between two lines of its journal.

    Where Procore does not offer the form for a list, it falls back to the one for a single project.
    """

    def __init__(
        self, client: ProcoreClient, path: Path, account: Account, template: Template, verb: Verb, number: int = 0
    ) -> None:
        self._client = client
        self._path = path
        self._account = account
        self._template = template
        self._verb = verb
        self._number = number
        self.singly = False
        """Whether a request names one project only."""
        self._worked = False
        """Whether Procore has taken one such request: what it then does not find is the project."""

    async def send(self, ids: Sequence[str]) -> Sent:
        """Send one request for `ids`. Raises StorageError, and sends nothing, if the journal cannot be written."""
        if not self.singly or len(ids) == 1:
            sent = await self._send(ids)
            if sent.fate != "absent" or self.singly:
                return sent
            self.singly = True
        done: list[str] = []
        failed: dict[str, str] = {}
        for id in ids:
            sent = await self._send((id,))
            if sent.fate != "answered":
                return Sent(sent.fate, Changed(tuple(done), failed), sent.problem)
            done += sent.changed.done
            failed |= sent.changed.failed
        return Sent("answered", Changed(tuple(done), failed))

    async def _send(self, ids: Sequence[str]) -> Sent:
        self._number += 1
        form = "one" if self.singly else "list"
        before = {"request": self._number, "do": self._verb, "form": form, "ids": list(ids)}
        await asyncio.to_thread(journal_file.write, self._path, before)
        sent = await self._fate(ids)
        after: dict[str, object] = {"request": self._number, "fate": sent.fate}
        after["added" if self._verb == "add" else "removed"] = list(sent.changed.done)
        if sent.changed.failed:
            after["failed"] = sent.changed.failed
        if sent.problem is not None:
            after["said"] = str(sent.problem)
        await asyncio.to_thread(journal_file.write, self._path, after)
        return sent

    async def _fate(self, ids: Sequence[str]) -> Sent:
        try:
            changed = await self._asked(ids)
            self._worked = self.singly
            return Sent("answered", changed)
        except RateLimited as problem:
            return Sent("not-done", problem=problem)
        except Refused as problem:
            absent = problem.status in (404, 405)
            if self.singly and (problem.status == 422 or (absent and self._worked)):  # this one project's own obstacle
                return Sent("answered", Changed((), {ids[0]: problem.said or str(problem)}))
            return Sent("absent" if absent else "refused", problem=problem)
        except StoppedAsking as problem:
            return Sent("refused", problem=problem)
        except ProcoreProblem as problem:
            return Sent("unclear", problem=problem)

    async def _asked(self, ids: Sequence[str]) -> Changed:
        user, template = self._account.id, self._template.id
        if self.singly:
            if self._verb == "add":
                await add_to_project(self._client, user, ids[0], template)
            else:
                await remove_from_project(self._client, user, ids[0])
            return Changed((ids[0],), {})
        if self._verb == "add":
            return (await add_to_projects(self._client, user, ids, template)).value
        return (await remove_from_projects(self._client, user, ids)).value
