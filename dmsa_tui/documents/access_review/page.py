"""The access review as a document."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from dmsa_tui.checks.account_name import slug
from dmsa_tui.checks.words import counted
from dmsa_tui.documents.access_review.answers import UNREAD, UNSAID, VENDOR
from dmsa_tui.documents.access_review.model import AccessReview, Question, ToolAccess
from dmsa_tui.documents.model import (
    Blank,
    Block,
    Bullets,
    Click,
    Clicks,
    Document,
    Facts,
    Note,
    Paragraph,
    Section,
    Table,
    Value,
    Words,
)
from dmsa_tui.documents.values import client_id_words, minute
from dmsa_tui.onboarding.company_names import other_name
from dmsa_tui.vocabulary import Level

NOT_KNOWN = "not known"
DECISION = ("Approved by", "Date", "With these conditions", "Refused, because", "Next review on")
_NAMED = 5
"""Tools above what is asked for that a line names."""
_WRONG = "“What could go wrong”: through an error in the sync tool, or through anyone who has the client secret."


def review_page(review: AccessReview) -> Document:
    """The page, in the order in which it is read."""
    return Document(
        f"Access review: {review.app or 'the sync app'} in {review.company_name or review.customer}",
        tuple(_opening(review)),
        tuple(_sections(review)),
    )


def _opening(review: AccessReview) -> Iterator[Block]:
    if review.stand_in:
        yield Paragraph(review.stand_in, warning=True)
    if review.ended:
        sentence = f"{review.ended} What follows says what the app could do before, and what it asks for if it is used"
        yield Paragraph(f"{sentence} again.", warning=True)
    elif review.read_at is None:
        yield Paragraph(f"What the account can do today is not known. {review.not_read}", warning=True)
    else:
        yield Paragraph(f"The levels are those that Procore reported on {_day(review)}; they may have changed since.")
        if review.not_read:
            yield Paragraph(review.not_read, warning=True)
    written = f"Written {minute(review.written_at)} by {review.program}. It contains no secret."
    yield Paragraph((Note(written),))
    compared = review.names_confirmed_by is not None
    if differs := other_name(review.customer, review.company_name, compared=compared):
        yield Paragraph(differs)
    if review.misnamed:
        yield Paragraph(review.misnamed)


def _sections(review: AccessReview) -> Iterator[Section]:
    yield Section("The account", (Facts(tuple(_facts(review))),))
    yield Section("Company admin", (Paragraph(review.company_admin.means),))
    yield Section("What the app asks for, and why", (_asked(review),))
    yield Section("Levels above that, as Procore reported them", tuple(_beyond(review)))
    yield Section("Projects", (Bullets(tuple(_projects(review))),))
    yield Section("What it can see and change in the company", (Paragraph(_WRONG), _tools(review.company_tools)))
    yield Section(
        "What it can see and change in projects",
        (*_sample(review), _tools(review.project_tools, review.projects.levels_read)),
    )
    yield Section("What it cannot do", (Bullets(review.cannot),))
    answered = tuple((each.question, each.answer) for each in review.questions if each.answer)
    yield Section("Questions of a security review", (Table(("Question", "Answer"), answered),))
    asked = tuple((_asked_of_vendor(each), (Blank(),)) for each in review.questions if each.open)
    yield Section(f"Questions for {VENDOR}", (Table(("Question", "Answer"), asked),))
    yield Section(
        "How to revoke it",
        (
            Paragraph(
                f"{review.ended} If the app is used again, end the access in this order:"
                if review.ended
                else "To end the access, in this order:"
            ),
            Clicks(1, tuple(map(Click, review.revoke_order))),
            Table(
                ("What", "Who can do it", "At once", "What it leaves"),
                tuple((each.way, each.who, each.at_once, each.leaves) for each in review.revoke),
            ),
        ),
    )
    if review.less:
        yield Section("How to need fewer permissions", (Bullets(review.less),))
    yield Section("Decision", (Facts(tuple((name, (Blank(),)) for name in DECISION)),))


def _facts(review: AccessReview) -> Iterator[tuple[str, Words]]:
    installation = review.installation
    yield "Customer", review.customer
    yield "Company at Procore", review.company_name or _unknown(review, "install.connected")
    yield "Company ID", (Value(review.company_id),) if review.company_id else NOT_KNOWN
    yield "Environment", review.environment
    yield "App", review.app or NOT_KNOWN
    begins = f"; it begins with {slug(review.app)}" if slug(review.app) else ""
    yield (
        "Its user in the company Directory",
        (Value(review.account),) if review.account else f"{_unknown(review, 'install.account')}{begins}",
    )
    yield "Client ID", client_id_words(review.client_id, tested=review.client_id_tested) or NOT_KNOWN
    yield "Installed version", installation.version or _unknown(review, "install.version")
    yield "Installed by", installation.installer or _unknown(review, "install.version")
    yield "Installed on", _moment(installation.installed_at) or _unknown(review, "install.version")


def _unknown(review: AccessReview, check: str) -> str:
    """That something is not known, and why, by the check that reads it."""
    return f"{NOT_KNOWN}: {UNSAID if check in review.answered else UNREAD}"


def _projects(review: AccessReview) -> Iterator[str]:
    projects = review.projects
    if projects.assigned is None:
        unread = f"The number of its projects is unknown: {UNREAD}."
        asked = "projects.permitted" in review.answered
        yield f"{UNSAID} on how many projects it is." if asked else unread
    elif projects.active is None:
        yield f"It is on {projects.assigned:,} projects. The company's active projects were not counted."
    else:
        yield f"It is on {projects.assigned:,} of the company's {projects.active:,} active projects."
    if projects.permitted_too:
        yield f"The list of the projects that must be there does not name {projects.permitted_too:,} of them."
    if review.company_admin.today:
        yield "As a company admin, it can see all of them."
    if changed := projects.changed("it"):
        yield f"The setup program {changed}."


def _sample(review: AccessReview) -> Iterator[Paragraph]:
    read, assigned = review.projects.levels_read, review.projects.assigned
    if review.project_tools and read == assigned:
        yield Paragraph(f"The levels were read on all {read:,} projects.")
    elif review.project_tools:
        of = f" of {assigned:,}" if assigned is not None else ""
        yield Paragraph(
            f"The levels were read on {read:,}{of} projects; on others they may differ. The setup program can"
            " read all of them."
        )


def _asked(review: AccessReview) -> Block:
    rows = tuple((row.tool, row.company, row.project, row.why) for row in review.asked)
    return Table(("Tool", "Company", "Project", "Why"), rows)


def _beyond(review: AccessReview) -> Iterator[Block]:
    """Levels above what is asked for; tools with the same ones share a line."""
    if not review.company_tools and not review.project_tools:
        yield Paragraph("Not known: no levels were read.")
        return
    if not review.beyond:
        unseen = " Procore's pages say that Directory = Admin gives more." if review.company_admin.today else ""
        sides = {"company": review.company_tools, "projects": review.project_tools}
        others = [f" In the {side} it is not known: no levels were read." for side, tools in sides.items() if not tools]
        yield Paragraph(f"None: no level is above what the app asks for.{unseen}{''.join(others)}")
        return
    lines: dict[tuple[str, str, str], list[str]] = {}
    for row in review.beyond:
        where = "In the company" if row.projects is None else "In the projects read"
        asked = f"asked for {Level.from_word(row.asked).label}" if row.asked else "not asked for"
        lines.setdefault((where, asked, Level.from_word(row.level).label), []).append(row.tool)
    why = (
        "According to Procore's pages, Directory = Admin raises these levels automatically."
        if review.company_admin.today
        else "Ask the company's administrator who raised these levels, and why."
    )
    yield Paragraph(why)
    yield Bullets(
        tuple(f"{where}, {asked}, {level} today: {_some(names)}" for (where, asked, level), names in lines.items())
    )


def _some(names: list[str]) -> str:
    """The first of the tools, which the tables on what it can see and change all have, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_NAMED])} and {more} more"


def _tools(tools: Iterable[ToolAccess], read: int = 0) -> Block:
    """`read`: on how many projects; a row that is of all of them does not say so. Tools that are alike share a row."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for each in tools:
        level = Level.from_word(each.level).label if each.level else NOT_KNOWN
        some = "" if each.projects in (None, read) else f" (on {counted(each.projects or 0, 'project')})"
        rows.setdefault((level, each.allows, each.risk or "", some), []).append(each.tool)
    if not rows:
        return Paragraph("Not known: no levels were read.")
    return Table(
        ("Tool", "Level", "What it allows", "What could go wrong"),
        tuple((f"{', '.join(names)}{some}", *words) for (*words, some), names in rows.items()),
    )


def _asked_of_vendor(question: Question) -> str:
    return f"{question.question} {question.open}".rstrip(".")


def _day(review: AccessReview) -> str:
    assert review.read_at is not None
    return minute(review.read_at.astimezone(review.written_at.tzinfo)).replace(" ", " at ", 1)


def _moment(text: str | None) -> str:
    """A time as Procore sends it, for people; as it was sent where it is none."""
    try:
        return datetime.fromisoformat(text or "").strftime("%Y-%m-%d %H:%M %Z").strip()
    except ValueError:
        return text or ""
