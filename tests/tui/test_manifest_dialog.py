"""A pasted manifest on the screen: explained with line and column, put right on request, compared level by level."""

from functools import partial

from textual.widgets import Button, TextArea

from dmsa_tui.guide.manifest.build import manifest_text
from tests.guide.test_guide_manifest_repair import SNIPPET
from tests.tui.driving import opened

PASTES = {
    "nothing": ("", "nothing here"),
    "a web page": ("<html><body>Sign in</body></html>", "web page"),
    "deep nesting": ("[" * 100_000, "nested far too deeply"),
    "smart quotes": ("{“a”: 1}", "straight one"),
}


async def test_the_printed_snippet_is_put_right_on_request_and_any_paste_gets_a_sentence() -> None:
    async with opened("ready", step="manifest", at="compare-manifest") as found:
        await found.click("Compare a pasted manifest")
        await found.sees("Paste what View Manifest")
        area = found.app.screen.query_one(TextArea)

        area.text = SNIPPET
        found.app.screen.query_one("#compare", Button).press()
        await found.sees("1 problem to fix", "line 7, column 2", "two closing braces")
        await found.click("Fix the format")
        await found.sees("Fixed in the text above", "The manifest has no permissions yet")
        assert area.text.startswith("{") and area.text.rstrip().endswith("}")

        area.text = manifest_text(found.session.profile, "4.1")
        found.app.screen.query_one("#compare", Button).press()
        await found.sees(
            "It asks for everything that the profile file-sync needs", "Documents, company level: wanted Admin"
        )

        for name, (text, said) in PASTES.items():
            area.text = text
            found.app.screen.query_one("#compare", Button).press()
            await found.until(partial(found.shows, said), name)

        area.focus()
        await found.paste("[" + "1," * 2_500_000)
        await found.sees("The paste has 5,000,001 characters and was ignored")
        assert area.text == "{“a”: 1}"


async def test_the_manifest_of_the_json_editor_opens_whole_and_is_copied_and_saved() -> None:
    async with opened(step="manifest", at="read-manifest", size=(80, 24), answers={"edition": "json-editor"}) as found:
        await found.click("View, copy or save the manifest")
        await found.sees("Manifest for the JSON editor", '"schema_version": "3.2"')
        wanted = manifest_text(found.session.profile, "3.2")
        assert found.app.screen.query_one(TextArea).text == wanted
        await found.click("Copy Ctrl+Y")
        await found.until(lambda: found.app.clipboard == wanted, "the copy")
        await found.press("ctrl+s")
        await found.sees("Saved")
        (saved,) = found.session.paths.setup_records.glob("*manifest.json")
        assert saved.read_text("utf-8") == wanted
        await found.press("escape")
        found.session.open_record.note(edition="components")
        await found.sees_no_more("View, copy or save")


async def test_the_buttons_of_the_comparison_stay_where_they_are_when_it_says_what_it_found() -> None:
    async with opened("ready", step="manifest", at="compare-manifest", size=(80, 24)) as found:
        await found.click("Compare a pasted manifest")
        await found.sees("Paste what View Manifest", "Close Esc")
        await found.quiet()
        buttons = [found.app.screen.query_one(f"#{each}", Button) for each in ("compare", "put-right", "close")]
        before = [each.region for each in buttons]
        found.app.screen.query_one(TextArea).text = '{"a": 1}'
        await found.click("Compare F5")
        await found.sees("problems to fix")
        assert [each.region for each in buttons] == before
