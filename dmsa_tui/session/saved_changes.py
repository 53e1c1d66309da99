"""Renames, archives and deletes a saved onboarding, even the open one."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.forgetting import Deleted, clients, delete
from dmsa_tui.onboarding.states import age_words
from dmsa_tui.procore.environments import environment

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.record_files import Entry
    from dmsa_tui.session.session import Session


async def rename(session: "Session", name: str, new_name: str) -> None:
    """Give a customer another name. InvalidInput if it is taken, StorageError where the disk refuses."""
    is_open = _is_open(session, name)
    if is_open:
        await session.flush()
    await asyncio.to_thread(session.store.rename, name, new_name)
    session.saved_record.renamed(name, new_name)
    if is_open:
        session.open_record.open(new_name)


async def archive(session: "Session", name: str, archived: bool) -> None:
    """Archive a setup, or take it back. Raises StorageError where the disk refuses."""
    if _is_open(session, name):
        session.open_record.note(archived=archived)
        await session.flush()
    else:
        await asyncio.to_thread(_archive, session, name, archived)


async def remove(session: "Session", entry: "Entry") -> Deleted:
    """Delete a setup with its secrets, even if its file cannot be read. Raises StorageError where the disk refuses."""
    is_open = _is_open(session, entry.name)
    record = session.record if is_open else entry.record
    held = session.open_record.held_client_ids.of(record) if record is not None else ()
    if is_open:
        session.close()
    elif entry.record is not None:
        session.credentials.forget_given(entry.record)
    return await asyncio.to_thread(delete, session.store, session.credentials.store, entry, held)


def consequence(session: "Session", entry: "Entry", shown: str) -> str:
    """What deleting removes, and what it leaves; `shown`: the customer's name as home shows it."""
    record, parts = entry.record, ["the record"]
    if any(path.exists() for path in session.store.kept_paths(entry.name)):
        parts.append("its last report")
    if record is None or clients(record) or session.open_record.held_client_ids.of(record):
        parts.append("the client secret (unless another onboarding uses it)")
    if len(parts) > 1:
        parts[-1] = f"and {parts[-1]}"
    said = (", " if len(parts) > 2 else " ").join(parts)
    lines = [
        f"{shown}: {said} {'are' if len(parts) > 1 else 'is'} removed from this machine. The history of changes stays."
    ]
    if record is not None:
        lines.append(_which(session, record))
    lines.append("Nothing changes at Procore: an app that is installed stays installed. This cannot be undone.")
    return "\n\n".join(lines)


def _which(session: "Session", record: "Onboarding") -> str:
    """What tells it from another one of the same initials."""
    place = environment(record.environment).name
    company = f", company ID {session.mask.id(record.company_id)}" if record.company_id else ""
    changed = "" if record.updated_at is None else f" Last changed {age_words(record.updated_at, datetime.now(UTC))}."
    return f"{place}{company}.{changed}"


def _is_open(session: "Session", name: str) -> bool:
    return session.is_open and session.record.name == name


def _archive(session: "Session", name: str, archived: bool) -> None:
    record = session.store.load(name)
    record.archived = archived
    session.store.save(record)
