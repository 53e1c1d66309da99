"""The whole demo at 120×36, by mouse alone."""

from dmsa_tui.session import Session
from dmsa_tui.widgets.check_list import CheckRow
from tests.screens.driving import Wizard, wizard

PANEL = "stands for the browser"


async def do(found: Wizard, *clicks: tuple[str, str]) -> None:
    """Open the practice panel; click each line, and wait for the text that shows that it is done."""
    await found.click("F4 Practice")
    await found.sees(PANEL)
    for line, shows in clicks:
        await found.click(line)
        await found.sees(shows)


async def close(found: Wizard) -> None:
    await found.click(" Close ")
    await found.sees_no_more(PANEL)


async def copy_into_the_wizard(found: Wizard) -> None:
    await found.click("⇥ Copy into the wizard")
    await found.sees_no_more(PANEL)


async def go_on(found: Wizard, following: str) -> None:
    await found.click("Next ▶")
    await found.sees(following)


async def finish(found: Wizard, following: str) -> None:
    await found.click(" Done ", nth=-1)
    await found.sees("✎ Done")
    await go_on(found, following)


async def test_from_nothing_to_a_passed_check_by_mouse_alone() -> None:
    async with wizard(Session.for_rehearsal("fresh")) as found:
        await found.click("Start the rehearsal")
        await found.click("Start ▶")
        await found.sees("1. Create the app")
        await do(
            found,
            ("My Apps → Create a New App", "My Apps shows"),
            ("Become a Verified Developer", "reads Verified"),
            ("Request Production Credential Access", "access is granted"),
        )
        await copy_into_the_wizard(found)
        await found.sees("Practice File Sync")
        await found.click("○ granted")
        await found.sees("● granted")
        await found.click("○ granted")
        await finish(found, "2. ")

        await do(found, ("+ Service Account Authentication", "The browser shows:"))
        await close(found)
        await finish(found, "3. ")

        await do(
            found,
            ("Manage → Company Level", "✔ Developer portal: Manage → Company Level"),
            ("Manage → Project Level", "✔ Developer portal: Manage → Project Level"),
            ("Developer portal: Save Version", "✔ Developer portal: Save Version"),
        )
        await close(found)
        await finish(found, "4. ")

        await do(
            found,
            ("App Details & Versions → Promote Version", "✔ Developer portal: App Details & Versions → Promote"),
            ("Generate Client Secret", "✔ Developer portal: Credentials"),
        )
        await copy_into_the_wizard(found)
        await found.sees("Procore accepts the pair")
        await go_on(found, "5. ")

        await do(
            found,
            ("App Management → Install App", "✔ Procore: App Management → Install App"),
            ("Select Projects → all", "✔ Procore: App Management → View → Permissions"),
        )
        await close(found)
        await found.click("6 Projects")
        await found.sees("6. ")

        await do(
            found,
            ("Project Permissions Templates", "✔ Procore: Permissions → Project Permissions"),
            ("Select Default", "✔ Procore: Directory → the app's user → Select Default"),
            ("Add to all new projects → Save", "✔ Procore: Directory → the app's user → Edit → Add to all new"),
        )
        await close(found)
        await found.click("○ all active")
        await found.click("○ yes")
        await go_on(found, "7. ")
        await found.sees("verdict: pass")

        await found.click("Client ID and secret are accepted")
        await found.sees("POST https://login.practice.invalid/oauth/token →")
        assert [row.expanded for row in found.step.query(CheckRow)].count(True) == 1
