"""What the documents say about the reach of the account: each sentence is chosen by its levels on Directory.

Source: Procore support, "Change a User's Permissions to Company Tools", "Edit a Company Permissions Template" and "What
is a company admin"; read in November 2026. Not seen for a service account.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dmsa_tui.checks.level_comparison import DIRECTORY
from dmsa_tui.documents.setup_record.model import Permission
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.vocabulary import Level


@dataclass(frozen=True)
class Reach:
    """Where the account is Admin on Directory, which gives more than Directory."""

    company_admin: bool
    """Admin on the company Directory: a company admin."""
    project_admin: bool
    """Admin on the Directory of projects."""

    @property
    def in_projects(self) -> str:
        """In which projects the account may do what."""
        if self.company_admin:
            return (
                "Directory = Admin on the company tab makes the app's user a company admin. According to Procore's "
                "documentation, it then sees every project of the company, can add itself to projects, and is "
                "Admin on all company tools and on all tools of its projects, even if the app asks for lower levels. "
                "The permitted projects show where the sync should work. They do not limit this user."
            )
        if self.project_admin:
            return (
                "The app's user works only in the permitted projects. Directory = Admin on the project tab"
                " makes it Admin on every tool of these projects, not only on the tools above."
            )
        return "The app's user has the permissions above, and works only in the permitted projects."

    @property
    def not_named(self) -> str:
        """What is granted of the tools that were not requested."""
        rest = "Every tool that is not named above"
        if self.company_admin:
            return (
                f"{rest}. Directory = Admin on the company tab gives Admin on these tools too, in the company and in"
                " the projects that the account is added to."
            )
        if self.project_admin:
            return f"{rest}. Directory = Admin on the project tab gives Admin on these tools too, in the projects."
        return f"{rest}."

    @property
    def purpose(self) -> str:
        """The reach, for Procore's people who approve the app."""
        if self.company_admin:
            return (
                "It works in the projects that the company's administrator permits. Directory = Admin on the company"
                " tab also lets it see the company's other projects and makes it Admin on all company tools."
            )
        only = "It works only in the projects that the company's administrator permits."
        if self.project_admin:
            return f"{only} Directory = Admin on the project tab makes it Admin on all tools there."
        return only


def asked_reach(profile: Profile) -> Reach:
    """The reach that the profile asks for."""
    rows = [row for row in profile.rows if row.key.casefold() == DIRECTORY and not row.optional]
    return Reach(any(row.company is Level.ADMIN for row in rows), any(row.project is Level.ADMIN for row in rows))


def granted_reach(permissions: Iterable[Permission]) -> Reach:
    """The reach by the levels of a setup record: those granted, and where Procore did not say those asked for.

    A project's level there is the lowest of all that were read, so that one asked for counts in any case.
    """
    rows = [row for row in permissions if row.key.casefold() == DIRECTORY]
    admin = Level.ADMIN.word
    return Reach(
        any((row.company.granted or row.company.wanted) == admin for row in rows),
        any(admin in (row.project.granted, row.project.wanted) for row in rows),
    )
