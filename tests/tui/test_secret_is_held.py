"""A secret that was given is held until Procore accepts it: whatever is left, opened or corrected meanwhile."""

import asyncio
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.quitting import LOSS_SECONDS
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.vocabulary import Status
from tests.server_thread import serve_in_thread
from tests.tui.driving import ROOMY, Wizard, credentials, opened, wizard

COMPACT = (80, 24)


@contextmanager
def customer(scenario: str = "ready", **answers: Any) -> Iterator[tuple[Session, str, str]]:
    """A real onboarding on a machine without a keyring, with the practice company in Procore's place.

    Also the client ID and the secret that Procore accepts.
    """
    company = Rehearsal(scenario)
    seen = company.credentials
    assert seen.client_id and seen.client_secret
    with serve_in_thread(company.app) as url:
        session = Session.for_customers()
        record = Onboarding(
            "Example Homes",
            company_id=seen.company_id,
            login_url=url,
            api_url=url,
            step="promote",
            edition_sure=True,
            **answers,
        )
        session.open_record.begin(record)
        yield session, seen.client_id, seen.client_secret


async def test_a_pair_is_tested_before_the_company_id_is_known() -> None:
    with customer() as (session, client_id, secret):
        session.open_record.note(company_id="")
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("Checks start once the client ID is known.")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.", "App of the token")
            await found.go("check")
            await found.sees("The other checks start once the company ID is known: step 5.", "Credentials")
            assert session.results["credentials.token"].status == "pass"


async def test_a_pair_given_before_its_step_keeps_what_procore_answered_when_the_step_is_opened() -> None:
    with customer(expect=ExpectMode.ALL, future_projects=True) as (session, client_id, secret):
        session.open_record.note_given(client_id=client_id)
        session.credentials.give(Secret(secret))
        async with wizard(session, size=COMPACT) as found:
            await found.go("check")
            await found.press("f5")
            await found.sees("12 passed")  # and a caution: Procore calls the company by another name
            await found.quiet()
            await found.go("promote")
            await found.quiet()
            assert session.record.verdict == "pass" and session.results["projects.permitted"].status is Status.PASS
            assert await session.credentials.secret() == Secret(secret) and session.credentials.untested is None

            session.credentials.give(Secret("another" + secret[7:]))
            await session.credentials.keep(Secret("another" + secret[7:]))
            assert "projects.permitted" not in session.results, "they are about the secret before"


async def test_a_pair_that_procore_has_not_accepted_is_asked_about_before_its_action_is_ticked() -> None:
    with customer() as (session, client_id, secret):
        session.open_record.note(company_id="")
        async with at_pair(session) as found:
            await found.paste(secret[:-1])
            await found.fill("client-id", client_id)
            await found.sees("✖ Procore refuses")
            await found.press("f6")
            await found.sees("Not proven: Credentials. Press F6 again to continue.")
            assert not session.actions.is_ticked("promote", "try-pair")
            await found.press("f6")
            await found.until(lambda: session.actions.is_ticked("promote", "try-pair"), "the tick")


async def overwrite(found: Wizard, text: str) -> None:
    """Select what the field of the client ID holds, and paste over it."""
    await found.at("client-id")
    line = found.step.query_one("#client-id", Field).input
    line.focus()
    line.select_all()
    await found.paste(text)


@asynccontextmanager
async def at_pair(session: Session, size: tuple[int, int] = COMPACT) -> Any:
    """The wizard where the pair is pasted, with the cursor in the field of the secret."""
    async with wizard(session, size=size) as found:
        await found.go("promote")
        await at_secret(found)
        yield found


async def at_secret(found: Wizard) -> SecretField:
    await found.at("client-secret")
    field = found.step.query_one(SecretField)
    field.focus()
    await found.pilot.pause()
    return field


STEPPER = "○Install"


@pytest.mark.parametrize("way", ["ctrl+g", "f7", "f8", "f10", STEPPER])
async def test_a_secret_given_before_the_client_id_is_there_again_and_both_are_tested(way: str) -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            await found.sees("Checks start once the client ID is known.")
            await (found.click(way) if way == STEPPER else found.press(way))
            await found.until(lambda: found.app.step_in_front != "promote", "the step to be left")
            await found.go("promote")
            await found.at("client-secret")
            await found.sees("••••••••••••", f"{len(secret)} characters", "held in memory.")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")
            assert secret not in found.saved and secret not in found.text


async def test_a_secret_typed_and_not_entered_is_held_when_the_step_is_left() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.press(*secret, "ctrl+g")
            await found.until(lambda: not found.app.step_in_front, "home")
            await found.go("promote")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")


async def test_a_cleared_secret_is_held_no_more_unless_procore_has_accepted_it() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            await at_secret(found)
            await found.press("ctrl+u")
            await found.sees("Cleared")
            await found.go("install")
            await found.go("promote")
            await at_secret(found)
            await found.sees("Paste it here: it is tested at once")
            await found.paste(secret)
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")
            await at_secret(found)
            await found.press("ctrl+u")
            await found.sees("••••••••••••", "✔ Procore accepts the credentials. Kept in memory until")


async def test_a_secret_that_was_typed_goes_to_no_other_host() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.press(*secret)
            session.open_record.note(login_url="http://127.0.0.1:9", api_url="http://127.0.0.1:9")
            await found.go("promote")
            await at_secret(found)
            await found.sees("Paste it here: it is tested at once")
            await found.fill("client-id", client_id)
            await found.quiet()
            assert await session.credentials.secret() is None


async def test_a_secret_that_this_run_knows_is_never_taken_as_a_client_id() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            await found.paste(secret)  # the cursor went to the client ID
            await found.sees("✖ You entered this as the client secret. Enter the client ID here.")
            await found.go("promote")
            await found.fill("sandbox-client-id", secret)
            await found.sees("✖ You entered this as the client secret.")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")
            replacing = client_id[::-1]
            await at_secret(found)
            await found.paste(replacing)
            await found.sees("✖ Procore refuses")
            found.app.set_focus(None)
            await found.paste(secret)
            await found.sees("Where does this belong?", "Client secret S")  # nor offered as one
            await found.press("escape")
            await found.fill("client-id", secret)
            await found.sees("✖ You entered this as the client secret.")
            assert not session.record.client_id and secret not in found.saved
            session.open_record.begin(
                Onboarding("Example Builders", edition_sure=True, login_url="https://login.example.com")
            )
            await found.go("promote")
            await found.fill("client-id", replacing)
            await found.sees("✖ You entered this as the client secret.")
            for record in session.store.files():
                assert secret not in record.read_text() and replacing not in record.read_text()


async def test_a_client_id_given_as_the_secret_is_taken_once_the_secret_is_corrected() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(client_id)
            await found.sees("held in memory.")
            await found.paste(client_id)
            await found.sees("✖ You entered this as the client secret.", "If this is it, correct the secret")
            await at_secret(found)
            await found.paste(secret)
            await found.sees("✔ Procore accepts the credentials.")
            assert session.record.client_id == client_id and secret not in found.saved


async def given_the_wrong_way_round(found: Wizard, client_id: str, secret: str) -> None:
    await found.fill("client-id", secret)
    await found.until(lambda: found.session.record.client_id == secret, "the secret to be taken as the client ID")
    await at_secret(found)
    await found.paste(client_id)
    await found.sees("✖ Procore refuses", "Swap client ID and client secret")


async def is_put_right(found: Wizard, client_id: str, secret: str) -> None:
    await found.sees("✔ Procore accepts the credentials.")
    await found.sees_no_more("Swap client ID")
    assert found.session.record.client_id == client_id and secret not in found.saved
    of_swapped = replace(SecretKey.of_record(found.session.record), client_id=secret)
    assert found.session.credentials.store.get(of_swapped) is None


@pytest.mark.parametrize("cleared", [True, False])
async def test_a_pair_is_put_right_by_hand_from_the_client_id(cleared: bool) -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, ROOMY) as found:
            await given_the_wrong_way_round(found, client_id, secret)
            await (found.fill("client-id", client_id) if cleared else overwrite(found, client_id))
            await found.sees("✖ You entered this as the client secret.")
            assert session.record.client_id != client_id
            await at_secret(found)
            await found.paste(secret)
            await is_put_right(found, client_id, secret)


async def test_a_pair_is_put_right_by_hand_from_the_secret() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, ROOMY) as found:
            await given_the_wrong_way_round(found, client_id, secret)
            await at_secret(found)
            await found.paste(secret)
            await found.sees("✖ You entered this as the client ID.")
            await overwrite(found, client_id)
            await is_put_right(found, client_id, secret)


async def test_what_is_held_while_a_pair_is_put_right_is_shown_and_nothing_else_is_swapped() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, ROOMY) as found:
            await given_the_wrong_way_round(found, client_id, secret)
            await found.fill("client-id", "")
            await found.sees("then both are tested.")
            assert not found.shows("Swap client ID")
            await found.go("install")
            await found.go("promote")
            await at_secret(found)
            await found.sees("••••••••••••", "held in memory.")
            assert not session.record.client_id and not found.shows("Swap client ID")
            await found.paste(secret)
            await found.fill("client-id", client_id)
            await is_put_right(found, client_id, secret)


async def test_a_secret_that_takes_the_place_of_one_that_was_held_says_so() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("held in memory instead", "then both are tested.")


LOST = "The client secret is only in memory and will be lost. Ctrl+Q again quits."


async def test_the_first_ctrl_q_says_in_a_line_that_a_secret_is_lost_and_the_second_quits() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await found.press(*secret, "ctrl+q")
            await found.sees(LOST)
            assert found.app.return_value is None
            await found.press("ctrl+q")
            await found.until(lambda: found.app.return_value is not None, "the end")
            assert "The client secret was only in memory and is gone" in (found.app.return_value or "")


async def test_quit_in_the_palette_asks_in_a_dialog_what_the_key_asks_by_a_second_press() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await found.press(*secret, "ctrl+p")
            await found.paste("Quit")
            await found.sees("Answers are saved")
            await found.press("down", "enter")
            await found.sees("Quit?", "The client secret is only in memory and will be lost.", "Cancel Esc")
            assert found.app.return_value is None
            await found.press("y")
            await found.until(lambda: found.app.return_value is not None, "the end")


async def test_ctrl_q_says_so_too_for_another_onboarding_and_from_a_rehearsal() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            session.open_record.begin(Onboarding("Example Builders", edition_sure=True))
            await found.go("promote")
            lost = "The client secret of another onboarding, E. H., is only in memory and will be lost."
            await found.press("ctrl+q")
            await found.is_told(f"{lost} Ctrl+Q again quits.")
            found.dismiss_notices()
            found.app.quitting._told_loss_at -= LOSS_SECONDS
            await found.app.sessions.change("ready")
            await found.press("ctrl+q")
            await found.is_told(f"{lost} Ctrl+Q again quits.")


async def test_ctrl_c_says_that_a_secret_is_lost_and_its_second_press_quits() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.sees("held in memory.")
            await found.press("ctrl+c")
            await found.sees("the client secret is not")
            await found.press("ctrl+c")
            await found.until(lambda: found.app.return_value is not None, "the end")


async def test_a_rehearsal_and_an_onboarding_without_a_secret_are_quit_at_once() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the end")
    with customer() as (session, _, _secret):
        async with at_pair(session) as found:
            await found.press("ctrl+q")
            await found.until(lambda: found.app.return_value is not None, "the end")


async def test_the_palette_offers_the_swap_while_it_can_be_done_on_every_step() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.press("ctrl+p")
            await found.paste("swap")
            await found.sees("No command of this name.")
            await found.press("escape")
            await given_the_wrong_way_round(found, client_id, secret)
            await found.go("install")
            await found.press("ctrl+p")
            await found.paste("swap")
            await found.sees("Swap client ID and client secret", "Procore refused them")
            await found.press("down", "enter")
            await found.sees("Promote to production", "✔ proven  Credentials")
            assert session.record.client_id == client_id and not session.credentials.can_swap


async def change_hosts(found: Wizard, url: str) -> None:
    await found.press("ctrl+p", *"custom hosts", "enter")
    await found.sees("Custom hosts: a test server or a proxy")
    for field in found.app.screen.query(Field):
        field.input.value = url
    await found.press("enter", "enter", "enter")
    await found.until(lambda: found.session.record.login_url == url, "the hosts")


async def test_a_change_of_the_hosts_says_that_the_secret_stays_with_the_login_host() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            before = session.record.login_url
            await found.paste(secret)
            await found.sees("held in memory.")
            await change_hosts(found, "http://127.0.0.1:9")
            await found.sees("The client secret goes to no other login host: paste it again for this one.")
            await found.sees("Paste it here: it is tested at once")
            found.dismiss_notices()
            await change_hosts(found, before)
            await found.sees("held in memory.")
            assert not found.app._notifications


async def test_a_pair_that_an_earlier_run_proved_is_not_asked_for_as_if_it_had_never_been_given() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret)
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")
            await found.quiet()
        again = Session.for_customers()
        again.open_record.open("Example Homes")
        async with wizard(again, size=COMPACT) as found:
            await found.go("promote")
            await found.sees("✔ Procore accepted both values in an earlier session.")
            await found.sees("Procore accepted it before: paste it again")
            assert not found.shows("you need a new secret") and isinstance(found.app.focused, SecretField)
            await found.press("f6")
            await found.until(lambda: "promote/try-pair" in again.record.ticked, "the tick")
            await found.fill("client-id", client_id[::-1])
            await found.sees("Paste it here: it is tested at once", "Wait until Procore accepts them.")


@asynccontextmanager
async def at_proven_pair(session: Session, client_id: str, secret: str) -> Any:
    """The wizard where Procore has just accepted the pair."""
    async with at_pair(session) as found:
        await found.paste(secret)
        await found.fill("client-id", client_id)
        await found.sees("✔ Procore accepts the credentials.")
        await found.quiet()
        yield found


async def test_a_secret_that_stands_in_the_field_of_the_client_id_leads_there_until_procore_accepted_that() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.fill("client-id", secret)
            await at_secret(found)
            await found.paste(secret)
            await found.sees("The field Client ID has the same value.", "paste the client ID there first.")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")


async def test_a_proven_pair_given_the_wrong_way_round_is_swapped_by_enter() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await found.fill("client-id", secret)
            await found.sees("✖ You entered this as the client secret.")
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("! The two look swapped.", "Swap client ID and client secret")
            assert len(found.app.screen_stack) == 2, "no dialog asks"
            await found.press("enter")
            await is_put_right(found, client_id, secret)
            assert await session.credentials.secret() == Secret(secret)


async def test_the_client_id_that_procore_accepted_is_always_taken_in_its_field() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await found.fill("client-id", secret)
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("look swapped")
            await found.fill("client-id", client_id)
            await found.sees("✔ Procore accepts the credentials.")
            assert not found.shows("✖") and await session.credentials.secret() == Secret(secret)


async def test_a_client_id_in_both_fields_is_made_the_client_id_by_a_button() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(client_id)
            await found.sees("held in memory.")
            await found.paste(client_id)
            await found.sees("✖ You entered this as the client secret.")
            await found.click("It is the client ID, not the secret")
            await found.until(lambda: session.record.client_id == client_id, "the client ID")
            await found.sees("Paste it here: it is tested at once")
            await at_secret(found)
            await found.paste(secret)
            await found.sees("✔ Procore accepts the credentials.")


async def test_a_client_id_given_as_the_secret_and_pasted_again_is_asked_about_and_leaves_the_secrets_field() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(client_id)
            await found.sees("held in memory.")
            found.app.set_focus(None)
            await found.paste(client_id)
            await found.sees("Client ID or secret?", "You entered it as the client secret.")
            await found.click("Client ID I")
            await found.until(lambda: session.record.client_id == client_id, "the client ID")
            await found.sees("Paste it here: it is tested at once")
            assert session.credentials.untested is None
            await at_secret(found)
            await found.paste(secret)
            await found.sees("✔ Procore accepts the credentials.")


async def test_a_client_id_in_both_fields_gets_its_answer_in_the_field_and_no_notice() -> None:
    with customer() as (session, client_id, _secret):
        async with at_pair(session) as found:
            await found.paste(client_id)
            await found.sees("held in memory.")
            await found.paste(client_id)
            await found.sees("It is the client ID, not the secret")
            await found.quiet()
            await found.pilot.pause(0.5)  # a text that stands in the wrong field is asked about after a moment
            assert not found.app._notifications


async def test_a_client_id_that_is_refused_changes_nothing_that_procore_has_accepted() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await found.at("client-id")
            found.step.query_one("#client-id", Field).input.focus()
            await found.press("ctrl+u")
            await found.paste(client_id[:30])
            await found.sees("that Procore accepted stays.", "✔ Procore accepts the credentials.", "✔ proven")
            assert session.record.client_id == client_id
            await found.press("ctrl+u", "tab")
            await found.until(lambda: not session.record.client_id, "an empty client ID, once its field is left")
            await found.sees("The kept secret belongs to another client ID.")


async def test_a_pair_that_is_whole_again_is_tested_at_once() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await overwrite(found, client_id[::-1])
            await found.sees("The kept secret belongs to another client ID.", "○ to do")
            await overwrite(found, client_id)
            await found.sees("✔ Procore accepts the credentials.", "✔ proven")


async def test_backspace_on_a_refused_text_leaves_the_accepted_secret_alone() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("✖ This is the client ID again")
            await found.press("backspace")
            await found.sees("✔ Procore accepts the credentials.")
            await found.press("f10")
            await found.quiet()
            assert await session.credentials.secret() == Secret(secret)
            assert session.results["credentials.token"].status == "pass"


@pytest.mark.parametrize("key", ["backspace", "ctrl+u"])
async def test_a_refused_secret_is_given_up_for_the_accepted_one(key: str) -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            stored = SecretKey.of_record(session.record)
            await at_secret(found)
            await found.paste(secret[::-1])
            await found.sees("✖ Procore refuses this secret of", "the accepted one is back.")
            await found.quiet()
            assert session.credentials.store.get(stored) == Secret(secret), "no refused one is written over it"
            assert not found.shows("Swap client ID"), "the client ID is proven"
            await found.press(key)
            await found.sees("✔ Procore accepts the credentials.", "✔ proven")
            assert await session.credentials.secret() == Secret(secret)


async def test_a_secret_typed_and_left_untested_is_given_up_for_the_accepted_one() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await at_secret(found)
            await found.press(*secret[:41][::-1], "f10")
            await found.quiet()
            assert session.credentials.store.get(SecretKey.of_record(session.record)) == Secret(secret)
            await found.go("promote")
            await at_secret(found)
            await found.sees("✖ Procore refuses this secret of 41 characters.")
            await found.press("ctrl+u")
            await found.sees("✔ Procore accepts the credentials.", "✔ proven")


async def test_the_accepted_secret_pasted_after_a_refused_one_replaces_nothing() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await at_secret(found)
            await found.paste(secret[::-1])
            await found.sees("✖ Procore refuses this secret of")
            await found.paste(secret)
            await found.sees("✔ Procore accepts the credentials.")
            await found.quiet()
            assert session.record.secret_replaced_at is None and not found.shows("It replaces")


async def test_a_secret_pasted_over_an_untested_one_says_that_it_is_being_tested(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with customer() as (session, client_id, secret):
        session.open_record.note_given(client_id=client_id)
        session.credentials.know(Secret(secret[::-1]))
        async with at_pair(session) as found:
            saved = asyncio.Event()
            monkeypatch.setattr(found.app.autosave, "now", saved.wait)
            await found.paste(secret)
            await found.pilot.pause(0.5)
            await found.sees("Testing both…")
            saved.set()
            await found.sees("✔ Procore accepts the credentials.")


async def test_a_question_about_the_proof_goes_when_another_pair_is_tested() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            await found.paste(secret[:-1])
            await found.fill("client-id", client_id)
            await found.sees("✖ Procore refuses")
            await found.press("f6")
            await found.sees("Not proven: Credentials. Press F6 again")
            await at_secret(found)
            await found.paste(secret[::-1])
            await found.sees_no_more("Press F6 again")


async def test_a_text_that_is_no_secret_says_that_the_accepted_one_stays() -> None:
    with customer() as (session, client_id, secret):
        async with at_proven_pair(session, client_id, secret) as found:
            await at_secret(found)
            await found.press(*"xyz", "f6")
            await found.sees("✖ This is not a client secret", "The one that Procore", "accepted stays")
            assert not found.shows("No answer yet") and "promote/try-pair" not in session.record.ticked, "it is held"
            await found.press("f6")
            await found.is_told("This is not a client secret", "Ctrl+U clears this text")
            await found.press("ctrl+u")
            await found.sees("✔ Procore accepts the credentials.")
            await found.press("f6")
            await found.until(lambda: "promote/try-pair" in session.record.ticked, "the tick")
