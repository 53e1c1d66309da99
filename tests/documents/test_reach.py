"""What the documents say about the account's reach is true of the levels that it has."""

from datetime import date

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.handout import build_handout
from dmsa_tui.documents.messages import approval_message
from dmsa_tui.documents.reach import Reach, asked_reach
from dmsa_tui.documents.render.text import to_text
from dmsa_tui.documents.setup_record.build import build_setup_record, write_setup_record
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.guide.sources import Source
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.vocabulary import Level, Status
from tests.documents.test_setup_record import onboarding, report

SOURCE = Source("Procore documentation", date(2026, 6, 1), "confirmed")
LIMITED = ("works only in the permitted projects", "only in the projects that the company's administrator permits")
"""Sentences that are untrue of a company admin."""
COMPANY = ("company admin", "see the company's other projects", "lets it see every project")
"""Sentences that are true of a company admin alone."""
PROJECT = ("Admin on every tool of these projects", "Admin on all tools there", "too, in the projects.")


def profile(company: Level, project: Level, *, optional: bool = False) -> Profile:
    """A profile with those levels on Directory, and Documents beside it."""
    rows = [ProfileRow("Documents", "documents", (), Level.STANDARD, Level.STANDARD, "The sync itself.")]
    if (company, project) != (Level.NONE, Level.NONE):
        rows.append(ProfileRow("Directory", "directory", (), company, project, "Find it.", optional=optional))
    return Profile("own", "Own", "", SOURCE, tuple(rows))


def said_before(asked: Profile) -> str:
    """Everything that somebody reads before the app is installed."""
    record = Onboarding("Acme", company_id="1", app_name="Sync", app_version_key="k" * 36)
    page = build_handout(record, asked, load_guide())
    texts = (to_text(page.document), approval_message("production-access", record, asked).body)
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("company", Level)
@pytest.mark.parametrize("project", Level)
def test_what_is_said_before_the_install_follows_the_levels_asked_for(company: Level, project: Level) -> None:
    said = said_before(profile(company, project))
    is_admin = company is Level.ADMIN
    assert any(each in said for each in COMPANY) is is_admin
    assert any(each in said for each in LIMITED) is not is_admin
    assert any(each in said for each in PROJECT) is (project is Level.ADMIN and not is_admin)


def test_a_row_that_is_not_asked_for_gives_no_reach() -> None:
    assert asked_reach(profile(Level.ADMIN, Level.ADMIN, optional=True)) == Reach(False, False)


RECORD = [
    # wanted, granted in the company → whether the record says that other tools are Admin as well
    (Level.ADMIN, "admin", True),
    (Level.ADMIN, "standard", False),
    (Level.ADMIN, None, True),
    (Level.STANDARD, "admin", True),
    (Level.STANDARD, "standard", False),
    (Level.STANDARD, None, False),
]


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize(("wanted", "granted", "raised"), RECORD)
def test_the_record_says_what_directory_gives_by_the_level_that_procore_reports(
    form: str, wanted: Level, granted: str | None, raised: bool
) -> None:
    asked = profile(wanted, Level.STANDARD)
    rows = [{"tool": "Directory", "wanted": wanted.word, "granted": granted}]
    read = report(Result("permissions.company", Status.UNVERIFIED, "", details={"tools": rows}))
    text = write_setup_record(build_setup_record(onboarding(), asked, read), form)
    assert ("gives Admin on these tools too, in the company" in text) is raised
    assert "Every tool that is not named above" in text


def test_a_project_directory_raises_the_project_s_tools() -> None:
    asked = profile(Level.STANDARD, Level.ADMIN)
    text = write_setup_record(build_setup_record(onboarding(), asked), "md")
    assert "gives Admin on these tools too, in the projects" in text
    without = asked._replace(rows=asked.rows[:1])
    assert "these tools too" not in write_setup_record(build_setup_record(onboarding(), without), "md")
