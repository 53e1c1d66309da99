"""What the papers show at the clicks that need it: values to type, levels, names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dmsa_tui.checks.account_name import slug
from dmsa_tui.checks.model import Result
from dmsa_tui.documents.model import (
    Blank,
    Block,
    Bullets,
    Facts,
    Link,
    Paragraph,
    Table,
    Value,
    Words,
    pieces,
    prose,
)
from dmsa_tui.documents.values import NO_LEVEL, NamedProjects, company_page, cut, granted_by, told, version_id
from dmsa_tui.guide.links import fill_link
from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.vocabulary import Status

_LONGEST_NAME = 60
"""Characters of a project's name: its number and first words find it."""


@dataclass(frozen=True)
class ClickValues:
    """What is shown at the clicks that need it."""

    record: Onboarding
    profile: Profile
    company: str
    web: str
    """The web host of every link."""
    named: NamedProjects
    results: Mapping[str, Result]
    to_print: bool = True
    """On a page that can be written on; in a message a gap is a placeholder in square brackets."""

    def below(self, action: Action) -> Iterator[Block]:
        """Everything under a click."""
        yield from self.shown(action)
        if page := fill_link(action.link, web=self.web, company_id=self.record.company_id):
            yield Facts((("Page", (Link(page),)),))
        if action.note:
            yield Paragraph(prose(action.note))
        if action.handout.see:
            yield Paragraph(("You should see: ", *prose(action.handout.see)))

    def shown(self, action: Action) -> Iterator[Block]:
        """The values that the click needs."""
        if "app-version-key" in action.copy:
            yield self._fact("App Version ID", version_id(self.record))
        if action.handout.show == "company":
            page = company_page(self.record, self.web)
            rows = [("Company", self.company), *self._fact("Company ID", self.record.company_id).rows]
            yield Facts((*rows, *([("Page", (Link(page),))] if page else [])))
        elif action.handout.show == "user":
            yield self._user()
        elif action.handout.show == "permissions":
            yield self._fact("App", self.record.app_name)
            yield self.permissions()
        elif action.handout.show == "template-name":
            yield self._template()
        elif action.handout.show == "template":
            levels = (row for row in granted_by(self.profile) if row.project != NO_LEVEL)
            yield Table(("Tool", "Level"), tuple((row.tool, row.project) for row in levels))
        elif action.handout.show == "projects":
            yield from self._projects()

    def _fact(self, name: str, value: str) -> Facts:
        gap = "not known yet" if self.to_print else f"[{name}]"
        return Facts(((name, (Value(value),) if value else gap),))

    def _template(self) -> Facts:
        """Its name as Procore gave it; else, or where its levels are too low, a proposal, and room for another name."""
        known = told(self.results, "projects.template", "template", "name")
        if known and self.results["projects.template"].status is Status.PASS:
            return Facts((("Template", (Value(known),)),))
        proposed = f"{visible(self.record.app_name)} projects" if self.record.app_name else ""
        if proposed and proposed == known:
            proposed += " 2"
        if not self.to_print:
            return self._fact("Template", proposed)
        return Facts((("Template", ((Value(proposed), " or ") if proposed else ()) + (Blank(),)),))

    def _user(self) -> Facts:
        """Procore names it after the app: small letters with dashes, and often a random end."""
        known = told(self.results, "install.account", "name")
        start = slug(self.record.app_name)
        name: Words = (Value(known),) if known else ("begins as ", Value(start), "; its end may be random")
        own = name if known or start else "begins with the app's name"
        return Facts((("App's user", (*pieces(own), "; its email address ends in @procore.com")),))

    def permissions(self) -> Table:
        """What the install grants."""
        if not self.to_print:  # the page that comes with the message says what each is for
            rows = ((self._tool(row.tool), row.company, row.project) for row in granted_by(self.profile))
            return Table(("Tool", "Company", "Project"), tuple(rows))
        return Table(
            ("Tool", "Company", "Project", "What for"),
            tuple((self._tool(row.tool), row.company, row.project, prose(row.why)) for row in granted_by(self.profile)),
        )

    def _tool(self, name: str) -> str:
        """The tool by every name that Procore may print."""
        others = (each.also_known_as for each in self.profile.rows if each.tool == name)
        return " or ".join((name, *(other.capitalize() for each in others for other in each)))

    def _projects(self) -> Iterator[Block]:
        if self.named.left:
            yield project_names(self.named.left)
        if self.named.note:
            yield Paragraph(self.named.note)


def project_names(names: Sequence[str]) -> Bullets:
    """The first of these names, and how many more there are."""
    return Bullets(tuple(visible(each, longest=_LONGEST_NAME) for each in cut(names)))
