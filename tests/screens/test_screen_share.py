"""A shared screen: IDs are masked on every step until they are revealed, and other customers stay unnamed."""

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.secret import Secret
from dmsa_tui.widgets.check_list import CheckRow
from dmsa_tui.widgets.field import Field
from tests.screens.driving import Wizard, credentials, opened

STEPS = [step.id for step in load_guide().steps]
TALL = (140, 70)


def ids(found: Wizard) -> list[str]:
    record = found.session.record
    return [record.company_id, record.client_id, record.app_version_key]


def picture(found: Wizard) -> str:
    """The screen as text and as the picture that a person might save."""
    return found.text + found.app.export_screenshot().replace("&#160;", " ")


async def test_no_id_can_be_read_on_any_step_until_it_is_revealed() -> None:
    async with opened("not-installed", step="check", size=TALL) as found:
        await found.session.keep_secret(Secret(credentials(found.session)[1]))
        for step in STEPS:
            await found.go(step)
            for row in found.step.query(CheckRow):
                row.action_evidence()
            await found.quiet()
            for id in ids(found):
                assert id not in found.text, f"{id} on {step}"


async def test_an_id_is_readable_neither_while_tab_passes_nor_right_after_it_was_handed_over() -> None:
    async with opened("ready", step="promote", size=TALL) as found:
        for _ in range(8):
            await found.press("tab")
            for id in ids(found):
                assert id not in found.text, repr(found.app.focused)
        await found.press("f4")
        await found.sees("stands for the browser")
        await found.click("⇥ Copy into the wizard")
        await found.sees("✔ Procore accepts the pair.")
        for id in ids(found):
            assert id not in picture(found)


async def test_what_is_being_typed_can_be_read_until_the_field_is_left() -> None:
    async with opened(step="promote") as found:
        found.step.query_one("#client-id", Field).input.focus()
        await found.press(*"abcdefgh")
        await found.sees("abcdefgh")
        await found.press("tab")
        await found.sees_no_more("abcdefgh")


async def test_f9_reveals_the_ids_and_masks_them_again() -> None:
    async with opened("ready", step="promote", size=TALL) as found:
        await found.press("f9")
        await found.sees("IDs SHOWN", *ids(found))
        await found.go("install")
        await found.sees("IDs SHOWN", found.session.record.company_id, found.session.record.app_version_key)
        await found.press("f9")
        await found.sees("IDs masked")
        for id in ids(found):
            assert id not in picture(found)


async def test_opening_another_onboarding_masks_again() -> None:
    async with opened("ready", step="promote") as found:
        found.session.begin(Onboarding(name="Second Builders", company_id="562949953421312"))
        found.session.masked = False
        found.session.open("Practice Builders")
        await found.go("install")
        await found.sees("IDs masked")


async def test_other_customers_are_unnamed_while_a_record_is_open() -> None:
    async with opened("ready", step="promote") as found:
        found.session.store.create(Onboarding(name="Rival Contractors", company_id="562949953421312"))
        await found.press("ctrl+g")
        await found.sees("Practice Builders", "another customer")
        assert "Rival" not in picture(found)
