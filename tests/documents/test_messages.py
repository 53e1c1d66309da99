"""The message to who is not on the call says who has to do what, filled from the record."""

import re
from datetime import UTC, datetime
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.message_text import Message
from dmsa_tui.documents.messages import MESSAGES, approval_message, waiting_message
from dmsa_tui.documents.model import prose
from dmsa_tui.documents.render.text import words_text
from dmsa_tui.documents.values import time_needed
from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.conditions import Known, handout_actions
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, ExpectMode, Onboarding
from dmsa_tui.procore.environments import REHEARSAL
from dmsa_tui.vocabulary import Status

KEY = "3f12716f-4737-4c82-953b-27a01e30e813"
DONE = Confirmed("Kim", datetime(2026, 11, 24, 12, tzinfo=UTC))
CLIENT_ID = "V8mzH6BEWc4iJNkxdyB_yyRstT-_I7apPYat37Nkbdw"


def message(kind: str, **changes: Any) -> Message:
    given: dict[str, Any] = {"company_id": "562949954728542", "app_name": "Example Sync", "expect": ExpectMode.ALL}
    given |= {"app_version_key": KEY, "client_id": CLIENT_ID, "future_projects": True, "app_owner": "customer"}
    results = changes.pop("results", {})
    return approval_message(
        kind,
        Onboarding("Example Homes", **{**given, **changes}),
        load_profile("file-sync"),
        sender="Jo",
        results=results,
    )


@pytest.mark.parametrize(
    ("kind", "to", "said"),
    [
        ("verification", "the owner", ["Become a Verified Developer", "Gmail", "Private Developer"]),
        (
            "production-access",
            "the owner",
            ["Request Production Credential Access", "My Apps", "Purpose", "company Admin"],
        ),
        ("install-app-missing", "Procore support", ["Install App", "enable custom app installs"]),
        ("install", "the Procore administrator", [KEY, "Install Custom App", "“Install” again", "Permitted Projects"]),
        ("projects", "the Procore administrator", ["Assign Default Project Permissions", "Save", "Home Read-Only"]),
    ],
)
def test_each_message_says_to_whom_what_and_for_which_company(kind: str, to: str, said: list[str]) -> None:
    made = message(kind)
    flat = " ".join(made.body.split())
    assert made.to.startswith(to) and "Example Sync" in flat
    assert all(word in flat for word in said), flat
    assert "Example Homes" in flat and flat.endswith("Thank you Jo")
    assert made.text.startswith(f"To: {made.to}\nSubject: {made.subject}\n\nHello,\n")


@pytest.mark.parametrize("kind", ["install", "projects"])
def test_a_message_for_the_administrator_is_to_the_one_who_is_recorded(kind: str) -> None:
    assert message(kind, administrator="Robin Lee").to == "Robin Lee, the Procore administrator"


def test_the_owner_of_a_name_that_ends_in_s_has_no_second_one() -> None:
    profile = load_profile("file-sync")
    for name, owner in (("Practice Builders", "Practice Builders'"), ("Acme", "Acme's")):
        record = Onboarding(name, app_owner="customer")
        assert approval_message("verification", record, profile).to == f"the owner of {owner} developer account"


def test_the_owner_is_named_by_the_customers_name_after_procore_named_its_company_too() -> None:
    named = Result("install.connected", Status.PASS, "x", details={"company": "Practice Builders"})
    made = message("verification", results={named.id: named})
    assert made.to == "the owner of Example Homes' developer account" and "Practice Builders" in made.body


def test_an_install_without_an_app_version_key_asks_the_apps_owner_for_it_and_nothing_of_the_administrator() -> None:
    made = message("install", app_version_key="", administrator="Robin Lee", confirmed={"create-app": DONE})
    flat = " ".join(made.body.split())
    assert made.to == "the owner of Example Homes' developer account" and "Please install" not in flat
    assert "1. Add the OAuth component 2. Set the permission levels 3. Promote to production" in flat, flat
    assert "Copy and save the Production App Version Key" in flat
    assert "[App Version ID]" not in flat and "Projects:" not in flat
    assert made.instead and not made.warning
    assert "nothing to do yet for Robin Lee, the Procore administrator." in flat


@pytest.mark.parametrize("state", [ApprovalState.WAITING, ApprovalState.REFUSED, ApprovalState.NOT_ASKED])
def test_nobody_is_asked_to_install_an_app_without_production_access(state: ApprovalState) -> None:
    made = message("install", production_access=Approval(state, "2026-11-02"))
    assert made.to.startswith("the owner") and "Please install" not in made.body
    assert made.instead == "Procore has not granted production access, so this message is about that."


def test_an_install_without_a_key_that_procore_confirms_asks_for_the_projects() -> None:
    connected = Result("install.connected", Status.PASS, "x")
    assert "is installed" in message("install", app_version_key="", results={connected.id: connected}).body


def test_all_kinds_are_covered() -> None:
    assert MESSAGES == ("verification", "production-access", "install-app-missing", "install", "projects", "task")
    with pytest.raises(InvalidInput, match="production-access"):
        message("moon")


@pytest.mark.parametrize("kind", ["verification", "production-access"])
@pytest.mark.parametrize(
    ("state", "subject", "said"),
    [
        (ApprovalState.NOT_ASKED, "Please ask", "Reply with the date"),
        (
            ApprovalState.WAITING,
            "is pending",
            "2026-11-02 or before. It is Procore's turn: the setup",
        ),
        (ApprovalState.REFUSED, "was refused", "(recorded on 2026-11-02). The reason noted: SaaS. Please"),
        (ApprovalState.GRANTED, "is granted", "can continue"),
    ],
)
def test_an_approvals_message_follows_its_state(kind: str, state: ApprovalState, subject: str, said: str) -> None:
    approval = Approval(state, "2026-11-02", "SaaS")
    made = message(kind, **{kind.replace("-", "_"): approval})
    assert subject in made.subject
    assert said.replace(" Please", "") in " ".join(made.body.split())


@pytest.mark.parametrize("kind", ["verification", "production-access"])
def test_a_message_on_an_approval_that_the_credentials_settle_waits_for_nobody(kind: str) -> None:
    waiting = {each: Approval(ApprovalState.WAITING, "2026-11-20") for each in ("verification", "production_access")}
    made = message(kind, **waiting, approvals_settled_by=f"production {CLIENT_ID}")
    assert made.subject.endswith("is settled") and "Procore accepts the app's credentials" in made.body
    assert "waits for" not in made.body


@pytest.mark.parametrize("kind", MESSAGES)
def test_no_credential_is_in_a_message_gaps_are_placeholders_and_an_app_without_a_name_is_the_app(kind: str) -> None:
    assert CLIENT_ID not in message(kind).text
    empty = " ".join(approval_message(kind, Onboarding("Cedar"), load_profile("file-sync")).body.split())
    assert "[your name]" in empty and "[app name]" not in empty and "the app" in empty.lower()
    if kind == "install":
        assert "[company ID]" in empty


def test_an_install_of_projects_that_nobody_has_named_says_to_wait_for_their_names() -> None:
    assert "Projects: not decided yet." in message("install", expect=ExpectMode.UNDECIDED).body


def test_the_sandbox_is_installed_with_the_sandbox_key() -> None:
    made = message("install", environment="developer-sandbox", sandbox_app_version_key="sandbox-key")
    assert "sandbox-key" in made.body and KEY not in made.body


def test_a_key_that_was_first_typed_in_the_sandbox_is_the_one_to_install_there() -> None:
    assert KEY in message("install", environment="developer-sandbox", sandbox_app_version_key="").body


KNOWN = [
    Known(future, expect, active)
    for future in (None, False, True) for expect in ("undecided", "list", "all") for active in (12, 2_431)
]  # fmt: skip


@pytest.mark.parametrize("edition", [each.id for each in load_guide().editions])
@pytest.mark.parametrize("known", KNOWN)
def test_the_clicks_are_those_of_the_handout(known: Known, edition: str) -> None:
    named = known._replace(app_name="Example Sync")
    undecided = ["chosen"] if known.expect == "undecided" else []
    clicks = handout_actions(load_guide().step("projects"), edition, named, without=undecided)
    answers: dict[str, Any] = {
        "expect": ExpectMode(known.expect), "future_projects": known.future_projects, "edition": edition,
        "active_projects": known.active_projects, "expected_projects": ["Tower"] * (known.expect == "list"),
    }  # fmt: skip
    flat = " ".join(message("projects", **answers).body.split())
    places = [flat.index(f"{number}. {words_text(prose(each.text))}") for number, each in enumerate(clicks, 1)]
    assert places == sorted(places) and f"{len(clicks) + 1}. " not in flat
    assert ("company tools “Directory”, “Admin” and “Permissions”" in flat) is ("Project (Global)" in flat)
    assert ("Home       Read-Only" in message("projects", **answers).body) is ("Project (Global)" in flat)
    assert flat.count("Template: Example Sync projects") == 2 * ("Project (Global)" in flat)
    assert ("App's user: begins as example-sync" in flat) is ("app's user" in " ".join(each.text for each in clicks))
    install = " ".join(message("install", **answers).body.split())
    assert ("company tools “Directory”, “Admin” and “Permissions”" in install) is ("Project (Global)" in flat)
    assert ("Select Projects" in install) is (known.expect == "list")
    assert ("has each click for the projects" in install) is any(
        each.procedure and each.procedure.id != "chosen" for each in clicks
    )


def test_the_page_is_on_the_host_that_procore_named() -> None:
    host = Result("company.reachable", Status.PASS, "", details={"web_base_url": "https://us02.procore.com"})
    assert "Page: https://us02.procore.com/562949954728542/" in message("install", results={host.id: host}).body


def test_the_template_is_left_out_where_future_projects_are_not_wanted() -> None:
    chosen: dict[str, Any] = {"expect": ExpectMode.LIST, "expected_projects": ["Tower"]}
    assert "Template" not in message("projects", future_projects=False, **chosen).body
    assert "Project (Global)" in " ".join(message("projects", future_projects=True, **chosen).body.split())


def test_the_wanted_projects_are_named() -> None:
    named = message("projects", expect=ExpectMode.LIST, expected_projects=["1234 Tower", "Annex"])
    assert "Projects: 1234 Tower; Annex. " in named.body
    assert "every active one" in message("install", expect=ExpectMode.ALL).body


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (None, "Please make sure that the app Example Sync is installed in Example Homes (company ID 562949954728542)"),
        (Status.UNVERIFIED, "Please make sure that the app Example Sync is installed in"),
        (Status.FAIL, "The app Example Sync is not installed in Example Homes (company ID 562949954728542). Please in"),
        (Status.PASS, "The app Example Sync is installed in Example Homes (company ID 562949954728542). Please add"),
    ],
)
def test_the_message_on_projects_says_of_the_installation_what_procore_said(said: Status | None, begins: str) -> None:
    results = {} if said is None else {"install.connected": Result("install.connected", said, "")}
    flat = " ".join(message("projects", results=results).body.split())
    assert flat.startswith(f"Hello, {begins}"), flat


def test_the_message_on_the_installation_says_where_it_is_about_something_else() -> None:
    results = {INSTALLED.id: INSTALLED}
    assert "is installed, so this message is about what is left" in message("install", results=results).instead
    assert message("install").instead == message("projects", results=results).instead == ""


@pytest.mark.parametrize("kind", ["install", "projects"])
def test_undecided_projects_are_called_that_and_nobody_is_to_guess_them(kind: str) -> None:
    flat = " ".join(message(kind, expect=ExpectMode.UNDECIDED).body.split())
    assert "Projects: not decided yet. Please wait until I name them." in flat and "[" not in flat


def test_the_clicks_for_new_projects_need_an_answer() -> None:
    for answer, there in ((None, False), (False, False), (True, True)):
        flat = " ".join(message("projects", future_projects=answer).body.split())
        assert ("to all new projects" in flat) is there


def test_once_procore_was_asked_only_what_it_has_is_to_be_permitted() -> None:
    changes = {"expect": ExpectMode.LIST, "expected_projects": ["1234 Tower", "Annex", "Anex"]}
    permitted = Result("projects.permitted", Status.FAIL, "", details={"active": 12, "unknown": ["Anex"]})
    for kind in ("install", "projects"):
        flat = " ".join(message(kind, **changes, results={permitted.id: permitted}).body.split())
        assert "Projects: 1234 Tower; Annex. Left out: 1 entry" in flat and "Anex." not in flat
        flat = " ".join(message(kind, **changes).body.split())
        assert "Projects: 1234 Tower; Annex; Anex. These names were not compared with Procore's projects." in flat


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_of_a_rehearsal_must_not_be_sent(kind: str) -> None:
    text = message(kind, api_url="https://api.practice.invalid", login_url="https://login.practice.invalid").text
    assert text.startswith("Do not send this. This is a rehearsal")
    local = message(kind, api_url="http://127.0.0.1:8001", login_url="http://127.0.0.1:8001").text
    assert local.startswith("This onboarding uses a host on this computer.")
    custom = message(kind, api_url="https://p.example", login_url="https://p.example").text
    assert custom.startswith("This onboarding uses p.example, a custom host.")


def test_the_waiting_message_is_that_of_the_first_approval_that_is_missing() -> None:
    granted = Approval(ApprovalState.GRANTED)
    assert waiting_message(Onboarding("A")) == "verification"
    assert waiting_message(Onboarding("A", verification=granted)) == "production-access"
    assert waiting_message(Onboarding("A", verification=granted, production_access=granted)) is None


@given(st.text(max_size=80), st.sampled_from(MESSAGES))
def test_any_name_gives_a_message_without_control_characters(name: str, kind: str) -> None:
    text = message(kind, app_name=f"x{name}").text
    assert not any(category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") and each != "\n" for each in text)
    assert text.splitlines()[1].startswith("Subject: ")


COMPLETE: dict[str, Any] = {
    "app_name": "Sync", "company_id": "1", "app_version_key": KEY, "expect": ExpectMode.ALL, "future_projects": False,
}  # fmt: skip
GAPS = {
    "app_name": ("", "app name", set(MESSAGES) - {"verification"}),  # which verifies the owner, and reads well without
    "company_id": ("", "company ID", set(MESSAGES) - {"verification"}),
    "expect": (ExpectMode.UNDECIDED, "which projects must be there", {"install", "projects"}),
    "future_projects": (None, "whether new projects join", {"projects"}),
}


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("answer", GAPS)
def test_a_message_whose_own_value_is_unknown_says_so_above_everything(kind: str, answer: str) -> None:
    unknown, name, needed_by = GAPS[answer]
    made = message(kind, **{**COMPLETE, answer: unknown})
    assert made.missing == ((name,) if kind in needed_by else ())
    begins = f"Do not send this yet. Not recorded: {name}.\n\nTo: " if made.missing else "To: "
    assert made.text.startswith(begins)
    assert message(kind, **COMPLETE).missing == ()


def test_a_list_without_an_entry_is_no_answer() -> None:
    assert message("projects", expect=ExpectMode.LIST, expected_projects=[]).missing


@pytest.mark.parametrize("state", list(ApprovalState))
@pytest.mark.parametrize("kind", MESSAGES)
def test_no_message_has_a_placeholder_without_a_warning(kind: str, state: ApprovalState) -> None:
    approval = Approval(state)
    for changes in (COMPLETE, {"app_name": ""}):
        record = Onboarding("Cedar", **changes, verification=approval, production_access=approval)
        made = approval_message(kind, record, load_profile("file-sync"), sender="Jo")
        assert ("[" in made.body) <= bool(made.warning), made.text


def test_who_needs_no_production_access_learns_it_before_the_steps() -> None:
    body = message("production-access").body
    assert body.index("Verified: Customer") < body.index("1. Sign in")


def test_the_verification_names_the_way_of_a_product_too() -> None:
    flat = " ".join(message("verification").body.split())
    assert "For a product with several customers: “Apply to Become a Marketplace Partner”." in flat


def test_the_install_message_compares_before_it_confirms_and_says_how_to_make_sure() -> None:
    flat = " ".join(message("install", app_owner="consultant").body.split())
    compared = flat.index("Compare the app and the permissions that Procore shows")
    assert flat.index("Click “Install”.") < compared < flat.index("Read-Only") < flat.index("click “Install” again to")
    assert flat.index("Is this message genuine?") < flat.index("not your company's") < flat.index("1. Sign in")
    assert "do not click “Install” again: stop and ask" in flat


@pytest.mark.parametrize("kind", ["install", "projects"])
def test_a_message_says_how_long_its_own_clicks_take(kind: str) -> None:
    body = message(kind).body
    steps = len(re.findall(r"^ ?\d+\. ", body, re.MULTILINE))
    assert f"These are {steps} steps: {time_needed(steps)}." in " ".join(body.split())


@pytest.mark.parametrize(
    ("owner", "says"),
    [
        ("consultant", "nobody will ask you for it."),
        ("customer", "its owner passes it on through a vault or a one-time link: never by email or chat."),
        ("", "Never send it by email or chat."),
    ],
)
def test_the_administrator_reads_what_happens_to_the_secret_in_whose_account_the_app_is(owner: str, says: str) -> None:
    record = Onboarding("Acme", app_owner=owner, app_version_key=KEY)
    body = " ".join(approval_message("install", record, load_profile("file-sync")).body.split())
    assert says in body and ("nobody will ask" in body) == (owner == "consultant")


INSTALLED = Result("install.connected", Status.PASS, "")
PERMITTED = Result("projects.permitted", Status.PASS, "")


@pytest.mark.parametrize("kind", ["install", "projects"])
def test_a_message_asks_for_nothing_that_procore_confirms(kind: str) -> None:
    record = Onboarding("Acme", app_name="Sync", expect=ExpectMode.ALL, future_projects=False, company_id="1")
    profile, results = load_profile("file-sync"), {INSTALLED.id: INSTALLED}
    begun = approval_message(kind, record, profile, results=results)
    assert "add its projects" in begun.body and "install it" not in begun.body and "Please install" not in begun.body
    done = approval_message(kind, record, profile, results=results | {PERMITTED.id: PERMITTED})
    assert "You have nothing more to do." in done.body and "seconds each" not in done.body


def test_while_nobody_has_said_whose_the_developer_account_is_the_message_names_no_customers() -> None:
    made = message("verification", app_owner="")
    assert made.to == "the owner of the app's developer account" and f"as {made.to}," in " ".join(made.body.split())


def test_a_message_names_the_app_as_procore_did_where_the_record_does_not() -> None:
    version = Result("install.version", Status.PASS, "", details={"app": "Practice File Sync"})
    made = message("task", app_name="", results={"install.version": version})
    assert "the app Practice File Sync" in " ".join(made.body.split()) and "app name" not in made.missing


def test_a_message_that_nobody_signs_says_so() -> None:
    made = approval_message("verification", Onboarding("Acme", app_name="Sync"), load_profile("file-sync"))
    assert "your name" in made.missing and made.warning.endswith("Not recorded: your name.")
    rehearsed = Message("a", "b", "c", ("App Version ID",), stand_in=REHEARSAL)
    assert REHEARSAL in rehearsed.warning and rehearsed.warning.endswith("Not recorded: App Version ID.")
