"""The company and the app's user stand on the screen as Procore names them, and a name that does not fit is said."""

from datetime import UTC, datetime

from dmsa_tui.documents.render.text import to_text
from dmsa_tui.documents.setup_record.model import Proof
from dmsa_tui.documents.setup_record.page import setup_page
from dmsa_tui.onboarding.record import Confirmed, ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.ending import ending
from dmsa_tui.session.handover import access_review, handout, open_points, setup_record
from dmsa_tui.tui.widgets.check_row import CheckRow
from tests.tui.driving import DECIDED, Wizard, credentials, opened

OTHER = "Procore calls the company “Practice Builders”; here it is “Fir & Sons”: check that they are the same."
DOUBT = "The name of the app's user does not fit the app name “Fir Sync”: check both."
EARLY = {"install/company": Confirmed("Ada", datetime(2026, 11, 2, tzinfo=UTC))}


async def checked(found: Wizard) -> None:
    await found.session.credentials.keep(Secret(credentials(found.session)[1]))
    await found.session.run_checks(None)


def flat(text: str) -> str:
    return " ".join(text.split())


async def papers(found: Wizard) -> list[str]:
    """Setup record, access review and handout, as text."""
    record = to_text(setup_page(await setup_record(found.session)), 200)
    return [record, (await access_review(found.session))[1](200), (await handout(found.session))[1](200)]


def points(found: Wizard) -> list[str]:
    return [each.what for each in open_points(found.session) if "Procore calls" in each.what]


async def test_procores_name_of_the_company_stands_where_it_is_compared() -> None:
    async with opened("ready", step="install", at="company-id", size=(80, 24)) as found:
        assert not found.shows("Procore calls")
        await checked(found)
        await found.sees("Procore calls it “Practice Builders”.")
        assert not points(found)


async def test_another_name_is_open_until_a_person_has_compared_the_two() -> None:
    answers = {"name": "Fir & Sons", "ticked": EARLY}
    async with opened("ready", step="install", answers=answers, size=(80, 24)) as found:
        await checked(found)
        assert points(found) == [OTHER], "it was ticked before the name was known"
        assert OTHER in [each.what for each in (await setup_record(found.session)).open_items]
        await found.sees("compare again")
        await found.at("company-id")
        await found.sees("Procore calls the company “Practice Builders”", "F6 confirms that you did.")
        await found.press("f6")
        await found.sees_no_more("compare again")
        assert not points(found)
        await found.saves("compared_company")
        found.session.actions.take_back("install", "company")
        assert points(found) == [OTHER]


async def test_the_apps_user_is_named_where_it_is_looked_for_with_a_caution_if_it_does_not_fit() -> None:
    answers = {"expect": ExpectMode.ALL, "future_projects": True}
    async with opened("ready", step="projects", answers=answers, size=(80, 24)) as found:
        await checked(found)
        actions = found.step.actions
        assert actions is not None
        for action in ("new-edit", "new-box"):
            actions.choose(action)
            await found.sees("App's user", "practice-file-sync-", "Copy Ctrl+Y")
            assert not found.shows("does not fit")
        found.session.open_record.note(app_name="Fir Sync")
        await found.session.run_checks(frozenset({"install.account"}))
        await found.sees("does not fit the app name “Fir Sync”:", "check both.")


async def test_another_name_is_a_caution_wherever_the_company_is_told_until_it_was_compared() -> None:
    async with opened("ready", step="check", answers={"name": "Fir & Sons", **DECIDED}) as found:
        await checked(found)
        await found.sees(
            "It works, with a caution: Company.", "! caution     Company", "! 5 Install", "Practice Builders"
        )
        assert not found.shows("All 13 checks pass")
        row = next(each for each in found.step.query(CheckRow) if each.definition.id == "company.reachable")
        row.focus()
        await found.press("g")
        await found.until(lambda: found.step.STEP == "install", "the step at which the names are compared")
        await found.press("f6")
        await found.is_told("Noted that you compared them.", "Practice Builders", "Fir & Sons")
        await found.go("check")
        await found.sees(
            "12 checks pass, 1 confirmed by a person.", "✎ 5 Install", "✎ confirmed   Company", "✎ 7 Check"
        )
        assert found.session.views()["install"].state is State.CONFIRMED
        row = next(each for each in found.step.query(CheckRow) if each.definition.id == "company.reachable")
        row.focus()
        await found.press("enter")
        await found.sees("here it is “Fir & Sons”. A person", "the two.", "confirmed by")


async def test_an_account_that_is_not_named_after_the_app_is_a_caution_until_a_person_compared_both() -> None:
    async with opened("ready", step="check", answers={"app_name": "Fir Sync", **DECIDED}) as found:
        await checked(found)
        await found.sees("It works, with a caution: Service account.", "! caution     Service account", "! 5 Install")
        row = next(each for each in found.step.query(CheckRow) if each.definition.id == "install.account")
        row.focus()
        await found.press("g")
        await found.until(lambda: found.step.STEP == "create-app", "the step at which the names are compared")


async def test_the_papers_say_that_a_person_compared_the_names_and_ask_for_it_no_more() -> None:
    async with opened("ready", step="install", at="company-id", answers={"name": "Fir & Sons", **DECIDED}) as found:
        await checked(found)
        asked = "here it is “Fir & Sons”: check that they are the same."
        before = [flat(each) for each in await papers(found)]
        assert [asked in each for each in before] == [True] * 3 and "! caution" in before[0]
        await found.press("f6")
        await found.saves("compared_company")
        made = await setup_record(found.session)
        row = next(each for each in made.checks if each.id == "company.reachable")
        assert (row.proof, row.status, row.confirmed_by) == (Proof.CONFIRMED, "pass", made.names_confirmed_by)
        assert "here it is “Fir & Sons”. A person compared the two." in row.summary
        for paper in map(flat, await papers(found)):
            assert "here it is “Fir & Sons”. A person compared the two." in paper and asked not in paper


async def test_a_name_of_the_apps_user_that_does_not_fit_is_open_until_a_person_has_compared_both() -> None:
    answers = {**DECIDED, "app_name": "Fir Sync", "ticked": {"create-app/app-name": EARLY["install/company"]}}
    async with opened("ready", step="create-app", at="app-name", answers=answers, size=(80, 24)) as found:
        await checked(found)
        assert DOUBT in [each.what for each in open_points(found.session)]
        assert [DOUBT in flat(each) for each in await papers(found)] == [True] * 3
        point = next(each for each in (await ending(found.session)).open_points if each.text == DOUBT)
        assert (point.step, point.action) == ("create-app", "app-name")
        await found.sees("does not fit the app name “Fir Sync”:", "check both. F6 confirms that you did.")
        await found.press("f6")
        await found.saves("compared_account")
        await found.sees_no_more("compare again")
        assert DOUBT not in [each.what for each in open_points(found.session)]
        assert [DOUBT in flat(each) for each in await papers(found)] == [False] * 3
        found.session.open_record.note(app_name="Oak Sync")
        await checked(found)
        assert DOUBT.replace("Fir", "Oak") in [each.what for each in open_points(found.session)]
