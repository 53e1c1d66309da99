"""The rotation of the secret on the screen: what the reset makes impossible is not asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button

from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.record import Confirmed
from dmsa_tui.procore import other_environments
from dmsa_tui.procore.other_environments import ProbeResult
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session import handover
from dmsa_tui.session.change_of_environment import environments, move
from dmsa_tui.tui.widgets.clicks import Clicks
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import credentials, opened
from tests.tui.test_tasks_on_screen import COMPLETE, at_action, click, open_task


class SlowAnswer:
    """Procore's own answer about a pair, which comes once it may."""

    def __init__(self, asks: Callable[..., Awaitable[ProbeResult]]) -> None:
        self.asks, self.may_come, self.came = asks, asyncio.Event(), asyncio.Event()

    async def give(self, *pair: Any, **options: Any) -> ProbeResult:
        await self.may_come.wait()
        result = await self.asks(*pair, **options)
        self.came.set()
        return result


async def test_after_the_reset_a_test_of_the_old_secret_that_nobody_made_is_skipped_and_not_asked_for() -> None:
    async with opened("ready", step="handoff", size=(120, 40), home=True, answers=COMPLETE) as wizard:
        client_id, old = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        dialog = await open_task(wizard, "rotate", knows_pair=False)
        await wizard.press("f6", "f6")
        await wizard.sees("▸  3 Test the old secret")
        dialog.query_one("#test-old", Button).press()
        await wizard.sees("The old secret works: unverified", "not known on this machine")
        await wizard.session.credentials.keep(Secret(old))
        await wizard.session.run_checks(frozenset({"credentials.token"}))
        await at_action(wizard, dialog, "new-works")
        dialog.receive({"client-secret": click(wizard, "reset-secret")})
        await wizard.sees("The new secret works: proven", "The old secret is refused: proven")
        await wizard.sees("Nobody tested the old secret before the reset.", "!  3 Test the old secret", "skipped")
        assert not wizard.shows("not known on this machine")
        await wizard.press("f6")
        await wizard.sees("▸  7 Enter the new secret in the sync tool")
        await at_action(wizard, dialog, "old-works")
        await wizard.press("f6")
        assert not wizard.session.actions.is_ticked("rotate", "old-works"), "nobody can say that it was done"
        await wizard.press("escape")
        await wizard.app.autosave.now()
        wizard.app.go_home()
        await wizard.sees("task 7 of 9: Rotate the client secret")


async def test_an_onboarding_whose_access_was_ended_opens_without_a_rotation_and_home_names_none() -> None:
    ticked = {"rotate/time": Confirmed("Ada", datetime.now(UTC))}
    answers = COMPLETE | {"ticked": ticked, "access_ended_at": datetime.now(UTC), "client_id": "Kq7Y"}
    async with opened("ready", step="handoff", size=(120, 40), home=True, answers=answers) as wizard:
        await wizard.app.session.flush()
        wizard.app.go_home()
        await wizard.sees("access ended")
        assert not wizard.shows("Rotate the client secret")
        await wizard.press("enter")
        await wizard.quiet()
        assert not wizard.shows("Agree on a time"), wizard.text


async def test_what_was_done_with_the_secret_before_is_to_do_again_once_a_new_one_works() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, old = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(old))
        await wizard.session.run_checks(frozenset({"credentials.token"}))
        dialog = await open_task(wizard, "rotate")
        actions = wizard.session.actions
        for each in ("tool", "sync"):  # pressed before the new secret was given
            actions.tick("rotate", each, "Ada")
        await at_action(wizard, dialog, "new-works")
        dialog.receive({"client-secret": click(wizard, "reset-secret")})
        await wizard.sees("The new secret works: proven", "The sync tool has the new one: to do")
        await wizard.until(lambda: actions.is_ticked("rotate", "new-works"), "the new secret to be taken")
        assert not [each for each in ("tool", "sync") if actions.is_ticked("rotate", each)]
        await wizard.quiet()
        await at_action(wizard, dialog, "tool")
        await wizard.press("f6")
        await wizard.sees("The sync tool has the new one: confirmed")
        assert actions.is_ticked("rotate", "tool"), "it stays done"


@pytest.mark.parametrize(
    ("held", "action", "says"),
    [
        (True, "time", "◀ Back to the task: this action needs no click here."),
        (True, "old-works", "◀ Back to the task: this action needs no click here."),
        (True, "open-app", "Reset Client Secret"),
        (True, "reset", "Reset Client Secret"),
        (True, "new-works", "Reset Client Secret"),
        (True, "tool", "Reset Client Secret"),
        (False, "time", "◀ Back to the task: this action needs no click here."),
        (False, "old-works", "⇥ Copy into the wizard: Client secret"),
        (False, "new-works", "Reset Client Secret"),
    ],
)
async def test_enter_in_the_practice_browser_does_what_the_open_action_of_the_rotation_asks_for(
    held: bool, action: str, says: str
) -> None:
    async with opened("ready", step="handoff", answers=COMPLETE) as wizard:
        wizard.session.open_record.note(client_id=credentials(wizard.session)[0])
        dialog = await open_task(wizard, "rotate", knows_pair=held)
        await at_action(wizard, dialog, action)
        await wizard.press("f4")
        await wizard.sees("Practice browser")
        chooser = wizard.app.screen.query_one(Clicks)

        def highlighted() -> str:
            option = chooser.highlighted_option
            return " ".join(str(option.prompt).split()) if option is not None else ""

        await wizard.until(lambda: says in highlighted(), f"{says!r} to be highlighted")


async def test_the_practice_browser_gives_the_old_secret_the_reset_and_the_new_secret_by_enter_alone() -> None:
    async with opened("ready", step="handoff", answers=COMPLETE) as wizard:
        wizard.session.open_record.note(client_id=credentials(wizard.session)[0])
        dialog = await open_task(wizard, "rotate", knows_pair=False)
        await at_action(wizard, dialog, "old-works")
        await wizard.sees("Old client secret")
        await wizard.press("f4", "enter")
        await wizard.sees("The old secret works: proven")
        for _ in range(2):  # a secret may be rotated more than once
            await at_action(wizard, dialog, "reset")
            await wizard.press("f4", "enter")
            await wizard.sees("The browser shows: Production OAuth Credentials", "⇥ Copy into the wizard: Client")
            await wizard.press("enter")
            await wizard.sees("The new secret works: proven", "The old secret is refused: proven")
            await wizard.quiet()
            dialog.begin_again()
            wizard.session.actions.start_over("rotate")
            await wizard.sees("The new secret works: to do")


async def test_what_was_found_of_a_secret_goes_once_another_text_stands_in_its_field() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, old = credentials(wizard.session)
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "new-works")
        field = dialog.query_one("#new-secret", SecretField)
        await wizard.session.run_checks(frozenset({"credentials.token"}))
        field.give(old)
        await wizard.sees("✖ The new secret works: failing", "This is the old secret.")
        field.give(client_id)
        await wizard.sees("○ The new secret works: to do", "client ID")
        await wizard.sees_no_more("This is the old secret.")
        assert not wizard.session.record.failed_proofs


async def test_what_procore_said_of_a_secret_stands_under_no_other_that_was_given_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, old = credentials(wizard.session)
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "new-works")
        field, is_saved = dialog.query_one("#new-secret", SecretField), asyncio.Event()
        await wizard.session.run_checks(frozenset({"credentials.token"}))
        monkeypatch.setattr(wizard.app.autosave, "now", is_saved.wait)
        field.give(old)
        await wizard.until(lambda: wizard.session.record.failed_proofs, "Procore's answer")
        field.give(client_id)
        is_saved.set()
        await wizard.until(lambda: not wizard.session.record.failed_proofs, "the other text")
        await wizard.quiet()
        assert len(field.typed) == len(client_id) and "This is the client ID" in field.note.plain


async def test_a_wrong_paste_of_the_new_secret_asks_for_another_paste_and_not_for_a_second_reset() -> None:
    order = ("time", "tool-page", "old-works", "open-app", "reset")
    ticked = {f"rotate/{each}": Confirmed("Ada", datetime.now(UTC)) for each in order}
    answers = COMPLETE | {"ticked": ticked}
    async with opened("ready", step="handoff", size=(80, 24), home=True, answers=answers) as wizard:
        dialog = await open_task(wizard, "rotate")
        dialog.query_one("#new-secret", SecretField).give("w" * 43)
        await wizard.sees("✖ The new secret works: failing", "Copy the new one again")
        await wizard.press("escape")
        await wizard.app.autosave.now()
        await open_task(wizard, "rotate")
        await wizard.sees("✖▸  6 Paste the new secret into this program.", "New client secret")
        assert not wizard.shows("Done before") and not wizard.shows("✖  5"), wizard.text
        await wizard.press("escape")
        wizard.app.go_home()
        await wizard.sees("task 6 of")
        assert wizard.session.actions.is_ticked("rotate", "reset"), "what was reset is not to reset again"


@pytest.mark.parametrize("does", ["clears it", "types over it"])
@pytest.mark.parametrize("is_right", [True, False])
async def test_an_answer_about_a_new_secret_that_was_withdrawn_meanwhile_is_neither_shown_nor_kept(
    monkeypatch: pytest.MonkeyPatch, is_right: bool, does: str
) -> None:
    answer = SlowAnswer(other_environments.try_pair)
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        kept = await wizard.session.credentials.secret()
        await at_action(wizard, dialog, "new-works")
        field = dialog.query_one("#new-secret", SecretField)
        field.focus()
        new = click(wizard, "reset-secret")
        monkeypatch.setattr(other_environments, "try_pair", answer.give)
        field.give(new if is_right else "w" * 43)
        await wizard.sees("Testing…")
        if does == "clears it":
            await wizard.press("ctrl+u")
        await wizard.press(*"abc")
        await wizard.sees("3 characters; Enter tests it.")
        answer.may_come.set()
        await answer.came.wait()
        await wizard.quiet()
        assert wizard.shows("The new secret works: to do") and wizard.shows("3 characters; Enter tests it."), (
            wizard.text
        )
        assert not wizard.session.record.failed_proofs
        assert not wizard.session.actions.is_ticked("rotate", "new-works")
        assert await wizard.session.credentials.secret() == kept
        await wizard.press("ctrl+u")
        field.give(new)
        await wizard.sees("The new secret works: proven", "The old secret is refused: proven")


async def test_an_answer_about_an_old_secret_that_was_withdrawn_meanwhile_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = SlowAnswer(other_environments.try_pair)
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        wizard.session.open_record.note(client_id=credentials(wizard.session)[0])
        dialog = await open_task(wizard, "rotate", knows_pair=False)
        await at_action(wizard, dialog, "old-works")
        await wizard.sees("Old client secret")
        monkeypatch.setattr(other_environments, "try_pair", answer.give)
        field = dialog.query_one("#old-secret", SecretField)
        field.focus()
        field.give("w" * 43)
        await wizard.sees("Testing…")
        await wizard.press("ctrl+u", *"abc")
        answer.may_come.set()
        await answer.came.wait()
        await wizard.quiet()
        assert wizard.shows("3 characters; Enter tests it."), wizard.text
        assert not wizard.shows("does not accept the old secret"), wizard.text


async def test_a_change_of_environment_and_back_finds_the_rotation_where_it_was() -> None:
    order = ("time", "tool-page", "old-works", "open-app", "reset")
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        session = wizard.session
        await open_task(wizard, "rotate")
        await session.rotation.test_old()
        for each in order:
            session.actions.tick("rotate", each, "Ada")
        await wizard.sees("The old secret works: proven before the reset")
        await wizard.press("escape")
        for id in ("developer-sandbox", "production"):
            await move(session, next(each for each in environments(session) if each.id == id))
            session.rotation.begin()  # as whoever opens the task there
        await open_task(wizard, "rotate", knows_pair=False)
        await wizard.sees("▸  6 Paste the new secret", "The old secret works: proven before the reset")


async def test_start_over_names_its_key_only_where_the_key_does_it() -> None:
    async with opened("ready", step="handoff", answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        await wizard.press("f6")
        await wizard.sees("Start over B")
        await at_action(wizard, dialog, "new-works")
        dialog.set_focus(dialog.query_one("#new-secret", SecretField))
        await wizard.sees_no_more("Start over B")
        await wizard.press("b")
        await wizard.sees("1 character; Enter tests it.")
        dialog.set_focus(None)
        await wizard.sees("Start over B")
        await wizard.press("b")
        await wizard.sees("Start the task “Rotate the client secret” over?")


async def test_the_old_secret_given_as_the_new_one_takes_back_what_was_said_of_the_sync_tool() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, old = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        await wizard.session.credentials.keep(Secret(old))
        dialog = await open_task(wizard, "rotate")
        for each in ("tool", "sync"):
            wizard.session.actions.tick("rotate", each, "Ada")
        await at_action(wizard, dialog, "new-works")
        dialog.receive({"client-secret": old})
        await wizard.sees("✖ The new secret works: failing", "○ The sync tool has the new one: to do")
        assert not any(wizard.session.actions.is_ticked("rotate", each) for each in ("tool", "sync"))


async def test_the_setup_record_of_a_rotation_without_a_secret_leads_to_its_field_and_blames_nobody() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        wizard.session.open_record.note(client_id=credentials(wizard.session)[0])
        dialog = await open_task(wizard, "rotate", knows_pair=False)
        await at_action(wizard, dialog, "setup-record")
        await wizard.press("f6")
        await wizard.until(lambda: dialog.actions.opened == "new-works", "the action of the secret")
        await wizard.sees("The client secret is missing: paste it here. Nothing was asked.")
        assert not wizard.app._notifications
        assert wizard.app.focused is dialog.query_one("#new-secret", SecretField)
        assert not wizard.session.actions.is_ticked("rotate", "setup-record")


async def test_the_setup_record_that_ends_a_rotation_does_not_call_the_rotation_unfinished() -> None:
    order = ("time", "tool-page", "old-works", "open-app", "reset", "new-works", "tool", "sync")
    ticked = {f"rotate/{each}": Confirmed("Ada", datetime.now(UTC)) for each in order}
    async with opened("ready", step="check", size=(120, 40), answers=COMPLETE | {"ticked": ticked}) as wizard:
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "setup-record")
        await wizard.press("f6")
        await wizard.is_told("The setup record is saved")
        path = wizard.session.saved_record.path
        assert path is not None and wizard.session.actions.is_ticked("rotate", "setup-record")
        for each in (path, path.with_suffix(".json")):
            assert "is not finished" not in each.read_text(encoding="utf-8")


async def test_a_rotation_that_was_proven_in_an_earlier_run_is_done_when_it_is_opened_again() -> None:
    order = ("time", "tool-page", "old-works", "open-app", "reset", "new-works", "tool", "sync", "setup-record")
    now = datetime.now(UTC)
    answers = COMPLETE | {
        "ticked": {f"rotate/{each}": Confirmed("Ada", now) for each in order},
        "old_secret_proven_at": now, "old_secret_refused_at": now,
    }  # fmt: skip
    async with opened("ready", step="handoff", size=(120, 40), answers=answers) as wizard:
        await open_task(wizard, "rotate")
        await wizard.sees("All actions are done.", "The new secret works: proven", "Procore accepted the new secret.")
        await wizard.sees("The sync tool has the new one: confirmed.  Ada says so.")
        assert not wizard.shows("not proven") and not wizard.shows("the task is not")


async def test_a_setup_record_that_the_disk_refuses_leaves_the_last_action_of_the_rotation_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuses(*_given: object) -> Path:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(handover, "save_setup_record", refuses)
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "setup-record")
        await wizard.press("f6")
        await wizard.is_told("The disk is full.")
        assert not wizard.session.actions.is_ticked("rotate", "setup-record")
        assert dialog.actions.opened == "setup-record"


async def test_a_test_that_the_reset_made_impossible_offers_no_button_and_says_why() -> None:
    async with opened("ready", step="handoff", size=(80, 24), answers=COMPLETE) as wizard:
        dialog = await open_task(wizard, "rotate")
        await at_action(wizard, dialog, "old-works")
        await wizard.sees("Test the old secret Enter")
        for each in ("time", "tool-page", "open-app", "reset"):
            wizard.session.actions.tick("rotate", each, "Ada")
        await at_action(wizard, dialog, "old-works")
        await wizard.sees("The reset has ended the old secret: this test can no longer be")
        assert not wizard.shows("Test the old secret Enter") and not wizard.shows("Without this test")
        wizard.session.actions.take_back("rotate", "reset")
        await wizard.sees("Test the old secret Enter", "Without this test")


async def test_a_new_secret_that_nothing_tells_from_the_old_one_is_confirmed_by_a_person() -> None:
    async with opened("ready", step="handoff", size=(120, 40), answers=COMPLETE) as wizard:
        client_id, _old = credentials(wizard.session)
        wizard.session.open_record.note(client_id=client_id)
        dialog = await open_task(wizard, "rotate", knows_pair=False)
        for each in ("time", "tool-page", "open-app", "reset"):
            wizard.session.actions.tick("rotate", each, "Ada")
        await at_action(wizard, dialog, "new-works")
        dialog.receive({"client-secret": click(wizard, "reset-secret")})
        await wizard.sees("? The new secret works: unverified.", "It may still be the old one: if")
        assert not wizard.shows("paste the old secret at action 3")
        await wizard.press("f6", "f6")
        await wizard.sees("✎ The new secret works: confirmed.", "✎  6 Paste the new secret")
        await wizard.press("escape")
        await open_task(wizard, "rotate", knows_pair=False)
        await wizard.sees("✎ The new secret works: confirmed.", "▸  7 Enter the new secret")
        assert not wizard.shows("not proven"), wizard.text
