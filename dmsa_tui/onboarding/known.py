"""What a record and Procore's answers say about which actions there are to do."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dmsa_tui.guide.conditions import Known
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, ExpectMode, Onboarding
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import environment

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.guide.model import Guide
    from dmsa_tui.procore.records import ProjectAssignment


def known_of(
    record: Onboarding, *, counted: int | None = None, company: str = "", update_ready: bool = False,
    levels_wrong: bool = False,
) -> Known:  # fmt: skip
    """What decides which actions are shown.

    `counted` is the number of active projects that Procore gave (see `counted_projects`); None: Procore was not asked,
    and the number that a person noted counts. `company` is the company's name as Procore gave it; `update_ready`: a
    newer version than the installed one is ready; `levels_wrong`: Procore granted other levels.
    """
    return Known(
        future_projects=record.future_projects,
        expect=record.expect.value,
        active_projects=record.active_projects if counted is None else counted,
        old_account=record.old_account != NO_OLD_ACCOUNT if record.old_account else None,
        added_by_program=_added_by_program(record),
        new_version=bool(record.app_version_key) and (levels_wrong or _changes_levels(record)),
        update_ready=update_ready,
        sandbox=in_sandbox(record),
        customers_account=record.app_owner == "customer",
        app_name=visible(record.app_name),
        company=visible(company),
    )


def is_update_ready(version: "Result | None") -> bool:
    """Whether a newer version than the installed one is ready, by the result of install.version."""
    return version is not None and bool(version.details.get("updatable_app_version_id"))


def in_sandbox(record: Onboarding) -> bool:
    """Whether the setup is in the developer sandbox; so is what it is told to do."""
    return environment(record.environment).pair == "sandbox"


def guide_for(record: Onboarding | None) -> "Guide":
    """The guide as it reads in the record's environment; as in production without a record."""
    from dmsa_tui.guide.loader import load_guide  # the first screen needs none

    return load_guide().in_sandbox if record is not None and in_sandbox(record) else load_guide()


def _changes_levels(record: Onboarding) -> bool:
    """Whether the step of the levels is open, or a new version was made for them, or that was skipped."""
    said = record.ticked.keys() | record.skipped.keys()
    return "permissions" not in record.confirmed or "permissions/new-version" in said


def _added_by_program(record: Onboarding) -> bool:
    """Whether the last run added projects, and Procore confirmed all of it."""
    last = max(record.project_changes.values(), key=lambda run: run.at, default=None)
    return last is not None and last.outcome == "done" and last.added > 0


def unexpected_count(record: Onboarding, counted: int | None) -> str:
    """That Procore counts other than about as many active projects as somebody expected, in a sentence; else empty.

    About is a quarter of the larger number: perhaps it is another company, or a wrong guess.
    """
    said = record.active_projects
    if said is None or counted is None or abs(said - counted) * 4 <= max(said, counted):
        return ""
    return f"You expected about {said:,} active {'project' if said == 1 else 'projects'}; Procore counts {counted:,}."


def counted_projects(
    record: Onboarding, results: Mapping[str, "Result"], projects: Iterable["ProjectAssignment"] = ()
) -> int | None:
    """How many active projects Procore counted; None where it did not say.

    `projects` is the company's list of this run. Without it the number comes from the result of projects.permitted,
    of this run or an earlier one; one of an older program counts them unless a list is expected.
    """
    if active := sum(project.active for project in projects):
        return active
    permitted = results.get("projects.permitted")
    if permitted is None:
        return None
    counted = permitted.details.get("active")
    if isinstance(counted, int):
        return counted or None
    if record.expect is ExpectMode.LIST:
        return None
    expected = permitted.details.get("expected")
    return expected if isinstance(expected, int) and expected > 0 else None
