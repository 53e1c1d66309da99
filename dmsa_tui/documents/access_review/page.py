"""The access review as a document."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from dmsa_tui.documents.access_review.answers import VENDOR
from dmsa_tui.documents.access_review.model import AccessReview, Question, ToolAccess
from dmsa_tui.documents.model import Block, Bullets, Document, Facts, Note, Paragraph, Section, Table, Value, Words
from dmsa_tui.vocabulary import Level

BLANK = "________"
"""Where somebody else has to write an answer."""
NOT_KNOWN = "not known"
REHEARSAL = "This is a rehearsal on the practice company: it says nothing of a company at Procore."


def review_page(review: AccessReview) -> Document:
    """The page, in the order in which it is read."""
    return Document(
        f"Access review: {review.app or 'the sync app'} in {review.company_name or review.customer}",
        tuple(_opening(review)),
        tuple(_sections(review)),
    )


def _opening(review: AccessReview) -> Iterator[Block]:
    if review.rehearsal:
        yield Paragraph(REHEARSAL, warning=True)
    if review.read_at is None:
        yield Paragraph(f"What the account can do today is not known. {review.not_read}", warning=True)
    else:
        yield Paragraph(f"The levels are those that Procore reported on {_day(review)}; they may have changed since.")
    written = f"Written {review.written_at.strftime('%Y-%m-%d %H:%M %z')} by {review.program}. It holds no secret."
    yield Paragraph((Note(written),))


def _sections(review: AccessReview) -> Iterator[Section]:
    yield Section("The account", (Facts(tuple(_facts(review))),))
    yield Section("What the app asks for, and why", (_asked(review),))
    yield Section("Company admin", (Paragraph(review.company_admin.means),))
    yield Section("Projects", (Bullets(tuple(_projects(review))),))
    yield Section("What it can see and change in the company", (_tools(review.company_tools),))
    yield Section(
        "What it can see and change in projects",
        (*_sample(review), _tools(review.project_tools, review.projects.levels_read)),
    )
    yield Section("What it cannot do", (Bullets(review.cannot),))
    yield Section(
        "Questions of a security review",
        (Table(("Question", "Answer"), tuple((each.question, _answer(each)) for each in review.questions)),),
    )
    yield Section(
        "How to revoke it",
        (
            Table(
                ("What", "Who can do it", "At once", "What it leaves"),
                tuple((each.way, each.who, each.at_once, each.leaves) for each in review.revoke),
            ),
        ),
    )
    if review.less:
        yield Section("The way to fewer rights", (Bullets(review.less),))


def _facts(review: AccessReview) -> Iterator[tuple[str, Words]]:
    found = review.installation
    yield "Company", review.company_name or review.customer
    yield "Company ID", (Value(review.company_id),) if review.company_id else NOT_KNOWN
    yield "Environment", review.environment
    yield "App", review.app or NOT_KNOWN
    yield "Client ID", (Value(review.client_id),) if review.client_id else NOT_KNOWN
    yield "Installed version", found.version or f"{NOT_KNOWN}: it was not read from Procore"
    yield "Installed by", found.installer or f"{NOT_KNOWN}: it was not read from Procore"
    yield "Installed on", _moment(found.installed_at) or f"{NOT_KNOWN}: it was not read from Procore"


def _projects(review: AccessReview) -> Iterator[str]:
    projects = review.projects
    if projects.assigned is None:
        yield "In how many projects it works is not known: Procore did not say."
    elif projects.active is None:
        yield f"It works in {projects.assigned:,} projects. How many active ones the company has was not counted."
    else:
        yield f"It works in {projects.assigned:,} of {projects.active:,} active projects of the company."
    if review.company_admin.today:
        yield "Being a company admin, it can see all of them."
    if projects.added_by_program or projects.removed_by_program:
        yield (
            f"The setup program added it to {projects.added_by_program:,} projects and took it out of"
            f" {projects.removed_by_program:,}."
        )


def _sample(review: AccessReview) -> Iterator[Paragraph]:
    read, assigned = review.projects.levels_read, review.projects.assigned
    if review.project_tools and read == assigned:
        yield Paragraph(f"The levels were read on all {read:,} projects.")
    elif review.project_tools:
        of = f" of {assigned:,}" if assigned is not None else ""
        yield Paragraph(f"The levels were read on {read:,}{of} projects; on others they may differ.")


def _asked(review: AccessReview) -> Block:
    rows = tuple((row.tool, row.company, row.project, row.why) for row in review.asked)
    return Table(("Tool", "Company", "Project", "Why"), rows)


def _tools(tools: Iterable[ToolAccess], read: int = 0) -> Block:
    """`read`: on how many projects; a row that is of all of them does not say so again."""
    rows = tuple(
        (
            each.tool if each.projects == read else _tool(each),
            Level.from_word(each.level).label if each.level else NOT_KNOWN,
            each.allows,
            each.risk or "",
        )
        for each in tools
    )
    if not rows:
        return Paragraph("Not known: no levels were read.")
    return Table(("Tool", "Level", "What it allows", "Risk"), rows)


def _tool(row: ToolAccess) -> str:
    if row.projects is None:
        return row.tool
    return f"{row.tool} (on {row.projects:,} project{'s' * (row.projects != 1)})"


def _answer(question: Question) -> str:
    left = f"To be answered by {VENDOR}: {question.open} {BLANK}" if question.open else ""
    return " ".join(filter(None, (question.answer, left)))


def _day(review: AccessReview) -> str:
    assert review.read_at is not None
    return review.read_at.astimezone(review.written_at.tzinfo).strftime("%Y-%m-%d at %H:%M %z")


def _moment(text: str | None) -> str:
    """A time as Procore sends it, for people; as it was sent where it is none."""
    try:
        return datetime.fromisoformat(text or "").strftime("%Y-%m-%d %H:%M %Z").strip()
    except ValueError:
        return text or ""
