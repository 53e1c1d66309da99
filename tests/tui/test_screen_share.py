"""A shared screen: IDs are masked on every step until they are revealed, and other customers stay unnamed."""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.session import Session
from dmsa_tui.session.settings import FILE as SETTINGS
from dmsa_tui.terminal.recording import recorder
from dmsa_tui.tui.mask_keys import REVEAL_WITHIN
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import Wizard, credentials, keep, opened, wizard

STEPS = [step.id for step in load_guide().steps]
TALL = (180, 70)


def ids(found: Wizard) -> list[str]:
    record = found.session.record
    return [record.company_id, record.client_id, record.app_version_key]


def picture(found: Wizard) -> str:
    """The screen as text and as the picture that a person might save."""
    return found.text + found.app.export_screenshot().replace("&#160;", " ")


async def test_no_id_and_no_secret_or_token_can_be_read_on_any_step_or_dialog() -> None:
    async with opened("not-installed", step="check", size=TALL, home=True) as found:
        assert found.session.rehearsal is not None
        secrets, issue = [credentials(found.session)[1]], found.session.rehearsal.rehearsal.world.ids.token

        def issued() -> str:
            secrets.append(issue())
            return secrets[-1]

        def assert_hidden(where: str) -> None:
            shown = found.text + "".join(found.text.split())
            for text in (*ids(found), *secrets):
                assert text not in shown, f"{text} on {where}"

        found.session.rehearsal.rehearsal.world.ids.token = issued  # type: ignore[method-assign]
        await found.session.credentials.keep(Secret(secrets[0]))
        for step in STEPS:
            await found.go(step)
            for row in found.step.query(CheckRow):
                row.action_evidence()
            await found.quiet()
            assert_hidden(step)
        assert len(secrets) > 1, "no token was issued, so nothing was looked for"
        await found.press("f4")
        await found.sees("Practice browser")
        assert_hidden("f4")
        for key in ("f1", "f2", "f3", "ctrl+l", "ctrl+p"):
            await found.press(key)
            if key == "f4":
                await found.sees("Practice browser")
                await found.press("escape")
                await found.sees_no_more("Practice browser")
                continue
            await found.until(lambda: len(found.app.screen_stack) > 2, key)
            await found.pilot.pause()
            assert_hidden(key)
            await found.press("escape")
            await found.until(lambda: len(found.app.screen_stack) == 2, "the dialog to close")


async def test_an_id_is_readable_neither_while_tab_passes_nor_right_after_it_was_handed_over() -> None:
    async with opened("ready", step="promote", at="client-id", size=TALL) as found:
        for _ in range(8):
            await found.press("tab")
            for id in ids(found):
                assert id not in found.text, repr(found.app.focused)
        await found.press("f4")
        await found.sees("Practice browser")
        await found.click("⇥ Copy into the wizard")
        await found.sees("✔ Procore accepts the credentials.")
        for id in ids(found):
            assert id not in picture(found)


@pytest.mark.parametrize(("step", "field"), [("promote", "client-id"), ("install", "company-id")])
async def test_what_is_being_typed_is_masked_and_counted_until_ids_are_shown(step: str, field: str) -> None:
    async with opened(step=step, at=field) as found:
        line = found.step.query_one(f"#{field}", Field).input
        line.focus()
        await found.press("ctrl+u", *"123456789")
        await found.until(lambda: line.value == "123456789", "the text")
        assert "123456" not in found.text and "123456" not in picture(found)
        if field == "company-id":
            await found.sees("9 digits: ••••789.")
        await found.press("f9", "f9")
        await found.sees("123456789")
        await found.press("f9", "tab")
        await found.sees_no_more("123456789")
        assert not found.shows("••••789.")


def has_client_id(found: Wizard, client_id: str) -> bool:
    return found.session.record.client_id == client_id


async def test_no_part_of_a_client_id_is_shown_before_procore_has_accepted_it_since_it_may_be_the_secret() -> None:
    async with opened("ready", step="promote", at="client-id", size=TALL, answers={"client_id": ""}) as found:
        client_id, secret = credentials(found.session)
        field = found.step.query_one("#client-id", Field)
        for given in (secret, client_id):
            found.step.query_one("#client-id", Field).input.focus()
            field.input.value = ""
            await found.paste(f' "{given}" ')
            await found.until(partial(has_client_id, found, given), "the value")
            await found.sees("43 characters.")
            found.session.mask.hide_ids(False)
            await found.quiet()
            assert given[-4:] not in found.text and given not in picture(found)
            found.session.mask.hide_ids(True)
        await found.press("tab")
        await found.paste(secret)
        await found.sees("✔ Procore accepts the credentials.", f"••••{client_id[-4:]}")
        found.session.mask.hide_ids(False)
        await found.sees(client_id)


async def test_the_sandbox_client_id_is_never_shown_unless_it_was_accepted() -> None:
    async with opened("ready", step="promote", at="sandbox-client-id", size=TALL) as found:
        secret = credentials(found.session)[1]
        await found.fill("sandbox-client-id", secret)
        await found.sees("43 characters. Used only")
        found.session.mask.hide_ids(False)
        await found.quiet()
        assert secret[-4:] not in found.text and secret not in picture(found)


async def test_f9_says_what_it_shows_and_reveals_it_only_if_pressed_again_soon() -> None:
    async with opened("ready", step="promote", at="client-id", size=TALL) as found:
        keep(found.session, Result("credentials.token", Status.PASS, "Procore accepts the client ID."))
        await found.press("f9")
        await found.is_told("Press F9 again within 3 s to show the company ID, the client ID and the App Version Key.")
        assert not any(id in found.text for id in ids(found))
        assert found.step.mask_keys is not None
        found.step.mask_keys._asked_at -= REVEAL_WITHIN  # as if the second press came too late
        await found.press("f9")
        assert found.session.mask.ids_hidden
        await found.press("f9")
        assert not [each for each in found.app._notifications if "again within" in each.message], "it is said no more"
        await found.sees("IDs SHOWN", *ids(found))
        found.app.action_screenshot()
        await found.is_told("No picture was taken, because IDs are shown. Press F9 to mask them.")
        found.dismiss_notices()
        await found.go("install")
        await found.sees("IDs SHOWN", found.session.record.company_id, found.session.record.app_version_key)
        await found.press("f9")
        await found.sees("IDs masked")
        for id in ids(found):
            assert id not in picture(found)
        found.app.action_screenshot()
        await found.is_told("Saved", ".svg")
        (saved,) = found.session.paths.pictures.glob("*.svg")
        drawn = saved.read_text("utf-8")
        assert "<svg" in drawn and not any(id in drawn for id in ids(found))
        assert saved.stat().st_mode & 0o077 == 0 or os.name != "posix"


async def test_f9_after_masking_asks_again_in_one_line_about_what_this_screen_hides() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        for _ in range(3):
            await found.press("f9")  # asks, shows, masks
        await found.is_told("IDs are masked.")
        await found.press("f9")
        assert found.session.mask.ids_hidden
        await found.is_told("Press F9 again within 3 s to show the company ID.")
        await found.press("f9")
        await found.sees("IDs SHOWN", found.session.record.company_id)  # no notice lies on the line that shows them


async def test_project_names_are_masked_on_request_in_rows_evidence_list_and_open_items() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Annex", "No Such Project"]}
    async with opened("unpermitted-projects", step="check", size=TALL, answers=answers) as found:
        assert found.session.rehearsal is not None
        projects = found.session.rehearsal.rehearsal.world.company.projects
        names = ["No Such Project", *(each.name for each in projects)]
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.until(lambda: found.session.results.report is not None, "the report")
        disabled = "Documents is turned off in “Harbor Annex”."
        keep(found.session, Result("permissions.project", Status.FAIL, disabled, Cause.TOOL_DISABLED))
        found.session.mask.hide_names(True)
        await found.sees("Documents is turned off in “••••”")
        await found.until(lambda: "Harbor Annex" not in found.text, "the name in the headline to be masked")
        found.session.mask.hide_names(False)
        found.session.actions.tick("projects", "chosen-add", "Ada")  # nothing is red before the click that it proves
        await found.go("projects")
        await found.sees("Harbor Annex", "No Such Project")
        await found.press("ctrl+n")
        await found.sees("projects too", "“••••”")
        for step in ("projects", "handoff"):
            await found.go(step)
            for row in found.step.query(CheckRow):
                row.action_evidence()
            await found.quiet()
            assert not [name for name in names if name in found.text], step
        found.session.mask.recorder = "script"
        for name in names[1:]:
            found.app.system_clipboard.copy_text(f"{name}\n", "a project")
        assert found.app.clipboard == ""
        found.session.mask.recorder = ""
        await found.go("projects")
        await found.press("ctrl+n")
        await found.sees("Harbor Annex")


async def test_while_the_terminal_is_recorded_everything_stays_masked_and_nothing_leaves_by_the_clipboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASCIINEMA_SESSION", "1")
    async with opened("ready", step="promote", at="client-id", size=TALL, home=True) as found:
        await found.sees("asciinema records: masked")
        for _ in range(2):
            await found.press("f9")
        await found.is_told("IDs stay masked: asciinema is recording this terminal.")
        await found.press("ctrl+n")
        await found.is_told("Project names stay masked")
        found.step.query_one("#client-id", Field).input.focus()
        await found.press(*"abcdefgh")
        await found.quiet()
        assert "abcdefgh" not in picture(found)
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.go("handoff")
        await found.at("copy-secret")
        await found.click("Copy the client secret…")
        await found.is_told("Not copied: asciinema is recording", "the secret")
        assert len(found.app.screen_stack) == 2
        found.app.system_clipboard.copy_secret(Secret(credentials(found.session)[1]))
        found.app.system_clipboard.copy_text(f"https://us02.procore.com/{found.session.record.company_id}", "the link")
        assert found.app.clipboard == ""
        found.app.system_clipboard.copy_text("Company → App Management", "the path")
        assert found.app.clipboard == "Company → App Management"


@pytest.mark.parametrize(
    ("variables", "programs", "name"),
    [
        ({"ASCIINEMA_REC": "1"}, [], "asciinema"),
        ({"SCRIPT": "typescript"}, ["zsh"], "script"),
        ({"VHS_RECORD": "true"}, [], "vhs"),
        ({}, ["bash", "script", "bash"], "script"),
        ({}, ["bash", "ttyrec"], "ttyrec"),
        ({"SCRIPT": ""}, ["bash", "sshd", "systemd"], ""),
    ],
)
def test_a_recorder_is_known_by_what_it_sets_or_by_its_name(
    variables: dict[str, str], programs: list[str], name: str
) -> None:
    assert recorder(variables, programs) == name


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("script"), reason="util-linux's script")
def test_the_script_of_linux_is_found_although_it_sets_nothing(tmp_path: Path) -> None:
    program = f"{sys.executable} -c 'from dmsa_tui.terminal.recording import recorder_here; print(recorder_here())'"
    done = subprocess.run(
        ["script", "-qec", program, str(tmp_path / "typescript")], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=30, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["script"]


async def test_opening_another_onboarding_masks_again() -> None:
    async with opened("ready", step="promote", at="client-id") as found:
        found.session.open_record.begin(Onboarding(name="Second Builders", company_id="562949953421312"))
        found.session.mask.hide_ids(False)
        found.session.open_record.open("Practice Builders")
        await found.go("install")
        await found.sees("IDs masked")


async def test_other_customers_are_unnamed_while_a_record_is_open() -> None:
    config = Paths.default().config
    config.mkdir(parents=True)
    (config / SETTINGS).write_text('home-names = "shown"')
    session = Session(Paths.default(), MemorySecretStore())
    for name in ("Rival Contractors", "Example Builders"):
        session.store.create(Onboarding(name=name, company_id="562949953421312", edition_sure=True))
    async with wizard(session) as found:
        await found.sees("Rival Contractors", "Example Builders")
        session.open_record.open("Example Builders")
        await found.sees("R. C.")
        await found.go("promote")
        await found.press("ctrl+g")
        await found.sees("Example Builders", "R. C.")
        assert "Rival" not in picture(found)
        session.mask.hide_ids(False)
        await found.sees("Rival Contractors")
