"""Who is on which project, and how somebody joins or leaves one through the directory."""

from dmsa_tui.practice.world import Company, Membership, Project, User


class CannotJoin(Exception):
    """A project that the user cannot be added to now."""


def membership_of(company: Company, user: User, project: Project) -> Membership | None:
    """The user's place on the project; None if there is none."""
    if user is company.account:
        return company.memberships.get(project.id)
    if user.memberships is None:
        return Membership()
    return user.memberships.get(project.id)


def join(company: Company, user: User, project: Project, template_id: int | None) -> bool:
    """Adds the user; False for a member, who keeps the template that they have. CannotJoin where it is refused.

    Without a template it is the user's default one, as in the directory.
    """
    if membership_of(company, user, project) is not None:
        return False
    template = company.template(user.default_template_id if template_id is None else template_id)
    wrong = template_id is not None and (template is None or template.type != "global")
    # The directory's Add All leaves projects without the Directory tool out (support article, add permitted project).
    if wrong or not user.is_active or "directory" in project.disabled_tools or project.id in company.not_now:
        raise CannotJoin
    _of(company, user)[project.id] = Membership(template.id if template is not None else None)
    return True


def leave(company: Company, user: User, project: Project) -> bool:
    """Takes the user out, whichever way they came in; False for one who is not there or whom a Group holds."""
    membership = membership_of(company, user, project)
    if membership is None or membership.managed:
        return False
    del _of(company, user)[project.id]
    return True


def _of(company: Company, user: User) -> dict[int, Membership]:
    if user is company.account:
        return company.memberships
    if user.memberships is None:
        user.memberships = {project.id: Membership() for project in company.projects}
    return user.memberships
