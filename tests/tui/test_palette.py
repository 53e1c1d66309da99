"""The palette reaches every step, command, edition, theme and failure, and holds in the smallest terminal."""

from typing import Any, cast

import pytest
from textual.command import CommandList, SearchIcon
from textual.screen import Screen
from textual.widgets import Input

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import NO_OLD_ACCOUNT, Onboarding
from dmsa_tui.onboarding.secret_store import MemorySecretStore
from dmsa_tui.session.session import Session
from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.ending import EndingDialog
from dmsa_tui.tui.dialogs.page import PageDialog
from dmsa_tui.tui.dialogs.troubleshooting import EntryDialog
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.palette import NOTHING, Commands, Palette, commands, entries
from tests.tui.driving import Wizard, opened, wizard

GUIDE = load_guide()


async def found_for(found: Wizard, query: str) -> list[str]:
    """The titles that the palette lists, best first."""
    provider = Commands(found.app.screen)
    hits = [each async for each in (provider.search(query) if query else provider.discover())]
    return [str(each.text) for each in sorted(hits, key=lambda each: each.score, reverse=True)]


async def test_settings_and_the_other_profile_are_found_by_those_words() -> None:
    async with opened("ready", step="create-app", home=True) as found:
        themes = {f"Theme: {each.name}" for each in found.app.appearance.offered_themes}
        assert set(await found_for(found, "setting")) >= themes
        assert (await found_for(found, "profile"))[0] == "Another profile…"
        offered = {each.title: each.callback for each in commands(found.app, found.step)}
        await offered["Another profile…"]()
        await found.until(lambda: found.app.focused is not None and found.app.focused.id == "other-profile", "it")


async def test_everything_is_reached_and_what_is_named_comes_first() -> None:
    async with opened("ready", step="check", size=(60, 20), home=True) as found:
        app = found.app
        listed = await found_for(found, "")
        on_checker = [each for each in keys.ONBOARDING if each.id != "checker" and not each.action.startswith("press")]
        commands = [each.label for each in (*keys.APP, *on_checker)]
        steps = [f"Step {each.number}: {each.short}" for each in GUIDE.steps]
        editions = [f"Portal: {each.name}" for each in GUIDE.editions]
        themes = [f"Theme: {each.name}" for each in app.appearance.offered_themes]
        assert set(listed) >= {*commands, *steps, *editions, *themes, "Picture"}
        assert len(listed) == len(set(listed)), "two commands of the same name cannot be told apart"
        assert listed[: len(keys.APP)] == [each.label for each in keys.APP]
        for title in listed:
            assert (await found_for(found, title))[0] == title
        assert (await found_for(found, "clipboard"))[0] == "Copy value", "words of the sentence count as well"
        for failure in GUIDE.failures:
            assert failure.id in [each.failure for each in entries(app, failure.symptom)], failure.id
        drawn = [*app.get_system_commands(app.screen), *((each.symptom, each.where) for each in GUIDE.failures)]
        assert not any("[" in str(text) for each in drawn for text in each[:2]), "it would be taken for markup"

        await found.press("ctrl+p")
        await found.sees("A step, a command, or what goes wrong", "Explain this screen")
        icon, rows = app.screen.query_one(SearchIcon), app.screen.query_one(CommandList)
        assert isinstance(app.screen, Palette) and str(icon.render()) == "›"
        assert app.screen.size.region.contains_region(rows.region)
        await found.press("ctrl+p")
        assert len(app.screen_stack) == 3, "one palette is enough"
        await found.paste("add all")
        await found.sees("who clicks where (step 6)")
        await found.press("enter")
        await found.sees(
            "What goes wrong, and how to fix it", "Add All is missing or disabled.", "ADMINISTRATOR  step 6"
        )
        assert isinstance(app.screen, EntryDialog)
        await found.click("Step 6 Enter ▶")
        await found.until(lambda: len(app.screen_stack) == 2 and found.step.STEP == "projects", "the step")
        assert (await found_for(found, "company id"))[0] == "Company ID", "each answer is found by its label"
        offered = {each.title: each.callback for each in app.get_system_commands(cast("Screen[object]", found.step))}
        await offered[editions[0]]()
        await offered[themes[1]]()
        assert (found.session.record.edition, app.theme) == (
            GUIDE.editions[0].id,
            app.appearance.offered_themes[1].name,
        )
        await offered["Company ID"]()
        await found.until(lambda: found.app.focused is not None and found.app.focused.name == "Company ID", "its field")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("leaked", "Task: Rotate the client secret"),
        ("stolen", "Task: Rotate the client secret"),
        ("uninstall", "Task: End the app's access"),
        ("revoke its secret", "Task: End the app's access"),
        ("handout", "Handout"),
        ("security review", "Access review…"),
        ("offboard", "Task: End the app's access"),
        ("summary", "Summary…"),
        ("undo", "Add the missing projects…"),
        ("archived", "Home"),
        ("start over", "Task: Rotate the client secret"),
    ],
)
async def test_what_a_person_has_in_mind_finds_the_task_or_paper(typed: str, title: str) -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        assert (await found_for(found, typed))[0] == title


async def test_letters_that_are_scattered_in_a_title_count_only_where_nothing_has_the_word() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        assert not any(title.startswith("Theme: ") for title in await found_for(found, "add"))
        assert "Theme: solarized-dark" in await found_for(found, "slrzd")


async def test_the_theme_that_is_used_is_marked_and_each_says_what_it_is_like() -> None:
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.app.appearance.choose_theme("dmsa-light")
        said = {each.title: each.help for each in commands(found.app, found.app.screen)}
        assert said["Theme: dmsa-light"] == "Light colors; used now."
        assert said["Theme: dmsa-dark"] == "Dark colors."
        assert said["Theme: dmsa-ansi"] == "The terminal's own colors."


async def test_the_papers_open_from_any_step() -> None:
    async with opened("ready", step="create-app", size=(80, 24)) as found:
        offered = {each.title: each.callback for each in found.app.get_system_commands(found.step)}
        for title, heading in (
            ("Handout", "Handout for the administrator"),
            ("Access review", "Access review"),
        ):
            await next(run for name, run in offered.items() if name.startswith(title))()
            await found.until(lambda: isinstance(found.app.screen, PageDialog), heading)
            await found.sees(heading)
            await found.press("escape")
            await found.until(lambda: not isinstance(found.app.screen, PageDialog), "the step again")


async def test_the_summary_opens_from_any_step_and_leads_back_to_it() -> None:
    async with opened("ready", step="install", size=(80, 24)) as found:
        await found.press("ctrl+p")
        await found.paste("summary")
        await found.sees("How far the setup is")
        await found.press("enter")
        await found.until(lambda: isinstance(found.app.screen, EndingDialog), "the summary")
        await found.press("escape")
        await found.until(lambda: found.step.STEP == "install", "the step")


async def test_without_an_onboarding_it_offers_what_works_without_one() -> None:
    async with wizard(Session.for_rehearsal("fresh"), size=(60, 20)) as found:
        listed = await found_for(found, "")
        assert {*(each.label for each in keys.APP), "New"} < set(listed)
        assert not any(title.startswith(("Step ", "Portal: ")) for title in listed)
        assert not entries(found.app, "Add All is missing")


async def test_where_nothing_is_found_enter_leads_to_the_keys_of_the_screen() -> None:
    async with opened("ready", step="check", size=(60, 20)) as found:
        await found.press("ctrl+p")
        await found.sees("A step, a command")
        await found.press(*"xqzt")
        await found.sees(NOTHING, "Press Enter for the keys of this screen (F1).")
        assert "No matches found" not in found.text
        await found.press("enter")
        await found.until(lambda: not isinstance(found.app.screen, Palette), "the palette is closed")
        await found.sees("A click may not have taken effect.")


async def test_a_credential_is_masked_at_once_searched_for_nowhere_and_gone_when_the_palette_closes() -> None:
    secret = "canary9f3kQ2notarealsecret0000000000000000000"
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.press("ctrl+p")
        await found.sees("A step, a command")
        await found.press(*secret[:20])
        assert found.app.screen.query_one(Input).password, "the terminal sends a paste as keys"
        await found.press(*secret[20:])
        await found.sees("looks like a client ID or a secret")
        assert secret not in found.text and "canary9f" not in found.text
        await found.press("enter")
        await found.press("ctrl+p")
        await found.sees("A step, a command")


async def test_the_commands_are_worked_out_once_for_each_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(*args: Any) -> Any:
        asked.append("again")
        return commands(*args)

    monkeypatch.setattr("dmsa_tui.tui.palette.commands", counted)
    async with opened("ready", step="check", size=(80, 24)) as found:
        await found.press("ctrl+p", *"manifest")
        await found.sees("refuses the manifest")
        assert len(asked) == 1


async def test_the_palette_has_the_frame_and_the_title_of_a_dialog() -> None:
    async with opened(size=(80, 24)) as found:
        await found.press("f2")
        await found.sees("Which developer portal")
        frame = found.app.screen.query_one(".dialog").styles
        await found.press("escape", "ctrl+p")
        await found.sees("Commands", "Explain this screen")
        box = found.app.screen.query_one("#--container")
        assert box.styles.border == frame.border and box.styles.background == frame.background
        assert "╭─ Commands ─" in found.text and box.region.contains_region(
            found.app.screen.query_one(CommandList).region
        )


async def test_on_home_it_offers_what_acts_on_the_chosen_row_named_and_nothing_of_the_one_that_was_left() -> None:
    session = Session(Paths.default(), MemorySecretStore())
    for name in ("Alder Homes", "Birch Group [x]"):
        session.store.create(Onboarding(name, company_id="4711", client_id="c" * 43, edition_sure=True))
    session.open_record.open("Alder Homes")
    async with wizard(session) as found:
        await found.go("install")
        assert "Copy the company ID" in await found_for(found, "copy the company")
        found.app.go_home()
        home = found.app.screen
        assert isinstance(home, HomeScreen)
        await found.until(lambda: home.listed is not None and len(home.listed.entries) == 2, "the list")
        await found.quiet()
        assert home.listed is not None
        home.listed.choose("Birch Group [x]")
        listed = await found_for(found, "")
        assert {"Open: B. G. X.", "Rename: B. G. X.", "Tasks: B. G. X."} <= set(listed)
        assert not any(each.startswith(("Step ", "Task: ")) for each in listed)
        for typed in ("copy the company", "company ID", "install"):
            found_here = await found_for(found, typed)
            assert not any(each.startswith(("Copy the", "Company ID", "Step")) for each in found_here), found_here
        assert entries(found.app, "add all") == ()
        await found.press("f9")
        assert "Open: Birch Group (x)" in await found_for(found, "open")


@pytest.mark.parametrize(("answer", "there"), [(NO_OLD_ACCOUNT, "create-app"), ("legacy user, Kim", "migrate")])
async def test_the_old_account_is_looked_for_where_it_is_replaced_and_else_where_it_is_asked_for(
    answer: str, there: str
) -> None:
    async with opened("old-account", step="handoff", size=(120, 40), home=True) as found:
        found.session.open_record.note(old_account=answer)
        name = (await found_for(found, "old service"))[0]
        assert name == "Old service account or app"
        await {each.title: each.callback for each in commands(found.app, found.step)}[name]()
        await found.until(lambda: getattr(found.app.screen, "guide_id", "") == there, there)
