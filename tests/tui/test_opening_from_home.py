"""Enter on home leads to what the row says: the step, and in it the approval that is waited for."""

from datetime import UTC, datetime, timedelta

import pytest
from textual.events import ScreenResume

from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Approval, ApprovalState, Confirmed, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui.customer_list import CustomerList
from tests.tui.driving import Wizard, opened, wizard

LONG_AGO = (today() - timedelta(104)).isoformat()
WAITING, REFUSED = Approval(ApprovalState.WAITING, LONG_AGO), Approval(ApprovalState.REFUSED, LONG_AGO)
WORD = Confirmed("Ada", datetime(2026, 11, 2, tzinfo=UTC))


def saved(record: Onboarding) -> Session:
    session = Session(Paths.default(), MemorySecretStore())
    session.store.create(record)
    return session


def open_action(found: Wizard) -> str:
    assert found.step.actions is not None
    action = found.step.actions.current.action
    return action.id if action is not None else ""


@pytest.mark.parametrize(
    ("answers", "row", "step", "action"),
    [
        ({"verification": WAITING}, "1 App; verification pending for 104+ days", "create-app", "owner"),
        (
            {"production_access": WAITING},
            "4 Promote: production access pending for 104+ days",
            "promote",
            "access-granted",
        ),
        (
            {"production_access": REFUSED, "step": "install"},
            "4 Promote: production access refused 104+ days ago",
            "promote",
            "access-granted",
        ),
        ({"verification": WAITING, "action": "sign-in"}, "1 App; verification pending", "create-app", "sign-in"),
        ({"verification": WAITING, "step": "permissions"}, "1 App; verification pending", "create-app", "owner"),
    ],
    ids=["verification", "production access", "refused", "left at another action", "going on meanwhile"],
)
async def test_enter_opens_the_action_of_the_approval_that_is_waited_for_unless_something_else_is_to_do_there(
    answers: dict[str, object], row: str, step: str, action: str
) -> None:
    record = Onboarding("Acme", edition_sure=True)
    for name, value in answers.items():
        setattr(record, name, value)
    async with wizard(saved(record), size=(100, 30)) as found:
        await found.sees(row)
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front == step and found.step.is_mounted, "the step")
        await found.quiet()
        assert open_action(found) == action


@pytest.mark.parametrize(
    ("answers", "row", "step", "action"),
    [
        (
            {"step": "permissions", "action": "project-levels", "ticked": {"permissions/company-levels": WORD}},
            "3 Levels; verification pending for 104+ days",
            "permissions",
            "project-levels",
        ),
        (
            {"action": "app-name", "ticked": {"create-app/verification": WORD}},
            "1 App; verification pending for 104+ days",
            "create-app",
            "app-name",
        ),
        (
            {"confirmed": {"create-app": WORD}},
            "2 OAuth; verification pending for 104+ days",
            "manifest",
            "",
        ),
    ],
    ids=["a later step", "the same step", "the step after a finished one"],
)
async def test_enter_resumes_at_the_click_where_the_person_stopped_and_the_row_names_what_waits(
    answers: dict[str, object], row: str, step: str, action: str
) -> None:
    record = Onboarding("Acme", edition_sure=True, verification=WAITING)
    for name, value in answers.items():
        setattr(record, name, value)
    async with wizard(saved(record), size=(100, 30)) as found:
        await found.sees(row, "consultant")
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front == step and found.step.is_mounted, "the step")
        await found.quiet()
        assert open_action(found) == action or not action


async def test_enter_opens_the_question_that_is_undecided_wherever_the_person_stopped() -> None:
    record = Onboarding(
        "Acme", edition_sure=True, company_id="42", client_id="c" * 43, verdict="pass", step="install",
        action="view", ticked={"install/company": WORD},
    )  # fmt: skip
    async with wizard(saved(record)) as found:
        await found.sees("6 Projects: undecided", "both")
        await found.press("enter")
        await found.until(lambda: found.app.step_in_front == "projects" and found.step.is_mounted, "the step")
        await found.quiet()
        assert open_action(found) == "decide"


async def test_the_row_says_whose_turn_it_is_at_the_action_that_enter_opens() -> None:
    async with wizard(saved(Onboarding("Acme", app_owner="customer")), size=(80, 24)) as found:
        await found.sees("1 App", "consultant")
        await found.press("enter")
        await found.sees("CONSULTANT’S TURN  1 of 13")


async def test_the_line_of_an_action_says_that_its_approval_is_waited_for_or_refused() -> None:
    ticked = {"create-app/verification": WORD}
    answers = {"verification": WAITING, "production_access": REFUSED, "ticked": ticked}
    async with opened(answers=answers, size=(160, 60)) as found:
        await found.at("app-name")
        await found.sees("waiting", "refused")
        asked, refused = (
            next(line for line in found.lines if text in line)
            for text in ("Become a Verified Developer", "Request Production")
        )
        assert "◐✎  4 " in asked and asked.split("today.")[1].split()[0] == "waiting"
        assert "✖   9 " in refused and refused.split("for this app.")[1].split()[0] == "refused"
        found.session.open_record.note(verification=Approval(ApprovalState.GRANTED, LONG_AGO))
        await found.sees_no_more("◐✎")


@pytest.mark.parametrize("name", ["Zinc", "Bolt"])
async def test_home_highlights_the_onboarding_that_the_person_comes_from(name: str) -> None:
    """However it was opened: begun anew, from the palette, or by a paste."""
    session = saved(Onboarding("Acme"))
    session.store.create(Onboarding("Bolt"))
    async with wizard(session, size=(100, 30)) as found:
        listed = found.app.screen.query_one(CustomerList)
        await found.until(lambda: len(listed.entries) == 2, "the rows")
        listed.choose("Acme")
        if name == "Zinc":
            session.open_record.begin(Onboarding(name))
        else:
            session.open_record.open(name)
        await found.go("create-app")
        await found.press("ctrl+g")
        await found.until(lambda: listed.chosen is not None and listed.chosen.name == name, "its row")
        listed.choose("Acme")
        found.app.screen.post_message(ScreenResume())
        await found.quiet()
        assert listed.chosen is not None and listed.chosen.name == "Acme", "only once"


async def test_enter_on_the_first_screen_goes_on_with_the_onboarding_that_was_open_last() -> None:
    before = saved(Onboarding("Alpha Homes", verdict="fail"))
    before.store.create(Onboarding("Zeta Homes"))
    before.open_record.open("Zeta Homes")
    session = Session(Paths.default(), MemorySecretStore())
    async with wizard(session) as found:
        await found.sees("A. H.", "Z. H.")
        assert found.text.index("A. H.") < found.text.index("Z. H."), "what fails comes first all the same"
        await found.press("enter")
        await found.until(lambda: session.is_open and len(found.app.screen_stack) > 1, "the setup")
        assert session.record.name == "Zeta Homes"


async def test_home_begins_on_its_first_row_where_what_was_open_last_is_archived() -> None:
    before = saved(Onboarding("Alpha Homes", verdict="fail"))
    before.store.create(Onboarding("Zeta Homes", archived=True))
    before.open_record.open("Zeta Homes")
    async with wizard(Session(Paths.default(), MemorySecretStore())) as found:
        await found.sees("A. H.", "1 archived")
        assert found.app.screen.query_one(CustomerList).table.cursor == 0
