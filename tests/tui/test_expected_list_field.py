"""The list of projects in the wizard: a dropped file is read, a secret is not taken."""

from pathlib import Path

from textual.content import Content
from textual.widgets import Static, TextArea

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.secret import Secret
from tests.tui.driving import credentials, opened

SECRET = "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0Dd-Ss_Aa1Pp3o"


async def test_a_file_that_is_dropped_on_the_field_is_read(tmp_path: Path) -> None:
    listed = tmp_path / "my list.csv"
    listed.write_bytes("Number;Name\r\n1234;Söder Tower\r\nTotal;1\r\n".encode("utf-16"))
    async with opened("ready", step="projects", at="expected", answers={"expect": ExpectMode.LIST}) as found:
        area = found.step.query_one("#expected", TextArea)
        area.focus()
        await found.paste(str(listed).replace(" ", "\\ "))
        await found.until(lambda: area.text.startswith("Number;Name"), "the file's content")
        await found.sees("1 entry, by number and name.", "1 line skipped")
        assert found.session.record.expected_projects == ["Number;Name", "1234;Söder Tower", "Total;1"]

        area.text = ""
        await found.paste("Harbor Annex\nMill Lane School\nStation Square\n")
        await found.sees("3 entries")
        await found.quiet()
        assert found.app.screen is found.step, "nobody is asked where a paste belongs that stands in its field"

        area.text = ""
        await found.pilot.pause()
        listed.write_bytes(b"PK\x03\x04\x14")
        await found.paste(f"'{listed}'")
        await found.sees("save", "as CSV")


async def test_a_secret_in_the_list_is_named_and_not_taken() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Annex"]}
    async with opened("ready", step="projects", at="expected", answers=answers) as found:
        area = found.step.query_one("#expected", TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        await found.paste(f"\n{SECRET}\nnone of ours")
        await found.sees("that look like a")
        assert found.session.record.expected_projects == ["Harbor Annex", "none of ours"]


async def test_once_procore_has_listed_the_projects_the_field_says_which_lines_are_none_and_which_repeat() -> None:
    answers = {"expect": ExpectMode.LIST}
    async with opened("ready", step="projects", at="expected", answers=answers, size=(80, 40)) as found:
        area = found.step.query_one("#expected", TextArea)
        area.text = "Harbor Anex\nMill Lane School\nstation square\nMill Lane School"
        await found.sees("3 entries, by name.", "1 line is a repeat and counts once.", "List of projects")
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees(
            "2 projects of this company. Not projects here: line 1 “Harbor", "Harbor Annex”?)", "1 line is a"
        )
        assert any(line.strip(" ▌").startswith("1  Harbor Anex") for line in found.lines), found.text


async def test_a_line_that_is_no_project_is_said_in_the_color_of_a_warning() -> None:
    async with opened("ready", step="projects", at="expected", answers={"expect": ExpectMode.LIST}) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.until(lambda: found.session.results.projects, "the company's projects")
        area, note = found.step.query_one("#expected", TextArea), found.step.query_one("#expected-note", Static)
        for text, warns in (("Harbor Annex", False), ("Harbor Annex\nNo such project", True), ("Harbor Annex", False)):
            area.text = text
            await found.until(lambda: "1 project of" in str(note.content), "the count")
            await found.pilot.pause()
            assert isinstance(note.content, Content)
            assert ("$text-warning" in {str(span.style) for span in note.content.spans}) is warns
        area.text = "Harbor Annex\n598134325999999"
        await found.until(lambda: "line 2 “••••9999”" in str(note.content), "the ID masked as everywhere")
        found.session.mask.hide_ids(False)
        await found.until(lambda: "line 2 “598134325999999”" in str(note.content), "the ID")


async def test_ctrl_a_selects_the_whole_list_to_empty_it_and_bad_lines_are_shown_with_what_they_say() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Bad one", "Bad two", "Bad three", "Bad four"]}
    async with opened("ready", step="projects", at="expected", answers=answers, size=(80, 40)) as found:
        await found.sees("Ctrl+A selects all")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("“Bad one”", "“Bad four”")
        area = found.step.query_one("#expected", TextArea)
        area.focus()
        await found.press("ctrl+a", "backspace")
        assert area.text == ""
        await found.until(lambda: found.session.record.expected_projects == [], "the list is empty")
        await found.press("ctrl+z")
        await found.until(lambda: len(found.session.record.expected_projects) == 4, "the list is back")


async def test_a_long_finding_about_a_list_ends_before_a_clause_in_a_small_terminal() -> None:
    answers = {"expect": ExpectMode.LIST, "expected_projects": ["Harbor Annex", "Nowhere Park"]}
    async with opened("ready", step="projects", size=(80, 24), answers=answers) as found:
        found.session.know_noted_secret()
        await found.press("f5")
        await found.quiet()
        await found.sees("“Nowhere Park” (line 2: no such project); …")
