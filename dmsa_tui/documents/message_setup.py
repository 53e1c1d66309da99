"""What the messages are filled with, and how it reads in a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dmsa_tui.checks.words import listed, possessive
from dmsa_tui.documents.admin_clicks import AdminClicks
from dmsa_tui.documents.click_values import ClickValues
from dmsa_tui.documents.due_task import DueTask
from dmsa_tui.documents.model import Block, Click, Clicks, Paragraph, prose
from dmsa_tui.documents.values import NamedProjects, admin_on
from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import environment
from dmsa_tui.vocabulary import Status


@dataclass(frozen=True)
class MessageSetup:
    """What the messages are filled with; a gap is a placeholder in square brackets."""

    record: Onboarding
    profile: Profile
    company: str
    sender: str
    named: NamedProjects
    clicks: AdminClicks
    values: ClickValues
    absent: tuple[str, ...]
    """The projects that Procore's last answer shows as missing, by name; empty where the account has none at all."""
    installation: Status | None
    """What Procore said when it was asked whether the app is installed; None: it was not asked."""
    due: DueTask | None
    """The task that is open, which comes before the setup's own steps."""

    @property
    def app(self) -> str:
        """The app by its name alone."""
        return line(self.record.app_name) or "the app"

    @property
    def the_app(self) -> str:
        """With the word before its name."""
        return f"the app {name}" if (name := line(self.record.app_name)) else "the app"

    @property
    def rights(self) -> str:
        """What the administrator needs."""
        return f"You need Admin on the company tools {listed([f'“{tool}”' for tool in admin_on(self.clicks.left)])}."

    @property
    def chosen(self) -> tuple[Action, ...]:
        """The clicks that add projects one by one, in App Management."""
        return tuple(each for each in self.clicks.projects if each.procedure and each.procedure.id == "chosen")

    def numbered(self, actions: Iterable[Action]) -> Clicks:
        """The clicks, each with its values, and with its note where it has some. The message names the projects."""

        def below(action: Action) -> Iterator[Block]:
            shown = () if action.handout.show == "projects" else tuple(self.values.shown(action))
            yield from shown
            if shown and action.note:
                yield Paragraph(prose(action.note))

        return Clicks(1, tuple(Click(prose(each.text), tuple(below(each))) for each in actions))

    @property
    def where(self) -> str:
        """The company and its ID."""
        return f"{self.company} (company ID {self.record.company_id or '[company ID]'})"

    @property
    def portal(self) -> str:
        """The address of the developer portal."""
        return environment(self.record.environment).portal_url

    @property
    def administrator(self) -> str:
        """Whom a message on the installation is to."""
        name = line(self.record.administrator)
        return f"{name}, the Procore administrator" if name else "the Procore administrator"

    @property
    def owner(self) -> str:
        """Whom a message on the developer account is to, with the customer's name as the onboarding has it."""
        known = {"consultant": "the consultant's", "customer": possessive(line(self.record.name))}
        whose = known.get(self.record.app_owner, "the app's")
        return f"the owner of {whose} developer account"


def begun(words: str) -> str:
    """The words at the start of a sentence."""
    return words[:1].upper() + words[1:] if words.startswith("the app") else words


def numbered(*steps: str) -> list[str]:
    """The steps, each with its number."""
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def line(text: str) -> str:
    """Text that people typed, in a line and without markup."""
    return " ".join(visible(each, longest=5_000) for each in text.replace("**", "").split())
