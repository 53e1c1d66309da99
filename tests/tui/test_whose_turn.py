"""Whose turn it is: in the customer's own developer account the administrator clicks, and the consultant guides."""

from datetime import UTC, datetime

import pytest

from dmsa_tui.checks.model import Remedy, Report, RequestCount, Result
from dmsa_tui.documents.open_items import open_items
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.onboarding.clicker import clicker, is_guided
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, Onboarding
from dmsa_tui.onboarding.summary import WHO, summary
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.vocabulary import CHECKS, STEP_IDS, Cause, Status
from tests.tui.driving import DECIDED, ROOMY, keep, opened

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GUIDE = load_guide()
REMEDY = Remedy("promote", "consultant", "Developer Portal › Credentials", "Generate Client Secret")
REFUSED = Result("credentials.token", Status.FAIL, "Procore refuses it.", Cause.WRONG_CREDENTIALS, REMEDY)


@pytest.mark.parametrize(("owner", "who"), [("", "consultant"), ("consultant", "consultant"), ("customer", "admin")])
def test_home_and_open_items_name_whoever_clicks_in_the_account(owner: str, who: str) -> None:
    record = Onboarding("Acme", step="permissions", action="project-levels", app_owner=owner)
    assert summary(record, Answers({}), CHECKS, GUIDE).waits_for == WHO[who]
    record.verdict, report = "fail", Report(Status.FAIL, NOW, 1, {}, (REFUSED,), RequestCount(1, 0, 0))
    record.ticked["promote/try-pair"] = Confirmed("Ada", NOW)
    assert summary(record, Answers({}, report, asked_all=True), CHECKS, GUIDE).waits_for == WHO[who]
    record.confirmed["promote"] = Confirmed("Ada", NOW)
    owners = {item.what: item.owner for item in open_items(record, {REFUSED.id: REFUSED}, report, today())}
    assert owners["Credentials: Procore refuses it."] == who
    assert owners["The organization verification has not been requested."] == who
    assert owners["The client ID is not recorded."] == "consultant"


def test_only_the_clicks_in_the_developer_portal_change_hands() -> None:
    customers = Onboarding("Acme", app_owner="customer")
    for step in (*GUIDE.steps, *GUIDE.tasks):
        in_portal = step.where.startswith(("Developer Portal", "Procore Developer Portal"))
        assert is_guided(step.where, step.who, customers) == in_portal, step.id
        assert clicker(step.where, step.who, customers) == ("admin" if in_portal else step.who), step.id
    own_network = GUIDE.failure("dns")
    assert clicker(own_network.where, own_network.who, customers) == "consultant"


async def test_the_answer_on_the_first_step_changes_who_clicks_in_the_portal() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        await found.sees("CONSULTANT’S TURN")
        await found.press("space")
        await found.sees("● the customer's")
        found.step.query_one(ActionList).choose("new-app")
        await found.sees("ADMINISTRATOR’S TURN")
        found.session.open_record.note(app_owner="consultant")
        await found.sees("CONSULTANT’S TURN")
        assert not found.shows("ADMINISTRATOR")


async def test_what_is_asked_and_pasted_is_the_consultants_work_in_the_customers_account_too() -> None:
    async with opened("fresh", step="create-app", size=(80, 24), answers={"app_owner": "customer"}) as found:
        for action in ("owner", "administrator", "count-projects", "old-account"):
            found.step.query_one(ActionList).choose(action)
            await found.sees("CONSULTANT’S TURN")
        found.step.query_one(ActionList).choose("production-access")
        await found.sees("ADMINISTRATOR’S TURN")


async def test_on_the_checker_it_is_the_turn_of_both() -> None:
    async with opened("ready", step="check", size=(80, 24), answers={"app_owner": "customer"}) as found:
        await found.sees("BOTH OF YOU")


async def test_a_step_that_waits_for_an_approval_says_so_at_its_end_as_the_stepper_does() -> None:
    async with opened("fresh", step="create-app", size=(80, 24)) as found:
        found.session.open_record.note(verification=Approval(ApprovalState.WAITING, today().isoformat()))
        found.session.actions.tick_all("create-app", "Ada")
        found.step.query_one(ActionList).choose("")
        await found.sees("◐App", "All required actions are marked done or skipped, but the step is not.")
        assert found.lines[2].rstrip().endswith("waiting")


async def test_on_the_checker_it_is_the_turn_of_whoever_does_the_steps_that_are_left() -> None:
    async with opened("ready", step="check", size=(120, 36), answers=DECIDED) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("1 App, 2 OAuth and 4 Promote.", "CONSULTANT’S TURN")
        found.session.open_record.note(future_projects=None)
        await found.press("f5")
        await found.sees("projects are wanted is undecided", "BOTH OF YOU")


async def test_on_the_checker_it_is_nobodys_turn_once_all_is_green_and_no_step_is_left() -> None:
    answers = {**DECIDED, "app_owner": "customer", "administrator": "Kim", "old_account": "none"}
    async with opened("ready", step="check", size=(80, 24), answers=answers) as found:
        for step in ("create-app", "manifest", "promote"):
            found.session.actions.tick_all(step, "Ada")
        await found.sees("BOTH OF YOU")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("All 13 checks pass.")
        assert "TURN" not in found.lines[2] and "BOTH" not in found.lines[2]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), ROOMY])
@pytest.mark.parametrize("step", ["create-app", "permissions", "promote"])
async def test_the_title_of_the_step_stays_whole_beside_whose_turn_it_is(step: str, size: tuple[int, int]) -> None:
    async with opened("fresh", step=step, size=size, answers={"app_owner": "customer"}) as found:
        found.step.query_one(ActionList).choose({"create-app": "new-app", "promote": "promote"}.get(step, ""))
        await found.sees(found.step.procedure.title, "ADMINISTRATOR’S TURN" if size[0] > 60 else "ADMINISTRATOR")


async def test_on_the_checker_the_remedy_names_who_clicks_in_the_customers_account() -> None:
    async with opened("wrong-secret", step="check", answers={"app_owner": "customer"}) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("Procore refuses the credentials.", "ADMINISTRATOR  Developer Portal")


async def test_a_path_that_is_too_long_shows_its_end() -> None:
    async with opened("ready", step="projects", answers={"future_projects": True}, size=(60, 20)) as found:
        found.step.query_one(ActionList).choose("new-box")
        await found.sees("… → Directory → the app's user → Edit")


async def test_the_old_accounts_retirement_is_the_administrators_turn() -> None:
    async with opened("ready", step="handoff", size=ROOMY, answers={"old_account": "OldSync"}) as found:
        assert found.step.actions is not None
        found.step.actions.choose("retire")
        await found.sees("Retire the old service account", "ADMINISTRATOR")


async def test_the_install_shows_the_profiles_levels_where_they_are_compared() -> None:
    async with opened("not-installed", step="install", size=(80, 24)) as found:
        assert found.step.actions is not None
        for action in ("compare", "dialog"):
            found.step.actions.choose(action)
            await found.sees("Profile file-sync, company and project: Admin = Admin,", "Home = Read-Only")
        found.step.actions.choose("install")
        await found.sees_no_more("Profile file-sync")


async def test_nobodys_turn_is_said_where_all_actions_are_done() -> None:
    async with opened("fresh", step="manifest") as found:
        await found.sees("CONSULTANT’S TURN")
        found.session.actions.tick_all("manifest", "Ada")
        await found.sees("All actions are done.")
        await found.sees_no_more("CONSULTANT")


async def test_a_step_that_procore_confirms_waits_for_nobody() -> None:
    async with opened("ready", step="install") as found:
        await found.sees("ADMINISTRATOR’S TURN")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("Procore confirms step 5.")
        assert not found.shows("TURN")


async def test_refused_credentials_are_put_right_by_the_administrator_where_the_customer_owns_the_app() -> None:
    async with opened("wrong-secret", step="promote", at="client-id", answers={"app_owner": "customer"}) as found:
        await found.sees("CONSULTANT’S TURN")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("ADMINISTRATOR’S TURN")


async def test_the_checker_names_whoever_puts_right_what_it_found() -> None:
    own_network = Remedy("check", "consultant", "The network of this machine", "Connect")
    async with opened("ready", step="check") as found:
        await found.sees("BOTH OF YOU")
        result = Result("credentials.token", Status.UNVERIFIED, "No connection.", Cause.DNS, own_network)
        keep(found.session, result)
        await found.sees_no_more("BOTH OF YOU")
        await found.sees("CONSULTANT’S TURN")


def test_the_end_of_access_has_the_consultant_stop_the_sync_and_run_the_proof() -> None:
    for edition in GUIDE.documented("offboard").editions.values():
        who = {each.id: each.who for each in edition.actions}
        assert who["stop"] == who["prove"] == who["archive"] == "consultant"
        assert who["view"] is who["uninstall"] is who["user"] is None  # the administrator's, as the task says


@pytest.mark.parametrize("owner", ["", "customer"])
def test_home_and_open_items_name_the_same_person_for_a_step_that_nobody_has_begun(owner: str) -> None:
    record = Onboarding("Acme", step="create-app", app_owner=owner)
    items = {item.lead.step: item.owner for item in open_items(record, {}, None, today()) if item.lead.step}
    for step in ("create-app", "manifest"):
        record.step, record.confirmed = step, dict.fromkeys(STEP_IDS[: STEP_IDS.index(step)], Confirmed("Ada", NOW))
        assert summary(record, Answers({}), CHECKS, GUIDE).waits_for == WHO[items[step]], step
