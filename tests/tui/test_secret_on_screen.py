"""The client secret: tested at once, and nowhere to be found."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Button

from dmsa_tui.onboarding.history import Change, read_history
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.practice.faults import chosen
from dmsa_tui.procore.secret import MASK, Secret
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.secret_field import SecretField
from tests.tui.driving import Wizard, credentials, opened


def secret_field(found: Wizard) -> SecretField:
    field = found.step.query_one(SecretField)
    field.focus()
    return field


async def test_a_right_pair_is_tested_the_moment_it_is_pasted() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        secret_field(found)
        await found.paste(secret)
        await found.sees("✔ Procore accepts the credentials.")
        await found.sees("○ 4 Promote")  # the promotion is a person's word


async def test_a_wrong_pair_says_so_and_a_right_one_is_taken_after_it() -> None:
    async with opened("wrong-secret", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        field = secret_field(found)
        await found.paste(secret)
        await found.sees("✖ Procore refuses", "Procore does not accept")
        assert not field.has_class("-proven")
        assert found.session.views()["promote"].state == "failing"
        found.perform("reset-secret")
        await found.paste(credentials(found.session)[1])
        await found.sees("✔ Procore accepts the credentials.", "It takes the")
        assert not found.shows("replaces") and not found.shows("sync tool")  # whether it was reset, nobody knows here
        entries = read_history(found.session.paths, found.session.record).entries
        assert any(Change("client_secret", "kept", "replaced") in each.changes for each in entries)
        await found.saves("secret_replaced_at")


async def test_an_answer_about_the_secret_before_leaves_the_one_that_is_being_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        saved = asyncio.Event()
        monkeypatch.setattr(found.app.autosave, "now", saved.wait)
        field = secret_field(found)
        await found.paste(credentials(found.session)[1])
        await found.sees("Testing both")
        await found.press("x")
        saved.set()
        await found.sees("✔ Credentials")
        await found.quiet()
        assert len(field.typed) == 1 and "1 character; Enter tests it." in field.note.plain


async def test_backspace_in_the_empty_field_leaves_the_accepted_secret_in_sight() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        field = secret_field(found)
        await found.paste(credentials(found.session)[1])
        await found.sees("✔ Procore accepts the credentials.")
        await found.press("backspace")
        await found.is_told("Procore has accepted this secret, so it stays.")
        await found.quiet()
        assert field.has_class("-right") and "0 characters" not in field.note.plain


async def test_what_stands_under_the_secret_follows_a_later_check() -> None:
    async with opened("wrong-secret", step="promote", at="client-secret") as found:
        assert found.session.rehearsal is not None
        rehearsal = found.session.rehearsal.rehearsal
        rehearsal.faults = chosen(("token-unknown-as-text",))
        secret_field(found)
        await found.paste(credentials(found.session)[1])
        await found.sees("? Not tested.")
        rehearsal.faults = chosen(())
        del rehearsal.app
        found.session.connection.forget()
        await found.press("f5")
        await found.sees("✖ Procore refuses")
        await found.sees_no_more("Not tested")


async def test_the_pair_is_tested_also_when_the_secret_is_given_first() -> None:
    async with opened("ready", step="promote", at="client-secret", answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        secret_field(found)
        await found.paste(secret)
        await found.sees("then both are")
        await found.fill("client-id", client_id)
        await found.sees("✔ Procore accepts the credentials.")


async def test_a_secret_pasted_over_several_lines_with_padding_is_taken() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        secret_field(found)
        await found.paste(f"\r\n  {secret[:20]}\n\t{secret[20:]}  \n\n")
        await found.sees("✔ Procore accepts the credentials.")


@pytest.mark.parametrize("meanwhile", ["the secret again", "abc", "a part of the client ID"])
async def test_what_stood_in_a_field_when_the_pair_was_swapped_does_not_keep_its_answer_from_being_said(
    meanwhile: str,
) -> None:
    async with opened("ready", step="promote", at="client-id", answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        await found.fill("client-id", secret)
        secret_field(found)
        await found.paste(client_id)
        await found.sees("✖ Procore refuses", "Swap client ID and client secret")
        match meanwhile:
            case "the secret again":
                await found.paste(secret)
                await found.sees("✖ You entered this as the client ID.")
            case "abc":
                await found.press(*meanwhile)
            case _:
                found.step.query_one("#client-id", Field).input.focus()
                await found.press("home", "shift+end", *client_id[:5])
        await found.click("Swap client ID and client secret", nth=-1)  # a sentence names the button before it
        await found.sees("✔ Procore accepts the credentials.")
        await found.press("f6")
        await found.until(lambda: "promote/try-pair" in found.session.record.ticked, "the tick")


async def test_a_pair_given_the_wrong_way_round_never_shows_the_secret_and_is_swapped_by_one_key() -> None:
    async with opened("ready", step="promote", at="client-id") as found:
        client_id, secret = credentials(found.session)
        field = found.step.query_one("#client-id", Field)
        field.input.value = ""
        field.input.focus()
        await found.paste(secret)
        await found.until(lambda: found.session.record.client_id == secret, "the secret to be taken as the client ID")
        secret_field(found)
        await found.paste(client_id)
        await found.sees("✖ Procore refuses", "Swap client ID and client secret")
        await found.press("f9", "f9")
        await found.until(lambda: not found.session.mask.ids_hidden, "IDs to be shown")
        await found.quiet()
        assert secret not in found.text and found.session.mask.text(secret) == MASK
        found.session.results.forget_all()
        assert found.session.mask.text(secret) == MASK, "also while it is asked about again"

        secret_field(found)
        await found.paste(secret)
        await found.sees("✖ You entered this as the client ID.")
        await found.press("ctrl+u")
        await found.paste(client_id)
        await found.sees("✖ Procore refuses")
        assert len(found.app.screen_stack) == 2, "a dialog has nothing to ask"

        found.step.query_one("#swap", Button).press()
        found.step.query_one("#swap", Button).press()
        await found.sees("✔ Procore accepts the credentials.")
        assert found.session.record.client_id == client_id
        assert await found.session.credentials.secret() == Secret(secret)
        of_swapped = replace(SecretKey.of_record(found.session.record), client_id=secret)
        assert found.session.credentials.store.get(of_swapped) is None
        [record] = found.session.store.files()
        assert secret not in found.text and secret not in record.read_text()


async def test_a_refused_pair_that_is_refused_the_other_way_round_too_says_that_it_was_swapped() -> None:
    async with opened("wrong-secret", step="promote", at="client-secret") as found:
        await found.paste(credentials(found.session)[1])
        await found.sees("✖ Procore refuses", "they may be the sandbox's.")
        await found.click("Swap client ID and client secret")
        await found.sees("✖ Swapped, and refused again")


async def test_a_secret_can_be_typed_and_shows_only_how_long_it_is() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        secret_field(found)
        await found.press(*secret[:5], "backspace")
        await found.sees("••••▏", "4 characters")
        await found.press("enter")
        await found.sees("✖ This is not a client secret")
        await found.press("a", "b")
        await found.sees("2 characters")  # what was refused is gone; a paste that comes as keys would hang on to it
        await found.press("ctrl+u")
        await found.sees("Cleared")


async def test_the_secret_cannot_be_copied_out_of_its_field() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        secret_field(found)
        await found.paste(secret)
        await found.sees("✔ Procore accepts the credentials.")
        await found.press("ctrl+a", "ctrl+x", "ctrl+insert", "shift+delete", "ctrl+c")
        await found.pilot.mouse_down(SecretField, offset=(1, 0))
        await found.pilot.mouse_up(SecretField, offset=(30, 2))
        await found.press("ctrl+y")
        assert found.app.screen.get_selected_text() is None
        assert secret not in found.app.clipboard


async def test_the_clipboard_of_the_program_is_emptied_when_a_secret_was_pasted_from_it() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        found.app.copy_to_clipboard(secret)
        secret_field(found)
        await found.press("ctrl+v")
        await found.sees("✔ Procore accepts the credentials.")
        assert found.app.clipboard == ""


def with_xclip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose clipboard is a file."""
    board = tmp_path / "board"
    program = tmp_path / "xclip"
    program.write_text(f'#!/bin/sh\ncase "$*" in *-o*) cat "{board}";; *) cat > "{board}";; esac\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    return board


async def test_ctrl_v_takes_the_secret_from_the_clipboard_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = with_xclip(tmp_path, monkeypatch)
    async with opened("ready", step="promote", at="client-secret") as found:
        _, secret = credentials(found.session)
        board.write_text(f"{secret}\n")
        secret_field(found)
        await found.press("ctrl+v")
        await found.sees("✔ Procore accepts the credentials.")


async def test_ctrl_v_says_why_nothing_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        secret_field(found)
        await found.press("ctrl+v")
        await found.sees("No clipboard can be read")
        board = with_xclip(tmp_path, monkeypatch)
        board.write_text("")
        await found.press("ctrl+v")
        await found.sees("The clipboard is empty")


async def test_a_lent_secret_is_verified_and_the_clipboard_is_emptied_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = with_xclip(tmp_path, monkeypatch)
    monkeypatch.setattr("dmsa_tui.tui.browser_and_clipboard.CLIPBOARD_CLEAR_SECONDS", 0.5)
    async with opened("ready", step="handoff", at="copy-secret") as found:
        secret = Secret(credentials(found.session)[1])
        found.app.system_clipboard.copy_secret(secret)
        await found.is_told("The secret is on the clipboard for")
        await found.is_told("The clipboard is cleared.")
        assert board.read_text() == "" and found.app.clipboard == ""
        found.app.system_clipboard.copy_text("Company → App Management", "the path")
        await found.is_told("Copied the path to this machine's clipboard.")
        assert board.read_text() == "Company → App Management"


async def test_the_secret_is_in_no_message_picture_text_repr_or_file() -> None:
    async with opened("ready", step="promote", at="client-secret", record_messages=True) as found:
        _, secret = credentials(found.session)
        field = secret_field(found)
        await found.paste(secret)
        await found.sees("✔ Procore accepts the credentials.")
        await found.press("f8")
        await found.sees("5. ")
        await found.go("handoff")
        await found.at("saved-note")
        await found.click("Save the record (Markdown)")
        await found.sees("Open the saved record O")
        for step in ("promote", "check", "handoff"):
            await found.go(step)
            assert secret not in found.text
            assert secret not in found.app.export_screenshot()
        # What a terminal sends holds it by necessity; nothing that the program makes of it may.
        made = [each for each in found.messages if not isinstance(each, Paste | Key)]
        assert any(isinstance(each, SecretField.Given) for each in made)
        for message in made:
            assert secret not in repr(message)
            carried = [value for value in getattr(message, "__dict__", {}).values() if isinstance(value, str)]
            assert secret not in carried, message
        for holder in (field, found.session, found.session.record, found.app):
            assert secret not in f"{holder!r} {vars(holder)}"
        written = [path for path in Path(os.environ["HOME"]).rglob("*") if path.is_file()]
        assert len(written) >= 2
        for path in written:
            assert secret.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("variable", ["TEXTUAL_LOG", "TEXTUAL_DEBUG"])
def test_textual_writes_no_log_of_what_is_pasted(variable: str, tmp_path: Path) -> None:
    program = (
        "import os, sys, types\n"
        "from dmsa_tui.commands import wizard\n"
        "class App:\n"
        "    return_code = 0\n"
        "    leaving = types.SimpleNamespace(signaled=0)\n"
        "    def __init__(self, session): pass\n"
        "    def run(self):\n"
        "        import textual.constants\n"
        f"        print(textual.constants.LOG_FILE, {variable!r} in os.environ)\n"
        "sys.modules['dmsa_tui.tui.app'] = types.SimpleNamespace(DmsaApp=App)\n"
        "wizard.open_wizard(None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, variable: str(tmp_path / "log")}, text=True,
        capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    assert done.stdout.split() == ["None", "False"]


async def test_a_space_that_is_left_out_of_a_secret_is_said() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        secret = credentials(found.session)[1]
        await found.paste(f" {secret[:9]} {secret[9:]}\n")
        await found.sees("✔ Procore accepts the credentials.", "A space")
        await found.paste(f" {secret}\n")
        await found.sees_no_more("A space")
        await found.paste(f"{secret[:9]}\n{secret[9:]}\n")
        await found.sees("✔ Procore accepts the credentials.", "A line break inside")


async def test_where_the_secret_is_stands_once_on_the_handoff_and_is_true() -> None:
    async with opened("ready", step="handoff", at="copy-secret") as found:
        await found.sees("Client secret", "It is not kept on this machine.")
        assert not found.shows("Kept in memory") and not found.shows("has not been tried")
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.go("install")
        await found.go("handoff")
        await found.at("copy-secret")
        await found.sees("Kept in memory until you quit")
        assert not found.shows("not kept on this machine")


async def test_a_refused_secret_says_how_long_it_is_and_names_only_spaces_that_were_there() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        secret = credentials(found.session)[1]
        found.step.query_one("#client-secret").focus()
        await found.paste(f"Client Secret: {secret[:-1]}")
        await found.sees(f"this one has {len(secret) - 1} characters.")
        assert not found.shows("A space inside it")


async def test_a_refused_secret_is_seen_at_its_field_also_later_until_another_one_is_given() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(80, 24)) as found:
        secret = credentials(found.session)[1]
        found.step.query_one("#client-secret").focus()
        await found.paste(secret[::-1])
        await found.sees("✖ Procore refuses", "secret here")
        await found.go("check")
        await found.go("promote")
        await found.at("client-secret")
        await found.sees("••••••••••••▏", f"this one has {len(secret)} characters.")
        field = found.step.query_one("#client-secret", SecretField)
        assert field.has_class("-refused") and not field.typed, "the field holds no secret"
        field.focus()
        await found.press("x")
        await found.sees("1 character; Enter tests it.")
        assert not field.has_class("-refused")
        await found.press("ctrl+u")
        await found.paste(secret)
        await found.sees("✔ Procore accepts the credentials.")
        assert field.has_class("-proven") and not field.has_class("-refused")


async def test_a_space_that_is_typed_into_a_secret_is_not_counted_and_the_note_says_so() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(80, 24)) as found:
        secret_field(found)
        await found.press(*"Kq7Y", "space", *"Wz9")
        await found.sees("7 characters; Enter tests it. A secret has no space: it is left out.")


async def test_ctrl_u_in_a_secret_that_procore_accepted_says_that_it_stays() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(80, 24)) as found:
        secret_field(found)
        await found.paste(credentials(found.session)[1])
        await found.sees("Procore accepts the credentials")
        await found.press("ctrl+u")
        await found.is_told("Procore has accepted this secret, so it stays.")


async def test_a_secret_that_is_given_while_the_checks_ask_what_is_missing_is_no_internal_error() -> None:
    async with opened("ready", step="promote", at="client-secret", size=(80, 24)) as found:
        connection, secret = found.session.connection, Secret(credentials(found.session)[1])
        asked = connection.missing_fields

        async def gives(*, pair_alone: bool = False) -> list[str]:
            fields = await asked(pair_alone=pair_alone)
            found.session.credentials.give(secret)
            return fields

        connection.missing_fields = gives  # type: ignore[method-assign]
        found.step.checks.run()
        await found.sees("Checks start once the client secret is known")
        await found.quiet()
        assert not found.app._notifications


async def test_the_sentence_of_the_action_stays_in_sight_above_the_secret_in_a_small_terminal() -> None:
    async with opened("ready", step="promote", at="client-id", size=(60, 20)) as found:
        await found.quiet()
        found.step.query_one("#client-id", Field).input.focus()
        await found.pilot.pause()
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.focused, SecretField), "the secret's field")
        await found.pilot.pause(0.3)
        await found.sees("▸  9 Paste both values here", "▌ Client secret", "▌ Paste it here")
        found.step.query_one("#client-id", Field).input.focus()
        await found.pilot.pause(0.3)
        found.step.query_one(SecretField).focus()
        await found.sees("▸  9 Paste both values here", "▌ Paste it here")


async def test_a_new_secret_takes_the_place_of_the_accepted_one_in_the_store_once_procore_accepts_it() -> None:
    async with opened("ready", step="promote", at="client-secret") as found:
        secret_field(found)
        await found.paste(credentials(found.session)[1])
        await found.sees("✔ Procore accepts the credentials.")
        found.perform("reset-secret")
        new = credentials(found.session)[1]
        secret_field(found)
        await found.paste(new)
        await found.sees("✔ Procore accepts the credentials.", "It replaces another one")
        await found.quiet()
        held = found.session.credentials
        assert held.store.get(SecretKey.of_record(found.session.record)) == Secret(new) and not held.is_on_trial
        assert found.session.results["credentials.token"].status == "pass"
        await found.saves("secret_replaced_at", "secret_accepted_at")
