"""Finds the app's service account in the company directory."""

from collections.abc import Awaitable
from typing import NamedTuple, Protocol

from dmsa_tui.checks.account_name import is_named_after, slug
from dmsa_tui.checks.diagnosis import evidence_of, is_withheld
from dmsa_tui.checks.target import Target
from dmsa_tui.procore.records import DirectoryRecord, DirectoryUser
from dmsa_tui.procore.request_record import Answered, ProcoreProblem


class Account(NamedTuple):
    """The outcome of looking for the service account."""

    id: str | None
    """None: not found, or several users may be it."""
    name: str
    is_active: bool | None
    record: DirectoryRecord | None = None
    """The account's own record; None where only a search by the app's name was possible."""
    candidates: tuple[DirectoryUser, ...] = ()
    """Users that look like it, where none or several are certainly it."""


class DirectoryQuestions(Protocol):
    """What is asked of the company directory to find the service account; `Facts` answers it."""

    target: Target

    def me(self) -> Awaitable[Answered[DirectoryRecord]]: ...

    def users_named(self, text: str, /) -> Awaitable[Answered[list[DirectoryUser]]]: ...

    def inactive_users(self) -> Awaitable[Answered[list[DirectoryUser]]]: ...


async def find_account(facts: DirectoryQuestions) -> Answered[Account]:
    """The account by its own record, or by the app's name if Procore withholds it; ProcoreProblem if neither works."""
    try:
        answered = await facts.me()
    except ProcoreProblem as problem:
        if not is_withheld(problem) or not facts.target.app_name:
            raise
        return await _searched(facts, problem)
    record = answered.value
    return Answered(Account(record.id, record.name, record.is_active, record), answered.request_records)


async def _searched(facts: DirectoryQuestions, withheld: ProcoreProblem) -> Answered[Account]:
    app_name = facts.target.app_name
    active = await facts.users_named(app_name)
    request_records = (*evidence_of(withheld), *active.request_records)
    matches = [user for user in active.value if is_app_account(user, app_name)]
    users = list(active.value)
    if not matches:
        inactive = await facts.inactive_users()
        request_records += inactive.request_records
        matches = [user for user in inactive.value if is_app_account(user, app_name)]
        users += inactive.value
    if len(matches) == 1:
        # The first list holds active users only, so a record that leaves the flag out is active there.
        is_active = matches[0].is_active if matches[0].is_active is not None else matches[0] in active.value
        return Answered(Account(matches[0].id, matches[0].name, is_active), request_records)
    alike = matches or {user.id: user for user in users if _looks_like(user, app_name)}.values()
    return Answered(Account(None, app_name, None, candidates=tuple(alike)), request_records)


def is_app_account(user: DirectoryUser, app_name: str) -> bool:
    """Whether the user is certainly the app's service account, going by how Procore names one.

    Its address is Procore's own, and its name or address is the app's slug, whole or with eight random letters and
    digits (Procore support, view-dmsa-in-company-directory, 2025-12). A person and another app's account are not.
    """
    local, _, host = (user.email_address or "").casefold().partition("@")
    return host == _PROCORE and any(is_named_after(each, app_name) for each in (user.name.casefold().strip(), local))


def _looks_like(user: DirectoryUser, app_name: str) -> bool:
    start = slug(app_name)
    names = (slug(user.name), slug(user.email_address))
    return bool(start) and any(name.startswith(start) for name in names)


_PROCORE = "procore.com"
