"""The message to the person who is not on the call: what Procore, the owner or the administrator has to do now.

Each message is plain text for an e-mail or a chat, filled from the record, and holds no secret.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.admin_clicks import ADDED, admin_clicks
from dmsa_tui.documents.after_end import after_end, nothing_left
from dmsa_tui.documents.before_install import NO_KEY, before_install
from dmsa_tui.documents.click_values import ClickValues
from dmsa_tui.documents.due_task import due_task
from dmsa_tui.documents.message_setup import MessageSetup, begun, line, numbered
from dmsa_tui.documents.message_text import INSTALLED, Message
from dmsa_tui.documents.model import Clicks
from dmsa_tui.documents.reach import asked_reach
from dmsa_tui.documents.render.text import clicks_lines
from dmsa_tui.documents.values import (
    APP,
    COMPANY_ID,
    FUTURE,
    PROJECTS,
    VERSION_ID,
    about_the_secret,
    app_account,
    app_name,
    are_named,
    cut,
    granted_by,
    missing,
    named_projects,
    time_needed,
    told,
    version_id,
    web_host,
)
from dmsa_tui.errors import unknown_name
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.guide.wrapping import WIDTH, wrapped
from dmsa_tui.onboarding.approvals import are_settled, not_granted, said_of_not_granted
from dmsa_tui.onboarding.check_states import OPEN
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.known import guide_for, in_sandbox
from dmsa_tui.onboarding.open_tasks import begun_tasks
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding
from dmsa_tui.procore.environments import stand_in_warning
from dmsa_tui.vocabulary import MESSAGE_KINDS

_BULLET = re.compile(r"\d+\. |- ")
SINCE = "the date"
_PLACEHOLDERS = {
    "[company ID]": COMPANY_ID, "[App Version ID]": VERSION_ID,
    "[date]": SINCE, "[your name]": "your name",
}  # fmt: skip
"""What stands in a message for a value that is not recorded → the value's name."""


def approval_message(
    kind: str, record: Onboarding, profile: Profile, *, sender: str = "",
    results: Mapping[str, Result] | None = None, width: int = WIDTH,
) -> Message:  # fmt: skip
    """The message of that kind, one of `MESSAGES`, as the approval's state asks for it; InvalidInput names the kinds.

    `sender` signs; `results` are Procore's last answers, which may name the company.
    """
    results = results or {}
    if kind not in MESSAGES:
        raise unknown_name("message", kind, MESSAGES)
    record = replace(record, app_name=app_name(record, results))
    company = told(results, "install.connected", "company")
    named = named_projects(record, results)
    web = web_host(record, told(results, "company.reachable", "web_base_url"))
    setup = MessageSetup(
        record,
        profile,
        line(company or record.name),
        line(sender) or "[your name]",
        named,
        clicks=admin_clicks(record, guide_for(record), named, results),
        values=ClickValues(record, profile, company or record.name, web, named, results, to_print=False),
        absent=_absent(results),
        installation=results["install.connected"].status if "install.connected" in results else None,
        due=due_task(record),
    )
    kind, instead = _due(kind, setup)
    to, subject, paragraphs = _WRITERS[kind](setup)
    lines, in_list = ["Hello,"], False
    for paragraph in (*paragraphs, "Thank you"):
        if isinstance(paragraph, Clicks):
            lines += ["", *clicks_lines(paragraph, width)]
            continue
        bullet = _BULLET.match(paragraph)
        if not (bullet and in_list):
            lines.append("")
        in_list = bullet is not None
        lines += wrapped(paragraph[bullet.end() :] if bullet else paragraph, bullet[0] if bullet else "", width)
    lines.append(setup.sender)
    body = "\n".join(lines)
    gaps = missing(record, _NEEDS.get(kind, ()), setup.named)
    left = (name for placeholder, name in _PLACEHOLDERS.items() if placeholder in body)
    return Message(
        to,
        subject,
        body,
        tuple(dict.fromkeys((*gaps, *left))),
        width,
        stand_in_warning(record.login_url, record.api_url),
        instead,
    )


def _due(kind: str, setup: MessageSetup) -> tuple[str, str]:
    """The message that can be written now, and why it is another one than that kind; empty if it is not."""
    if said_of_end(setup.record):
        return "task", ""
    if kind == "task" and setup.due is None and begun_tasks(setup.record):
        kind = "install"  # the task waits for the setup
    if kind != "install":
        return kind, ""
    if setup.clicks.is_installed:
        return kind, INSTALLED
    if lacks := not_granted(setup.record):
        return lacks[0].replace("_", "-"), f"{said_of_not_granted(setup.record)}, so this message is about that."
    return (kind, "") if version_id(setup.record) else (_KEY, NO_KEY)


def waiting_message(record: Onboarding) -> str | None:
    """The kind of message for the first approval that is not granted, in the order of the setup; None if both are.

    The developer sandbox needs neither.
    """
    if in_sandbox(record):
        return None
    for kind, approval in (("verification", record.verification), ("production-access", record.production_access)):
        if approval.state is not ApprovalState.GRANTED:
            return kind
    return None


_Parts = tuple[str, str, Sequence[str | Clicks]]


def _verification(setup: MessageSetup) -> _Parts:
    approval = setup.record.verification
    ask = [
        f"For the sync of {setup.company} with Procore, Procore must verify the organization that owns "
        f"{setup.the_app}. Until then it works only in a sandbox.",
        *numbered(
            f"Sign in at {setup.portal} as {setup.owner}, with a business email address. Procore refuses Gmail, "
            "Yahoo and Outlook.com.",
            "Click “Become a Verified Developer”.",
            "For one client, or your own company: click “Apply to Become Verified (Private Developer)” and say that the"
            " app is internal, if it is. For a product with several customers: “Apply to Become a Marketplace"
            " Partner”.",
            "Reply with the date of your application.",
        ),
        "Procore publishes no review time, so the sooner you apply, the sooner we can continue.",
    ]
    return _by_state(setup, approval, setup.owner, "verification of the organization", ask)


def _production_access(setup: MessageSetup) -> _Parts:
    approval = setup.record.production_access
    rows = (
        f"- {line(row.tool)} (company {row.company}, project {row.project}): {line(row.why)}"
        for row in granted_by(setup.profile)
    )
    ask = [
        f"{begun(setup.the_app)} needs Procore's production access before {setup.where} can install it.",
        "An organization that Procore lists as “Verified: Customer” does not need this request: then just tell me.",
        *numbered(
            f"Sign in at {setup.portal} as {setup.owner} and open the app under “My Apps”.",
            "Click “Request Production Credential Access”.",
            "State the purpose. You can use the text below.",
            "Reply with the date of your request.",
        ),
        f"Purpose: “{begun(setup.app)} connects one company, {setup.company}, with that company's own sync tool. It "
        f"signs in with a Developer Managed Service Account. {asked_reach(setup.profile).purpose} It asks for these "
        "permissions and no others:”",
        *rows,
    ]
    return _by_state(setup, approval, setup.owner, f"production access for {setup.app}", ask)


def _by_state(setup: MessageSetup, approval: Approval, owner: str, what: str, ask: list[str]) -> _Parts:
    since = approval.since or "[date]"
    if approval.state is not ApprovalState.GRANTED and are_settled(setup.record):
        said = f"Procore accepts the app's credentials. That settles {what}: the setup for {setup.where} can go on."
        return _nothing_more(setup, owner, f"Procore: {what} is settled", said)
    if approval.state is ApprovalState.WAITING:
        paragraphs = [
            f"The request for {what} went to Procore on {since} or before. It is Procore's turn: the setup for "
            f"{setup.where} waits for the answer.",
            f"Please sign in at {setup.portal} and see whether Procore has answered or has a question. Its email "
            "goes to the account's owner, sometimes to the spam folder. If there is nothing, write to "
            "apisupport@procore.com with the app's name and the date of the request, and ask for the status.",
            "Please tell me the outcome.",
        ]
        return owner, f"Procore: {what} is pending", paragraphs
    if approval.state is ApprovalState.REFUSED:
        reason = f" The reason noted: {line(approval.note)}." if approval.note else ""
        paragraphs = [
            f"Procore has refused {what} (recorded on {since}).{reason}",
            "Please forward Procore's answer to me. What usually helps: a business email address, the customer's "
            "own developer account as owner, and a purpose that names one company and why each permission is needed.",
            "If Procore still refuses, ask the sync tool's vendor for its Marketplace app, which needs no work in the"
            " developer portal.",
        ]
        return owner, f"Procore: {what} was refused", paragraphs
    if approval.state is ApprovalState.GRANTED:
        paragraphs = [
            f"Procore has granted {what} (recorded on {since}), so the setup for {setup.where} can continue.",
            "You have nothing more to do. Please suggest a time when the app's owner and the Procore "
            "administrator can both join a call.",
        ]
        return owner, f"Procore: {what} is granted", paragraphs
    return owner, f"Please ask Procore for {what}", ask


def _nothing_to_do(setup: MessageSetup) -> _Parts:
    said = f"{begun(setup.the_app)} is installed in {setup.where}, and Procore confirms its projects."
    subject = f"{begun(setup.app)} is set up in Procore ({setup.company})"
    return _nothing_more(setup, setup.administrator, subject, said)


def _nothing_more(setup: MessageSetup, to: str, subject: str, said: str) -> _Parts:
    """That nothing is left to do after what is `said`; where a task is open, what is to do there."""
    return _task(setup) if setup.due is not None else (to, subject, [said, "You have nothing more to do."])


def _task(setup: MessageSetup) -> _Parts:
    """The open actions of the task that was begun; without one, that nothing is to do."""
    ended, due = after_end(setup.record), setup.due
    if due is None:
        said = ended or f"No task is open for {setup.the_app}."
        what = "the app's access was ended" if ended else "no task is open"
        paragraphs = [f"{said} This is about {setup.the_app} in {setup.where}.", nothing_left(setup.record)]
        return setup.administrator, f"{begun(setup.app)}: {what} ({setup.company})", paragraphs
    to = {"consultant": "the consultant", "both": f"{setup.administrator}, and the consultant"}
    asked = [*filter(None, [ended]), *due.asked(f"{setup.the_app} in {setup.where}")]
    subject = f"Please continue: {due.task.title} ({setup.company})"
    return to.get(due.at.who, setup.administrator), subject, asked


def _install(setup: MessageSetup) -> _Parts:
    if setup.clicks.is_installed:
        return _projects(setup)
    others, clicks = len(setup.clicks.projects) > len(setup.chosen), (*setup.clicks.install, *setup.chosen)
    made = f" The app is in {account}." if (account := app_account(setup.record)) else ""
    paragraphs: list[str | Clicks] = [
        f"Please install {setup.the_app} in Procore, in {setup.where}. {setup.rights}",
        f"These are {len(clicks)} steps: {time_needed(len(clicks))}.",
        f"Is this message genuine? Compare the app's name and the App Version ID with what you heard on the call.{made}"
        f" If in doubt, call me at a number that you already had. {about_the_secret(setup.record)}",
        _wanted(setup),
        setup.numbered(clicks),
        f"The page that comes with this message {'has each click for the projects, and ' if others else ''}shows what"
        " you grant, and why. If “Install App” is missing, stop and tell me: Procore must then enable custom apps.",
        "Reply when it is done. We then check the result at Procore.",
    ]
    return setup.administrator, f"Please install {setup.app} in Procore ({setup.company})", paragraphs


def _install_app_missing(setup: MessageSetup) -> _Parts:
    paragraphs = [
        f"In our account, {setup.where}, “App Management” has no “Install App” button, although I am Admin on"
        " the company “Directory” and company “Admin” tools.",
        f"We want to install {setup.the_app}, a custom app, with an App Version ID. Please enable custom app installs "
        "for our account, or tell us which permission is missing.",
        "We do not mean the toggle “Allow User Installs”: an administrator does the install.",
    ]
    subject = f"We cannot install custom apps in {setup.where}"
    return "Procore support, or the account representative; sent by the Procore administrator", subject, paragraphs


def _projects(setup: MessageSetup) -> _Parts:
    if setup.clicks.is_done:
        return _nothing_to_do(setup)
    clicks = setup.clicks.left if setup.clicks.is_installed else setup.clicks.projects
    asked: list[str | Clicks] = [
        f"These are {len(clicks)} steps: {time_needed(len(clicks))}.",
        setup.numbered(clicks),
        "Reply when it is done. We then check the result at Procore.",
    ]
    said = f"{_installed(setup)} {setup.rights}" if clicks else _installed(setup)
    paragraphs = [said, *filter(None, [_wanted(setup)]), *(asked if clicks else ["You have nothing more to do yet."])]
    begins = "Please finish the setup of" if clicks and not setup.clicks.adds else "Please add projects for"
    return setup.administrator, f"{begins} {setup.app} ({setup.company})", paragraphs


def _installed(setup: MessageSetup) -> str:
    """What to do, after what Procore said of the installation and of the projects; no more than that."""
    app, asked = begun(setup.the_app), setup.clicks.asked("add its projects")
    if setup.clicks.is_installed:
        projects = ", and Procore confirms its projects" if ADDED in setup.clicks.confirmed else ""
        return f"{app} is installed in {setup.where}{projects}." + (f" Please {asked}." if asked else "")
    then = f", then {asked}" if asked else ""
    if setup.installation is None or setup.installation in OPEN:
        return f"Please make sure that {setup.the_app} is installed in {setup.where}{then}."
    return f"{app} is not installed in {setup.where}. Please install it first{then}."


def _wanted(setup: MessageSetup) -> str:
    if setup.clicks.is_installed and ADDED in setup.clicks.confirmed:
        return setup.named.note
    if not are_named(setup.record, setup.named):
        return f"Projects: not decided yet. Please wait until I name them. {setup.named.note}".rstrip()
    absent = f" Missing now: {'; '.join(map(line, cut(setup.absent)))}." if setup.absent else ""
    if setup.record.expect is ExpectMode.ALL:
        return f"Projects: every active one.{absent}"
    return f"Projects: {'; '.join(map(line, cut(setup.named.names)))}.{absent} {setup.named.note}".rstrip()


def _absent(results: Mapping[str, Result]) -> tuple[str, ...]:
    details = results["projects.permitted"].details if "projects.permitted" in results else {}
    rows = details.get("missing") or () if details.get("assigned") else ()
    return tuple(str(row["name"]) for row in rows if row.get("id"))


_KINDS: Mapping[str, Callable[[MessageSetup], _Parts]] = dict(zip(
    MESSAGE_KINDS, (_verification, _production_access, _install_app_missing, _install, _projects, _task), strict=True
))  # fmt: skip
_KEY = "key"
"""What is written in place of an install that nobody can do yet."""
_WRITERS: Mapping[str, Callable[[MessageSetup], _Parts]] = {**_KINDS, _KEY: before_install}
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "verification": (),
    "production-access": (APP,),
    "install-app-missing": (APP, COMPANY_ID),
    "install": (APP, COMPANY_ID, PROJECTS),
    _KEY: (APP, COMPANY_ID),
    "projects": (APP, PROJECTS, FUTURE),
    "task": (APP, COMPANY_ID),
}
"""The values that each kind of message is for."""
MESSAGES = MESSAGE_KINDS
