"""Who the app's service account is in the company directory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dmsa_tui.checks.diagnosis import evidence_of, is_withheld
from dmsa_tui.procore.records import DirectoryRecord, DirectoryUser
from dmsa_tui.procore.request_record import Answered, ProcoreProblem

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


@dataclass(frozen=True)
class Account:
    """The outcome of looking for the service account."""

    id: str | None
    """None: not found, or several users could be it."""
    name: str
    is_active: bool | None
    record: DirectoryRecord | None = None
    """The account's own record; None where only a search by the app's name was possible."""
    candidates: tuple[DirectoryUser, ...] = ()
    """What the search found, if it did not find exactly one."""


async def find_account(facts: "Facts") -> Answered[Account]:
    """The account by its own record, or by the app's name if Procore withholds it; ProcoreProblem if neither works."""
    try:
        answered = await facts.me()
    except ProcoreProblem as problem:
        if not is_withheld(problem) or not facts.target.app_name:
            raise
        return await _searched(facts, problem)
    record = answered.value
    return Answered(Account(record.id, record.name, record.is_active, record), answered.exchanges)


async def _searched(facts: "Facts", withheld: ProcoreProblem) -> Answered[Account]:
    app_name = facts.target.app_name
    users = await facts.users_named(app_name)
    exchanges = (*evidence_of(withheld), *users.exchanges)
    found = _of_app(users.value, app_name)
    if not found:
        inactive = await facts.inactive_users()
        exchanges += inactive.exchanges
        found = _of_app(inactive.value, app_name)
    if len(found) == 1:
        # The first list holds active users only, so a record that leaves the flag out is active there.
        is_active = found[0].is_active if found[0].is_active is not None else found[0] in users.value
        return Answered(Account(found[0].id, found[0].name, is_active), exchanges)
    return Answered(Account(None, app_name, None, candidates=found), exchanges)


def _of_app(users: Sequence[DirectoryUser], app_name: str) -> tuple[DirectoryUser, ...]:
    """Users whose name or address starts as Procore names service accounts: the app's name, then a random string."""
    start = slug(app_name)
    if not start:
        return ()
    return tuple(
        user for user in users if slug(user.name).startswith(start) or slug(user.email_address).startswith(start)
    )


def slug(text: str | None) -> str:
    """`text` as Procore forms an account's name from the app's: small letters and digits, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", (text or "").casefold()).strip("-")
