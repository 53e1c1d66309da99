"""A client ID that a person gives may be the secret: no file has it before Procore knows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button

from dmsa_tui.onboarding.codec import loads
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import ROOMY, Wizard, wizard
from tests.tui.test_secret_is_held import COMPACT, at_pair, at_secret, change_hosts, customer, overwrite

NOBODY_ANSWERS = "http://127.0.0.1:9"
LOST = "The client ID is only in memory and will be lost. Ctrl+Q again quits."
BOTH_LOST = "Client ID and secret are only in memory and will be lost. Ctrl+Q again quits."


def on_disk(session: Session) -> Onboarding:
    """The open record as its file has it."""
    path = session.store.file_of(session.record.name)
    assert path is not None
    return loads(path.read_bytes())


def in_any_file(value: str) -> list[Path]:
    """The files of this machine's user that have that value."""
    return [each for each in Path.home().rglob("*") if each.is_file() and value.encode() in each.read_bytes()]


async def give(found: Wizard, value: str, field: str = "client-id") -> None:
    """Paste a value into a field that takes a client ID, and let the wizard save what it wants."""
    await found.at(field)
    found.step.query_one(f"#{field}", Field).input.focus()
    await found.paste(value)
    name = field.replace("-", "_")
    await found.until(lambda: getattr(found.session.record, name) == value, "the value to be taken")
    await found.app.autosave.now()


@contextmanager
def silent(**answers: Any) -> Iterator[Session]:
    """A real onboarding whose login host never answers."""
    session = Session.for_customers()
    answers |= {"login_url": NOBODY_ANSWERS, "api_url": NOBODY_ANSWERS}
    session.open_record.begin(Onboarding("Example Homes", company_id="4711", step="promote", **answers))
    yield session


@pytest.mark.parametrize("way", ["ctrl+g", "f7", "f8", "f10"])
async def test_a_secret_in_the_field_of_the_client_id_is_in_no_file_and_stays_in_the_field(way: str) -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await give(found, secret)
            await found.sees(f"{len(secret)} characters")
            await found.press(way)
            await found.until(lambda: found.app.step_in_front != "promote", "the step to be left")
            session.open_record.begin(Onboarding("Example Builders"))
            session.open_record.open("Example Homes")
            await found.go("promote")
            await found.at("client-id")
            await found.sees("••••••••••••", f"{len(secret)} characters")
            assert session.record.client_id == secret and not in_any_file(secret)


@pytest.mark.parametrize("first", ["client-id", "client-secret"])
async def test_a_client_id_is_saved_once_procore_accepts_it(first: str) -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            if first == "client-id":
                await give(found, client_id)
                assert not in_any_file(client_id)
            await at_secret(found)
            await found.paste(secret)
            if first == "client-secret":
                await give(found, client_id)
            await found.sees("✔ Procore accepts the credentials.")
            await found.saves(f'client_id = "{client_id}"')
            await found.quiet()  # the answers are written after the record
            await found.app.autosave.now()
            assert not in_any_file(secret)
        again = Session.for_customers()
        again.open_record.open("Example Homes")
        assert again.record.client_id == client_id
        assert again.results.earlier is not None, "what Procore answered is kept too"


async def test_a_pair_the_wrong_way_round_that_procore_refuses_is_in_no_file_until_it_is_swapped() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, ROOMY) as found:
            await give(found, secret)
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("✖ Procore refuses")
            await found.press("f10")
            await found.until(lambda: session.results.report is not None, "a full check")
            await found.app.autosave.now()
            await found.go("promote")
            await found.at("swap")
            await found.sees("Swap client ID and client secret")
            assert not in_any_file(secret) and not on_disk(session).verdict
            found.step.query_one("#swap", Button).press()
            await found.sees("✔ Procore accepts the credentials.")
            await found.saves(f'client_id = "{client_id}"')
            assert not in_any_file(secret)


async def test_after_a_kill_the_client_id_is_asked_for_again() -> None:
    with silent() as session:
        async with at_pair(session) as found:
            await give(found, "s" * 43)
            await at_secret(found)
            await found.paste("c" * 43)
            await found.sees("? Not tested.")
            await found.app.autosave.now()
            assert not in_any_file("s" * 43), "Procore did not say that it is none"
    again = Session.for_customers()
    again.open_record.open("Example Homes")
    async with wizard(again, size=COMPACT) as found:
        await found.go("promote")
        await found.at("client-id")
        assert not again.record.client_id
        await found.press("ctrl+q")
        await found.until(lambda: found.app.return_value is not None, "the end")


async def test_that_procore_refused_a_pair_is_told_with_its_age_after_a_restart_though_no_file_has_it() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, ROOMY) as found:
            await give(found, secret)
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("✖ Procore refuses")
            await found.app.autosave.now()
            assert not in_any_file(secret) and not in_any_file(client_id)
            again = Session.for_customers()
            again.open_record.open(session.record.name)
        async with wizard(again, size=ROOMY) as found:
            await found.go("promote")
            await found.sees("Procore refused the client", "Credentials  to do  ")
            await found.at("client-id")
            found.step.query_one("#client-id", Field).input.focus()
            await found.paste(client_id)
            await found.sees_no_more("Procore refused the client")


async def test_a_small_terminal_tells_a_refusal_of_before_at_its_step_and_home_when_it_was() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session, COMPACT) as found:
            await give(found, secret)
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("✖ Procore refuses")
            await found.quiet()
            await found.app.autosave.now()
        again = Session.for_customers()
        async with wizard(again, size=COMPACT) as found:
            await found.sees("4 Promote · ")  # and how long ago
            await found.press("enter")
            await found.sees("! Credentials  (", ")  Procore refused the client ID and secret")
            assert not on_disk(again).verdict, "nothing says that the setup fails"


async def test_a_client_id_of_the_file_stays_there_until_another_is_given_over_it() -> None:
    with silent(client_id="k" * 43) as session:
        async with at_pair(session) as found:
            await found.fill("app-version-key", "0" * 8 + "-0000-4000-8000-" + "0" * 12)
            await found.saves(f'client_id = "{"k" * 43}"')
            await found.at("client-id")
            await overwrite(found, "n" * 43)
            await found.saves('client_id = ""')
            assert not in_any_file("n" * 43)
            await overwrite(found, "k" * 43)
            await found.until(lambda: session.record.client_id == "k" * 43, "the value")
            await found.app.autosave.now()
            assert not in_any_file("k" * 43), "nobody tested it"


async def test_a_client_id_of_an_app_without_the_component_is_saved_since_procore_knows_it() -> None:
    with customer("grant-missing") as (session, client_id, secret):
        async with at_pair(session) as found:
            await give(found, client_id)
            await at_secret(found)
            await found.paste(secret)
            await found.sees("✖ Procore gives no token")
            await found.saves(f'client_id = "{client_id}"')


async def test_ctrl_q_says_once_that_a_client_id_is_lost_and_the_farewell_too() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session) as found:
            await give(found, secret)
            await found.press("ctrl+q")
            await found.sees(LOST)
            await found.press("ctrl+q")
            await found.until(lambda: found.app.return_value is not None, "the end")
            assert "The client ID was only in memory and is gone" in (found.app.return_value or "")


async def test_ctrl_q_names_both_where_both_are_lost() -> None:
    with silent() as session:
        async with at_pair(session) as found:
            await give(found, "s" * 43)
            await at_secret(found)
            await found.paste("c" * 43)
            await found.sees("? Not tested.")
            await found.press("ctrl+q")
            await found.sees(BOTH_LOST)


async def test_a_sandbox_client_id_is_in_no_file_and_its_field_says_so() -> None:
    with customer() as (session, _, secret):
        async with at_pair(session, ROOMY) as found:
            await give(found, secret, "sandbox-client-id")
            await found.sees("Used only to detect a mix-up. Kept until")
            assert not in_any_file(secret)
            await found.press("ctrl+q")
            await found.until(lambda: found.app.return_value is not None, "the end")


async def test_a_client_id_goes_to_no_other_login_host_and_comes_back_with_its_own() -> None:
    with customer() as (session, client_id, secret):
        async with at_pair(session) as found:
            before = session.record.login_url
            await give(found, secret)
            await at_secret(found)
            await found.paste(client_id)
            await found.sees("✖ Procore refuses")
            await change_hosts(found, NOBODY_ANSWERS)
            await found.sees("Client ID and secret go to no other login host: paste both again.")
            assert not session.record.client_id
            await change_hosts(found, before)
            assert session.record.client_id == secret and not in_any_file(secret)


async def test_no_saved_page_has_it() -> None:
    with silent() as session:
        async with at_pair(session) as found:
            await give(found, "s" * 43)
            await at_secret(found)
            await found.paste("c" * 43)
            await found.sees("? Not tested.")
            await found.go("handoff")
            await found.at("saved-note")
            await found.click("Save the record (Markdown)")
            await found.sees("Open the saved record O")
            (page,) = session.paths.setup_records.glob("*.md")
            assert "The client ID is not recorded." in page.read_text(encoding="utf-8")
            assert not in_any_file("s" * 43)


async def test_deleting_the_onboarding_removes_the_secret_under_a_client_id_that_was_held() -> None:
    from dmsa_tui.session.saved_changes import remove

    with silent() as session:
        session.open_record.note_given(client_id="s" * 43)
        await session.credentials.keep(Secret("c" * 43))
        await session.flush()
        path = session.store.file_of("Example Homes")
        assert path is not None and not on_disk(session).client_id
        key = SecretKey.of_record(session.record)
        assert session.credentials.store.get(key) == Secret("c" * 43)
        await remove(session, session.store.entry(path))
        assert session.credentials.store.get(key) is None
