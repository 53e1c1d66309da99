"""The message to the person who is not on the call: what Procore, the owner or the administrator has to do now.

Each message is plain text for an e-mail or a chat, filled from the record, and holds no secret.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import listed
from dmsa_tui.documents.model import prose
from dmsa_tui.documents.reach import asked_reach
from dmsa_tui.documents.render.text import words_text
from dmsa_tui.documents.values import (
    APP,
    COMPANY_ID,
    FUTURE,
    NO_LEVEL,
    PROJECTS,
    REHEARSAL,
    VERSION_ID,
    NamedProjects,
    admin_on,
    company_page,
    cut,
    granted_by,
    in_rehearsal,
    missing,
    named_projects,
    told,
    version_id,
)
from dmsa_tui.errors import unknown_name
from dmsa_tui.guide.conditions import handout_actions
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Action
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.guide.wrapping import WIDTH, wrapped
from dmsa_tui.onboarding.known import counted_projects, known_of
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.environments import environment
from dmsa_tui.vocabulary import MESSAGE_KINDS

_BULLET = re.compile(r"\d+\. |- ")


@dataclass(frozen=True)
class Message:
    """A message to send."""

    to: str
    """Who has to read it, in words."""
    subject: str
    body: str
    """Paragraphs with empty lines between them, in lines of at most `width` columns."""
    missing: tuple[str, ...] = ()
    """Names of the values that the message is for and that are not recorded."""
    width: int = WIDTH
    rehearsal: bool = False
    """Whether it is about the practice company."""

    @property
    def warning(self) -> str:
        """Why it must not be sent as it is; empty if it can be."""
        if self.rehearsal:
            return f"Do not send this. {REHEARSAL}"
        return f"Do not send this yet. Not recorded: {', '.join(self.missing)}." if self.missing else ""

    @property
    def text(self) -> str:
        """The whole message with a line end, under the warning if there is one."""
        above = "".join(f"{line}\n" for line in wrapped(self.warning, width=self.width)) + "\n" if self.warning else ""
        return f"{above}To: {self.to}\nSubject: {self.subject}\n\n{self.body}\n"


@dataclass(frozen=True)
class _Setup:
    """What the messages are filled with; a gap is a placeholder in square brackets."""

    record: Onboarding
    profile: Profile
    company: str
    sender: str
    web: str
    """The company's web host, as Procore named it; empty if it did not."""
    named: NamedProjects
    clicks: tuple[Action, ...]
    """Those of the projects step, as the handout has them."""

    @property
    def app(self) -> str:
        return _line(self.record.app_name) or "[app name]"

    @property
    def rights(self) -> str:
        """What the administrator needs."""
        return f"You need Admin on the company tools {listed([f'‘{tool}’' for tool in admin_on(self.clicks)])}."

    @property
    def chosen(self) -> tuple[Action, ...]:
        """The clicks that add projects one by one, in App Management."""
        return tuple(click for click in self.clicks if click.procedure and click.procedure.id == "chosen")

    @staticmethod
    def words(clicks: Iterable[Action]) -> list[str]:
        """The clicks as sentences."""
        return [words_text(prose(click.text)) for click in clicks]

    @property
    def where(self) -> str:
        return f"{self.company} (company ID {self.record.company_id or '[company ID]'})"

    @property
    def portal(self) -> str:
        return environment(self.record.environment).portal_url

    @property
    def owner(self) -> str:
        by_consultant = self.record.app_owner == "consultant"
        return "the owner of the consultant's developer account" if by_consultant else (
            f"the owner of {self.company}'s developer account"
        )  # fmt: skip


def approval_message(
    kind: str, record: Onboarding, profile: Profile, *, sender: str = "",
    results: Mapping[str, Result] | None = None, width: int = WIDTH,
) -> Message:  # fmt: skip
    """The message of that kind, one of `MESSAGES`, as the approval's state asks for it; InvalidInput names the kinds.

    `sender` signs; `results` are Procore's last answers, which may name the company.
    """
    results = results or {}
    if kind not in _WRITERS:
        raise unknown_name("message", kind, MESSAGES)
    company = told(results, "install.connected", "company")
    guide, known = load_guide(), known_of(record, counted=counted_projects(record, results), company=company)
    setup = _Setup(
        record, profile, _line(company or record.name), _line(sender) or "[your name]",
        told(results, "company.reachable", "web_base_url"), named_projects(record, results),
        handout_actions(guide.step("projects"), guide.edition(record.edition).id, known),
    )  # fmt: skip
    to, subject, paragraphs = _WRITERS[kind](setup)
    lines, in_list = ["Hello,"], False
    for paragraph in (*paragraphs, "Thank you"):
        bullet = _BULLET.match(paragraph)
        if not (bullet and in_list):
            lines.append("")
        in_list = bullet is not None
        lines += wrapped(paragraph[bullet.end() :] if bullet else paragraph, bullet[0] if bullet else "", width)
    lines.append(setup.sender)
    gaps = missing(record, _NEEDS.get(kind, ()), setup.named)
    return Message(to, subject, "\n".join(lines), gaps, width, in_rehearsal(record))


def waiting_message(record: Onboarding) -> str | None:
    """The kind of message for the first approval that is not granted, in the order of the setup; None if both are."""
    for kind, approval in (("verification", record.verification), ("production-access", record.production_access)):
        if approval.state is not ApprovalState.GRANTED:
            return kind
    return None


_Parts = tuple[str, str, list[str]]


def _verification(setup: _Setup) -> _Parts:
    approval = setup.record.verification
    ask = [
        f"for the sync of {setup.company} with Procore, Procore must verify the organization that owns the app "
        f"{setup.app}. Until then the app works only in a sandbox.",
        *_numbered(
            f"Sign in at {setup.portal} as {setup.owner}, with a business email address. Procore refuses Gmail, "
            "Yahoo and Outlook.com.",
            "Click ‘Become a Verified Developer’.",
            "For one client, or your own company: click ‘Apply to Become Verified (Private Developer)’ and say that the"
            " app is internal, if it is.",
            "Reply with the date on which you applied.",
        ),
        "Procore publishes no review time, so the sooner you apply, the sooner we can continue.",
    ]
    return _by_state(setup, approval, setup.owner, "verification of the organization", ask)


def _production_access(setup: _Setup) -> _Parts:
    approval = setup.record.production_access
    rows = (
        f"- {_line(row.tool)} (company {row.company}, project {row.project}): {_line(row.why)}"
        for row in granted_by(setup.profile)
    )
    ask = [
        f"the app {setup.app} needs Procore's production access before {setup.where} can install it.",
        *_numbered(
            f"Sign in at {setup.portal} as {setup.owner} and open the app under ‘My Apps’.",
            "Click ‘Request Production Credential Access’.",
            "State the purpose; you can use the text below.",
            "Reply with the date on which you asked.",
        ),
        "An organization that Procore lists as ‘Verified: Customer’ does not need this request.",
        f"Purpose: “{setup.app} connects one company, {setup.company}, with that company's own sync tool. It signs in"
        f" with a Developer Managed Service Account. {asked_reach(setup.profile).purpose} It asks for these "
        "permissions and no others:”",
        *rows,
    ]
    return _by_state(setup, approval, setup.owner, f"production access for {setup.app}", ask)


def _by_state(setup: _Setup, approval: Approval, owner: str, what: str, ask: list[str]) -> _Parts:
    since = approval.since or "[date]"
    if approval.state is ApprovalState.WAITING:
        paragraphs = [
            f"on {since} the {what} was requested from Procore, and the setup for {setup.where} waits for it.",
            f"Please sign in at {setup.portal} and see whether Procore has answered or has a question. Its email "
            "goes to the account's owner, sometimes to the spam folder. If there is nothing, write to "
            "apisupport@procore.com with the app's name and the date, and ask for the status.",
            "Please tell me the outcome. Nothing else has to be done until then.",
        ]
        return owner, f"Procore: {what}, requested on {since}", paragraphs
    if approval.state is ApprovalState.REFUSED:
        reason = f" The reason noted: {_line(approval.note)}." if approval.note else ""
        paragraphs = [
            f"Procore has refused the {what} ({since}).{reason}",
            "Please forward Procore's answer to me. What usually helps: a business email address, the customer's "
            "own developer account as owner, and a purpose that names one company and why each permission is needed.",
            "If it stays refused, ask the sync tool's vendor for its Marketplace app, which needs no work in the"
            " developer portal.",
        ]
        return owner, f"Procore: {what} was refused", paragraphs
    if approval.state is ApprovalState.GRANTED:
        paragraphs = [
            f"Procore has granted the {what} ({since}), so the setup for {setup.where} can continue.",
            "Nothing more has to be done about it. Please suggest a time when the app's owner and the Procore "
            "administrator can both join a call.",
        ]
        return owner, f"Procore: {what} is granted", paragraphs
    return owner, f"Please ask Procore for the {what}", ask


def _install(setup: _Setup) -> _Parts:
    record, others = setup.record, len(setup.clicks) > len(setup.chosen)
    paragraphs = [
        f"please install the app {setup.app} in Procore, in {setup.where}. It takes a few minutes. {setup.rights}",
        f"Page: {company_page(record, setup.web) or '[address of the company in Procore]'}",
        f"App Version ID: {version_id(record) or '[App Version ID]'}",
        *_numbered(
            "Open the company ‘Admin’ tool, then ‘App Management’ under ‘Company Settings’.",
            "Click ‘Install App’, then ‘Install Custom App’.",
            "Enter the App Version ID.",
            "Click ‘Install’, and ‘Install’ again to confirm.",
            "If Procore offers a configuration, click ‘Skip’.",
            "If the dialog ‘Add Permitted Projects’ opens, click ‘Skip’ there, too.",
            *setup.words(setup.chosen),
        ),
        _wanted(setup),
        f"The page that comes with this message {'has each click for the projects, and ' if others else ''}says what"
        " you grant, and why. If ‘Install App’ is missing, stop and tell me: Procore must then enable custom apps."
        " No password or secret is needed, and nobody will ask for one.",
        "Reply when it is done. We then check the result at Procore itself.",
    ]
    return "the Procore administrator", f"Please install {setup.app} in Procore ({setup.company})", paragraphs


def _install_app_missing(setup: _Setup) -> _Parts:
    paragraphs = [
        f"in our account, {setup.where}, ‘App Management’ has no ‘Install App’ button, although I am Admin on the"
        " company ‘Directory’ and on the company ‘Admin’ tool.",
        f"We want to install a custom app, {setup.app}, with an App Version ID. Please enable custom app installs "
        "for our account, or tell us which permission is missing.",
        "We do not mean the toggle ‘Allow User Installs’: an administrator does the install.",
    ]
    subject = f"We cannot install custom apps in {setup.where}"
    return "Procore support, or the account representative; sent by the Procore administrator", subject, paragraphs


def _projects(setup: _Setup) -> _Parts:
    levels = [f"- {_line(row.tool)}: {row.project}" for row in granted_by(setup.profile) if row.project != NO_LEVEL]
    template = any(click.handout.show == "template" for click in setup.clicks)
    paragraphs = [
        f"the app {setup.app} is installed in {setup.where}, but it still needs its projects. {setup.rights}",
        _wanted(setup),
        *_numbered(*setup.words(setup.clicks)),
        *(("Project levels for the template:", *levels) if template else ()),
        "Reply when it is done. We then check at Procore which projects are permitted.",
    ]
    return "the Procore administrator", f"Please add projects for {setup.app} ({setup.company})", paragraphs


def _wanted(setup: _Setup) -> str:
    if setup.record.expect is ExpectMode.ALL:
        return "Projects: every active one."
    if names := setup.named.names:
        return f"Projects: {'; '.join(map(_line, cut(names)))}. {setup.named.note}".rstrip()
    return f"Projects: [which ones]. {setup.named.note}".rstrip()


def _numbered(*steps: str) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, 1)]


def _line(text: str) -> str:
    return " ".join(visible(each, longest=5_000) for each in text.replace("**", "").split())


_WRITERS: Mapping[str, Callable[[_Setup], _Parts]] = dict(
    zip(
        MESSAGE_KINDS,
        (_verification, _production_access, _install_app_missing, _install, _projects),
        strict=True,
    )
)
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "production-access": (APP,),
    "install-app-missing": (COMPANY_ID,),
    "install": (APP, COMPANY_ID, VERSION_ID, PROJECTS),
    "projects": (APP, PROJECTS, FUTURE),
}
"""The values that each kind of message is for."""
MESSAGES = MESSAGE_KINDS
