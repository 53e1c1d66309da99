"""Group `projects`: the projects that must be permitted are, and future ones will be."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dmsa_tui.checks.expect import match
from dmsa_tui.checks.levels import compare_template
from dmsa_tui.checks.memberships import Membership, Memberships
from dmsa_tui.checks.model import Cause, Finding, Status, Unaskable
from dmsa_tui.checks.words import counted, listed

if TYPE_CHECKING:
    from dmsa_tui.checks.facts import Facts


@dataclass(frozen=True)
class _Missing:
    """A project that should be permitted and is not; `id` is None for an entry that matches no project."""

    id: str | None
    name: str


@dataclass(frozen=True)
class _Held:
    """An expectation held against the company's projects."""

    expected: int
    assigned: int
    missing: tuple[_Missing, ...]
    unasked: int = 0
    """Expected projects whose members were not asked for."""
    unclear: tuple[str, ...] = ()
    """Entries that several projects answer to, of which only some are known to be permitted."""

    def described(self) -> dict[str, Any]:
        return {
            "expected": self.expected,
            "assigned": self.assigned,
            "missing": [{"id": each.id, "name": each.name} for each in self.missing],
        }


async def permitted(facts: "Facts") -> Finding:
    """The expected projects are permitted; with nothing stated, the active ones that are not are listed."""
    answered = await facts.memberships()
    memberships, expect = answered.value, facts.target.expect
    held = _hold(facts, memberships)
    details = held.described()
    names = listed([_named(each) for each in held.missing])
    of = f"{held.assigned:,} of {held.expected:,}"

    def finding(status: Status, sentence: str, cause: Cause | None) -> Finding:
        return Finding(status, sentence, cause, answered.exchanges, details)

    # A list may name inactive projects; otherwise only active ones count.
    counting = [project for project in memberships.projects if project.active or expect.kind == "list"]
    if all(project.permitted is False for project in counting):
        return finding(Status.FAIL, "The service account is on no project at all.", Cause.NO_PROJECTS)
    if held.missing and expect.kind != "none":
        expected = "active projects" if expect.kind == "all" else "expected projects"
        sentence = f"{of} {expected} are permitted; missing: {names}."
        return finding(Status.FAIL, sentence, Cause.PROJECT_NOT_PERMITTED)
    if held.unclear:
        sentence = f"Several projects answer to {listed(held.unclear)}, and not all of them are known to be permitted."
        return finding(Status.UNVERIFIED, sentence, Cause.PERSON)
    if held.unasked:
        sentence = (
            f"Procore does not show the account's own project list; {held.unasked:,} of "
            f"{counted(held.expected, 'project')} were not asked for their members, {held.assigned:,} are permitted."
        )
        return finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED)
    if held.missing:
        sentence = f"{of} active projects are permitted; not permitted: {names}."
        return finding(Status.WARN, sentence, Cause.PROJECT_NOT_PERMITTED)
    what = "expected" if expect.kind == "list" else "active"
    sentence = f"All {counted(held.expected, f'{what} project')} are permitted."
    if held.expected == 1:
        sentence = f"The one {what} project is permitted."
    return finding(Status.PASS, sentence, None)


def _hold(facts: "Facts", memberships: Memberships) -> _Held:
    if facts.target.expect.kind == "list":
        return _hold_list(facts, memberships.projects)
    active = [project for project in memberships.projects if project.active]
    missing = tuple(_Missing(project.id, project.name) for project in active if project.permitted is False)
    assigned = sum(project.permitted is True for project in active)
    return _Held(len(active), assigned, missing, len(active) - assigned - len(missing))


def _hold_list(facts: "Facts", projects: tuple[Membership, ...]) -> _Held:
    matched = match(
        facts.target.expect.entries,
        projects,
        id_of=lambda each: each.id,
        number_of=lambda each: each.number,
        name_of=lambda each: each.name,
    )
    missing = [_Missing(project.id, project.name) for project in matched.found if project.permitted is False]
    missing += [_Missing(None, entry.text) for entry in matched.unknown]
    unclear: list[str] = []
    assigned = sum(project.permitted is True for project in matched.found)
    for each in matched.ambiguous:
        answers = {project.permitted for project in each.candidates}
        if answers == {True}:
            assigned += 1
        elif answers == {False}:
            missing.append(_Missing(None, each.entry.text))
        else:
            unclear.append(f"“{each.entry.text}”")
    expected = len(matched.found) + len(matched.unknown) + len(matched.ambiguous)
    unasked = sum(project.permitted is None for project in matched.found)
    return _Held(expected, assigned, tuple(missing), unasked, tuple(unclear))


def _named(missing: _Missing) -> str:
    return f"“{missing.name}”" if missing.id is not None else f"“{missing.name}” (no such project)"


async def new(facts: "Facts") -> Finding:
    """The directory's box “Add … to all new projects” is ticked."""
    answered = await facts.account()
    record = answered.value.record
    if answered.value.id is None:
        raise Unaskable("install.account")
    if record is None or record.add_to_new_projects is None:
        return Finding(
            Status.UNVERIFIED,
            "Procore did not say whether the service account is added to all new projects.",
            Cause.NOT_OFFERED,
            answered.exchanges,
        )
    details = {"add_to_new_projects": record.add_to_new_projects}
    if not record.add_to_new_projects:
        sentence = "The service account is not added to new projects."
        return Finding(Status.FAIL, sentence, Cause.NOT_AUTOMATIC, answered.exchanges, details)
    sentence = "The service account is added to all new projects."
    return Finding(Status.PASS, sentence, None, answered.exchanges, details)


async def template(facts: "Facts") -> Finding:
    """The account's default project permission template gives future projects the profile's levels."""
    account = await facts.account()
    record = account.value.record
    if account.value.id is None:
        raise Unaskable("install.account")
    if record is None or not record.default_template_stated:
        sentence = "Procore did not say which default project permission template the service account has."
        return Finding(Status.UNVERIFIED, sentence, Cause.NOT_OFFERED, account.exchanges)
    answered = await facts.default_template()
    if answered is None:
        sentence = "The service account has no default project permission template, so new projects give it no rights."
        return Finding(Status.WARN, sentence, Cause.NO_DEFAULT_TEMPLATE, account.exchanges)
    found = answered.value
    tools = compare_template(facts.target.profile, found.levels)
    details = {"template": {"id": found.id, "name": found.name}, "tools": [tool.described() for tool in tools]}
    low = [tool.sentence() for tool in tools if tool.too_low]
    if low:
        sentence = f"In the default project permission template “{found.name}”, {listed(low)}."
        return Finding(Status.WARN, sentence, Cause.TEMPLATE_TOO_LOW, answered.exchanges, details)
    sentence = f"The default project permission template “{found.name}” gives the profile's levels."
    return Finding(Status.PASS, sentence, None, answered.exchanges, details)
