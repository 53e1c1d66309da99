"""The access review says what Procore reported, no more, and leaves open what nobody here knows; names stay text."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dmsa_tui.checks.model import Report, RequestCount, Result
from dmsa_tui.documents.access_review.build import (
    access_review_schema,
    build_access_review,
    write_access_review,
)
from dmsa_tui.documents.access_review.model import AccessReview, Question
from dmsa_tui.documents.model import BLANK_LINE
from dmsa_tui.documents.render.formats import FORMATS
from dmsa_tui.documents.setup_record.model import SecretFacts
from dmsa_tui.guide.profiles import Profile, load_profile
from dmsa_tui.onboarding.last_report import LastReport
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding, ProjectChange
from dmsa_tui.vocabulary import Cause, Level, Status
from tests.documents.markdown_structure import read, structure

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&|`**x**[a](https://evil.test)\u202e\x1b[2J"


def tool(name: str, granted: str | None) -> dict[str, str | None]:
    return {"tool": name, "wanted": "admin", "granted": granted}


def company(*tools: dict[str, Any], status: Status = Status.PASS) -> Result:
    return Result("permissions.company", status, "", details={"tools": list(tools)})


def projects(*granted: str | None) -> Result:
    rows = [{"id": str(n), "name": f"P{n}", "tools": [tool("Documents", each)]} for n, each in enumerate(granted)]
    return Result("permissions.project", Status.PASS, "", details={"checked": len(rows), "projects": rows})


def permitted(**details: Any) -> Result:
    return Result("projects.permitted", Status.PASS, "", details=details)


def review(
    *results: Result, name: str = "Acme", report: bool = True, problem: str = "", **changes: Any
) -> AccessReview:
    given: dict[str, Any] = {"company_id": "1", "client_id": "c" * 43, "app_name": "Sync", **changes}
    target: dict[str, str | None] = {
        "name": name, "environment": "production", "login_url": "https://login.procore.com",
        "api_url": "https://api.procore.com", "company_id": "1", "client_id": "c" * 43,
    }  # fmt: skip
    last = Report(Status.PASS, NOW, 840, target, results, RequestCount(sent=19)) if report else None
    made, secret = Onboarding(name, **given), SecretFacts("Kept in KWallet.", 43, "0123abcd")
    return build_access_review(made, load_profile("file-sync"), LastReport(last, problem), secret, now=NOW)


def said(kind: str, made: AccessReview) -> str:
    """What is read, on one line, without the marks of the format."""
    text = write_access_review(made, kind)
    text = Reader(text).text if kind == "html" else read(text) if kind == "md" else text
    return " ".join(text.split())


class Reader(HTMLParser):
    """A page's tags and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data + " "


ADMIN = company(tool("Directory", "admin"), tool("Budget", "admin"))
LOWER = company(tool("Directory", "standard"))
UNLISTED = company(tool("Documents", "admin"))
UNKNOWN = company(tool("Directory", None), tool("Documents", "admin"), status=Status.FAIL)
UNREAD = company(status=Status.UNVERIFIED)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            {"old_account": "old-sync"},
            "Yes, as far as this record says: nobody has confirmed that “old-sync” was",
        ),
        ({"old_account": ""}, "Whether one is in use is not recorded."),
        ({"old_account": "none"}, ""),
        (
            {"old_account": "old-sync", "ticked": {"handoff/retire": Confirmed("Kim", NOW)}},
            "Kim confirmed on 2026-11-23 that “old-sync” was retired. Procore was not asked.",
        ),
    ],
)
def test_what_is_known_of_the_old_account_is_answered(record: dict[str, Any], words: str) -> None:
    text = said("text", review(ADMIN, **record))
    assert words in text and ("Does an old service account or app still have access?" in text) is bool(words)


def test_tools_that_are_alike_are_named_whole_once_and_no_phrase_says_their_level_twice() -> None:
    names = [f"Tool {each}" for each in range(9)]
    rows = [{"tool": each, "wanted": "none", "granted": "admin"} for each in names]
    text = said("text", review(company(tool("Directory", "admin"), *rows)))
    assert "Admin today: Tool 0, Tool 1, Tool 2, Tool 3, Tool 4 and 4 more" in text and text.count("Tool 8") == 1
    assert "Everything in the tool" not in text


@pytest.mark.parametrize(
    ("results", "today", "words", "never"),
    [
        ((ADMIN,), True, "Yes: Directory is Admin", "cannot see projects that it is not on"),
        ((LOWER,), False, "No: Directory is not Admin", "Yes: Directory"),
        ((UNLISTED,), False, "cannot see projects that it is not on", "Yes: Directory"),
        ((UNKNOWN,), None, "Not known: Procore did not say", "cannot see projects that it is not on"),
        ((UNREAD,), None, "It is not known what else it cannot do", "cannot use company tools"),
        ((), None, "Not known: it was not read from Procore", "cannot see projects that it is not on"),
    ],
)
@pytest.mark.parametrize("kind", ["md", "html", "text"])
def test_each_sentence_on_reach_is_true_of_the_level_that_procore_reports(
    kind: str, results: tuple[Result, ...], today: bool | None, words: str, never: str
) -> None:
    made = review(*results)
    assert made.company_admin.today is today
    assert words in said(kind, made) and never not in said(kind, made)


def test_levels_are_those_that_are_granted_with_words_and_risk() -> None:
    made = review(ADMIN, projects("admin", "read-only", "admin", "none", None))
    assert [(row.tool, row.level) for row in made.company_tools] == [("Budget", "admin"), ("Directory", "admin")]
    assert all(row.risk and row.allows for row in made.company_tools)
    rows = [(row.level, row.projects, row.risk) for row in made.project_tools]
    assert rows == [
        ("admin", 2, "Files in every project it is on may be deleted, and private ones copied out of Procore."),
        ("read-only", 1, "Project files that are not private may be copied out of Procore."),
        (None, 1, None),
    ]


def test_what_was_asked_for_and_why_stands_beside_what_it_has_today() -> None:
    made = review(ADMIN)
    rows = [row for row in load_profile("file-sync").rows if not row.optional]
    assert [(row.tool, row.why) for row in made.asked] == [(row.tool, row.reason_on("company")) for row in rows]
    text = said("text", made)
    assert text.index("WHAT THE APP ASKS FOR, AND WHY") < text.index(rows[0].reason) < text.index("LEVELS ABOVE THAT")


def beyond(granted: str, wanted: str | None, *, side: str = "company") -> Result:
    rows = [{"tool": "Home", "wanted": wanted, "granted": granted}, tool("Directory", "standard")]
    found = {"tools": rows} if side == "company" else {"checked": 1, "projects": [{"id": "1", "tools": rows}]}
    return Result(f"permissions.{side}", Status.WARN, "", details=found)


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (beyond("admin", "read-only"), "In the company, asked for Read-Only, Admin today: Home"),
        (beyond("standard", None), "In the company, not asked for, Standard today: Home"),
        (beyond("standard", "none", side="project"), "In the projects read, not asked for, Standard today: Home"),
        (beyond("read-only", "read-only"), "None: no level is above what the app asks for."),
        (beyond("none", None), "None: no level is above what the app asks for."),
        (company(status=Status.UNVERIFIED), "ABOVE THAT, AS PROCORE REPORTED THEM Not known: no levels were read."),
    ],
)
def test_what_it_has_beyond_what_it_asked_for_is_a_list(result: Result, line: str) -> None:
    made = review(result)
    assert line in said("text", made) and bool(made.beyond) is ("today:" in line)


def test_levels_beyond_are_explained_by_directory_only_where_it_is_admin() -> None:
    assert "Directory = Admin raises these levels automatically" in said("text", review(company(
        tool("Directory", "admin"), {"tool": "Budget", "wanted": None, "granted": "admin"})))  # fmt: skip
    assert "Ask the company's administrator who raised" in said("text", review(beyond("admin", "read-only")))


def test_a_level_below_what_directory_admin_gives_is_pointed_out_and_both_sentences_hold() -> None:
    both = said("text", review(company(tool("Directory", "admin"), tool("Documents", "read-only"))))
    assert "According to Procore's documentation, it sees every project" in both
    assert "are lower for Documents: it is not known which is right. Decide as if it were Admin there." in both
    assert "above what the app asks for. Procore's pages say that Directory = Admin gives more." in both
    assert "are lower for" not in said("text", review(ADMIN)) and "are lower for" not in said("text", review(LOWER))
    assert "gives more" not in said("text", review(company(tool("Directory", "standard"))))


@pytest.mark.parametrize("made", [review(), review(ADMIN), review(LOWER)])
def test_how_long_a_token_may_live_on_and_who_resets_the_secret_is_said_once_and_alike(made: AccessReview) -> None:
    text = said("text", made)
    assert text.count("90 minutes") == 1 and "at once. " not in text.split("HOW TO REVOKE IT")[1].split("Who can do")[0]
    assert text.count("Owner or Admin of the app's developer account") == 1 and "Only the app's owner" not in text
    assert "`" not in text and not re.search(r"dmsa-tui [a-z]", text)


def test_each_admin_level_has_its_question_and_what_nobody_here_knows_is_asked_in_exact_words() -> None:
    account = Result("install.account", Status.PASS, "", details={"name": "sync-9ab24716"})
    text = said("text", review(ADMIN, account))
    for words in (
        "Why Admin on Admin and Documents?: ",
        "Can its access be limited to IP addresses?: Not known:",
        "“Can the API calls of a Developer Managed Service Account be limited to IP addresses, and where?”",
        "Ask Procore: “What did the user sync-9ab24716 read and change in our company since [day]",
        "Who holds the client secret, and where?: The sync tool signs in with it;",
        "who speaks for it, at a number that you can check",
    ):
        assert words in text, words
    assert "the user of this app read" in said("text", review())
    assert "The company row offers only None and Admin." in text


def test_the_account_has_its_name_of_the_directory_or_how_it_begins() -> None:
    account = Result("install.account", Status.PASS, "", details={"name": "sync-9ab24716"})
    user = "Its user in the company Directory: "
    assert f"{user}sync-9ab24716" in said("text", review(account)) and review(account).account == "sync-9ab24716"
    assert f"{user}not known: it was not read from Procore; it begins with sync" in said("text", review())


@pytest.mark.parametrize(
    ("results", "words", "never"),
    [
        ((company(tool("Directory", "read-only")),), "job titles of people (Directory); in any tool", "Documents);"),
        ((projects("read-only"),), "what files say about people (Documents)", "(Directory);"),
        ((company(tool("Timesheets", "admin"), tool("Crews", "none")),), "and when (Timesheets);", "Crews"),
        ((company(status=Status.UNVERIFIED),), "can it read?: Not known: no levels were read.", "names, contact"),
    ],
)
def test_personal_data_follow_the_levels_and_leave_the_vendor_a_blank(
    results: tuple[Result, ...], words: str, never: str
) -> None:
    text = said("text", review(*results))
    assert words in text and never not in text
    asked = "Which of it the sync reads and keeps, for what purpose, and under which data processing agreement: ____"
    assert asked in text


def test_why_it_asks_for_admin_on_the_directory_is_said_where_it_does() -> None:
    documented = load_profile("file-sync")
    lower = documented._replace(rows=tuple(row._replace(company=Level.READ_ONLY) for row in documented.rows))

    def why(profile: Profile) -> list[Question]:
        made = build_access_review(Onboarding("Acme"), profile, LastReport(None, ""), now=NOW)
        return [each for each in made.questions if each.question.startswith("Why Admin on the company Directory")]

    (asked,) = why(documented)
    assert documented.source.ref in str(asked.answer) and asked.open and why(lower) == []


def test_revoking_has_one_order_and_the_end_is_a_decision() -> None:
    text = said("text", review(ADMIN))
    order = [text.index(words) for words in (
        "To end the access, in this order", "1. Uninstall the app.", "2. Ask for a reset of the client secret",
        "3. Get proof",
        "4. Look in the company Directory", "5. Have the sync tool's vendor delete", "Who can do it", "DECISION",
        "Approved by: ____", "Date: ____", "With these conditions: ____")]  # fmt: skip
    assert order == sorted(order)
    assert "alone does not end the access of a company admin" in text
    assert "alone does not end its access to company tools" in said("text", review(LOWER))


@pytest.mark.parametrize(
    ("assigned", "levels", "words", "on_each"),
    [
        (2, ("admin", "admin"), "The levels were read on all 2 projects.", False),
        (9, ("admin", "admin"), "The levels were read on 2 of 9 projects; on others they may differ.", False),
        (9, ("admin", "standard"), "The levels were read on 2 of 9 projects", True),
    ],
)
def test_on_how_many_projects_a_level_was_read_is_said_once_where_it_is_all(
    assigned: int, levels: tuple[str, ...], words: str, on_each: bool
) -> None:
    text = said("text", review(projects(*levels), permitted(assigned=assigned)))
    assert words in text and ("Documents (on 1 project)" in text) is on_each and "(on 2 projects)" not in text


@pytest.mark.parametrize(
    ("details", "changes", "words"),
    [
        ({"assigned": 8, "expected": 12}, {}, "is on 8 of the company's 12 active projects"),
        (
            {"assigned": 3, "expected": 3, "extra": [{"id": "9"}]},
            {"expect": ExpectMode.LIST},
            "is on 4 projects. The",
        ),
        (
            {"assigned": 3, "expected": 3, "extra": [{"id": "9"}], "active": 13},
            {"expect": ExpectMode.LIST},
            "is on 4 of the company's 13 active projects",
        ),
        (
            {"assigned": 3, "expected": 3, "extra": [{"id": "9"}], "active": 13},
            {"expect": ExpectMode.LIST},
            "The list of the projects that must be there does not name 1 of them.",
        ),
        ({}, {}, "Procore did not say on how many projects it is"),
    ],
)
def test_the_projects_are_counted_as_far_as_procore_said(
    details: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    assert words in said("text", review(permitted(**details), **changes))


def test_the_app_has_the_name_that_procore_gave_where_nobody_typed_one() -> None:
    version = Result("install.version", Status.PASS, "", details={"app": "Acme Sync", "version": "1.0.0"})
    made = review(version, app_name="")
    assert "App: Acme Sync" in said("text", made) and "Acme Sync in Acme" in said("text", made)
    assert "Installed version: 1.0.0\n" in write_access_review(made, "md")


def test_the_customer_keeps_its_name_and_another_one_at_procore_is_pointed_out() -> None:
    connected = Result("install.connected", Status.PASS, "", details={"company": "Practice Builders"})
    text = said("text", review(connected))
    assert (
        text.startswith("Access review: Sync in Practice Builders")
        and "Customer: Acme" in text
        and "Company at Procore: Practice Builders" in text
    )
    assert "Procore calls the company “Practice Builders”; here it is “Acme”:" in text
    assert "Procore calls" not in said("text", review())


def test_a_secret_that_is_not_kept_is_said_to_be_in_no_keyring_and_an_open_wizard_may_hold_it() -> None:
    report = Report(Status.PASS, NOW, 840, {}, (), RequestCount())
    kept = SecretFacts("It is not kept on this machine.", None, None)
    made = build_access_review(Onboarding("Acme"), load_profile("file-sync"), LastReport(report), kept, now=NOW)
    text = said("text", made)
    assert "The setup program found it in no keyring of the computer that ran it." in text
    assert "It is not kept" not in text


def test_who_installed_it_and_when_is_told_or_said_to_be_unknown() -> None:
    version = Result("install.version", Status.PASS, "", details={
        "version": "1.2.0", "installed_at": "2026-11-01T08:00:00Z", "installer": "Pat Stone"})  # fmt: skip
    known = said("text", review(version))
    assert "Installed by: Pat Stone" in known and "Installed on: 2026-11-01 08:00 UTC" in known
    assert said("text", review()).count("it was not read from Procore") == 7
    silent = said("text", review(Result("install.version", Status.UNVERIFIED, "", Cause.NO_ACCESS)))
    assert silent.count("not known: Procore did not say") == 3, "it was asked"
    cut = said("text", review(Result("install.version", Status.UNVERIFIED, "", Cause.TIMEOUT)))
    assert "Procore did not say" not in cut, "it did not answer"


def test_without_a_report_nothing_is_claimed_of_today() -> None:
    made = review(report=False, problem="The last report is about other answers: the record has changed since.")
    assert made.read_at is None and made.company_tools == made.project_tools == ()
    assert "What the account can do today is not known. The last report is about other answers" in said("md", made)
    assert review(ADMIN, company_id="2").read_at is None, "a report about another company"


def test_the_questions_have_answers_from_the_setup_and_blanks_for_the_vendor() -> None:
    change = ProjectChange("kim", NOW, "done", 40, 2)
    text = said("text", review(project_changes={"a": change}, app_owner="customer"))
    for words in (
        "belongs to the customer's developer account",
        "Kept in KWallet.",
        "sent 19 requests",
        "added it to 40 projects and removed it from 2 projects.",
        "It added the account to 40 projects and removed it from 2 projects.",
        "QUESTIONS FOR THE SYNC TOOL'S VENDOR",
        "may work for up to 90 minutes",
    ):
        assert words in text, words
    asked = text.split("QUESTIONS FOR THE SYNC TOOL'S VENDOR")[1].split("HOW TO REVOKE")[0]
    places = "Where does the data go? Places, countries and subcontractors, and how long the data is kept: "
    assert places + BLANK_LINE in " ".join(asked.split()), "a line to answer on"


def test_the_way_to_less_is_there_for_a_company_admin_and_promises_nothing() -> None:
    text = said("md", review(ADMIN))
    assert "Only the sync tool's vendor can say whether the sync works with a lower level than" in text
    assert "a person must look in the Directory and in App Management, and add it to projects manually" in text


@pytest.mark.parametrize("made", [review(ADMIN, projects("admin")), review(LOWER, projects("read-only")), review()])
def test_the_review_says_nothing_twice(made: AccessReview) -> None:
    sentences = re.split(r"(?<=[.:?”]) +", said("text", made))
    long = [each for each in sentences if len(each.split()) > 8 and "____" not in each]
    assert len(long) > 20 and [each for each in long if long.count(each) > 1] == []
    assert said("text", made).count("also raises all") <= 1


@pytest.mark.parametrize("made", [review(), review(ADMIN, projects("admin", None), permitted(assigned=1, expected=2))])
def test_the_json_is_what_the_published_schema_says(made: AccessReview) -> None:
    schema = json.loads(access_review_schema())
    Draft202012Validator.check_schema(schema)
    document = json.loads(write_access_review(made, "json"))
    Draft202012Validator(schema).validate(document)
    assert set(document) == set(schema["properties"])


def hostile(text: str) -> AccessReview:
    connected = Result("install.connected", Status.PASS, "", details={"company": text})
    version = Result("install.version", Status.PASS, "", details={"installer": text, "installed_at": text})
    return review(connected, version, company(tool(text, "admin")), name=text, app_name=text)


@given(st.text(max_size=60) | st.just(HOSTILE))
def test_names_stay_text(text: str) -> None:
    made, tame = hostile(f"x{text}x"), hostile("x")
    page = Reader(write_access_review(made, "html"))
    assert page.tags == Reader(write_access_review(tame, "html")).tags
    assert not {"script", "img", "link", "iframe", "a"} & {tag for tag, _ in page.tags}
    assert structure(write_access_review(made, "md")) == structure(write_access_review(tame, "md"))
    for kind in FORMATS:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", write_access_review(made, kind))


def test_the_text_stays_within_80_columns() -> None:
    assert max(map(len, write_access_review(review(ADMIN, projects("admin")), "text").splitlines())) <= 80


def test_a_client_id_that_procore_has_not_accepted_is_marked() -> None:
    record, profile = Onboarding("Acme", company_id="1", client_id="c" * 43), load_profile("file-sync")
    said = [
        write_access_review(build_access_review(record, profile, LastReport(None), client_id_accepted=known), "md")
        for known in (False, True)
    ]
    assert ["(not tested)" in each for each in said] == [True, False]


@pytest.mark.parametrize(
    ("url", "place", "warning"),
    [
        (
            "https://api.practice.invalid",
            "Production (practice company)",
            "This is a rehearsal on the practice company",
        ),
        (
            "http://127.0.0.1:8000",
            "Production (host on this computer)",
            "This onboarding uses a host on this computer.",
        ),
        ("https://proxy.example", "Production at proxy.example", "This onboarding uses proxy.example, a custom host."),
    ],
)
def test_a_review_of_a_stand_in_does_not_pass_for_one_of_production(url: str, place: str, warning: str) -> None:
    made = review(login_url=url, api_url=url)
    assert made.environment == place
    assert warning in said("md", made)
    assert review().environment == "Production" and "custom host" not in said("md", review())


def test_projects_that_were_only_added_are_not_said_to_be_removed_from_none() -> None:
    text = said("text", review(project_changes={"a": ProjectChange("kim", NOW, "done", 1, 0)}))
    assert "The setup program added it to 1 project." in text and "removed it" not in text
