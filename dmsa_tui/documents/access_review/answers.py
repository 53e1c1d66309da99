"""The sentences of the access review, each chosen by what is known.

Sources: Procore support, "What is a company admin" and "Install a Custom App"; Procore developers, "OAuth keys" and
"Troubleshooting"; read in 2026.
"""

from collections.abc import Iterable, Iterator

from dmsa_tui.checks.level_comparison import DIRECTORY
from dmsa_tui.checks.model import Report
from dmsa_tui.checks.words import listed
from dmsa_tui.documents.access_review.model import CompanyAdmin, Projects, Question, ToolAccess, WayToEnd
from dmsa_tui.documents.setup_record.model import SecretFacts
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.onboarding.action_ticks import tick_key
from dmsa_tui.onboarding.open_tasks import FROM_OLD, RETIRES
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Onboarding
from dmsa_tui.vocabulary import Level

_SEES_ALL = (
    "According to Procore's documentation, it sees every project of the company, can add itself to projects, and is "
    "Admin on all company tools and on all tools of its projects."
)
_NOTHING_CLOSED = "It cannot reach Procore Pay. Procore names no other tool that a company admin cannot reach."
VENDOR = "the sync tool's vendor"
_RETIRES = (tick_key(FROM_OLD, RETIRES), tick_key("handoff", RETIRES))
"""The ticks with which a person says that the old account is gone."""

UNSAID, UNREAD = "Procore did not say", "it was not read from Procore"
"""Why something is not known."""


def company_admin(today: bool | None, asked: bool, *, lower: Iterable[str] = (), asked_procore: bool = False) -> str:
    """Whether the account is one, and what that means; `lower` are the tools whose level was read below Admin."""
    if today:
        tools = listed(sorted(set(lower)))
        differs = (
            f" The levels that Procore reported are lower for {tools}: it is not known which is right. Decide as"
            " if it were Admin there."
        )
        return f"Yes: Directory is Admin on the company tab. {_SEES_ALL}{differs if tools else ''}"
    if today is None:
        asks = "asks for" if asked else "does not ask for"
        why = UNSAID if asked_procore else UNREAD
        return (
            f"Not known: {why}. The profile {asks} company Directory = Admin, which makes an account a"
            f" company admin. As a company admin: {_SEES_ALL}"
        )
    more = " The profile asks for it, so an update or a new install of the app may change this." if asked else ""
    return f"No: Directory is not Admin on the company tab. It sees only the projects that it is on.{more}"


def cannot(admin: CompanyAdmin, *, read: bool, asked_procore: bool) -> tuple[str, ...]:
    """What the account cannot do; nothing is promised of levels that were not read."""
    always = (
        "It cannot sign in to Procore's web pages: it has no password.",
        "It cannot reach another company by this installation: each company installs the app for itself.",
    )
    if admin.today is None or not read:
        why = f"{UNSAID} which levels it has" if asked_procore else "its levels were not read from Procore"
        return (*always, f"It is not known what else it cannot do: {why}.")
    if admin.today:
        return (*always, _NOTHING_CLOSED)
    return (
        *always,
        "It cannot see projects that it is not on.",
        "It cannot use company tools that are not in the table above.",
    )


def old_account(record: Onboarding) -> Iterator[Question]:
    """Whether what the app replaces still has its access; nothing where it replaces nothing."""
    if record.old_account == NO_OLD_ACCOUNT:
        return
    retired = next((word for each in _RETIRES if (word := record.ticked.get(each))), None)
    if not record.old_account:
        said = "Whether one is in use is not recorded. Look in the company Directory and in App Management."
    elif retired is None:
        said = (
            f"Yes, as far as this record says: nobody has confirmed that “{record.old_account}” was retired. What it"
            " can see and change is no part of this review."
        )
    else:
        day = retired.at.date().isoformat()
        said = f"{retired.by} confirmed on {day} that “{record.old_account}” was retired. Procore was not asked."
    yield Question("Does an old service account or app still have access?", said, None)


def why_directory_admin(profile: Profile, admin: CompanyAdmin) -> Iterator[Question]:
    """Why it asks for Admin on the company Directory and not for less; nothing where it does not ask for it."""
    if not admin.asked_for:
        return
    yield Question(
        "Why Admin on the company Directory, and not Read-Only?",
        f"The permission profile “{profile.name}” asks for it; it follows “{profile.source.ref}”. Read-Only should be"
        " enough to read people. According to Procore's documentation, only Admin can add a user to projects, which the"
        " setup program offers. Probably only Admin can read which projects a user is on. Procore advises against this"
        " level unless it cannot be avoided.",
        "What the sync does that Read-Only does not allow.",
    )


def why_admin(profile: Profile) -> Iterator[Question]:
    """Why it asks for Admin on other tools; nothing where it does not."""
    rows = (row for row in profile.rows if not row.optional and row.key.casefold() != DIRECTORY)
    if tools := [row.tool for row in rows if Level.ADMIN in (row.company, row.project)]:
        yield Question(
            f"Why Admin on {listed(tools)}?",
            "The reasons are above, with what the app asks for. Procore does not document whether a lower level is "
            "enough.",
            "What the sync does that a lower level does not allow.",
        )


_WORKED = frozenset({"crews", "daily log", "timecards", "timesheets"})
"""Tools whose rows say who worked, where and when."""


def personal_data(company: Iterable[ToolAccess], projects: Iterable[ToolAccess]) -> str:
    """Which data about people the levels open."""
    tools = {row.tool.casefold(): row.tool for row in (*company, *projects) if row.level}
    if not tools:
        return "Not known: no levels were read."
    worked = ", ".join(sorted(tools[each] for each in _WORKED & tools.keys()))
    data = (
        "names, contact data and job titles of people (Directory)" if "directory" in tools else "",
        "what files say about people (Documents)" if "documents" in tools else "",
        f"who worked where and when ({worked})" if worked else "",
        "in any tool, who wrote something and who is responsible for it",
    )
    return f"With the levels above it may read {'; '.join(filter(None, data))}."


def questions(
    record: Onboarding,
    secret: SecretFacts | None,
    report: Report | None,
    projects: Projects,
    admin: CompanyAdmin,
    personal: str,
    account: str,
) -> tuple[Question, ...]:
    """The usual questions, with what this setup knows and what it leaves open.

    `personal` is on personal data, `account` the app's user as the directory names it, if that is known.
    """
    owner = {"customer": "the customer's developer account", "consultant": "the consultant's developer account"}
    owned = owner.get(record.app_owner)
    sent = (
        f"Its last full check sent {report.requests.sent:,} requests. They ask for a token and read; they change"
        " nothing."
        if report
        else ""
    )
    changed = projects.changed("the account")
    wrote = f"It {changed}." if changed else "It has not changed project memberships at Procore."
    most = {
        True: "It may do more than the levels above: a company admin can raise its own access.",
        None: "What the levels above allow; if it is a company admin, it can raise its own access.",
        False: "At most what the levels above allow.",
    }[admin.today]
    vendor = "The vendor's name and address, and who speaks for it, at a number that you can check"
    return (
        Question(
            "Who made the app?",
            f"The app belongs to {owned}." if owned else None,
            f"{vendor}." if owned else f"Whose developer account owns it, and for whom. {vendor}.",
        ),
        Question("What does it read and change?", most, "What the sync tool actually reads, and what it changes."),
        Question(
            "Which personal data can it read?",
            personal,
            "Which of it the sync reads and keeps, for what purpose, and under which data processing agreement.",
        ),
        Question(
            "Where does the data go?", None, "Places, countries and subcontractors, and how long the data is kept."
        ),
        Question("How is the data protected?", None, "Encryption, certificates (SOC 2, ISO 27001), penetration test."),
        Question("What happens to it at the end?", None, "When it is deleted, and how that is confirmed."),
        Question(
            "Who holds the client secret, and where?",
            f"The sync tool signs in with it; an Owner or Admin of the app's developer account can make a new one."
            f"{_kept(secret) if secret else ''}",
            "Where and how the sync tool keeps it, and who can read it.",
        ),
        Question(
            "Can its access be limited to IP addresses?",
            "Not known: the Procore pages that this program uses name no such limit for an app. Ask Procore:"
            " “Can the API calls of a Developer Managed Service Account be limited to IP addresses, and where?”",
            "From which addresses the sync tool calls Procore.",
        ),
        Question(
            "What did it do since a certain day, such as the day of a leak?",
            "In the developer portal, the API Call Activity Report covers 30 days, Integration Health 14. Ask Procore:"
            " “What did the user"
            f" {account or 'of this app'} read and change in our company since [day], and from which addresses?”",
            "The sync tool's own log since that day.",
        ),
        Question(
            "What is logged?",
            "The setup program keeps its answers, its last report and a history on the computer that ran it: names of"
            " people and projects are in them, the secret is not.",
            "What the sync tool logs, and for how long.",
        ),
        Question("What did the setup program itself send?", " ".join(filter(None, (sent, wrote))), None),
        Question(
            "Who decides on new versions?",
            "A new version takes effect only after an administrator updates to it in App Management.",
            "Who informs the administrator what a new version changes.",
        ),
        Question("Who is told about an incident, how, and how soon?", None, "A name, a channel and a time."),
    )


def _kept(secret: SecretFacts) -> str:
    if not secret.present:
        return " The setup program found it in no keyring of the computer that ran it."
    return f" It is on the computer that ran the setup program. {secret.kept}"


def ways_to_end(admin: CompanyAdmin) -> tuple[WayToEnd, ...]:
    """Uninstall, reset, remove: what each does at once, what it leaves, who can do it."""
    again = {
        True: " This alone does not end the access of a company admin, who still sees these projects and may add itself"
        " again.",
        None: " If it is a company admin, this alone does not end its access: it still sees these projects and may add"
        " itself again.",
        False: " This alone does not end its access to company tools.",
    }[admin.today]
    return (
        WayToEnd(
            "Uninstall the app: App Management, View, Uninstall",
            "A Procore administrator with Admin on the company Directory",
            "Procore refuses the app's calls for this company: “App is not connected to this company”.",
            "The client ID and secret, the app in the developer portal, copied data, changes that the app made,"
            " and perhaps its user. The app can be installed again.",
        ),
        WayToEnd(
            "Reset the client secret in the developer portal",
            "An Owner or Admin of the developer account that owns the app",
            "The old secret gets no new token. A token that was already issued may work for up to 90 minutes: "
            "Procore does"
            " not say whether a reset ends it.",
            "The installation, the levels and the projects. Anyone who gets the new secret has the same access again."
            " All companies that use the app share one secret: there, too, the app stops until it has the new one.",
        ),
        WayToEnd(
            "Remove it from projects: App Management, View, Permissions",
            "A Procore administrator with Admin on the company Admin tool",
            "The account is no longer on these projects.",
            f"The installation and the company tools.{again}",
        ),
    )


def order_of_ending() -> tuple[str, ...]:
    """The one order in which the access is ended."""
    return (
        "Uninstall the app.",
        "Ask for a reset of the client secret, so that copies of it stop working.",
        "Get proof that Procore refuses the app: the setup program tests this with one request.",
        "Look in the company Directory for the app's user, and for people whom it added or gave permissions.",
        f"Have {VENDOR} delete the copied data, and confirm it in writing.",
    )


def less(admin: CompanyAdmin) -> tuple[str, ...]:
    """The way to fewer permissions, where the account is a company admin or may become one."""
    if admin.today is False and not admin.asked_for:
        return ()
    return (
        "Only the sync tool's vendor can say whether the sync works with a lower level than Admin"
        " on the company Directory. Ask: “Does the sync run with company Directory = Read-Only, or None, if our"
        " administrator adds the account to its projects?”",
        "Without company Directory = Admin, the account would no longer see every project, and its other company tools"
        " and project tools would have only the levels set for each.",
        "Procore may then hide the account and its projects from the setup program: a person must look in the Directory"
        " and in App Management, and add it to projects manually.",
    )
