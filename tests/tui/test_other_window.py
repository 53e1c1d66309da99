"""What another window changes is on the screen and in its field, is told, and leaves no result that it makes stale."""

import asyncio
import importlib
import os
import shutil
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from dmsa_tui.checks.model import Remedy, Result
from dmsa_tui.guide.failures import label_for
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.answer_words import ANSWERS, answer_words
from dmsa_tui.onboarding.check_target import target_from_record
from dmsa_tui.onboarding.record import (
    Approval,
    ApprovalState,
    Confirmed,
    EndProof,
    ExpectMode,
    FailedProof,
    Onboarding,
    ProjectChange,
    Refusal,
)
from dmsa_tui.onboarding.store import Store
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.check_results import RESULTS_OF
from dmsa_tui.session.rehearsal_store import LOGIN_URL
from dmsa_tui.tui.autosave import OWN_OF_EACH_WINDOW
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.step_screens import STEP_SCREENS
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.wizard_screen import WizardScreen
from dmsa_tui.vocabulary import Cause, Status
from tests.tui.driving import DECIDED, Wizard, credentials, keep, opened

LONG = bool(os.environ.get("DMSA_TUI_LONG_TESTS"))
"""Whether every step tries what all steps show."""
PROFILE = Path(__file__).parents[2] / "docs" / "example-profile.toml"
WHOLE = (120, 110)
"""Everything that a step shows is in sight."""
GUIDE = load_guide()
WORD = Confirmed("Ada", datetime(2026, 11, 2, tzinfo=UTC))
MOMENT = datetime(2026, 11, 3, tzinfo=UTC)
RUN = ProjectChange("Ada", MOMENT, "done", 4, 0)
ID, OTHER_ID = "a1B2c3D4e5" * 4 + "xyz", "z9Y8x7W6v5" * 4 + "abc"
KEY, OTHER_KEY = "01234567-89ab-cdef-0123-456789abcdef", "89abcdef-0123-4567-89ab-cdef01234567"

BEFORE: dict[str, Any] = {
    "edition": "json-editor", "app_name": "Sync", "app_owner": "customer", "client_id": ID, "app_version_key": KEY,
    "expect": ExpectMode.LIST, "expected_projects": ["Alpha"], "verdict": "pass",
    "verification": Approval(ApprovalState.WAITING, "2026-11-01"),
}  # fmt: skip
MISSING = {"app_version_key": "", "expect": ExpectMode.UNDECIDED}
"""The hand-off names these answers only while they are missing."""
CHANGED: dict[str, tuple[Any, Any]] = {
    "environment": ("developer-sandbox", "monthly-sandbox"),
    "company_id": ("4711", "4712"),
    "web_url": ("https://us02.procore.com", "https://us03.procore.com"),
    "login_url": ("https://login.one.invalid", "https://login.two.invalid"),
    "api_url": ("https://api.one.invalid", "https://api.two.invalid"),
    "edition": ("components", "configuration-builder"),
    "edition_sure": (False, True),
    "profile": ("drawings-reader", "file-sync-of-ours"),
    "levels_set": ({"company:documents": "admin"}, {"company:documents": "standard"}),
    "step": ("install", "projects"),
    "app_name": ("Sync of theirs", "Sync of ours"),
    "app_owner": ("consultant", "nobody's"),
    "administrator": ("Robin", "Kim"),
    "contact": ("Robin, robin@example.com", "Kim, kim@example.com"),
    "active_projects": (12, 2_431),
    "old_account": ("none", "Old Sync"),
    "sandbox_test": ("tested", "skipped"),
    "compared_account": ("user of theirs", "user of ours"),
    "compared_company": ("Builders of theirs", "Builders of ours"),
    "ticked": (
        {f"{step.id}/{step.editions['json-editor'].actions[0].id}": WORD for step in GUIDE.steps}
        | {"install/company": WORD},
        {"install/company": Confirmed("Bo", MOMENT)},
    ),
    "skipped": ({"create-app/collaborator": WORD}, {"create-app/collaborator": Confirmed("Bo", MOMENT)}),
    "verification": (Approval(ApprovalState.WAITING, "2026-11-02", "case 7"), Approval(ApprovalState.REFUSED)),
    "production_access": (Approval(ApprovalState.WAITING, "2026-11-02", "case 8"), Approval(ApprovalState.REFUSED)),
    "approvals_settled_by": (f"production {LOGIN_URL} {ID}", f"production {OTHER_ID}"),
    "client_id": (OTHER_ID, OTHER_ID[::-1]),
    "app_version_key": (OTHER_KEY, OTHER_KEY[::-1]),
    "secret_replaced_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
    "old_secret_proven_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
    "old_secret_refused_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
    "failed_proofs": (
        {"offboard/prove": FailedProof(MOMENT, "It still works.", "uninstall")},
        {"offboard/prove": FailedProof(MOMENT, "It works.", "uninstall")},
    ),
    "secret_accepted_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
    "access_ended_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
    "access_end_proof": (EndProof(Refusal.TOKEN, []), EndProof(Refusal.COMPANY, [])),
    "sandbox_client_id": (OTHER_ID, OTHER_ID[::-1]),
    "sandbox_app_version_key": (OTHER_KEY, OTHER_KEY[::-1]),
    "other_pairs": ({"production.client_id": "1"}, {"production.client_id": "2"}),
    "other_words": ({"production.confirmed.install": WORD}, {"production.confirmed.install": Confirmed("Bo", MOMENT)}),
    "other_failed_proofs": (
        {"production.offboard/prove": FailedProof(MOMENT, "It still works.", "uninstall")},
        {"production.offboard/prove": FailedProof(MOMENT, "It works.", "uninstall")},
    ),
    "project_changes": ({"1.apply": RUN}, {"1.apply": ProjectChange("Bo", MOMENT, "partly", 1, 0)}),
    "expect": (ExpectMode.ALL, ExpectMode.UNDECIDED),
    "expected_projects": (["Alpha", "Beta", "Gamma"], ["Delta"]),
    "future_projects": (True, False),
    "confirmed": ({each: WORD for each in STEP_SCREENS}, {each: Confirmed("Bo", MOMENT) for each in STEP_SCREENS}),
    "accepted": ({"install.account": WORD}, {"install.account": Confirmed("Bo", MOMENT)}),
    "verdict": ("fail", "warn"),
    "checked_at": (MOMENT, datetime(2026, 11, 4, tzinfo=UTC)),
}  # fmt: skip
"""Field → what another window makes of it, and what this one would."""
NOT_CHANGED = {
    "name": "It is the record's identity; a file of another name is another record.",
    "created_at": "It is written once.",
    "updated_at": "Every write of an answer sets it; home puts its rows in order by it.",
    "revision": "The store counts the writes with it.",
    "past_login_urls": "The store writes it when the login host changes.",
    "archived": "Home lists an archived onboarding apart; the one that is open is changed there.",
    "extra": "Keys that this version does not know cannot be shown by it.",
    "action": "Each window is at an action of its own; the next run opens at the one that was open last.",
}
SHOWN_NOWHERE = {
    "edition_sure": "The dialog that asks for the portal edition marks it; it decides whether that comes again.",
    "compared_account": "It comes with the tick of the app's name, which is on the screen; the open points follow it.",
    "compared_company": "It comes with the tick of the comparison, which is on the screen; the open points follow it.",
    "skipped": "The line of the action says it, in its own step and task alone.",
    "failed_proofs": "The task shows what it could not prove, and home and the open points name it.",
    "access_end_proof": "The setup record tells it; the screens say that the access was ended, and when.",
    "secret_accepted_at": "It tells what a refusal of the secret proves, which the task that ends the access shows.",
    "old_secret_proven_at": "The task that rotates the secret shows it, and the setup record; no step does.",
    "old_secret_refused_at": "The task that rotates the secret shows it, and the setup record; no step does.",
    "other_pairs": "What was put aside comes back with its environment; until then it is only masked.",
    "other_words": "What was put aside comes back with its environment.",
    "other_failed_proofs": "What was put aside comes back with its environment.",
    "project_changes": "The setup record and its history tell it; no screen does yet.",
    **{each: NOT_CHANGED[each] for each in ("name", "created_at", "revision", "past_login_urls", "extra", "action")},
}
PROJECTS = ("projects.",)
STALE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("environment", "company_id", "client_id", "login_url", "api_url", "profile"), ("",)),
    **dict.fromkeys(("expect", "expected_projects", "future_projects"), PROJECTS),
    "app_name": ("install.account", "install.version"),
    "sandbox_client_id": ("credentials.token",),
    **dict.fromkeys(("app_version_key", "sandbox_app_version_key"), ("install.version",)),
}
"""Field → the beginnings of the ids of the results that were asked with its old value."""
ONLY_LABELS = {"edition", "web_url"}
"""It is in the target, but decides no answer of Procore: the remedies' labels follow it."""

SCREENS: dict[str, type[StepScreen]] = {
    step: getattr(importlib.import_module(f"dmsa_tui.tui.steps.{place.split(':')[0]}"), place.split(":")[1])
    for step, place in STEP_SCREENS.items()
}


def own_profiles(found: Wizard) -> None:
    folder = found.session.paths.config / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    for name in CHANGED["profile"]:
        shutil.copy(PROFILE, folder / f"{name}.toml")


def elsewhere(found: Wizard, **answers: Any) -> None:
    """Another window gives these answers."""
    other = Store(found.session.paths)
    record = other.load(found.session.record.name)
    for name, value in answers.items():
        setattr(record, name, value)
    other.save(record)


async def save(found: Wizard) -> None:
    """This window writes something that is on no screen, as any answer would be."""
    count = found.session.record.extra.get("touched", 0)
    found.session.open_record.note(extra={"touched": count + 1})
    await found.app.autosave.now()
    found.app.clear_notifications()


async def shown(found: Wizard) -> str:
    await found.quiet()
    return found.text


def answered(found: Wizard, *, but: str = "") -> None:
    """Results as Procore gives them; on one check it was silent."""
    found.session.results.forget_all()
    for each in found.session.definitions:
        status = Status.UNVERIFIED if each.id == "install.account" else Status.PASS
        if not but or not each.id.startswith(but):
            keep(found.session, Result(each.id, status, "As it was."))
    portal = next(each for each in found.session.guide.failures if "Open Builder" in each.labels.values())
    remedy = Remedy(portal.screen, portal.who, portal.where, label_for(portal, found.session.record.edition))
    keep(found.session, Result("projects.template", Status.WARN, "As it was.", Cause(portal.cause), remedy))


def test_every_field_of_the_record_is_changed_here_and_is_on_a_screen_or_has_a_reason() -> None:
    names = {each.name for each in fields(Onboarding)}
    assert names == CHANGED.keys() | NOT_CHANGED.keys() and not CHANGED.keys() & NOT_CHANGED.keys()
    assert CHANGED.keys() - {*OWN_OF_EACH_WINDOW} <= ANSWERS.keys(), "each has words for the notice"
    screens: list[type[WizardScreen]] = [*SCREENS.values(), HomeScreen]
    on_screens = {name for screen in screens for name in screen.SHOWS}
    assert on_screens == names - SHOWN_NOWHERE.keys()


def in_turn(step: str) -> list[str]:
    """What that step shows; what every step shows, because all are steps, each of two tries."""
    turn, shown_by_all = [*SCREENS].index(step), sorted(StepScreen.SHOWS)
    others = [] if LONG else [each for at, each in enumerate(shown_by_all) if (at + turn) % 4]
    return sorted(SCREENS[step].SHOWS.keys() - others)


@pytest.mark.parametrize("step", SCREENS)
async def test_what_another_window_changed_is_drawn_on_every_screen_that_shows_it(step: str) -> None:
    answers = BEFORE | (MISSING if step == "handoff" else {})
    async with opened("ready", step=step, size=WHOLE, answers=answers) as found:
        own_profiles(found)
        found.session.mask.hide_ids(False)
        taken_back: dict[str, Any] = {}
        known: tuple[str, int] | None = None
        for name in in_turn(step):
            if selector := found.step.SHOWS[name]:
                await found.at(selector.removeprefix("#"))
            found.session.open_record.note(**taken_back)
            was = getattr(found.session.record, name)
            but = "credentials" if name in ("production_access", "verification", "approvals_settled_by") else ""
            if (but, len(found.session.results)) != known:
                answered(found, but=but)
                settled = {} if not but else {"verdict": "", "approvals_settled_by": ""}
                found.session.open_record.note(**settled)
                await save(found)
                known = but, len(found.session.results)
            if name == "secret_replaced_at":
                found.step.query_one(SecretField).kept(literal("✔ Procore accepts the credentials."), proven=True)
            before = await shown(found)
            value = CHANGED[name][0]
            elsewhere(found, **{name: value})
            await save(found)
            assert getattr(found.session.record, name) == value, name
            await found.until(lambda: found.text != before, f"{name} on {step}")  # noqa: B023
            taken_back = {name: was}


async def test_home_shows_what_another_window_changed_when_an_answer_is_saved_behind_it() -> None:
    answers = BEFORE | {"verdict": "", "login_url": "", "api_url": ""}  # with hosts of its own it names no environment
    async with opened("ready", answers=answers, size=WHOLE, home=True) as found:
        found.app.go_home()
        await found.until(lambda: isinstance(found.app.screen, HomeScreen), "home")
        for name in sorted(HomeScreen.SHOWS.keys() - NOT_CHANGED.keys()):
            if name != "approvals_settled_by":  # which is seen only where somebody is waited for
                found.session.open_record.note(verification=Approval())
            was, before = getattr(found.session.record, name), await shown(found)
            elsewhere(found, **{name: CHANGED[name][0] if name != "approvals_settled_by" else f"production {ID}"})
            found.session.open_record.note(extra={"touched": name})
            await found.app.autosave.now()
            await found.until(lambda: found.text != before, name)  # noqa: B023
            elsewhere(found, **{name: was})


async def test_no_result_survives_a_change_that_makes_it_stale() -> None:
    changed = CHANGED | {"expect": CHANGED["expect"][::-1], "future_projects": CHANGED["future_projects"][::-1]}
    async with opened("ready", step="check", size=WHOLE, answers=DECIDED) as found:
        own_profiles(found)
        session = found.session
        await session.credentials.keep(Secret(credentials(session)[1]))
        await found.press("f5")
        await found.sees("13 checks pass")
        await found.quiet()
        results, report = dict(session.results), session.results.report
        assert report is not None
        decisive = set()
        for name, (value, _) in changed.items():
            before, was = target_from_record(session.record, session.profile), getattr(session.record, name)
            keep(session, *results.values())
            session.results.keep_report(report)
            session.open_record.note(verdict="pass", checked_at=report.started_at)
            await save(found)
            if name in STALE:
                await found.sees("13 checks pass")
            elsewhere(found, **{name: value})
            await save(found)
            if target_from_record(session.record, session.profile) != before:
                decisive.add(name)
            if name in STALE:
                old = {each for each in results if each.startswith(STALE[name])}
                assert old and not old & session.results.keys(), name
                text = await shown(found)
                assert "13 checks pass" not in text and session.results.report is None, name
                assert text.count("✔ proven") == len(results) - len(old), name
            elif name in ("secret_replaced_at", "access_ended_at"):
                assert not session.results and "✔" not in await shown(found)
            else:
                assert session.results == results, name
            if name in ("company_id", "expect", "app_name", "app_version_key"):
                assert not session.record.verdict, "the last verdict is about something else"
            elsewhere(found, **{name: was})
            await save(found)
        assert decisive - ONLY_LABELS <= STALE.keys() == RESULTS_OF.keys()


async def test_a_result_that_stood_on_a_word_which_another_window_took_back_is_gone() -> None:
    async with opened("ready", step="check", size=WHOLE, answers={"accepted": {"install.version": WORD}}) as found:
        answered(found)
        word = found.session.confirmations["install.version"]
        keep(
            found.session,
            Result("install.version", Status.UNVERIFIED, "Procore did not say.", confirmed_by=word),
        )
        await found.sees("confirmed")
        elsewhere(found, accepted={})
        await save(found)
        assert "install.version" not in found.session.results and "install.account" in found.session.results


async def test_what_both_windows_changed_is_told_and_this_windows_answer_stays() -> None:
    async with opened("ready", answers=BEFORE) as found:
        own_profiles(found)
        for name, (theirs, ours) in CHANGED.items():
            elsewhere(found, **{name: theirs})
            found.session.open_record.note(**{name: ours})
            await found.app.autosave.now()
            told = [each.message for each in found.app._notifications if ", too" in each.message]
            assert any(answer_words(name) in each for each in told) != (name in OWN_OF_EACH_WINDOW), name
            held = getattr(found.session.record, name)
            if name == "ticked":  # a step that is confirmed has the ticks of its actions besides
                held = {key: word for key, word in held.items() if key in ours}
            assert held == ours, name
            found.app.clear_notifications()
            elsewhere(found, **{name: BEFORE.get(name, getattr(Onboarding("x"), name))})
            await save(found)


async def test_a_list_of_another_window_is_in_the_text_box_before_the_next_key() -> None:
    async with opened("ready", step="projects", answers=BEFORE) as found:
        area = found.step.query_one("#expected", TextArea)
        elsewhere(found, expected_projects=["Alpha", "Beta", "Gamma"])
        await save(found)
        assert area.text == "Alpha\nBeta\nGamma"
        await found.sees("3 entries")
        area.focus()
        area.move_cursor(area.document.end)
        await found.press("s")
        await found.quiet()
        assert found.session.record.expected_projects == ["Alpha", "Beta", "Gammas"]
        await found.press("ctrl+z", "ctrl+z")
        await found.quiet()
        assert area.text == "Alpha" and found.session.record.expected_projects == ["Alpha"]


async def test_a_half_typed_value_comes_back_with_undo() -> None:
    async with opened("ready", step="install") as found:
        await found.fill("company-id", "not a number")
        await found.app.autosave.now()  # that the field was emptied first
        elsewhere(found, company_id="4711")
        await save(found)
        line = found.step.query_one("#company-id Input", Input)
        assert line.value == "4711" and "not a number" not in found.text
        line.focus()
        await found.press("ctrl+z")
        assert line.value == "not a number" and found.session.record.company_id == "4711"


async def test_a_key_that_was_on_its_way_does_not_bring_back_the_old_value() -> None:
    async with opened("ready", step="install") as found:
        field = found.step.query_one("#company-id", Field)
        field.input.value = "123"
        field.show_value("4711")
        found.session.open_record.note(company_id="4711")
        await found.quiet()
        assert (field.input.value, found.session.record.company_id) == ("4711", "4711")


async def test_an_answer_given_while_the_file_is_written_is_told_where_both_windows_gave_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened("ready", answers=BEFORE) as found:
        session = found.session
        write, loop = session.store.save, asyncio.get_running_loop()

        def save_while_typing(record: Onboarding) -> Any:
            monkeypatch.setattr(session.store, "save", write)
            saved = write(record)
            asyncio.run_coroutine_threadsafe(typed(), loop).result()
            return saved

        async def typed() -> None:
            session.open_record.note(app_name="Ours", confirmed={"manifest": WORD})

        monkeypatch.setattr(session.store, "save", save_while_typing)
        elsewhere(found, app_name="Theirs", confirmed={"promote": WORD})
        session.open_record.note(extra={"touched": 1})
        await found.app.autosave.now()
        await found.is_told("Another window changed the app's name, too")
        assert session.record.app_name == "Ours" and session.record.confirmed.keys() == {"manifest", "promote"}


async def test_what_was_taken_over_is_drawn_on_the_step_in_front_though_another_one_saved() -> None:
    async with opened("ready", step="create-app") as found:
        before = found.step
        await found.go("install")
        elsewhere(found, company_id="4711")
        found.session.open_record.note(extra={"touched": 1})
        await before.app.autosave.now()
        assert found.step.query_one("#company-id", Field).input.value == "4711"


async def test_what_another_window_wrote_is_on_the_screen_though_nothing_is_saved_here() -> None:
    async with opened("ready", step="install", at="company-id") as found:
        await found.app.autosave.now()  # where this window is
        revision = found.session.record.revision
        elsewhere(found, company_id="4711")
        await found.is_told("Another window changed the company ID")
        assert found.step.query_one("#company-id", Field).input.value == "4711"
        await found.quiet()
        assert found.session.record.revision == revision + 1, "it is read, and not written again"
        found.session.open_record.note(app_name="Ours")
        await found.app.autosave.now()
        assert 'company_id = "4711"' in found.saved and 'app_name = "Ours"' in found.saved


@pytest.mark.parametrize(("archived", "word"), [(True, "archived"), (False, "restored")])
async def test_that_another_window_archived_or_restored_the_onboarding_is_said_in_plain_words(
    archived: bool, word: str
) -> None:
    async with opened("ready", step="install", answers={"archived": not archived}) as found:
        elsewhere(found, archived=archived, app_name="Theirs")
        await found.is_told(f"Another window {word} this onboarding", "and changed the app's name.")


async def test_on_home_the_rows_alone_say_what_another_window_changed() -> None:
    async with opened("ready", step="install", home=True) as found:
        found.app.go_home()
        await found.until(lambda: not found.app.step_in_front, "home")
        elsewhere(found, app_name="Theirs", archived=True)
        await found.until(lambda: found.session.record.archived, "the change")
        await found.quiet()
        assert not found.app._notifications


async def test_whoever_stops_waiting_for_a_save_leaves_nothing_stale() -> None:
    async with opened("ready", step="check", size=WHOLE) as found:
        answered(found)
        elsewhere(found, company_id="4711")
        found.session.open_record.note(extra={"touched": 1})
        waiting = asyncio.create_task(found.app.autosave.now())
        await asyncio.sleep(0)
        waiting.cancel()
        await found.until(lambda: found.session.record.company_id == "4711", "the other company")
        await found.quiet()
        assert not found.session.results and "✔" not in found.text


async def test_a_dialog_over_the_step_closes_or_is_drawn_again() -> None:
    async with opened("ready", step="create-app", size=WHOLE, answers=BEFORE) as found:
        step = found.step
        for open_it, change, stays in (
            ("action_show_link", {"company_id": "4711"}, False),
            ("action_edition", {"edition": "components"}, True),
            ("action_environment", {"environment": "developer-sandbox"}, True),
        ):
            await found.app.run_action(open_it.removeprefix("action_"), step)
            await found.until(lambda: found.app.screen is not step, open_it)
            dialog, before = found.app.screen, await shown(found)
            elsewhere(found, **change)
            found.session.open_record.note(extra={"touched": open_it})
            await found.app.autosave.now()
            await found.until(lambda: (found.app.screen is dialog) == stays, open_it)  # noqa: B023
            assert await shown(found) != before
            if stays:
                await found.press("escape")
                await found.until(lambda: found.app.screen is step, "the step")


async def test_answers_about_projects_that_another_window_gave_are_asked_about_here() -> None:
    async with opened("unpermitted-projects", step="projects", answers={"expect": ExpectMode.ALL}) as found:
        await found.session.credentials.keep(Secret(credentials(found.session)[1]))
        await save(found)
        elsewhere(found, expect=ExpectMode.LIST, expected_projects=["Harbor Annex"])
        await save(found)
        await found.until(lambda: found.session.results.get("projects.permitted"), "Procore's answer")
