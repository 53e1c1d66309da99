"""The setup record as HTML: it holds everything itself, proven and confirmed look different, and names stay text."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.model import Confirmation, Report, RequestCount, Result
from dmsa_tui.documents.model import MARKS, mark
from dmsa_tui.documents.setup_record.build import build_setup_record, write_setup_record
from dmsa_tui.documents.setup_record.model import SecretFacts, SetupRecord
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import Status

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PROFILE = load_profile("file-sync")
HOSTILE = [
    "<img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", '" onmouseover="alert(1)', "&lt;b&gt;",
    "</td></table>", "javascript:alert(1)", "<!--", "]]>", "\x1b]52;c;x\x07", "\u202egnp", "a\n\nb",
]  # fmt: skip


def to_html(setup: SetupRecord) -> str:
    return write_setup_record(setup, "html")


class Parsed(HTMLParser):
    """A page's tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", ()))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def page(text: str = "Acme") -> str:
    """A page on which `text` stands wherever a person or Procore can put some."""
    evidence = (RequestRecord("GET", "https://api.procore.com/rest/v1.0/companies?a=1&b=2", 200, text, 80),)
    results = (
        Result("credentials.token", Status.PASS, text, evidence=evidence),
        Result("install.account", Status.UNVERIFIED, text, confirmed_by=Confirmation(text, NOW)),
        Result("install.connected", Status.PASS, text, details={"company": text}),
        Result("projects.permitted", Status.FAIL, text, details={"missing": [{"id": "1", "name": text}]}),
        Result("install.version", Status.UNVERIFIED, text, required=False),
    )
    about = {
        "name": text, "environment": "production", "login_url": "https://login.procore.com",
        "api_url": "https://api.procore.com", "company_id": "1", "client_id": "c",
    }  # fmt: skip
    record = Onboarding(
        text, company_id="1", client_id="c", app_name=text, app_version_key=text * 20, administrator=text,
        old_account=text,
        confirmed=dict.fromkeys(("install", "projects"), Confirmed(text, NOW)),
        verification=Approval(ApprovalState.WAITING, text, text),
    )  # fmt: skip
    report = Report(Status.FAIL, NOW, 840, dict(about), results, RequestCount())
    return to_html(build_setup_record(record, PROFILE, report, SecretFacts(text, 43, "0123abcd"), now=NOW))


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    whole = page()
    parsed = Parsed(whole)
    assert {tag for tag, _ in parsed.tags}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "svg"}
    )
    names = {name for _, attributes in parsed.tags for name, _ in attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert not re.search(r"url\(|@import|expression\(", whole)
    assert "default-src 'none'" in whole


def test_the_states_differ_by_sign_word_and_style() -> None:
    whole = page()
    assert len({sign for sign, _ in MARKS.values()}) == len(MARKS) == len(State)
    borders = [re.search(rf"^\.{state.value}[^{{]*{{ border: (\S+ \S+)", whole, re.MULTILINE) for state in State]
    proofs = (State.PROVEN, State.CONFIRMED, State.FAILING, State.UNVERIFIED)
    styles = {found[1] for state, found in zip(State, borders, strict=True) if found and state in proofs}
    assert len(styles) == len(proofs), "a printer without color shows no difference"
    for check, state in {
        "Credentials": State.PROVEN, "Service account": State.CONFIRMED,
        "Permitted projects": State.FAILING, "Installed version": State.UNVERIFIED,
    }.items():  # fmt: skip
        row = next(line for line in whole.splitlines() if f"<tr><td>{check}</td>" in line)
        assert f'<span class="mark {state.value}">{mark(state)}</span>' in row


def test_everything_that_the_record_says_is_on_the_page() -> None:
    text = Parsed(page("Acme & Söhne")).text
    for said in (
        "Setup record: Acme & Söhne", "It contains no secret", "https://login.procore.com", "43 characters",
        "0123abcd", "The setup is not finished: Procore says no to “Permitted projects”.",
        "Missing Acme & Söhne", "Acme & Söhne, 2026-11-23", "Verdict of the last run: fail",
        "GET /rest/v1.0/companies?a=1&b=2 → 200", "Webhooks API", "Open items",
        PROFILE.rows[0].reason, PROFILE.rows[0].caution or "",
    ):  # fmt: skip
        assert said in text, said


def test_the_style_says_how_the_page_is_printed() -> None:
    style = page().split("</style>")[0]
    assert "@page { margin" in style and "@media print" in style and "break-inside: avoid" in style


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_becomes_markup(hostile: str) -> None:
    assert Parsed(page(hostile)).tags == Parsed(page("harmless")).tags
    assert not re.search("[\x00-\x08\x1b\u202e]", page(hostile))


@given(st.text(max_size=40))
def test_any_text_stays_text(text: str) -> None:
    assert Parsed(page(f"x{text}x")).tags == Parsed(page("harmless")).tags


def test_an_empty_record_says_that_nothing_is_recorded() -> None:
    text = Parsed(to_html(build_setup_record(Onboarding("Acme"), PROFILE))).text
    assert "not recorded" in text and "This record has no results" in text and "✔ proven" not in text
    assert "The setup is not finished: this record has no check results. Open:" in text
