"""The setup record: each line says who stands behind it, nothing in it is secret, and no name becomes markup."""

import json
import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from dmsa_tui.checks.model import Confirmation, Remedy, Report, RequestCount, Result
from dmsa_tui.documents.render.formats import FORMATS
from dmsa_tui.documents.render.markdown import plain
from dmsa_tui.documents.render.text import to_text
from dmsa_tui.documents.setup_record.build import (
    build_setup_record,
    save_setup_record,
    secret_facts,
    setup_record_schema,
    write_setup_record,
)
from dmsa_tui.documents.setup_record.history_words import entry_words
from dmsa_tui.documents.setup_record.model import Proof, SecretFacts, SetupRecord
from dmsa_tui.documents.setup_record.page import setup_page
from dmsa_tui.documents.setup_record.summary import summary
from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.guide.sources import Source
from dmsa_tui.onboarding.history import Change, Entry, Event, History, changes_between
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import (
    Approval,
    ApprovalState,
    Confirmed,
    ExpectMode,
    FailedProof,
    Onboarding,
    ProjectChange,
)
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.procore.secret import Secret
from dmsa_tui.vocabulary import Level, Status
from tests.documents.markdown_structure import structure

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WORD = Confirmed("Ada", NOW)
CANARY = "canary0123456789canary0123456789canary01234"
KEY = "3f12716f-4737-4c82-953b-27a01e30e813"
SOURCE = Source("Procore documentation", date(2026, 6, 1), "confirmed")
PROFILE = Profile(
    "file-sync", "File sync", "", SOURCE,
    (
        ProfileRow("Documents", "documents", (), Level.ADMIN, Level.ADMIN, "The sync itself.", "May delete files."),
        ProfileRow("Home", "home", ("Portfolio",), Level.READ_ONLY, Level.READ_ONLY, "Lists the projects."),
        ProfileRow("Photos", "photos", (), Level.NONE, Level.STANDARD, "Site pictures."),
        ProfileRow("Webhooks API", "webhooks", (), Level.STANDARD, Level.STANDARD, "Not needed.", optional=True),
    ),
)  # fmt: skip
EVIDENCE = (RequestRecord("GET", "https://api.procore.com/rest/v1.0/settings/permissions", 200, "abc-1", 80),)


def to_json(setup: SetupRecord) -> str:
    return write_setup_record(setup, "json")


def to_markdown(setup: SetupRecord) -> str:
    return write_setup_record(setup, "md")


def onboarding(**changes: Any) -> Onboarding:
    """A complete record."""
    answers: dict[str, Any] = {
        "name": "Acme", "company_id": str(2**53 + 1), "client_id": "c" * 43, "app_version_key": KEY, "app_name": "Sync",
        "expect": ExpectMode.ALL, "future_projects": True, "updated_at": NOW,
        "confirmed": dict.fromkeys(("create-app", "manifest", "promote", "handoff"), Confirmed("Kim", NOW)),
    }  # fmt: skip
    return Onboarding(**{**answers, **changes})


def tools(**granted: str | None) -> list[dict[str, str | None]]:
    """Rows of the report's details."""
    return [{"tool": tool, "wanted": "admin", "granted": level} for tool, level in granted.items()]


def report(*results: Result) -> Report:
    """A report about `onboarding()`."""
    about: dict[str, str | None] = {
        "name": "Acme", "environment": "production", "login_url": "https://login.procore.com",
        "api_url": "https://api.procore.com", "company_id": str(2**53 + 1), "client_id": "c" * 43,
    }  # fmt: skip
    return Report(Status.PASS, NOW, 840, about, results, RequestCount())


TOKEN = Result("credentials.token", Status.PASS, "The pair is accepted.")
COMPANY = Result(
    "permissions.company", Status.PASS, "Every level is there.", evidence=EVIDENCE,
    details={"tools": tools(Documents="admin", Portfolio="read-only")},
)  # fmt: skip
PROJECT = Result(
    "permissions.project", Status.FAIL, "Documents is too low in one project.",
    remedy=Remedy("permissions", "admin", "Directory", "Permissions"),
    details={"projects": [
        {"id": "1", "name": "One", "tools": tools(Documents="admin", Home="read-only", Photos="standard")},
        {"id": "2", "name": "Two", "tools": tools(Documents="standard", Home="read-only", Photos="standard")},
    ]},
)  # fmt: skip
VERSION = Result("install.version", Status.UNVERIFIED, "Procore did not say.", required=False)
ACCOUNT = Result("install.account", Status.UNVERIFIED, "Procore hides it.", confirmed_by=Confirmation("Kim", NOW))


def proofs(setup: SetupRecord) -> dict[str, Proof]:
    """Check id → who stands behind it."""
    return {check.id: check.proof for check in setup.checks}


def test_proven_confirmed_failed_and_open_are_told_apart() -> None:
    setup = build_setup_record(onboarding(), PROFILE, report(TOKEN, ACCOUNT, PROJECT, VERSION))
    assert proofs(setup) == {
        "credentials.token": Proof.PROVEN,
        "install.account": Proof.CONFIRMED,
        "permissions.project": Proof.FAILED,
        "install.version": Proof.OPEN,
    }
    text = to_markdown(setup)
    assert "| Service account | ✎ confirmed Kim, 2026-11-23 |" in text
    assert "| Credentials | ✔ proven |" in text and "| Installed version | ? unverified |" in text
    assert "credentials.token" not in text


def test_a_word_that_the_record_keeps_counts_as_much_as_the_reports() -> None:
    record = onboarding(
        accepted={"install.version": Confirmed("Robin", NOW), "permissions.project": Confirmed("R", NOW)}
    )
    setup = build_setup_record(record, PROFILE, report(VERSION, PROJECT))
    assert proofs(setup) == {"install.version": Proof.CONFIRMED, "permissions.project": Proof.FAILED}
    assert [check.confirmed_by and check.confirmed_by.by for check in setup.checks] == ["Robin", None]


def test_each_permission_has_its_reason_and_what_procore_granted() -> None:
    setup = build_setup_record(onboarding(), PROFILE, report(TOKEN, COMPANY, PROJECT))
    documents, home, photos = setup.permissions
    assert documents.reason == "The sync itself." and documents.caution == "May delete files."
    assert (documents.company.granted, documents.company.proof) == ("admin", Proof.PROVEN)
    assert (documents.project.granted, documents.project.proof) == ("standard", Proof.FAILED)
    assert documents.project.projects == 2
    assert home.company.granted == "read-only", "found under its other name"
    assert (photos.company.wanted, photos.project.proof) == ("none", Proof.PROVEN)


def test_a_level_that_one_project_did_not_state_is_not_proven() -> None:
    partly = Result(
        "permissions.project", Status.UNVERIFIED, "One project did not say.",
        details={"projects": [{"tools": tools(Documents="admin")}, {"tools": tools(Documents=None)}]},
    )  # fmt: skip
    setup = build_setup_record(onboarding(), PROFILE, report(partly))
    assert setup.permissions[0].project.proof is Proof.OPEN


def test_a_tool_that_procore_does_not_list_is_refused_and_not_merely_open() -> None:
    absent = Result(
        "permissions.company", Status.FAIL, "Documents is not granted.",
        details={"tools": tools(Documents=None, Home="read-only")},
    )  # fmt: skip
    documents, home, _ = build_setup_record(onboarding(), PROFILE, report(absent)).permissions
    assert (documents.company.proof, home.company.proof) == (Proof.FAILED, Proof.PROVEN)


@pytest.mark.parametrize("details", [{}, {"tools": "none"}, {"tools": [1, {}, {"tool": "Documents", "granted": "x"}]}])
def test_details_of_another_shape_prove_nothing(details: dict[str, object]) -> None:
    result = Result("permissions.company", Status.PASS, "", details=details)
    assert build_setup_record(onboarding(), PROFILE, report(result)).permissions[0].company.proof is Proof.OPEN


def test_what_was_not_requested_is_listed() -> None:
    setup = build_setup_record(onboarding(), PROFILE)
    assert {(each.tool, each.tab) for each in setup.not_requested} == {("Photos", "company"), ("Webhooks API", "both")}
    assert "- Photos on the company tab:" in to_markdown(setup)


def test_without_a_report_nothing_is_proven_and_that_is_an_open_item() -> None:
    setup = build_setup_record(onboarding(), PROFILE)
    assert setup.checks == () and setup.verdict is None
    assert all(row.company.proof is Proof.OPEN for row in setup.permissions)
    assert "The checks have not been run." in [item.what for item in setup.open_items]
    assert "✔ proven |" not in to_markdown(setup)


def test_where_some_checks_have_been_run_the_open_item_does_not_say_that_none_was() -> None:
    setup = build_setup_record(onboarding(checked_at=NOW), PROFILE)
    assert "Not all checks have been run." in [item.what for item in setup.open_items]


def test_a_verdict_is_no_pass_while_a_question_is_undecided() -> None:
    for answers in ({"future_projects": None}, {"expect": ExpectMode.UNDECIDED}):
        assert build_setup_record(onboarding(verdict="pass", checked_at=NOW, **answers), PROFILE).verdict == "warn"


def test_a_verdict_without_its_evidence_is_said_to_be_one() -> None:
    setup = build_setup_record(onboarding(verdict="pass", checked_at=NOW), PROFILE)
    assert (setup.verdict, setup.checked_at) == ("pass", NOW)
    assert any("The last verdict was pass" in item.what for item in setup.open_items)


@pytest.mark.parametrize("key", ["environment", "api_url", "company_id", "client_id"])
def test_a_report_about_something_else_is_no_evidence(key: str) -> None:
    about_another = report(TOKEN)
    about_another.target[key] = "other"
    setup = build_setup_record(onboarding(), PROFILE, about_another)
    assert setup.checks == () and setup.verdict is None


def test_open_items_have_an_owner_and_a_date() -> None:
    record = onboarding(
        verification=Approval(ApprovalState.WAITING, "2026-11-01"),
        production_access=Approval(ApprovalState.REFUSED, "2026-11-02"),
        client_id="", expect=ExpectMode.UNDECIDED, confirmed={},
    )  # fmt: skip
    setup = build_setup_record(record, PROFILE, now=NOW)
    found = {item.what: (item.owner, item.since) for item in setup.open_items}
    assert found["The organization verification is waiting for Procore."] == ("Procore", "2026-11-01")
    assert found["Production access was refused by Procore."] == ("consultant", "2026-11-02")
    assert found["The client ID is not recorded."] == ("consultant", "2026-11-23")
    waiting, refused = (item.text_on("2026-11-23") for item in setup.open_items[:2])
    assert waiting.endswith("(Procore, since 2026-11-01 or before)") and refused.endswith("since 2026-11-02)")
    assert "The client ID is not recorded (consultant)" in {item.text_on("2026-11-23") for item in setup.open_items}
    assert to_text(setup_page(setup), 200).count("2026-11-01 or before") == 2
    assert found["Which projects must be permitted is undecided."] == ("both", "2026-11-23")


@pytest.mark.parametrize("environment", ["production", "developer-sandbox"])
def test_an_answer_without_which_a_confirmed_step_is_not_done_names_that_step(environment: str) -> None:
    begun = onboarding(environment=environment, app_name="", client_id="", confirmed={"create-app": WORD})
    setup = build_setup_record(replace(begun, ticked={"create-app/app-name": WORD}), PROFILE, now=NOW)
    (step,) = (each for each in setup.steps if each.id == "create-app")
    assert step.state is State.TODO
    text = to_text(setup_page(setup), 200)
    assert "The app's name is not recorded (step “Create the app”)." in text
    assert "The client ID is not recorded." in text, "nobody has confirmed that step"


@pytest.mark.parametrize("owner", ["customer", "consultant", ""])
@pytest.mark.parametrize("environment", ["production", "monthly-sandbox", "developer-sandbox"])
def test_an_answer_is_open_with_whoever_acts_at_the_action_that_asks_for_it(environment: str, owner: str) -> None:
    record = Onboarding("Cedar", environment=environment, app_owner=owner)
    items = {each.lead.field: each.owner for each in build_setup_record(record, PROFILE).open_items}
    assert items["app_version_key"] == ("admin" if owner == "customer" else "consultant")
    assert items["client_id"] == "consultant", "who pastes both values here"
    assert items["company_id"] == "admin" and items["expect"] == items["future_projects"] == "both"


def test_the_key_of_the_sandbox_is_the_one_that_a_setup_there_has() -> None:
    record = Onboarding("Cedar", environment="developer-sandbox", sandbox_app_version_key=KEY)
    assert "app_version_key" not in {each.lead.field for each in build_setup_record(record, PROFILE).open_items}


def test_what_nobody_has_done_is_open_since_the_setup_was_begun_however_often_it_is_saved() -> None:
    begun, saved = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    record = onboarding(client_id="", confirmed={}, created_at=begun, updated_at=saved, verdict="")
    setup = build_setup_record(record, PROFILE, now=NOW)
    assert setup.open_items and {item.since for item in setup.open_items} == {"2026-11-02"}


def test_a_token_settles_the_approvals_and_a_failed_check_names_who_acts() -> None:
    setup = build_setup_record(onboarding(), PROFILE, report(TOKEN, PROJECT, ACCOUNT))
    assert [(item.what, item.owner, item.since) for item in setup.open_items] == [
        ("Project permissions: Documents is too low in one project.", "admin", "2026-11-23")
    ]


@pytest.mark.parametrize(
    ("said", "found", "is_open"),
    [(40, 12, True), (40, 29, True), (40, 30, False), (12, 16, False), (12, 17, True), (None, 12, False)],
)
def test_a_count_more_than_a_quarter_from_the_expected_one_is_an_open_item(
    said: int | None, found: int, is_open: bool
) -> None:
    counted = Result("projects.permitted", Status.PASS, "All are permitted.", details={"active": found})
    made = build_setup_record(onboarding(active_projects=said), PROFILE, report(TOKEN, counted))
    unexpected = f"You expected about {said} active projects; Procore counts {found}."
    assert (unexpected in [each.what for each in made.open_items]) is is_open


def test_when_everything_is_settled_nothing_is_open() -> None:
    setup = build_setup_record(onboarding(), PROFILE, report(TOKEN, COMPANY, ACCOUNT))
    assert setup.open_items == () and "None." in to_markdown(setup)


def test_the_second_sentence_names_one_or_two_open_items_and_counts_more() -> None:
    one = build_setup_record(onboarding(), PROFILE, report(TOKEN, PROJECT, ACCOUNT))
    said = "Open: Project permissions: Documents is too low in one project (with the administrator)."
    assert said in to_markdown(one)
    confirmed = dict.fromkeys(("create-app", "manifest", "promote"), Confirmed("Kim", NOW))
    nobody = build_setup_record(onboarding(confirmed=confirmed), PROFILE, report(TOKEN, COMPANY, ACCOUNT))
    said = "nobody has confirmed that the sync tool has the credentials. This is with the consultant."
    assert said in to_markdown(nobody)
    many = build_setup_record(onboarding(client_id="", expect=ExpectMode.UNDECIDED), PROFILE, now=NOW)
    assert "Open: 3 with the consultant" in to_markdown(many)


def test_who_takes_over_learns_who_installs_it_and_what_it_replaces() -> None:
    text = to_markdown(build_setup_record(onboarding(administrator="Robin", old_account="Old Sync"), PROFILE))
    assert "- Administrator: Robin" in text and "- Replaces: Old Sync" in text
    assert "Old Sync: not deleted yet" in text
    retired = onboarding(old_account="Old Sync", ticked={"handoff/retire": Confirmed("Kim", NOW)})
    assert f"- Replaces: Old Sync: deleted or uninstalled, Kim, {NOW:%Y-%m-%d}" in to_markdown(
        build_setup_record(retired, PROFILE)
    )
    assert "JSON file of this record" in text and "to reset the secret, to end the access" in text
    nothing = to_markdown(build_setup_record(onboarding(old_account="none"), PROFILE))
    assert "- Replaces: nothing" in nothing


@pytest.mark.parametrize("kind", ["md", "html", "text"])
def test_a_customer_reads_no_command_of_a_program_that_is_not_there(kind: str) -> None:
    text = write_setup_record(build_setup_record(onboarding(), PROFILE, report(TOKEN, COMPANY)), kind)
    assert not re.search(r"dmsa-tui [a-z]", text), "a command"
    assert kind == "md" or "`" not in text


@pytest.mark.parametrize("state", [ApprovalState.NOT_ASKED, ApprovalState.WAITING, ApprovalState.REFUSED])
def test_working_production_credentials_settle_the_approvals_in_the_table_as_in_the_open_items(
    state: ApprovalState,
) -> None:
    noted = Approval(state, "2026-11-20", "case 4711")
    record = onboarding(verification=noted, production_access=noted)
    token = Result("credentials.token", Status.PASS, "")
    setup = build_setup_record(record, PROFILE, report(token))
    for what in ("Organization verification", "Production access"):
        line = f"- {what}: settled: Procore accepts the credentials. Note: case 4711"
        assert line in to_markdown(setup)
    assert not [item for item in setup.open_items if "verification" in item.what or "access" in item.what]
    failing = build_setup_record(record, PROFILE, report(replace(token, status=Status.FAIL)))
    assert "settled" not in to_markdown(failing)
    assert len([item for item in failing.open_items if "erification" in item.what or "access" in item.what]) == 2


@pytest.mark.parametrize("state", [ApprovalState.NOT_ASKED, ApprovalState.WAITING])
def test_sandbox_credentials_settle_no_approval_and_need_none(state: ApprovalState) -> None:
    waiting = Approval(state, "2026-11-20")
    record = onboarding(environment="developer-sandbox", verification=waiting)
    found = report(Result("credentials.token", Status.PASS, ""))
    place = ENVIRONMENTS["developer-sandbox"]
    hosts = {"environment": place.id, "login_url": place.login_url, "api_url": place.api_url}
    found = found._replace(target={**found.target, **hosts})
    setup = build_setup_record(record, PROFILE, found)
    assert setup.checks and "settled" not in to_markdown(setup)
    listed = [item.what for item in setup.open_items if "verification" in item.what or "access" in item.what]
    assert len(listed) == (state is ApprovalState.WAITING)


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize("confirmed", [False, True])
def test_what_keeps_a_setup_from_being_finished_is_an_open_item_too(ticked: bool, confirmed: bool) -> None:
    word = Confirmed("Kim", NOW)
    steps = dict.fromkeys(("create-app", "manifest", "promote", *(["handoff"] if confirmed else [])), word)
    record = onboarding(confirmed=steps, ticked={"handoff/integration": word} if ticked else {})
    setup = build_setup_record(record, PROFILE, report(TOKEN))
    open_items = [item.what for item in setup.open_items]
    assert ("not finished" in summary(setup)) is bool(open_items) is not confirmed
    assert any("that the sync tool has the credentials" in each for each in open_items) is not (ticked or confirmed)
    assert ("Nothing is open." in summary(setup)) is confirmed


@pytest.mark.parametrize("step", ["create-app", "manifest", "promote"])
def test_a_step_that_nobody_confirmed_and_no_check_proves_is_open(step: str) -> None:
    confirmed = dict.fromkeys({"create-app", "manifest", "promote", "handoff"} - {step}, Confirmed("Kim", NOW))
    setup = build_setup_record(onboarding(confirmed=confirmed), PROFILE, report(TOKEN, COMPANY, ACCOUNT))
    title = load_guide().step(step).title
    assert [item.what for item in setup.open_items] == [f"Nobody has confirmed the step “{title}”."]
    assert "the setup is not finished: nobody has confirmed the step" in summary(setup)


def test_what_single_checks_found_is_told_before_all_have_run_and_proves_no_setup() -> None:
    single = report(replace(TOKEN, status=Status.FAIL, summary="Procore refuses it."))
    setup = build_setup_record(onboarding(), PROFILE, single=single)
    assert [each.id for each in setup.single_checks] == [TOKEN.id] and setup.checks == ()
    assert "Credentials: Procore refuses it." in [item.what for item in setup.open_items]
    assert "this record has no check results" in summary(setup)
    page = to_markdown(setup)
    assert "Not all checks have been run." in page and "Procore refuses it." in page
    document = json.loads(to_json(setup))
    Draft202012Validator(json.loads(setup_record_schema())).validate(document)
    assert document["checks"] == [] and document["single_checks"][0]["summary"] == "Procore refuses it."
    full = build_setup_record(onboarding(), PROFILE, report(TOKEN), single=single)
    assert full.single_checks == () and len(full.checks) == 1


def test_no_setup_is_finished_while_procore_says_no_to_a_task() -> None:
    failed = {"offboard/prove": FailedProof(NOW, "The account still works in this company.", "uninstall")}
    record = onboarding(ticked={"offboard/stop": Confirmed("Kim", NOW)}, failed_proofs=failed)
    said = summary(build_setup_record(record, PROFILE, report(TOKEN, COMPANY, ACCOUNT)))
    assert said.startswith(
        "The setup is not finished: the task “End the app's access” is not finished, and Procore says no: "
        "the account still works in this company."
    )


def test_a_rotation_that_procore_did_not_prove_is_told_as_a_persons_word() -> None:
    rotated = onboarding(confirmed=onboarding().confirmed | {"rotate": Confirmed("Kim", NOW)})
    said = "Kim says that the client secret was rotated on 2026-11-23: Procore did not prove it."
    setup = build_setup_record(rotated, PROFILE, report(TOKEN, COMPANY, ACCOUNT))
    assert said in summary(setup) and to_markdown(setup).count(said) == 2
    document = json.loads(to_json(setup))
    Draft202012Validator(json.loads(setup_record_schema())).validate(document)
    assert document["secret_rotated_by"]["by"] == "Kim"
    proven = build_setup_record(replace(rotated, old_secret_refused_at=NOW), PROFILE, report(TOKEN, COMPANY, ACCOUNT))
    assert "says that" not in to_markdown(proven)


def test_the_end_of_the_old_account_is_one_open_point_in_the_middle_of_its_task() -> None:
    word, steps = Confirmed("Kim", NOW), next(iter(load_guide().step("handoff").editions.values())).actions
    done = {f"handoff/{each.id}": word for each in steps if each.id != "retire"}
    record = onboarding(
        old_account="legacy user, Kim", ticked=done | {"migrate/old": word, "migrate/levels": word},
        confirmed=dict.fromkeys(("create-app", "manifest", "promote"), word),
    )  # fmt: skip

    def said(of: Onboarding) -> list[str]:
        items = build_setup_record(of, PROFILE, report(TOKEN, COMPANY, ACCOUNT)).open_items
        return [each.what for each in items if each.lead.task or each.lead.step == "handoff"]

    assert [each.partition(":")[0] for each in said(record)] == [
        "The task “Move from an old service account” is not finished"
    ]
    both = replace(record, ticked={key: word for key in record.ticked if key != "handoff/agree"})
    assert len(said(both)) == 2, "something of the handoff itself is open too"


def test_a_record_of_a_custom_host_says_so_first() -> None:
    custom = onboarding(login_url="https://p.example", api_url="https://p.example")
    page = to_markdown(build_setup_record(custom, PROFILE, None))
    assert "This onboarding uses `p.example`, a custom host" in page and "Production at `p.example`" in page


def test_a_sample_is_never_read_as_all() -> None:
    some = replace(PROJECT, status=Status.PASS, details={**PROJECT.details, "checked": 5, "permitted": 12})
    text = to_markdown(build_setup_record(onboarding(), PROFILE, report(TOKEN, some)))
    assert "✔ proven on 5 of 12 |" in text


def test_whose_names_those_of_confirmations_are_is_said() -> None:
    text = to_markdown(build_setup_record(onboarding(), PROFILE))
    assert "Each name is the one that the person entered, or else the computer user's name." in text


def test_steps_that_were_confirmed_together_are_counted() -> None:
    def entry(*steps: str, by: str = "Kim") -> Entry:
        changes = tuple(Change(f"confirmed.{step}", None, "yes", by=by) for step in steps)
        return Entry(NOW, Event.CHANGED, "handoff", 1, changes)

    assert entry_words(entry("install", "projects")).count("Kim confirmed the step") == 2
    assert entry_words(entry("install", "projects", "handoff")) == (
        "Kim confirmed 3 steps, the last “Hand over the credentials”."
    )
    assert entry_words(entry("install", "projects", "handoff", by="the scenario")).startswith(
        "The scenario confirmed 3"
    )


def test_a_verdict_that_was_dropped_is_told_as_that_and_not_as_a_run_that_found_none() -> None:
    def verdict(old: str, new: str) -> str:
        return entry_words(Entry(NOW, Event.CHANGED, "check", 1, (Change("verdict", old, new, proof="open"),)))

    assert verdict("fail", "none") == "What the checks found before no longer counts."
    assert verdict("none", "pass") == "The checks were run: pass."


def test_what_the_history_says_several_times_in_a_row_is_one_row_and_pushes_nothing_out() -> None:
    def entry(number: int, *changes: Change) -> Entry:
        return Entry(NOW + timedelta(minutes=number), Event.CHANGED, "check", number, changes)

    first = entry(0, Change("company_id"))
    rounds = [entry(each, Change("verdict", "fail", "fail", proof="failed")) for each in range(1, 21)]
    dropped = [entry(each, Change("verdict", "fail", "none", proof="open")) for each in (21, 22)]
    setup = build_setup_record(onboarding(), PROFILE, history=History((first, *rounds, *dropped), 0, 0))
    page = to_markdown(setup)
    assert "Changed: the company ID." in page and "earlier entries" not in page
    assert page.count("The checks were run: fail.") == page.count("before no longer counts.") == 1
    assert "The checks were run: fail. 20 times since" in page


def test_a_former_name_which_may_be_another_customers_stands_on_no_paper() -> None:
    renamed = Entry(NOW, Event.CHANGED, "home", 1, (Change("name", "Tower Park", "Example Homes"),))
    setup = build_setup_record(onboarding(), PROFILE, history=History((renamed,), 0, 0))
    assert "The customer's name was changed." in to_markdown(setup)
    assert not any("Tower Park" in text for text in (to_json(setup), to_markdown(setup)))


# -- secrets ---------------------------------------------------------------------------------------------------------


def test_a_secret_is_told_by_its_length_and_fingerprint_only() -> None:
    secret_store = MemorySecretStore()
    secret_store.put(SecretKey("production", "", "c" * 43), Secret(CANARY))
    facts = secret_facts(secret_store, onboarding())
    setup = build_setup_record(onboarding(), PROFILE, report(TOKEN), facts)
    assert (facts.length, facts.fingerprint) == (43, Secret(CANARY).fingerprint("c" * 43)) and facts.present
    for text in (to_json(setup), to_markdown(setup), repr(setup)):
        assert CANARY not in text and str(facts.fingerprint) in text


def test_a_paper_says_of_a_secret_in_memory_what_its_reader_can_use() -> None:
    secret_store = MemorySecretStore()
    key = SecretKey("production", "", "c" * 43)
    secret_store.put(key, Secret(CANARY))
    page = to_markdown(
        build_setup_record(onboarding(), PROFILE, report(TOKEN), secret_facts(secret_store, onboarding()))
    )
    assert "until you quit" not in page and "gone when that program is closed: no keyring has it." in page


def test_a_sandbox_test_was_skipped_only_where_a_person_said_so() -> None:
    later = {"promote/promote": Confirmed("Kim", NOW)}
    said = {"promote/sandbox-test": Confirmed("Kim", NOW)}
    for ticked, skipped, answer, says in (
        (later, {}, "", "Sandbox test: not recorded"),
        ({}, said, "", "Sandbox test: skipped"),
        ({}, {}, "", "Sandbox test: not recorded"),
        (later, {}, "tested", "Sandbox test: done"),
    ):
        record = onboarding(ticked=ticked, skipped=skipped, sandbox_test=answer, confirmed={})
        page = to_markdown(build_setup_record(record, PROFILE))
        assert says in page.replace("**", "").replace("*", ""), says


def test_a_secret_that_is_not_here_is_an_open_item() -> None:
    facts = secret_facts(MemorySecretStore(), onboarding())
    assert facts == SecretFacts("It is not kept on this machine.", None, None)
    setup = build_setup_record(onboarding(), PROFILE, secret=facts)
    assert not any("secret" in item.what for item in setup.open_items), "that is a note, nobody has to do anything"


def test_a_secret_that_somebody_deleted_is_told_as_deleted() -> None:
    record = onboarding(ticked={"offboard/secret": Confirmed("Kim", NOW)})
    facts = secret_facts(MemorySecretStore(), record)
    assert facts.kept.startswith("It is not kept on this machine: Kim confirmed on ")
    assert facts.kept.endswith(" that it was deleted.")


@pytest.mark.parametrize("kind", FORMATS)
def test_the_version_keys_are_whole(kind: str) -> None:
    text = write_setup_record(build_setup_record(onboarding(sandbox_app_version_key=KEY[::-1]), PROFILE), kind)
    assert KEY in text and KEY[::-1] in text


# -- formats ---------------------------------------------------------------------------------------------------------


def test_the_json_is_one_versioned_object_with_ids_as_strings_and_times_in_utc() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=2)))
    document = json.loads(to_json(build_setup_record(onboarding(), PROFILE, report(TOKEN, COMPANY), now=noon)))
    assert document["schema"] == "dmsa-tui.setup-record/1"
    assert document["company_id"] == "9007199254740993"
    assert document["written_at"] == "2026-11-23T10:00:00Z"
    assert datetime.fromisoformat(document["written_at_local"]) == noon
    assert document["checks"][1]["evidence"][0]["request_id"] == "abc-1"
    assert [check["proof"] for check in document["checks"]] == ["proven", "proven"]


@pytest.mark.parametrize("results", [(), (TOKEN, COMPANY, PROJECT, VERSION, ACCOUNT)])
def test_the_json_is_what_the_published_schema_says(results: tuple[Result, ...]) -> None:
    schema = json.loads(setup_record_schema())
    Draft202012Validator.check_schema(schema)
    facts = SecretFacts("Kept in KWallet.", 43, "0123abcd")
    for setup in (
        build_setup_record(onboarding(), PROFILE, report(*results) if results else None, facts),
        build_setup_record(Onboarding("Acme"), PROFILE),
    ):
        document = json.loads(to_json(setup))
        Draft202012Validator(schema).validate(document)
        assert set(document) == set(schema["properties"]), "a key that the schema does not describe"
    with pytest.raises(ValidationError):
        Draft202012Validator(schema).validate({**document, "secret": {**asdict(facts), "value": CANARY}})


def test_the_companys_name_is_there_once_procore_has_given_it() -> None:
    connected = Result("install.connected", Status.PASS, "Installed.", details={"company": "Acme Group"})
    assert build_setup_record(onboarding(), PROFILE, report(connected)).company_name == "Acme Group"
    assert build_setup_record(onboarding(), PROFILE).company_name is None


def test_a_saved_record_is_a_file_of_its_own_for_each_customer_and_kind(paths: Paths) -> None:
    written = {
        save_setup_record(build_setup_record(onboarding(name=name), PROFILE), paths, kind)
        for name in ("Acme", "../x")
        for kind in ("md", "html", "json", "text")
    }
    assert len(written) == 8 and {each.parent for each in written} == {paths.setup_records}
    with pytest.raises(InvalidInput, match="the valid ones are: md, html, text, json"):
        save_setup_record(build_setup_record(onboarding(), PROFILE), paths, "pdf")


HOSTILE = [
    "a | b", "`code`", "<img src=x onerror=alert(1)>", "](javascript:alert(1))", "[x](javascript:alert(1))", "**bold**",
    "https://evil.example/", "www.evil.example", "a\n\n# heading", "&lt;b&gt;", "\\| x", "~~gone~~", "\x1b]52;c;x\x07",
    "a\\", "<!-- ", "me@evil.example", "![x](https://evil.example/x.png)", "_a_", "\u202egnp",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_changes_the_structure_of_the_page(hostile: str) -> None:
    def page(text: str) -> str:
        failing = Result("projects.permitted", Status.FAIL, text, details={"missing": [{"id": "1", "name": text}]})
        record = onboarding(
            name=text, app_name=text, verification=Approval(ApprovalState.WAITING, text, text),
            confirmed={"install": Confirmed(text, NOW)},
        )  # fmt: skip
        return to_markdown(build_setup_record(record, PROFILE, report(failing)))

    assert structure(page(hostile)) == structure(page("harmless"))
    assert "\x1b" not in page(hostile) and "\u202e" not in page(hostile)


@given(st.text(max_size=40))
@example("]: <x>")
@example("0.AL")
@example("www.x.org")
def test_text_in_a_cell_stays_text(text: str) -> None:
    page = f"| a |\n| --- |\n| x {plain(text)} x |\n"
    assert structure(page) == structure("| a |\n| --- |\n| x |\n")


def test_text_without_anything_special_is_readable() -> None:
    assert plain("Müller & Söhne (Nord) [Süd] snake_case") == "Müller & Söhne (Nord) [Süd] snake_case"
    assert plain("Robin, robin@example.com.") == "Robin, `robin@example.com`."


def test_a_client_id_that_procore_has_not_accepted_is_marked_in_every_form() -> None:
    record = onboarding(sandbox_client_id="s" * 43)
    untested = build_setup_record(record, PROFILE, now=NOW)
    page = to_markdown(untested)
    assert f"`{'c' * 43}` (not tested)" in page and f"`{'s' * 43}` (not tested)" in page
    assert json.loads(to_json(untested))["app"]["client_id_tested"] is False
    tested = build_setup_record(record, PROFILE, now=NOW, client_id_accepted=True)
    assert f"`{'c' * 43}` (not tested)" not in to_markdown(tested)
    assert json.loads(to_json(tested))["app"]["client_id_tested"] is True


def test_the_day_on_which_somebody_clicked_granted_is_not_said_to_be_that_of_the_grant() -> None:
    text = to_markdown(
        build_setup_record(onboarding(verification=Approval(ApprovalState.GRANTED, "2026-11-29")), PROFILE)
    )
    assert "granted (recorded on 2026-11-29)" in text and "granted since" not in text


def test_the_count_of_checks_is_that_of_the_screens_and_names_the_required_ones() -> None:
    version = Result("install.version", Status.PASS, "It is there.", required=False)
    text = to_markdown(build_setup_record(onboarding(), PROFILE, report(TOKEN, COMPANY, ACCOUNT, version)))
    assert "Procore proved 3 of 4 checks, a person confirmed 1 (3 of these checks are required), and" in text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"expect": ExpectMode.UNDECIDED}, "which projects must be permitted is undecided."),
        ({"expect": ExpectMode.LIST}, "the list of projects that must be permitted is empty."),
    ],
)
def test_a_check_proves_nothing_where_nobody_has_decided_what_is_wanted(answers: dict[str, object], says: str) -> None:
    permitted = Result("projects.permitted", Status.PASS, "All 5 active projects are permitted.")
    setup = build_setup_record(onboarding(**answers), PROFILE, report(TOKEN, permitted))
    assert proofs(setup) == {"credentials.token": Proof.PROVEN, "projects.permitted": Proof.OPEN}
    text = to_markdown(setup)
    assert f"The setup is not finished: {says}" in text and "| Permitted projects | ○ to do |" in text


def test_the_paper_shows_what_nobody_has_begun_as_to_do_as_the_screens_do() -> None:
    connected = Result("install.connected", Status.FAIL, "The app is not installed in this company.")
    for confirmed, shown in (({}, "○ to do"), ({"install": WORD}, "✖ failing")):
        setup = build_setup_record(onboarding(confirmed=confirmed), PROFILE, report(TOKEN, connected))
        assert f"| Installation | {shown} |" in to_markdown(setup)


def test_projects_that_a_list_does_not_name_are_told_beside_those_that_it_does() -> None:
    details = {"expected": 3, "assigned": 3, "extra": [{"id": str(each), "name": ""} for each in range(42)]}
    details |= {"listed": ["P-001 - Mill", "Tower", "Harbor"], "active": 45}
    permitted = Result("projects.permitted", Status.PASS, "", details=details)
    setup = build_setup_record(onboarding(expect=ExpectMode.LIST), PROFILE, report(TOKEN, permitted))
    text = to_markdown(setup)
    assert "3 of 3" in text and "a list of 3: P-001 - Mill; Tower; Harbor" in text
    assert "42 other projects are permitted too: 0; 1; 2;" in text and "; 39; and 2 more" in text
    assert "45 by Procore's count; nobody said how many were expected" in text


def test_checks_that_wait_for_the_same_one_are_one_open_item() -> None:
    waits = "Not checked: waits for Installation."
    ids = ("install.account", "permissions.company", "projects.permitted")
    several = [Result(each, Status.SKIPPED, waits) for each in ids]
    for some, said in ((several, "3 checks wait for Installation."), (several[:1], f"Service account: {waits}")):
        items = [each.what for each in build_setup_record(onboarding(), PROFILE, report(TOKEN, *some)).open_items]
        assert [each for each in items if "Installation" in each] == [said]


def test_the_opening_says_nothing_twice() -> None:
    word = Confirmed("Kim", NOW)
    record = onboarding(
        confirmed=dict.fromkeys(("create-app", "manifest", "promote"), word), ticked={"handoff/integration": word},
        verification=Approval(ApprovalState.GRANTED, "2026-11-01"),
        production_access=Approval(ApprovalState.GRANTED, "2026-11-01"),
    )  # fmt: skip
    setup = build_setup_record(record, PROFILE, report(TOKEN))
    assert summary(setup) == (
        "The checks are done, but the setup is not finished: nobody has confirmed that the handoff is complete. "
        "This is with the consultant."
    )


def test_the_history_says_in_sentences_who_confirmed_and_that_the_access_was_ended() -> None:
    confirmed = Change("confirmed.install", "undecided", "confirmed", by="the scenario")
    ended, again = Change("access", "given", "ended"), Change("access", "ended", "given")
    said = entry_words(Entry(NOW, Event.CHANGED, "install", 2, (confirmed, ended, again)))
    assert said.startswith("The scenario confirmed the step")
    assert said.endswith("The app's access was ended. The app has its access again.")


def test_the_history_has_names_as_people_write_them_and_says_in_words_what_the_program_added() -> None:
    run = ProjectChange("root", NOW, "done", added=2, removed=0)
    before, after = Onboarding("Acme"), Onboarding("Acme", project_changes={"1": run}, confirmed={"install": WORD})
    after.confirmed["install"] = replace(WORD, by="root")
    said = entry_words(Entry(NOW, Event.CHANGED, "install", 2, changes_between(before, after)))
    assert "root confirmed the step “Install the app”." in said
    assert "root: projects 2 added through Procore, which confirms it." in said


def test_the_history_says_whether_an_onboarding_was_archived_or_restored() -> None:
    listed, archived = Onboarding("Acme"), Onboarding("Acme", archived=True)
    both = (changes_between(listed, archived), changes_between(archived, listed))
    said = [entry_words(Entry(NOW, Event.CHANGED, "install", 2, each)) for each in both]
    assert said == ["Archived.", "Restored from the archive."]
