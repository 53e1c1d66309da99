"""The profile as the permission builder shows it: ticked row by row and tab by tab, and saved; no tick is a proof."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui.onboarding.states import State
from dmsa_tui.tui.dialogs.help import HelpDialog
from dmsa_tui.tui.dialogs.profile import ProfileDialog
from dmsa_tui.tui.widgets.hanging_text import Paragraphs
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from tests.tui.driving import Wizard, opened

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-profile.toml"


def builder(found: Wizard) -> PermissionBuilder:
    return found.step.query_one(PermissionBuilder)


async def ticks_are(found: Wizard, *keys: str) -> None:
    """Wait until exactly these ticks are on disk."""

    def on_disk() -> Any:
        return tomllib.loads(found.saved).get("levels_set", {})

    await found.until(lambda: set(on_disk()) == set(keys), f"{keys} to be saved")


async def test_a_person_works_row_by_row_and_tab_by_tab_with_the_keys() -> None:
    done = {f"{tab}:{key}": "admin" for tab in ("company", "project") for key in ("directory", "documents")}
    async with opened(step="permissions", at="profile", size=(80, 24), answers={"levels_set": done}) as found:
        builder(found).focus()
        await found.sees("Company Level · 2 of 4 set", "Project Level · 2 of 4 set", "▸[ ] Admin", "Read company and")
        await found.sees("▸[ ] Admin !        → Admin      Mark done Space", "[ ] Home !         → Read-only")
        await found.press("up", "space", "down", "enter")
        await found.sees("Company Level · 2 of 4 set", "[x] Admin", "▸[ ] Directory", "! Procore advises against Admin")
        await ticks_are(found, "company:admin", "company:documents", "project:directory", "project:documents")
        await found.press("enter", "down", "down", "space")
        await found.sees("Company Level · 4 of 4 set", "This tab is done. Continue with Project Level (→).")
        await found.press("down", "down", "space")
        await found.sees("▸[x] Webhooks API", "Optional: not counted")
        await found.press("right", "space", "down", "down", "down", "space")
        await found.sees("All required rows are marked. Save in the portal")
        await found.until(lambda: len(tomllib.loads(found.saved)["levels_set"]) == 9, "all ticks to be saved")
        assert found.session.views()["permissions"].state is State.TODO
        await found.press("left")
        await found.sees("▸[x] Admin !        → Admin      Take back Space")

        await found.pilot.resize_terminal(60, 20)  # the open row stays in sight in the smallest terminal
        await found.until(lambda: builder(found).size.width < 60, "the size")
        for tool in ("Directory", "Documents", "Home", "Webhooks API"):
            await found.press("down")
            await found.sees(f"▸[x] {tool}")
        await found.sees("The documented profile lacks this row")
        await found.press("up", "up", "up", "up")
        await found.sees("▸[x] Admin", "! The account can change company settings.")


async def test_the_table_names_the_level_to_set_and_a_click_beside_the_box_only_shows_the_row() -> None:
    """A level is set in the portal: what looks like a control here would be taken for it."""
    ticks = {"company:home": "read-only", "company:rfi": "read-only", "project:home": "admin"}
    async with opened(
        step="permissions", at="profile", answers={"edition": "json-editor", "levels_set": ticks}
    ) as found:
        await found.sees("[x] Home !         → Read-Only", "[ ] Webhooks API ! → Standard  optional")
        assert not any(found.shows(each) for each in ("○ None", "● Admin", "○ Standard", "– Standard"))
        x, y = next((line.index("→ Admin"), y) for y, line in enumerate(found.lines) if "[ ] Directory" in line)
        await found.pilot.click(offset=(x + 2, y))
        await found.sees("▸[ ] Directory", "Find the service account")
        await found.click("Mark done")
        await found.sees("▸[x] Directory")
        await found.click("Take back")
        await found.sees("▸[ ] Directory")
        await found.click("[ ] D")  # its middle is the box
        await found.sees("▸[x] Directory")
        await found.click("▸[x] Directory")  # its middle is the name
        await found.click(" Documents !")
        await found.sees("[x] Directory", "▸[ ] Documents", "read, create, move and", '"documents": "admin"')
        x, y = next((line.index("▸[ ] Doc"), y) for y, line in enumerate(found.lines) if "▸[ ] Doc" in line)
        await found.pilot.click(offset=(x + 2, y))
        await found.sees("▸[x] Documents", "Company · 3 of 4 set", "→ Read-Only")
        await found.click("Project · 0 of 4 set")
        await found.sees("▸[ ] Admin")
        await ticks_are(found, "company:home", "company:directory", "company:documents")
        await found.press("f2")
        await found.sees("Which developer portal do you see?")
        await found.press("down", "enter")
        await found.sees("Project Level · 0 of 4 set", "→ Read-only")
        assert "In the manifest, under" not in found.text


async def test_a_profile_of_ones_own_is_chosen_shown_and_said_when_it_is_gone(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(EXAMPLE.read_text("utf-8").replace('company = "None"', 'company = "Owner"'), "utf-8")
    answers = {
        "profile": str(own), "edition": "json-editor",
        "levels_set": {"company:documents": "admin", "company:webhooks_api": "standard"},
    }  # fmt: skip
    async with opened(step="permissions", at="profile", answers=answers) as found:
        await found.sees("“Owner”")
        assert not found.step.query(PermissionBuilder)
        await found.click("Another profile…")
        await found.until(lambda: isinstance(found.app.screen, ProfileDialog), "the dialog")
        await found.sees("○ file-sync")
        found.app.screen.query_one("#profile-file").focus()
        await found.paste(str(tmp_path / "gone.toml"))
        await found.press("enter")
        await found.sees("No such file")
        await found.press("ctrl+u")
        await found.paste(str(EXAMPLE))
        await found.click("Use the file")
        await found.sees("Profile drawings-reader: Drawings reader", "Company · 0 of 1 set + 1 optional")
        await found.sees("stays at None:", "RFIs.", "Project · 0 of 3 set")
        await ticks_are(found, "company:webhooks_api")
        await found.until(
            lambda: tomllib.loads(found.saved)["profile"] == str(EXAMPLE.resolve()), "the file's path on disk"
        )


async def test_each_tab_opens_with_its_action_and_the_cursor_and_a_key_for_done_says_what_is_not_ticked() -> None:
    async with opened(step="permissions", size=(80, 24), answers={"edition": "components"}) as found:
        await found.press("f6")
        await found.until(lambda: builder(found).has_focus, "the builder")
        await found.sees("▸[ ] Admin")
        assert builder(found).tab == "company"
        await found.press("space", "f6")
        await found.sees(
            "3 of 4 levels are not marked: Space marks one, F6 again confirms all.",
            "Set these levels on the Company Level tab",
        )
        assert builder(found).has_focus and "permissions/company-levels" not in found.session.record.ticked
        await found.press("f6")
        await found.sees("Set these levels on the Project Level tab")
        await found.until(lambda: builder(found).has_focus, "the builder")
        assert builder(found).tab == "project"
        of_company = [f"company:{each}" for each in ("admin", "directory", "documents", "home")]
        await ticks_are(found, *of_company)
        await found.press("f6")
        await found.sees("None of 4 levels is marked")
        await found.press("f6")
        await found.sees("Click Save Configuration.")
        assert not builder(found).has_focus
        await ticks_are(found, *of_company, *(each.replace("company", "project") for each in of_company))


async def test_an_action_is_to_do_again_once_one_of_its_rows_is_taken_back() -> None:
    async with opened(step="permissions", size=(80, 24), answers={"edition": "components"}) as found:
        await found.press(*["f6"] * 3)
        await found.sees("Set these levels on the Project Level tab")
        assert "permissions/company-levels" in found.session.record.ticked
        await found.until(lambda: builder(found).has_focus, "the builder")
        await found.press("left", "down", "space")
        await found.is_told("Taken back: 2 Set these levels")
        assert "permissions/company-levels" not in found.session.record.ticked
        assert found.step.actions is not None and found.step.actions.opened == "project-levels", "the place stays"
        await found.sees("▸[ ] Directory", "Company Level · 3 of 4 set")


async def test_what_to_do_with_the_rows_and_their_sign_stay_in_sight_above_them_and_help_has_their_keys() -> None:
    async with opened(step="permissions", at="profile", size=(80, 24)) as found:
        for move in ("right", *["down"] * 4, *["up"] * 4, "left", *["down"] * 4, *["up"] * 4):
            await found.press(move)
            await found.pilot.pause()
            assert found.shows("Set each row in the portal, then mark it done."), found.text
            assert found.shows("! caution"), found.text
        assert found.text.index("mark it done") < found.text.index("Company Level · 0 of 4 set")
        await found.press("f1")
        await found.until(lambda: isinstance(found.app.screen, HelpDialog), "the help")
        assert "On a row of the levels: mark it" in found.app.screen.query_one(Paragraphs).render().plain


async def test_a_row_that_has_two_names_says_so_once() -> None:
    async with opened(step="permissions", at="profile", size=(120, 50)) as found:
        builder(found).focus()
        await found.press("down", "down", "down")
        await found.sees("▸[ ] Home", "The company row may be called Portfolio.")
        assert found.text.casefold().count("portfolio") == 1
        await found.press("right", "down", "down", "down")
        await found.sees("▸[ ] Home", "called Portfolio.")


async def test_the_project_tab_says_nothing_of_company_rows_and_marks_only_what_has_a_caution_there() -> None:
    async with opened(step="permissions", size=(120, 50)) as found:
        await found.at("profile")
        await found.sees("Admin !", "Directory !", "The account can change company settings.")
        assert found.step.actions is not None
        found.step.actions.choose("project-levels")
        await found.sees("Project Level", "▸[ ] Admin ", "Read company and project settings")
        await found.quiet()
        assert not any(found.shows(each) for each in ("company settings", "company row", "Directory !", "Home !"))
        assert found.shows("Documents !")


async def test_the_tab_is_the_open_actions_where_rows_of_it_are_left_and_after_a_profile_that_was_damaged() -> None:
    answers = {"profile": "no-such-profile", "action": "project-levels"}
    async with opened(step="permissions", size=(80, 24), answers=answers) as found:
        await found.sees("✖ ")
        found.session.open_record.note(profile="file-sync")
        await found.until(lambda: found.step.query(PermissionBuilder), "the builder")
        assert builder(found).tab == builder(found).asked_tab == "project"
        builder(found).focus()
        await found.press("left")
        assert builder(found).tab == "company"
        await found.press("f6")
        await found.sees("None of 4 levels is marked")
        await found.until(lambda: builder(found).tab == "project", "the tab that is asked for")


@pytest.mark.parametrize(("clicked", "box"), [("[ ] Home", "[x]"), ("Home !", "[ ]")], ids=["box", "row"])
async def test_what_is_clicked_is_the_row_that_the_keys_go_on_from(clicked: str, box: str) -> None:
    async with opened(step="permissions", at="profile", size=(120, 36)) as found:
        await found.sees("▸[ ] Admin")
        x, y = next((line.index(clicked) + 1, y) for y, line in enumerate(found.lines) if clicked in line)
        await found.pilot.click(offset=(x, y))
        await found.sees("[ ] Admin", f"▸{box} Home")
        assert found.text.count("▸[") == 1
        await found.press("up")
        await found.sees("▸[ ] Documents", f" {box} Home")


@pytest.mark.parametrize("edition", ["components", "json-editor"])
async def test_the_smallest_terminal_shows_the_sentence_of_the_action_and_every_row(edition: str) -> None:
    async with opened(step="permissions", at="levels-set", size=(60, 20), answers={"edition": edition}) as found:
        await found.sees("levels on the", "Set each row in the portal, then mark it done.", "Mark done Space")
        await found.sees("[ ] Directory", "[ ] Documents", "[ ] Home", "[ ] Webhooks API")
        await found.sees("○ to do  3 checks", "Checks start once the credentials are known: step 4.")


async def test_where_a_level_is_grayed_out_the_table_names_the_one_to_choose(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    row = '[[rows]]\ntool = "Admin"\nkey = "admin"\ncompany = "Read-Only"\nproject = "Read-Only"\nreason = "See."\n'
    own.write_text(f"{EXAMPLE.read_text('utf-8')}\n{row}", "utf-8")
    answers = {"profile": str(own), "edition": "components"}
    async with opened(step="permissions", at="levels-set", size=(80, 24), answers=answers) as found:
        await found.press("down", "down")
        await found.sees("▸[ ] Admin", "→ Admin ", "! Read-only is grayed out here: choose Admin.")
        await found.press("right", *["down"] * 5)
        await found.sees("▸[ ] Admin", "→ Read-only")
        assert not found.shows("grayed out")
