"""The service account of before: a user of its own in the directory, which a migration reads first and deletes last."""

from dmsa_tui.practice.panel import PanelAction
from dmsa_tui.practice.world import Membership, User, World

NAME = "Old Document Sync"
_NONE = "This company has no old service account."


def add_old_account(world: World) -> None:
    """Give the company one that reaches every active project."""
    company = world.company
    reached = {project.id: Membership() for project in company.active_projects}
    user = User(world.ids.number("user"), NAME, "", "old-document-sync@practice.example", is_employee=False)
    user.memberships = reached
    company.old_account = user
    company.users.append(user)


def reached_projects(world: World) -> tuple[str, ...]:
    """Number and name of each project that the old account reaches, as Procore's lists print them."""
    account = world.company.old_account
    reached = account.memberships if account is not None and _is_there(world) else None
    return tuple(
        f"{project.number} - {project.name}" for project in world.company.projects if reached and project.id in reached
    )


def _is_there(world: World) -> bool:
    return world.company.old_account in world.company.users


def _needs_it(world: World) -> str | None:
    if world.company.old_account is None:
        return _NONE
    return None if _is_there(world) else "The old account is deleted."


def _read(world: World) -> str:
    return f"{NAME} is on {len(reached_projects(world))} projects."


def _delete(world: World) -> str:
    company = world.company
    company.users = [user for user in company.users if user is not company.old_account]
    return f"The Directory no longer has {NAME}; Procore refuses everything that still signs in with it."


OLD_ACCOUNT_ACTIONS = (
    PanelAction(
        "read-old-account", "migrate", "procore", "Directory → the old account → Projects",
        "The new account must reach everything that the old one reaches.",
        _needs_it, lambda world: world.company.old_account is not None, _read, optional=True,
    ),
    PanelAction(
        "delete-old-account", "migrate", "procore", "Directory → the old account → Edit → Delete",
        "The last click of a migration: traditional service accounts can no longer be created.",
        _needs_it, lambda world: world.company.old_account is not None and not _is_there(world), _delete,
        optional=True,
    ),
)  # fmt: skip
