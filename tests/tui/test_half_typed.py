"""What could still become right is no error while a person types: it is one once the field is left, or on Enter."""

import pytest

from dmsa_tui.tui.widgets.field import Field
from tests.tui.driving import Wizard, opened

HALF = [
    ("install", "company-id", "https://app.proc", "The https address of a company page", "✖ This is not a company ID"),
    ("promote", "client-id", "idKq7Y", "6 of 40 to 64 characters so far.", "✖ This is not a client ID"),
    ("promote", "app-version-key", "01234567-89", "11 of 36 characters so far.", "✖ This is not an App Version Key"),
    ("create-app", "active-projects", "abo", "A number such as 1,200.", "✖ The number of active projects"),
]


async def typed(found: Wizard, field_id: str, text: str) -> Field:
    field = found.step.query_one(f"#{field_id}", Field)
    field.input.focus()
    field.input.value = ""
    await found.press(*text)
    await found.quiet()
    return field


@pytest.mark.parametrize(("step", "field_id", "text", "wanted", "refused"), HALF, ids=[each[1] for each in HALF])
@pytest.mark.parametrize("key", ["enter", "tab", "f6", "f8"])
async def test_a_half_typed_value_says_what_is_wanted_and_is_wrong_once_it_is_given(
    step: str, field_id: str, text: str, wanted: str, refused: str, key: str
) -> None:
    async with opened("fresh", step=step, at=field_id, size=(120, 36)) as found:
        field = await typed(found, field_id, text)
        await found.sees(wanted)
        assert "✖" not in str(field.render()) and field.has_class("-unfinished")
        await found.press(key)
        await found.sees(refused)
        assert field.has_class("-wrong") and not field.has_class("-unfinished")
        assert step == found.step.STEP, "what is typed is shown before it is left behind"
        if key != "tab":
            await found.press("backspace")
            await found.sees_no_more(refused)


async def test_what_can_never_become_right_is_said_at_once() -> None:
    async with opened("fresh", step="install", at="company-id", size=(120, 36)) as found:
        field = await typed(found, "company-id", "12a")
        await found.sees("✖ A company ID has only digits")
        assert not field.has_class("-unfinished")


async def test_a_pasted_value_is_judged_at_once_because_nobody_is_in_the_middle_of_it() -> None:
    async with opened("fresh", step="promote", at="app-version-key", size=(120, 36)) as found:
        field = await typed(found, "app-version-key", "")
        await found.paste("01234567-89")
        await found.sees("✖ This is not an App Version Key")
        assert not field.has_class("-unfinished")
