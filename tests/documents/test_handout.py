"""The administrator's page has only the decided clicks, each value at its click, and nothing secret."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.handout import Handout, build_handout, handout_schema, write_handout
from dmsa_tui.documents.model import BLANK_LINE
from dmsa_tui.documents.render.formats import WRITERS
from dmsa_tui.documents.values import time_needed
from dmsa_tui.guide.conditions import Known, handout_actions, shown_actions
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.record import Approval, ApprovalState, ExpectMode, Onboarding, ProjectChange
from dmsa_tui.practice.company_actions import COMPANY_ACTIONS
from dmsa_tui.practice.world import APP_NAME
from dmsa_tui.vocabulary import Status
from tests.documents.chromium import Page, needs_chromium, pages_of
from tests.documents.markdown_structure import read, structure

KEY = "3f12716f-4737-4c82-953b-27a01e30e813"
SANDBOX_KEY = "11111111-4737-4c82-953b-27a01e30e813"
CLIENT_ID = "V8mzH6BEWc4iJNkxdyB_yyRstT-_I7apPYat37Nkbdw"
HOSTILE = "<script>alert(1)</script>\"'&|`**x**[a](https://evil.test)\u202e\x1b[2J"
LIST: dict[str, Any] = {
    "expect": ExpectMode.LIST,
    "expected_projects": ["1234 - Harbor Annex", "Tower"],
    "future_projects": False,
}
MANY = [f"{1000 + n} - Harbor Annex, phase {n} of the whole" for n in range(2_431)]
CASES: dict[str, dict[str, Any]] = {
    "all": {},
    "many": {"active_projects": 2_431},
    "list": LIST,
    "long list": {**LIST, "expected_projects": MANY, "future_projects": True},
    "undecided": {"expect": ExpectMode.UNDECIDED, "future_projects": None, "app_name": "", "app_version_key": ""},
    "sandbox": {"environment": "developer-sandbox"},
}


@pytest.mark.parametrize(("case", "more"), [("undecided", True), ("all", False)])
def test_the_handout_says_that_steps_come_later_while_the_projects_are_not_decided(case: str, more: bool) -> None:
    text = said("md", page(**CASES[case]))
    assert ("More steps may come later" in text) is more and ("You have nothing else to do." in text) is not more


def answers(company: str = "", **permitted: Any) -> dict[str, Result]:
    """What Procore said about the company's name and the expected projects."""
    connected = Result("install.connected", Status.PASS, "", details={"company": company})
    projects = Result("projects.permitted", Status.FAIL, "", details=permitted)
    return {each.id: each for each in (connected, projects)}


def page(
    contact: str = "Robin, robin@example.com", results: dict[str, Result] | None = None, **changes: Any
) -> Handout:
    answers = {
        "company_id": "562949954728542", "app_name": "Example Sync", "app_version_key": KEY, "client_id": CLIENT_ID,
        "sandbox_app_version_key": SANDBOX_KEY, "future_projects": True, "expect": ExpectMode.ALL,
    }  # fmt: skip
    record = Onboarding("Example Homes", **{**answers, **changes})
    day = date(2026, 11, 23)
    profile = load_profile(record.profile)
    return build_handout(record, profile, load_guide(), results=results, contact=contact, today=day)


class Reader(HTMLParser):
    """What a browser makes of a page: its elements and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def said(kind: str, handout: Handout) -> str:
    """What a person reads on the page, on one line, without the marks of the format."""
    text = WRITERS[kind](handout.document)
    text = Reader(text).text if kind == "html" else read(text) if kind == "md" else text
    return " ".join(re.sub("[“”]", "", text).split())


def clicks(handout: Handout) -> list[str]:
    """The numbered lines of the page."""
    return re.findall(r"^ *\d+\. .*(?:\n {4,}(?![A-Z][\w ]*:).*)*", WRITERS["text"](handout.document), re.MULTILINE)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_each_form_has_everything_that_the_administrator_needs(kind: str, edition: str) -> None:
    text = said(kind, page(edition=edition))
    for fact in (
        "Install Example Sync in Example Homes", "seconds each, about", "562949954728542", KEY, "Install Custom App",
        "You should see", "Add Example Sync to all new projects", "Tell Robin, robin@example.com", "Uninstall",
    ):  # fmt: skip
        assert fact in text, fact
    for row in load_profile("file-sync").rows:
        assert (row.reason in text) is not row.optional
    assert text.index("App Version ID") < text.index(KEY) < text.index("Permissions Requested")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_no_words_of_the_consultant_and_no_click_twice(case: str, edition: str) -> None:
    handout = page(**CASES[case], edition=edition)
    text = said("text", handout).casefold()
    for words in ("written guide", "permission profile", "manifest", "read aloud", "aloud", "consultant", "profile"):
        assert words not in text, words
    assert "agree" not in text
    lines = [re.sub(r"^\s*\d+\. ", "", " ".join(each.split())) for each in clicks(handout)]
    again = {each for each in lines if lines.count(each) > 1}
    assert again <= {"Click “Save” at the bottom of the page.", "Open “Company Tools” and choose “Directory”."}, again


@pytest.mark.parametrize("case", CASES)
def test_each_line_is_one_click(case: str) -> None:
    for line in re.findall(r"^\d+\. (.*)", WRITERS["md"](page(**CASES[case]).document), re.MULTILINE):
        assert "then" not in line.split() and line.count("**") <= 4, line


def test_the_app_s_user_and_the_template_are_told_at_each_click_that_needs_them() -> None:
    start = "App's user: begins as example-sync; its end may be random; its email address ends in @procore.com"
    before = said("text", page())
    assert before.count(start) == 2 and before.count(f"Template: Example Sync projects or {BLANK_LINE}") == 2
    nameless = said("text", page(app_name=""))
    assert "App's user: begins with the app's name" in nameless and nameless.count(f"Template: {BLANK_LINE}") == 2
    account = Result("install.account", Status.PASS, "", details={"name": "example-sync-9ab24716"})
    template = Result("projects.template", Status.PASS, "", details={"template": {"id": "1", "name": "Sync levels"}})
    record = Onboarding("Example Homes", app_name="Example Sync", future_projects=True)
    results = {each.id: each for each in (account, template)}
    after = said("text", build_handout(record, load_profile("file-sync"), load_guide(), results=results))
    assert after.count("App's user: example-sync-9ab24716; its") == 2 and after.count("Template: Sync levels") == 2


def test_what_is_asked_for_stands_at_the_click_that_agrees_to_it() -> None:
    text = said("text", page())
    first, shown = text.index("Click Install."), text.index("App: Example Sync")
    assert first < shown < text.index("Read-Only") < text.index("If nothing differs, click Install again")
    assert "do not click Install again: stop and ask" in text


@pytest.mark.parametrize("edition", [each.id for each in load_guide().editions])
def test_what_is_asked_for_is_compared_before_the_install_that_grants_it_in_each_edition(edition: str) -> None:
    step, known = load_guide().step("install"), Known(True, "all", 12)
    for actions in (shown_actions(step, edition, known), handout_actions(step, edition, known)):
        order = [each.id for each in actions]
        assert order.index("install") < order.index("compare") < order.index("confirm") < order.index("dialog")
    warned = [each for each in step.editions[edition].branches if "asks for more" in each.see]
    assert [each.do.split(". ")[0] for each in warned] == ["Do not click **Install** again"]


@pytest.mark.parametrize(
    ("owner", "account"),
    [("customer", "your own company's developer account"), ("consultant", "not your company's"), ("", BLANK_LINE)],
)
def test_the_page_says_where_it_comes_from_and_how_to_make_sure(owner: str, account: str) -> None:
    text = said("text", page(app_owner=owner))
    assert account in text.split("App made in: ")[1].split("Gets the data")[0]
    assert "Compare the app's name and the App Version ID below with what you heard on the call." in text
    assert "The app's secret, which is its password, is with the app's owner and goes into the sync tool." in text
    assert "stop and call" not in text


def test_the_page_asks_to_compare_the_names_that_it_has() -> None:
    unnamed = said("text", page(app_name=""))
    assert "Compare the App Version ID below with what you heard on the call." in unnamed
    answer = Result("install.version", Status.PASS, "", details={"app": "Sync of Procore"})
    named = said("text", page(results={"install.version": answer}, app_name=""))
    assert "Install Sync of Procore in " in named and "Compare the app's name and the App Version ID" in named


def test_an_update_is_compared_first_and_an_uninstall_does_not_end_everything() -> None:
    later = said("text", page()).upper().split("WHAT NOT TO CHANGE")[1]
    update = later.split("UPDATE AVAILABLE MAY")[1].split("TO END")[0]
    assert update.index("ANNOUNCED") < update.index("COMPARE THE PERMISSIONS") < update.index("AND CLICK UPDATE.")
    assert "THIS LEAVES THE APP'S SECRET, THE DATA THAT WAS COPIED, AND PERHAPS THE APP'S USER" in later


@pytest.mark.parametrize("case", CASES)
def test_the_time_follows_the_number_of_clicks(case: str) -> None:
    text = said("text", page(**CASES[case]))
    steps, minutes = map(
        int, re.findall(r"These are (\d+) steps: at about 40 seconds each, about (\d+) minutes", text)[0]
    )
    assert minutes - 1 < steps * 40 / 60 <= minutes and (time_needed(15), time_needed(30)) == (
        "at about 40 seconds each, about 10 minutes", "at about 40 seconds each, about 20 minutes",
    )  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
def test_the_contact_is_at_the_top_or_a_line_to_write_on(kind: str) -> None:
    named, nobody = page(), page(contact=" ")
    text = said(kind, named)
    assert text.index("Contact") < text.index("Robin") < text.index("Install the app" if kind != "text" else "INSTALL")
    assert "the contact" not in said(kind, nobody)
    assert named.missing == "" and "the contact. Ask the person who gave you this page" in nobody.missing
    raw = WRITERS[kind](nobody.document)
    whose = "the person who gave you this page, name and telephone number: "
    line = '<span class="blank"></span></dd>' if kind == "html" else BLANK_LINE
    assert f"{whose}{line}" in " ".join(raw.split())


@pytest.mark.parametrize(
    ("case", "there", "absent"),
    [
        ("all", ["Add All", "Project (Global)", "Add Example Sync to all new"], ["Select Projects", "100 projects"]),
        ("many", ["Show 100 projects on a page", "plus a few minutes"], ["Add All", "Select Projects"]),
        ("list", ["Select Projects", "1234 - Harbor Annex"], ["Add All", "Project (Global)", "to all new projects"]),
        ("long list", ["2,413 more", "Project (Global)"], ["Add All"]),
        ("undecided", ["projects this user joins is not decided"], ["Select Projects", "Add All", "Project (Global)"]),
    ],
)
def test_only_the_decided_way_is_on_the_page(case: str, there: list[str], absent: list[str]) -> None:
    text = said("text", page(**CASES[case]))
    assert [words for words in there if words not in text] == []
    assert [words for words in absent if words in text] == []


def test_once_procore_was_asked_only_what_it_has_is_to_be_permitted() -> None:
    record = LIST | {"expected_projects": ["1234 - Harbor Annex", "Harbor Anex", "Tower"]}
    before = said("text", page(**record))
    assert "listed below (3)" in before and "These names were not compared with Procore's projects." in before
    after = said("text", page(results=answers(active=12, unknown=["Harbor Anex"]), **record))
    assert "listed below (2)" in after and "Harbor Anex" not in after
    assert "Left out: 1 entry of the list, because Procore has no such project." in after
    nothing = page(results=answers(active=12, unknown=record["expected_projects"]), **record)
    assert "which projects must be there" in nothing.missing
    for kind in WRITERS:
        assert "is not decided yet. Left out: 3 entries of the list" in said(kind, nothing)
        for asked in ("listed below", "These are", "Select Projects"):
            assert asked not in said(kind, nothing)
    listed = ["P-002 - Mill Lane School", "1234 - Harbor Annex"]
    named = said("text", page(results=answers(active=12, listed=listed, extra=[{}, {}, {}]), **record))
    assert "3 other projects are permitted too." in named, "a list is not all that the account is in"
    assert all(each in named for each in listed) and "Tower" not in named, "each as Procore writes it"
    hidden = said("text", page(results=answers(active=None, unknown=["Harbor Anex"]), **record))
    assert "Harbor Anex" in hidden and "were not compared" in hidden


@pytest.mark.parametrize("kind", WRITERS)
def test_a_rehearsal_says_so_first(kind: str) -> None:
    practice = page(login_url="https://login.practice.invalid", api_url="https://api.practice.invalid")
    text = said(kind, practice)
    assert text.index("This is a rehearsal on the practice company") < text.index("You install")
    assert "rehearsal" not in said(kind, page())
    local = said(kind, page(login_url="http://127.0.0.1:8001", api_url="http://127.0.0.1:8001"))
    assert local.index("This onboarding uses a host on this computer.") < local.index("You install")
    custom = said(kind, page(login_url="https://p.example", api_url="https://p.example"))
    assert custom.index("This onboarding uses p.example, a custom host.") < custom.index("You install")


def test_another_name_at_procore_is_pointed_out() -> None:
    sentence = "Procore calls the company Practice Builders; here it is Example Homes:"
    assert sentence in said("text", page(results=answers("Practice Builders")))
    assert "Procore calls" not in said("text", page(results=answers("example  Homes")))


@pytest.mark.parametrize("case", CASES)
def test_the_rights_that_it_asks_for_are_those_that_the_first_step_names(case: str) -> None:
    first = load_guide().step("create-app")
    asked = said("text", page(**CASES[case])).split("the level Admin on the company tools ")[1].split(".")[0]
    note = next(each.note for each in first.editions["components"].actions if each.id == "administrator")
    for tool in re.split(", | and ", asked):
        assert f"**{tool}**" in str(note) and tool in str(first.needs), tool


def test_a_tool_that_procore_prints_by_another_name_has_both() -> None:
    assert "Home or Portfolio" in said("text", page())


def test_without_the_app_s_name_no_placeholder_is_to_be_seen_in_a_list() -> None:
    assert "You should see: Installed Apps lists the app." in said("text", page(app_name=""))
    assert "You should see: Installed Apps lists Example Sync." in said("text", page())


HAS_NO_CLICK = {
    "Company Settings", "Company Tools", "Permissions Requested", "Add Permitted Projects",
    "Company Permissions Template", "Skip",
}  # fmt: skip
"""Labels that are only on the way, or are left as they are; and the two that are clicked only where Procore asks."""


@pytest.mark.parametrize("known", [Known(True, "all", 12), Known(True, "all", 2_431), Known(False, "list", 12)])
def test_each_click_is_in_the_practice_browser_in_the_same_words(known: Known) -> None:
    guide, browser = load_guide(), " | ".join(action.label for action in COMPANY_ACTIONS)
    named = known._replace(app_name=APP_NAME)
    clicks = [
        each for step in ("install", "projects") for each in handout_actions(guide.step(step), "components", named)
    ]
    labels = {text for each in clicks for text, is_label in spans(each.text) if is_label} - HAS_NO_CLICK
    assert len(labels) > 8
    assert [label for label in labels if label not in browser] == []


WAYS = [
    Known(future, expect, active, app_name="Example Sync", company="Example Homes")
    for future in (None, False, True) for expect in ("undecided", "list", "all") for active in (12, 2_431)
]  # fmt: skip


def labels(*texts: str | None) -> set[str]:
    return {label for text in texts if text for label, is_label in spans(text) if is_label}


@pytest.mark.parametrize("edition", [each.id for each in load_guide().editions])
@pytest.mark.parametrize("known", WAYS)
def test_wizard_and_handout_have_the_same_clicks(known: Known, edition: str) -> None:
    for step in (load_guide().step("install"), load_guide().step("projects")):
        wizard, page = shown_actions(step, edition, known), handout_actions(step, edition, known)
        ways = [{each.procedure.id for each in some if each.procedure} for some in (wizard, page)]
        assert ways[0] - {"program"} == ways[1]
        in_wizard, on_page = labels(*(each.text for each in wizard)), labels(*(each.text for each in page))
        assert in_wizard - on_page <= {"Add the missing projects…"}
        assert on_page <= in_wizard | labels(*(each.note for each in wizard))


def test_app_management_is_linked_at_its_click() -> None:
    text = said("text", page(web_url="https://us02.procore.com"))
    link = re.escape("Page: https://us02.procore.com/562949954728542/company/app_management")
    assert re.search(rf"App Management\W* under .{{0,40}}{link}", text)
    assert "app_management" not in said("text", page(company_id=""))


def test_the_clicks_are_numbered_across_the_page() -> None:
    numbers = [int(found) for found in re.findall(r"^(\d+)\. ", WRITERS["md"](page().document), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1)) and f"These are {len(numbers)} steps" in said("md", page())


@pytest.mark.parametrize("kind", WRITERS)
def test_no_credential_is_on_the_page(kind: str) -> None:
    text = WRITERS[kind](page().document)
    assert CLIENT_ID not in text and SANDBOX_KEY not in text
    assert SANDBOX_KEY in WRITERS[kind](page(environment="developer-sandbox").document)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_not_recorded_is_said_at_the_top(kind: str) -> None:
    handout = page(**{**CASES["undecided"], "company_id": ""})
    gaps = "company ID, app name, App Version ID, which projects must be there, whether new projects join"
    assert handout.missing == f"Not known yet: {gaps}. Ask Robin, robin@example.com before you start."
    assert said(kind, handout).index(handout.missing) < said(kind, handout).index("You install the sync app")
    assert "company/home" not in said(kind, handout) and page().missing == ""


def test_every_link_is_to_the_company_s_own_host() -> None:
    handout = page(web_url="https://us02.procore.com")
    for kind in WRITERS:
        hosts = set(re.findall(r"https://([\w.]+)", WRITERS[kind](handout.document)))
        assert hosts == {"us02.procore.com"}


def test_the_markdown_reads_well_as_it_is() -> None:
    raw = WRITERS["md"](page(app_name="").document)
    assert "Tell Robin, `robin@example.com`." in raw and "**Add the app to all new projects**" in raw
    assert f"- Template: {BLANK_LINE}" in raw
    assert "&#" not in raw and "\\" not in raw


def hostile_page(text: str) -> Handout:
    record = Onboarding(
        "Example Homes", app_name=text, company_id=text, app_version_key=text, future_projects=True,
        expect=ExpectMode.LIST, expected_projects=[f"{text} project"],
    )  # fmt: skip
    return build_handout(record, load_profile("file-sync"), load_guide(), results=answers(company=text), contact=text)


@cache
def tame() -> tuple[list[Any], list[Any]]:
    """The tags of the page, and what its Markdown is made of, where no name attacks."""
    document = hostile_page("x").document
    return Reader(WRITERS["html"](document)).tags, structure(WRITERS["md"](document))


@given(st.text(max_size=60) | st.just(HOSTILE))
def test_names_stay_text_in_every_form(text: str) -> None:
    made = hostile_page(f"x{text}x").document
    html = Reader(WRITERS["html"](made))
    tags, markdown = tame()
    assert html.tags == tags
    assert not {"script", "img", "iframe"} & {tag for tag, _ in html.tags}
    assert not any(name in attributes for _, attributes in html.tags for name in ("src", "onclick", "style"))
    assert structure(WRITERS["md"](made)) == markdown
    for kind in WRITERS:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", WRITERS[kind](made))


@pytest.mark.parametrize("case", CASES)
def test_the_json_is_what_the_published_schema_says(case: str) -> None:
    schema = json.loads(handout_schema())
    Draft202012Validator.check_schema(schema)
    handout = page(**CASES[case])
    document = json.loads(write_handout(handout, "json"))
    Draft202012Validator(schema).validate(document)
    numbers = [click["number"] for each in document["sections"] for block in each["blocks"] if block["kind"] == "clicks"
               for click in block["clicks"]]  # fmt: skip
    assert numbers == list(range(1, len(numbers) + 1)) and document["missing"] == handout.missing
    assert CLIENT_ID not in write_handout(handout, "json")


def test_the_text_stays_within_80_columns() -> None:
    assert max(map(len, WRITERS["text"](page().document).splitlines())) <= 80


@needs_chromium
@pytest.mark.parametrize("case", CASES)
def test_it_prints_on_two_pages_of_a4_and_of_letter(case: str, chromium: Page, tmp_path: Path) -> None:
    file = tmp_path / "handout.html"
    file.write_text(WRITERS["html"](page(**CASES[case]).document), "utf-8")
    chromium.open(file)
    assert 1 <= pages_of(chromium.printed()) <= 2
    assert 1 <= pages_of(chromium.printed(paperWidth=8.5, paperHeight=11)) <= 2
    assert chromium.eval("document.documentElement.scrollWidth <= innerWidth")


@needs_chromium
def test_a_click_selects_a_value_whole_and_ticks_a_box(chromium: Page, tmp_path: Path) -> None:
    file = tmp_path / "handout.html"
    handout = page()
    file.write_text(WRITERS["html"](handout.document), "utf-8")
    chromium.open(file)
    boxes = "document.querySelectorAll('input[type=checkbox]').length"
    assert chromium.eval(boxes) == len(re.findall(r"^\d+\. ", WRITERS["md"](handout.document), re.MULTILINE))
    chromium.click("li:nth-of-type(6) code")
    assert chromium.eval("getSelection().toString()") == KEY
    chromium.click("li:nth-of-type(3) input")
    assert chromium.eval("[...document.querySelectorAll('input:checked')].length") == 1
    assert not chromium.eval("document.querySelectorAll('script').length")


def test_the_page_says_what_procore_confirms_already() -> None:
    installed, permitted = (Result(id, Status.PASS, "") for id in ("install.connected", "projects.permitted"))
    record = Onboarding("Acme", app_name="Sync", expect=ExpectMode.ALL, future_projects=False)

    def page(*results: Result) -> str:
        found = {each.id: each for each in results}
        return write_handout(build_handout(record, load_profile("file-sync"), load_guide(), results=found), "md")

    assert "Already done" not in page()
    assert "You install the app Sync" in page() and "asks for\n" not in page()
    begun = page(installed)
    assert "Do not install the app again." in begun and "You install the app" not in begun
    assert "## The permissions that the app asks for" in begun and "App Version ID" not in begun, (
        "later updates are compared with it"
    )
    numbers = list(map(int, re.findall(r"^(\d+)\. ", begun, re.MULTILINE)))
    assert numbers == list(range(1, len(numbers) + 1)) and f"These are {len(numbers)} steps: " in begun
    whole = page(installed, permitted)
    assert "You have nothing to do." in " ".join(whole.split())
    for asked in ("You install", "steps", "minutes", "You need the level", "before you start", "When you are done"):
        assert asked not in whole
    assert not re.search(r"^\d+\. ", whole, re.MULTILINE)


def test_of_a_list_the_page_asks_for_what_is_missing_and_keeps_what_is_there() -> None:
    names = ["P-001 - Harbor Annex", "P-002 - Mill", "P-003 - Tower"]
    missing = [{"id": "2", "name": "Mill"}, {"id": "3", "name": "Tower"}]
    begun = said("text", page(results=answers(active=12, assigned=1, listed=names, missing=missing), **LIST))
    assert "the projects listed below (2)" in begun
    assert [each in begun for each in names] == [False, True, True]
    results = answers(active=12, assigned=3, listed=names, missing=[])
    results["projects.permitted"] = replace(results["projects.permitted"], status=Status.PASS)
    done = said("text", page(results=results, **LIST))
    assert "this user is in the projects listed below (3)" in done and all(each in done for each in names)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_page_that_procore_s_approval_holds_up_says_first_to_wait_for_it(kind: str) -> None:
    waiting: dict[str, Any] = {"production_access": Approval(ApprovalState.WAITING, "2026-11-02")}
    text = said(kind, page(**waiting))
    sentence = (
        "Do not start yet: Procore has not granted production access, so the install cannot work. Wait until Robin"
    )
    assert text.index(sentence) < text.index("You install")
    assert "Do not start yet" not in said(kind, page(**waiting, approvals_settled_by=f"production {CLIENT_ID}"))
    assert "Do not start yet" not in said(kind, page(results=installed(), **waiting))


def installed() -> dict[str, Result]:
    """That Procore has the app installed."""
    return {"install.connected": Result("install.connected", Status.PASS, "")}


def test_the_plain_page_has_quotes_of_one_kind() -> None:
    connected = Result("install.connected", Status.PASS, "", details={"company": "Example Homes of Ohio"})
    text = WRITERS["text"](page(results={"install.connected": connected}).document)
    assert "“Example Homes of Ohio”" in text and "Click “Confirm”." in text
    assert not re.findall(r"[‘’\"]|(?<!\w)'", text)


def test_a_finished_page_says_that_the_program_added_the_projects_and_asks_for_nothing() -> None:
    asked = ("install.connected", "projects.permitted")
    results = {id: Result(id, Status.PASS, "", details={"company": "Practice Builders"}) for id in asked}
    run = ProjectChange("Kim", datetime(2026, 11, 23, tzinfo=UTC), "done", added=4, removed=0)
    record = Onboarding(
        "Acme", app_name="Sync", expect=ExpectMode.ALL, future_projects=False, project_changes={"1": run}
    )
    text = write_handout(build_handout(record, load_profile("file-sync"), load_guide(), results=results), "md")
    flat = " ".join(text.split())
    assert text.startswith("# How Sync was set up in Practice Builders")
    assert "added the app's user to 4 projects on 2026-11-23, and Procore confirmed it." in flat
    assert "Add All" not in text and "vendor:" not in text and "Contact" not in text
