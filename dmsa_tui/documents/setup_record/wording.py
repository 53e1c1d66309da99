"""What every written form of the setup record says in the same words; each form adds its own marks to them."""

from dmsa_tui.documents.setup_record.model import (
    ApprovalRow,
    Grant,
    NotRequested,
    ProjectChangeRow,
    Projects,
    SetupRecord,
)
from dmsa_tui.onboarding.history import Entry
from dmsa_tui.procore.levels import Level

UNKNOWN = "not recorded"
PROJECT_CHANGES = "Projects that this program added at Procore"
REHEARSAL = "This is a rehearsal on the practice company: nothing was asked of Procore, and nothing here is proven."
NO_RESULTS = "This record holds no results: the checks were not run on what it describes."
NO_HISTORY = "None: the onboarding is older than its history."
AFTERWARDS = (
    "Run the checks again after every update of the app: Procore may drop the permitted projects with it.",
    "A reset of the client secret takes effect at once; the sync tool stops until it has the new one.",
    "Leave the service account in the directory as it is: it is the sync tool's only access.",
)
HISTORY_SHOWN = 12
"""Entries of the history that a page shows, the newest ones."""


def written(setup: SetupRecord) -> str:
    """When and by what."""
    return f"Written {setup.written_at.strftime('%Y-%m-%d %H:%M %z')} by {setup.program}. It holds no secret."


def approval_name(approval: ApprovalRow) -> str:
    """An approval as the name of a row."""
    return approval.id.replace("_", " ").capitalize()


def approval_state(approval: ApprovalRow) -> str:
    """Where it stands, since when, and what was noted."""
    since = f" since {approval.since}" if approval.since else ""
    return approval.state + since + (f" – {approval.note}" if approval.note else "")


def levels(grant: Grant) -> str:
    """A tool's level as it was asked for, and as it was granted where that is another one."""
    wanted = Level.from_word(grant.wanted).label
    if grant.granted is None:
        return wanted
    sample = f" (lowest of {grant.projects} projects)" if grant.projects > 1 else ""
    got = "" if grant.granted == grant.wanted else f", granted {Level.from_word(grant.granted).label}"
    return f"{wanted}{got}{sample}"


def is_requested(grant: Grant) -> bool:
    """Whether the tab was asked for at all."""
    return grant.wanted != Level.NONE.word


def left_out(row: NotRequested) -> str:
    """A tool that was left out, and on which tab."""
    return row.tool if row.tab == "both" else f"{row.tool} on the {row.tab} tab"


def must_be_permitted(projects: Projects) -> str:
    """Which projects."""
    wanted = {"all": "every active project", "list": "a given list"}.get(projects.must_be_there, "undecided")
    return f"Must be permitted: {wanted}."


def permitted(projects: Projects) -> str:
    """How many are; empty where Procore did not say."""
    if projects.assigned is None:
        return ""
    return f"Permitted: {projects.assigned:,} of {projects.expected or projects.assigned:,}."


def future(projects: Projects) -> str:
    """Whether future ones are wanted."""
    return f"Future projects: {({True: 'wanted', False: 'not wanted', None: 'undecided'})[projects.future]}."


def project_change(row: ProjectChangeRow) -> str:
    """What one run did, by whom and when."""
    counts = [f"{count:,} {word}" for count, word in ((row.added, "added"), (row.removed, "taken out")) if count]
    confirmed = "confirmed by Procore" if row.outcome == "done" else f"ended as {row.outcome}"
    return f"{row.at.strftime('%Y-%m-%d %H:%M %Z')}, {row.by}: {' and '.join(counts)}, {confirmed}."


def recent(setup: SetupRecord) -> tuple[tuple[Entry, ...], str, str]:
    """The newest entries of the history, a sentence on the older ones, and one on lines that cannot be read."""
    history = setup.history
    if history is None:
        return (), "", ""
    entries = history.entries[-HISTORY_SHOWN:]
    older = history.earlier + len(history.entries) - len(entries)
    before = f"{older:,} earlier ones are in the history's file." if older else ""
    return entries, before, f"{history.damaged:,} of its lines could not be read." if history.damaged else ""
