"""Nothing is green that the practice company did not confirm; a person's word looks different."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.widget import Widget

from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Onboarding
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from dmsa_tui.session.ending import ending
from dmsa_tui.session.proven_steps import steps_to_do_yet
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.stepper import Stepper
from dmsa_tui.vocabulary import Status
from tests.tui.driving import DECIDED, Wizard, credentials, opened, wizard

TALL = (140, 70)
ANSWERED = {"app_owner": "customer", "administrator": "Kim", "old_account": NO_OLD_ACCOUNT, "active_projects": 12}
"""What the first step asks."""
BAR = "▌"
"""What a row of a check has on its left, in the color of the ground as long as the row has not the focus."""


def drawn(found: Wizard, widget: Widget) -> str:
    """What can be read where the widget is."""
    region = widget.region
    lines = found.lines[region.y : region.bottom]
    return "\n".join(line[region.x : region.right].removeprefix(BAR) for line in lines)


def row(found: Wizard, check_id: str) -> CheckRow:
    return next(each for each in found.step.query(CheckRow) if each.definition.id == check_id)


async def check_everything(found: Wizard) -> None:
    """Give the wizard the secret, and ask Procore about everything."""
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.press("f5")
    await found.until(lambda: found.session.results.report is not None, "the report")
    await found.quiet()


def refuse(
    session: Session, path: str, status: int = 403, body: bytes = b'{"errors": "You do not have access"}'
) -> None:
    """Let the practice company refuse that path, as Procore does where an endpoint is not offered."""
    assert session.rehearsal is not None
    inner: Any = session.rehearsal.rehearsal.app

    async def app(scope: dict[str, Any], receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        if path not in scope["path"]:
            await inner(scope, receive, send)
            return
        head = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})

    vars(session.rehearsal.rehearsal)["app"] = app


async def test_before_there_are_credentials_no_check_and_no_step_is_green() -> None:
    async with opened("ready", size=TALL) as found:
        for step in ("permissions", "install", "check", "handoff"):
            await found.go(step)
            assert "✔" not in drawn(found, found.step.query_one(Stepper)), step
            for each in found.step.query(CheckRow):
                assert drawn(found, each).lstrip().startswith("○ ") and "to do" in drawn(found, each), step


async def test_ticks_are_a_persons_word_the_last_one_confirms_the_step_and_can_be_taken_back() -> None:
    async with opened("ready", step="manifest", size=TALL) as found:
        for step in ("permissions", "install", "manifest"):
            await found.go(step)
            count = len(found.session.actions.of(step))
            for _ in range(count + 3 * (step == "permissions")):  # each tab, and the sandbox's key, is asked for once
                assert found.session.actions.current(step) is not None
                await found.press("f6")
                await found.quiet()
            await found.sees("actions are done.")
            await found.until(lambda: found.session.views()[found.step.STEP].state == "confirmed", "confirmed")
            assert "✔" not in drawn(found, found.step.query_one(Stepper))
        assert drawn(found, found.step.query_one(Stepper)).count("✎") == 3
        await found.saves("[confirmed.manifest]")
        await found.press("backspace")
        await found.sees_no_more("actions are done.")
        await found.saves_no_more("[confirmed.manifest]", "manifest/save-components")
        assert "[confirmed.install]" in found.saved


async def test_a_persons_word_does_not_outweigh_what_procore_denies() -> None:
    async with opened("not-installed", step="check", size=TALL) as found:
        await check_everything(found)
        found.session.actions.tick_all("install", "Ada")
        await found.go("install")
        await found.sees("✖ 5 Install")
        assert drawn(found, row(found, "install.connected")).lstrip().startswith("✖ Installation  failing")


async def test_what_procore_did_not_say_is_a_question_until_a_person_confirms() -> None:
    async with opened("ready", step="check", size=TALL) as found:
        refuse(found.session, "/app_installations")
        await check_everything(found)
        version = row(found, "install.version")
        assert found.session.results["install.version"].status is Status.UNVERIFIED
        assert drawn(found, version).lstrip().startswith("? unverified")
        version.focus()
        await found.press("v")
        await found.until(lambda: drawn(found, version).lstrip().startswith("✎ confirmed"), "the row to be confirmed")
        assert "✔" not in drawn(found, version)
        await found.saves("install.version")


async def test_a_step_with_proven_checks_says_what_keeps_it_to_do() -> None:
    async with opened("not-installed", step="promote", size=(80, 24)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees(
            "✔ proven  Credentials · App of the token",
            "○ to do  App Version Key: 6 actions are not marked done → action 4",
        )
        found.session.actions.tick_all("promote", "Ada")
        await found.sees("✎ confirmed  App Version Key")
        assert not found.shows("marked done")


async def test_what_a_step_asks_of_a_person_is_said_also_where_the_checks_are_at_the_side() -> None:
    async with opened("not-installed", step="promote", size=(120, 36)) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("○ to do  App Version Key: 6 actions are not marked done → action 4")
        for action in found.session.actions.open_in("promote")[:-1]:
            found.session.actions.tick("promote", action.id, "Ada")
        await found.sees("○ to do  App Version Key: 1 action is not marked done")
        found.session.open_record.note(app_version_key="")
        await found.sees_no_more("not marked done")
        assert found.shows("○ to do  App Version Key"), "its action is open, and asks for it"


async def test_a_failed_check_cannot_be_confirmed() -> None:
    async with opened("not-installed", step="check", size=TALL) as found:
        found.session.actions.tick("install", "confirm", "Ada")
        await check_everything(found)
        connected = row(found, "install.connected")
        connected.focus()
        await found.press("v", "enter")
        await found.quiet()
        assert drawn(found, connected).lstrip().startswith("✖ failing")
        assert "Confirm V" not in found.text
        assert not found.session.record.accepted


async def test_only_what_was_asked_and_answered_is_green() -> None:
    async with opened("wrong-secret", step="check", size=TALL) as found:
        await check_everything(found)
        for each in found.step.query(CheckRow):
            passed = found.session.results[each.definition.id].status is Status.PASS
            assert ("✔" in drawn(found, each)) == passed
        assert "Procore refuses the credentials" in found.text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_an_answer_of_an_earlier_run_leaves_the_screen_when_the_question_changes(size: tuple[int, int]) -> None:
    async with opened("ready", step="install", size=size) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        report = await found.session.run_checks(None)
        found.session.results.forget_all()
        found.session.results.keep_earlier(report._replace(started_at=report.started_at - timedelta(days=2)))
        await found.sees("proven", "2 days ago", "2d" if size[0] > 80 else "")
        found.session.open_record.note(company_id="4711")
        await found.quiet()
        assert "proven" not in found.text and "✔" not in found.text


async def test_a_remedy_leads_to_the_step_that_mends_it() -> None:
    async with opened("not-installed", step="check", size=TALL) as found:
        await check_everything(found)
        row(found, "install.connected").focus()
        await found.press("g")
        await found.sees("5. ")
        assert found.step.STEP == "install"


async def test_after_the_person_has_signed_in_a_real_setup_asks_which_one_the_person_sees() -> None:
    session = Session.for_customers()
    session.open_record.begin(Onboarding("Acme", app_owner="customer"))
    async with wizard(session, size=(80, 24), knows_portal=False) as found:
        await found.go("create-app")
        for _action in range(3):
            await found.press("f6")
            await found.quiet()
        await found.sees("Which developer portal do you see?")
        await found.press("up", "enter")
        await found.until(lambda: session.record.edition != session.guide.default_edition.id, "the edition")


async def test_enter_on_an_empty_line_ticks_nothing() -> None:
    async with opened("ready", step="create-app", answers={"app_name": ""}, size=(80, 24), at="app-name") as found:
        found.step.query_one("#app-name", Field).input.focus()
        await found.press("enter")
        await found.quiet()
        assert not found.session.record.ticked
        await found.press("S", "enter")
        await found.until(lambda: "create-app/app-name" in found.session.record.ticked, "the tick")


async def test_done_on_the_checker_is_a_persons_word_and_goes_on() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.press("f6", "f6")  # the first says that nothing was checked
        await found.sees("8. ")
        assert "check" in found.session.record.confirmed


async def test_what_procore_did_not_say_has_its_reason_on_the_step_and_a_custom_host_is_named_first() -> None:
    async with opened("ready", step="promote", size=(80, 24)) as found:
        refuse(found.session, "/rest/", status=404, body=b'{"errors": "The URI requested is invalid."}')
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.go("install")
        await found.press("f5")
        await found.quiet()
        await found.sees("? Company", "The custom API URL https://")
        assert not found.shows("? unverified")


async def test_a_click_that_may_have_mended_a_no_is_asked_about_however_often_procore_has_refused_it() -> None:
    async with opened("not-installed", step="create-app", size=(80, 24)) as found:
        client_id, secret = credentials(found.session)
        found.session.open_record.note(client_id=client_id)
        await found.session.credentials.keep(Secret(secret))
        for step in ("install", "projects", "install", "projects", "install"):
            await found.go(step)
            await found.quiet()
        await found.sees("○ to do  Installation", "Refused 3 times, not asked again until F5: Installation.")
        for _ in found.session.actions.of("install"):
            await found.press("f6")
        await found.quiet()
        await found.sees("✖Install", "✖ Installation  The app is not installed")
        assert not found.shows("not asked again") and not found.shows("All actions are done")


async def test_an_installed_version_confirms_no_key_that_nobody_has_confirmed_on_the_screen_or_on_paper() -> None:
    async with opened("ready", step="promote", answers={**DECIDED, **ANSWERED}) as found:
        found.session.know_noted_secret()
        for step in ("create-app", "manifest", "handoff"):
            found.session.actions.tick_all(step, "Ada")
        await found.session.run_checks(None)
        await found.sees("○ to do  App Version Key: 6 actions are not marked done →", "○ 4 Promote")
        assert found.session.results["install.version"].status is Status.PASS
        assert steps_to_do_yet(found.session) == "Still to do: step 4 Promote."
        setup = await handover.setup_record(found.session)
        (row,) = [each for each in setup.steps if each.id == "promote"]
        assert (row.state, row.confirmed_by) == (State.TODO, None)
        said = "Nobody has confirmed the step “Promote to production”."
        assert [each.what for each in setup.open_items] == [said]
        end = await ending(found.session)
        assert end.lacking == ("4 Promote", "8 Handoff") and [each.text for each in end.open_points] == [said]
        for action in found.session.actions.open_in("promote"):
            found.session.actions.tick("promote", action.id, "consultant")
        await found.sees("✎ confirmed  App Version Key")
        setup = await handover.setup_record(found.session)
        assert not found.shows("not marked done") and not setup.open_items
