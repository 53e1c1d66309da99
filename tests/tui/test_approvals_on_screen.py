"""Procore's approvals on the screen: state, date and note are kept, and everybody sees who is waited for."""

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.onboarding.approvals import today
from dmsa_tui.onboarding.record import Approval, ApprovalState
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.handover import open_points
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import ROOMY, Wizard, credentials, opened, rehearsal, wizard

LONG_AGO = (today() - timedelta(21)).isoformat()


def on_disk(found: Wizard, approval: str) -> Any:
    return tomllib.loads(found.saved).get(approval)


async def saved_as(found: Wizard, approval: str, state: str, since: str, note: str) -> None:
    wanted = {"state": state, "since": since, "note": note}
    await found.until(
        lambda: wanted.items() <= (on_disk(found, approval) or {}).items(), f"{approval} to be saved as {wanted}"
    )


async def test_state_date_and_note_are_kept_and_rail_and_home_say_who_is_waited_for() -> None:
    refused = Approval(ApprovalState.REFUSED, today().isoformat(), "SaaS")
    async with opened(answers={"production_access": refused}, at="verification-approval", home=True) as found:
        await found.sees("Not requested yet")
        await found.click("○ waiting")
        await found.sees(
            f"Waiting for Procore since {today().isoformat()} or before.", "Procore <1d", "Requested on or before"
        )
        since, note = (found.step.query_one(f"#verification-{each}", Field) for each in ("since", "note"))
        since.input.value, note.input.value = LONG_AGO, "case 4711"
        await found.sees("(21+", "Procore 21d")
        await saved_as(found, "verification", "waiting", LONG_AGO, "case 4711")

        since.input.value, note.input.value = "2 Nov", "0f" * 32
        await found.sees("This is not a date", "Client ID or secret?")
        await found.press("escape")
        assert since.has_class("-wrong") and note.has_class("-wrong")
        found.step.query_one("#verification", Choice).focus()
        await found.press("right", "space")
        await found.sees("✎ Granted. You confirmed this on")
        await found.press("left", "space")  # back again: the date of the waiting is not lost
        await found.sees("Procore 21d")
        assert since.input.value == LONG_AGO
        await saved_as(found, "verification", "waiting", LONG_AGO, "case 4711")

        found.app.go_home()
        await found.sees("production access refused", "consultant")
        await found.pilot.resize_terminal(80, 100)
        await found.go("promote")
        await found.at("production-access-approval")
        await found.sees("◐App 21d", "✖Promote", "The owner must act", "Message to whoever must act")
        await found.click("○ granted")
        await found.sees("You confirmed this on", "Note: SaaS")
        assert not found.step.query_one("#production-access-note").display
        assert found.step.query_one("#message").has_class("-unneeded")
        await saved_as(found, "production_access", "granted", today().isoformat(), "SaaS")


async def test_the_line_of_steps_names_the_one_that_waits_beside_how_long_at_80_columns() -> None:
    waits = Approval(ApprovalState.WAITING, LONG_AGO)
    answers = {"verification": waits, "production_access": waits}
    async with opened(answers=answers, size=(80, 24)) as found:
        found.session.actions.tick_all("create-app", "Ada")
        await found.sees("◐App 21d", "◐Promote 21d")
        line = next(each for each in found.lines if "◐Promote 21d" in each)
        names = [each.short for each in found.session.guide.steps]
        assert [each for each in names if each not in line] == []
        await found.click("◐Promote 21d")
        await found.until(lambda: found.step.STEP == "promote", "the step that was clicked")


async def test_an_id_in_a_note_is_masked_unless_the_note_is_being_typed_or_ids_are_shown() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO, "company 562949953421312, ask Sam")
    record = {"company_id": "562949953421312", "verification": waiting, "production_access": Approval()}
    async with opened(answers=record, size=(120, 60), at="verification-approval") as found:
        await found.sees("company ••••", "1312, ask Sam")
        assert "562949953421312" not in found.text
        note = found.step.query_one("#verification-note", Field)
        note.input.focus()
        await found.pilot.pause()
        assert "562949953421312" not in found.text, "the focus alone, which Tab moves, shows nothing"
        await found.press("!")
        await found.sees("ask Sam!")
        assert "562949953421312" not in found.text
        await found.press("f9", "f9")
        await found.sees("company 562949953421312, ask Sam!")
        await found.press("f9")
        await found.sees_no_more("562949953421312")
        found.session.mask.recorder = "asciinema"
        note.input.focus()
        await found.press("?")
        await found.sees("ask Sam!?")
        assert "562949953421312" not in found.text

        found.session.mask.recorder = ""
        granted = Approval(ApprovalState.GRANTED, LONG_AGO, "by 562949953421312")
        found.session.open_record.note(production_access=granted)
        await found.go("promote")
        await found.at("production-access-approval")
        await found.sees("••••1312")
        assert "562949953421312" not in found.text
        await found.press("f9", "f9")
        await found.sees("562949953421312")


async def test_a_note_that_comes_while_the_terminal_is_recorded_is_masked_as_well() -> None:
    record = {"company_id": "562949953421312", "verification": Approval(), "production_access": Approval()}
    session = rehearsal(answers=record)
    session.mask.recorder = "asciinema"
    async with wizard(session, size=(120, 60)) as found:
        await found.go("create-app")
        await found.at("verification-approval")
        found.step.query_one("#verification", Choice).focus()
        await found.press("right", "space")
        await found.until(lambda: found.step.query("#verification-note"), "the note")
        note = found.step.query_one("#verification-note", Field)
        note.input.focus()
        await found.press(*"562949953421312")
        await found.until(lambda: note.input.value == "562949953421312", "what is typed")
        await found.quiet()
        assert "562949953421312" not in found.text


async def test_working_credentials_settle_the_approvals_everywhere_and_no_second_secret_unsettles_them() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO)
    answers = {"verification": waiting, "production_access": Approval(ApprovalState.REFUSED, LONG_AGO)}
    async with opened("ready", step="promote", answers=answers, size=(80, 60), home=True) as found:
        await found.at("production-access-approval")
        await found.sees("◐App 21d", "✖Promote", "Refused by Procore")
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.is_told(
            "Organization verification and Production access are settled: Procore accepts the credentials."
        )
        await found.sees("✔ Settled: Procore accepts the credentials.", "○Promote")
        assert not found.shows("● refused")
        await found.saves("approvals_settled_by")
        for given_again in (False, True):
            if given_again:
                found.session.open_record.note(secret_replaced_at=datetime.now(UTC) + timedelta(seconds=2))
                found.session.results.secret_replaced()
                assert "credentials.token" not in found.session.results
            await found.go("create-app")
            await found.at("app-name")
            await found.sees("settled")
            await found.at("verification-approval")
            await found.sees("Settled: Procore accepts the credentials.")
            await found.sees_no_more("Waiting for Procore")
            assert "Requested on or before" in found.text
            assert not any(found.shows(each) for each in ("● ", "○ not requested", "Message to whoever must act"))
            assert not found.shows("◐") and not found.shows("✖")
            points = [each.what for each in open_points(found.session)]
            assert not any("verification" in each or "access" in each for each in points), points
        found.app.go_home()
        await found.sees("Practice Builders")
        await found.quiet()
        assert not found.shows("pending") and not found.shows("refused")


async def test_a_granted_approval_keeps_the_day_of_its_request_and_asks_nobody_for_anything() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO)
    async with opened(answers={"verification": waiting}, at="verification-approval", size=(80, 24)) as found:
        await found.sees("Message to whoever must act")
        found.step.query_one("#verification", Choice).choose("granted")
        await found.sees("Granted. You confirmed this", "Requested on or", f"before {LONG_AGO}")
        await found.sees_no_more("Message to whoever must act")
        assert found.session.record.verification.requested == LONG_AGO


async def test_arrows_at_an_answered_approval_go_to_an_option_and_change_no_answer() -> None:
    granted = Approval(ApprovalState.GRANTED, LONG_AGO)
    async with opened(answers={"verification": granted}, at="verification-approval", size=(80, 24)) as found:
        choice = found.step.query_one("#verification", Choice)
        choice.focus()
        await found.press("right", "right", "tab")
        assert (choice.chosen, found.session.record.verification) == ("granted", granted)
        choice.focus()
        await found.press("right")
        await found.quiet()
        assert found.session.record.verification == granted and "✖" not in found.text
        await found.press("enter")
        await found.sees("Refused by Procore")
        assert found.session.record.verification.state is ApprovalState.REFUSED


async def test_an_answered_approval_has_the_keys_when_its_action_opens_and_not_its_empty_note() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO)
    answers = {"verification": waiting, "app_owner": "consultant"}
    async with opened(answers=answers, size=(80, 24)) as found:
        for id in ("owner", "account", "sign-in", "verification"):
            found.session.actions.tick("create-app", id, "Ada")
        actions = found.step.actions
        assert actions is not None
        actions.choose("new-app")
        await found.quiet()
        await found.press("up")
        await found.sees("Waiting for Procore since", "Take back Backspace")
        assert found.app.focused is found.step.query_one("#verification", Choice)
        await found.press("backspace")
        await found.until(lambda: not found.session.actions.is_ticked("create-app", "verification"), "the tick to go")


@pytest.mark.parametrize(
    ("state", "said"), [(ApprovalState.NOT_ASKED, "not requested"), (ApprovalState.REFUSED, "refused")]
)
async def test_a_first_step_whose_approval_nobody_has_requested_or_procore_refused_does_not_read_as_done(
    state: ApprovalState, said: str
) -> None:
    answers = {
        "verification": Approval(ApprovalState.GRANTED, LONG_AGO), "production_access": Approval(state, LONG_AGO),
        "app_owner": "consultant", "administrator": "Sam", "old_account": "none", "app_name": "Sync",
        "active_projects": 9,
    }  # fmt: skip
    async with opened(answers=answers, at="production-access-approval", size=(80, 24)) as found:
        await found.press("f6")
        await found.sees(f"Production access ({said}). Press F6 again to")
        assert not found.session.actions.is_ticked("create-app", "production-access")
        await found.press("f6")
        await found.until(lambda: found.session.actions.is_ticked("create-app", "production-access"), "the tick")
        found.session.actions.tick_all("create-app", "Ada")
        actions = found.step.actions
        assert actions is not None
        actions.leave_out_optional()
        await found.sees("to do", "○App", said, f"Production access ({said}).")
        assert not found.shows("actions are done.") and not found.shows("✎App")
        found.session.open_record.note(production_access=Approval(ApprovalState.GRANTED, LONG_AGO))
        await found.sees("✎App", "actions are done.")
        assert not found.shows(said)


async def test_the_step_that_needs_production_access_asks_before_it_goes_on_without_it() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO)
    async with opened(
        step="promote", answers={"production_access": waiting}, at="production-access-approval", size=(80, 24)
    ) as found:
        await found.press("f6")
        await found.sees("Production access (waiting). Press F6 again to continue.")
        assert not found.session.record.ticked
        await found.press("f6")
        await found.until(lambda: found.session.actions.is_ticked("promote", "access-granted"), "the tick")


@pytest.mark.parametrize(
    ("approval", "asks"),
    [("verification", "Become a Verified Developer"), ("production-access", "Request Production Credential Access")],
)
async def test_the_message_of_an_action_is_about_its_own_approval(approval: str, asks: str) -> None:
    async with opened("fresh", step="create-app", at=f"{approval}-approval", size=ROOMY) as found:
        await found.click("Message to whoever must act…")
        await found.sees("Copy")
        assert found.shows(f"Click “{asks}”."), found.text


async def test_an_action_that_working_credentials_have_settled_counts_as_open_nowhere() -> None:
    waiting = Approval(ApprovalState.WAITING, LONG_AGO)
    async with opened("ready", step="promote", answers={"production_access": waiting}, size=(100, 40)) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        *others, last = [each.id for each in found.session.actions.open_in("promote") if each.id != "access-granted"]
        for each in others:
            found.session.actions.tick("promote", each, "Kim")
        await found.press("f5")
        await found.is_told("Production access is settled")
        found.step.query_one(ActionList).choose(last)
        await found.sees("✔  3 Check that Procore granted production access for this app.  settled")
        assert [each.id for each in found.session.actions.open_in("promote")] == [last]
        await found.press("f6")
        await found.quiet()
        await found.until(lambda: "promote" in found.session.record.confirmed, "the step")
        assert not found.shows("Action 3 is still open.")
