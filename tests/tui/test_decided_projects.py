"""Who answers which projects are wanted has not begun to add them."""

from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.practice.portal import SETUP
from dmsa_tui.procore.secret import Secret
from tests.tui.driving import DECIDED, UNDECIDED, credentials, opened


async def test_the_count_of_actions_says_that_an_answer_may_bring_more_and_is_exact_once_none_does() -> None:
    async with opened("ready", step="projects", answers=UNDECIDED, size=(80, 24)) as found:
        before = len(found.session.actions.of("projects"))
        await found.sees(f"1 of {before}+")
        found.session.open_record.note(**DECIDED)
        after = len(found.session.actions.of("projects"))
        await found.until(lambda: found.lines[2].rstrip().endswith(f" of {after}"), "the exact count")
        assert after > before


async def test_step_6_is_to_do_after_its_two_questions_although_everything_was_checked() -> None:
    async with opened("fresh", step="projects", answers=UNDECIDED) as found:
        found.perform(*SETUP[: SETUP.index("install-app") + 1])
        client_id, secret = credentials(found.session)
        found.session.open_record.note(client_id=client_id)
        await found.session.credentials.keep(Secret(secret))
        await found.click("○ all active")
        await found.quiet()
        await found.click("○ yes")
        await found.quiet()
        await found.press("f10")
        await found.press("f5")
        await found.until(lambda: found.session.results.report is not None, "the report")
        await found.quiet()
        await found.sees("○ 6 Projects", "○ 7 Check")


async def test_nobody_is_warned_of_the_lack_of_a_template_that_procore_has_proven() -> None:
    warns = "gets no permissions or the wrong ones"
    async with opened("ready", step="projects", answers=DECIDED, size=(80, 24)) as found:
        assert found.step.actions is not None
        found.step.actions.choose("template-create")
        await found.sees(warns)
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await found.press("f5")
        await found.sees("Default project template: proven. Nothing to create.")
        assert not found.shows(warns) and not found.shows("Make it also where")


async def test_an_empty_list_is_the_question_and_no_caution_about_projects_that_nobody_has_named() -> None:
    answers = {**DECIDED, "expect": ExpectMode.LIST}
    async with opened("unpermitted-projects", step="check", size=(80, 24), answers=answers, home=True) as found:
        found.session.actions.tick_all("projects", "Ada")
        found.session.know_noted_secret()
        await found.press("f5")
        await found.sees("○ undecided   Permitted projects", "The list of projects that must be permitted is empty.")
        assert not found.shows("8 of 12") and not found.shows("ADMINISTRATOR")
        assert not found.shows("The fault is fixed")
        await found.press("ctrl+g")
        await found.sees("6 Projects: undecided")
