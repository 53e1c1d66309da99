"""The administrator's page says what they need, in their labels, and nothing secret; names stay text in it."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.documents.handout.build import DIRECTORY_CAUTION, Handout, build_handout
from dmsa_tui.documents.handout.formats import FORMATS
from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.onboarding.record import ExpectMode, Onboarding

KEY = "3f12716f-4737-4c82-953b-27a01e30e813"
SANDBOX_KEY = "11111111-4737-4c82-953b-27a01e30e813"
CLIENT_ID = "V8mzH6BEWc4iJNkxdyB_yyRstT-_I7apPYat37Nkbdw"
HOSTILE = "<script>alert(1)</script>\"'&|`**x**[a](https://evil.test)\u202e\x1b[2J"


def record(**changes: Any) -> Onboarding:
    given = {
        "company_id": "562949954728542", "app_name": "Example Sync", "app_version_key": KEY, "client_id": CLIENT_ID,
        "sandbox_app_version_key": SANDBOX_KEY, "future_projects": True, "expect": ExpectMode.ALL,
    }  # fmt: skip
    return Onboarding("Example Homes", **{**given, **changes})


def page(contact: str = "Jo, jo@example.com", **changes: Any) -> Handout:
    made = record(**changes)
    return build_handout(made, load_profile(made.profile), load_guide(), contact=contact, today=date(2026, 11, 23))


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


def read(kind: str, handout: Handout) -> str:
    """What a person reads on the page, on one line, without the marks of the format."""
    text = FORMATS[kind](handout)
    if kind == "html":
        text = Reader(text).text
    text = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)
    return " ".join(re.sub(r"[*‘’]|^\s*- ", "", text, flags=re.MULTILINE).split())


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_each_format_has_everything_that_the_administrator_needs(kind: str, edition: str) -> None:
    said = read(kind, page(edition=edition))
    for fact in ("Example Homes", "562949954728542", KEY, "Example Sync", "App Version ID", "App Version Key"):
        assert fact in said
    assert "https://app.procore.com/562949954728542/company/home" in said
    for step in ("install", "projects"):
        shown = load_guide().step(step).editions[edition]
        actions = shown_actions(load_guide().step(step), edition, known_of(record()))
        told = (part for action in actions for part in (action.text, action.note, action.caution) if part)
        for text in (*told, *shown.warnings, shown.expect):
            assert " ".join("".join(part for part, _ in spans(text)).split()) in said
    for row in load_profile("file-sync").rows:
        assert (row.reason in said) is not row.optional
    assert DIRECTORY_CAUTION in said and "advises against" in said
    assert "Update Available" in said and "Uninstall" in said and "Jo, jo@example.com" in said


@pytest.mark.parametrize("kind", FORMATS)
def test_no_credential_is_on_the_page(kind: str) -> None:
    text = FORMATS[kind](page())
    assert CLIENT_ID not in text and SANDBOX_KEY not in text
    assert SANDBOX_KEY in FORMATS[kind](page(environment="developer-sandbox"))


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_not_recorded_is_said_instead_of_left_blank(kind: str) -> None:
    said = read(
        kind, page(app_version_key="", company_id="", app_name="", expect=ExpectMode.UNDECIDED, future_projects=None)
    )
    assert said.count("not known yet: ask for it before you start") == 3
    assert said.count("is not decided yet") == 2 and "the sync app" in said and "company/home" not in said


def test_the_wanted_projects_are_named_and_a_long_list_is_counted() -> None:
    three = page(expect=ExpectMode.LIST, expected_projects=["1 A", "2 B", "3 C"])
    assert three.named_projects == ("1 A", "2 B", "3 C") and "These 3 projects" in three.projects
    many = page(expect=ExpectMode.LIST, expected_projects=[f"P{n}" for n in range(2_431)])
    assert len(many.named_projects) == 31 and "2,401 more" in many.named_projects[-1]


def test_a_profile_without_company_directory_admin_has_no_such_caution() -> None:
    handout = page()
    without = [row for row in handout.granted if row.tool != "Directory"]
    assert handout.caution == DIRECTORY_CAUTION
    assert Handout(**{**handout.__dict__, "granted": tuple(without)}).caution is None


def hostile_page(text: str) -> Handout:
    names = {"app_name": text, "company_id": text, "app_version_key": text, "expected_projects": [text]}
    made = record(expect=ExpectMode.LIST, **names)
    return build_handout(made, load_profile("file-sync"), load_guide(), company_name=text, contact=text)


@given(st.text(max_size=60) | st.just(HOSTILE))
def test_names_stay_text_in_the_html_page_and_it_fetches_nothing(text: str) -> None:
    made, plain = Reader(FORMATS["html"](hostile_page(f"x{text}"))), Reader(FORMATS["html"](hostile_page("x")))
    assert [tag for tag, _ in made.tags] == [tag for tag, _ in plain.tags]
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in made.tags}
    assert not any(name in attributes for _, attributes in made.tags for name in ("src", "onclick", "style"))
    assert any("default-src 'none'" in (attributes.get("content") or "") for _, attributes in made.tags)
    assert "\x1b" not in made.text and "\u202e" not in made.text


def test_names_form_no_markup_in_markdown_and_no_control_sequence_in_text() -> None:
    markdown, text = FORMATS["md"](hostile_page(HOSTILE)), FORMATS["text"](hostile_page(HOSTILE))
    assert "<script" not in markdown and "](https" not in markdown and "https://evil" not in markdown
    for said in (markdown, text):
        assert "\x1b" not in said and "\u202e" not in said


def test_the_text_stays_within_80_columns() -> None:
    assert max(map(len, FORMATS["text"](page()).splitlines())) <= 80
