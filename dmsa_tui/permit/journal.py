"""The journal of a run: one JSON object a line, on disk before and after each request that changes something.

It says for every project whether it may have been touched, so that a killed run can go on and be undone. A line that
could not be written keeps its request from being sent.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dmsa_tui.errors import DmsaError, InvalidInput, StorageError, why
from dmsa_tui.onboarding.files import append_line, private_directory
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.permit.model import Account, Outcome, Template

SCHEMA = "dmsa-tui.permit-journal/1"
_LOOKED_AT = 20
"""Journals that are read to find the newest that counts."""
_LARGEST = 100_000_000
"""Bytes of a journal; one of 10,000 projects has about two million."""


@dataclass(frozen=True)
class Header:
    """The company, the account, and the projects that it had before the run."""

    environment: str
    api_url: str
    company_id: str
    company: str
    """The company's name."""
    client_id: str
    account: Account
    template: Template
    before: tuple[str, ...]
    """The projects that the account was on: none of them is ever taken out."""
    company_template: str | None
    add_to_new_projects: bool | None
    wanted: int
    """How many projects must be there in all."""
    already: int
    """On how many of them the account was."""
    every_project: bool
    """Whether all active projects were wanted, and not a list."""
    plan: tuple[tuple[str, str], ...]
    """ID and name of every project that is to be added."""

    @property
    def names(self) -> dict[str, str]:
        """Project ID → name."""
        return dict(self.plan)


@dataclass(frozen=True)
class Journal:
    """A run, as its journal has it."""

    path: Path
    header: Header
    requests: int = 0
    """The highest number of a request."""
    asked: frozenset[str] = frozenset()
    """Projects that a request to add may have reached: it was on disk before the request left."""
    said_added: frozenset[str] = frozenset()
    """Those of them that Procore said it had added."""
    confirmed: bool = False
    """Whether a person said yes after the first project."""
    undone: bool = False
    """Whether an undo has begun."""
    ended: str = ""
    """The outcome of the run, or of what went on with it; empty if it was cut short."""
    began: str = ""
    """When, as the first line says it."""

    @property
    def is_interrupted(self) -> bool:
        """Whether the run, or its undo, was cut short or stopped."""
        return self.ended in ("", Outcome.STOPPED)

    @property
    def is_undone(self) -> bool:
        """Whether all that it added was removed again."""
        return self.undone and self.ended == Outcome.DONE


def create(path: Path, header: Header) -> Journal:
    """Begin a journal. Raises InvalidInput if `path` exists, StorageError if the disk refuses."""
    try:
        private_directory(path.parent) if not path.parent.exists() else None
        if path.exists() and path.stat().st_size:
            raise InvalidInput(f"{path} already exists; each run has its own journal.")
    except OSError as error:
        raise StorageError(f"The journal {path} cannot be written: {why(error)}; nothing was sent.") from None
    plain = {
        "journal": SCHEMA,
        "environment": header.environment, "api_url": header.api_url, "company_id": header.company_id,
        "company": header.company, "client_id": header.client_id,
        "account": {"id": header.account.id, "name": header.account.name},
        "template": {"id": header.template.id, "name": header.template.name},
        "before": list(header.before), "company_template": header.company_template,
        "add_to_new_projects": header.add_to_new_projects, "every_project": header.every_project,
        "wanted": header.wanted, "already": header.already, "plan": [list(each) for each in header.plan],
    }  # fmt: skip
    write(path, plain)
    return Journal(path, header)


def write(path: Path, entry: dict[str, Any]) -> None:
    """Add a line, durably, with its time; StorageError if the disk refuses."""
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        append_line(path, json.dumps({"at": at, **entry}, ensure_ascii=False).encode("utf-8", "replace"))
    except OSError as error:
        raise StorageError(f"The journal {path} cannot be written: {why(error)}; nothing more was sent.") from None


def read(path: Path) -> Journal:
    """Read the journal at `path`. Raises InvalidInput for anything else, StorageError if it cannot be read."""
    try:
        data = read_regular(path, _LARGEST)
    except FileNotFoundError:
        raise InvalidInput(f"There is no journal {path}.") from None
    except IsADirectoryError:
        raise InvalidInput(f"{path} is a directory; give the journal's file.") from None
    except OSError as error:
        raise StorageError(f"The journal {path} cannot be read: {why(error)}.") from None
    entries = _entries(path, data)
    first = next(entries, None)
    if first is None or first.get("journal") != SCHEMA:
        raise InvalidInput(f"{path} is not a journal of this program.")
    try:
        header = _header(first)
    except (KeyError, TypeError, ValueError):
        raise InvalidInput(f"The first line of the journal {path} is damaged.") from None
    replay = _Replay()
    for entry in entries:
        try:
            replay.take(entry)
        except (KeyError, TypeError, ValueError):
            raise _damaged(path) from None
    return Journal(
        path, header, replay.requests, frozenset(replay.asked), frozenset(replay.added), replay.confirmed,
        replay.undone, replay.ended, str(first.get("at", "")),
    )  # fmt: skip


def latest(directory: Path, is_mine: Callable[[Header], bool]) -> Journal | None:
    """The newest journal in that directory that may have changed something; None if there is none.

    What cannot be read, or is about something else, is passed over.
    """
    try:
        paths = sorted(directory.glob("*.jsonl"), reverse=True)[:_LOOKED_AT]
    except OSError:
        return None
    for path in paths:
        try:
            journal = read(path)
        except DmsaError:
            continue
        if journal.asked and is_mine(journal.header):
            return journal
    return None


@dataclass
class _Replay:
    """What the lines after the header add up to."""

    requests: int = 0
    asked: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    confirmed: bool = False
    undone: bool = False
    ended: str = ""

    def take(self, entry: dict[str, Any]) -> None:
        if "do" in entry:
            self.requests = max(self.requests, int(entry["request"]))
            if entry["do"] == "add":
                self.asked |= {str(id) for id in entry["ids"]}
            else:
                self.undone = True
        elif "added" in entry:
            self.added |= {str(id) for id in entry["added"]}
        self.confirmed = self.confirmed or entry.get("go_on") is True
        if "end" in entry or "goes_on" in entry:
            self.ended = str(entry.get("end", ""))


def _entries(path: Path, data: bytes) -> Iterator[dict[str, Any]]:
    """Each line. A torn line, at the end or before a continued run, was never acted on and is left out."""
    lines = [line for line in data.split(b"\n") if line.strip()]
    parsed = [_parsed(line) for line in lines]
    for number, entry in enumerate(parsed):
        if entry is not None:
            yield entry
            continue
        after = parsed[number + 1] if number + 1 < len(parsed) else {"goes_on": True}
        if number == 0:
            raise InvalidInput(f"The journal {path} has no complete first line, so nothing was sent; start a new run.")
        if after is None or "goes_on" not in after:
            raise _damaged(path)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _header(first: dict[str, Any]) -> Header:
    account, template = first["account"], first["template"]
    texts = [first[key] for key in ("environment", "api_url", "company_id", "company", "client_id")]
    texts += [account["id"], account["name"], template["id"], template["name"]]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    add, company_template = first["add_to_new_projects"], first["company_template"]
    if not isinstance(add, bool | None) or not isinstance(company_template, str | None):
        raise TypeError
    return Header(
        environment=first["environment"],
        api_url=first["api_url"],
        company_id=first["company_id"],
        company=first["company"],
        client_id=first["client_id"],
        account=Account(account["id"], account["name"]),
        template=Template(template["id"], template["name"]),
        before=tuple(str(id) for id in first["before"]),
        company_template=company_template,
        add_to_new_projects=add,
        wanted=int(first["wanted"]),
        already=int(first["already"]),
        every_project=first["every_project"] is True,
        plan=tuple((str(id), str(name)) for id, name in first["plan"]),
    )


def _damaged(path: Path) -> InvalidInput:
    return InvalidInput(f"The journal {path} is damaged in the middle, so it does not show what was done.")
