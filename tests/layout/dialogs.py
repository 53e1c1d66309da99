"""Every dialog, opened over nothing on a company whose names attack: a new dialog is a row."""

from collections.abc import Awaitable, Callable
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import Button, Input, TextArea

from dmsa_tui.guide.page_links import page_links
from dmsa_tui.guide.search import search_failures
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.ending import Ending, OpenPoint
from dmsa_tui.session.missing_projects import to_add
from dmsa_tui.session.project_run import GoOnAsked, NameAsked
from dmsa_tui.session.session import Session
from dmsa_tui.tui.dialogs.by_hand import ByHandDialog
from dmsa_tui.tui.dialogs.choose_task import ChooseTaskDialog
from dmsa_tui.tui.dialogs.confirm import ConfirmDialog
from dmsa_tui.tui.dialogs.diagnosis import DiagnosisDialog
from dmsa_tui.tui.dialogs.edition import EditionDialog
from dmsa_tui.tui.dialogs.ending import EndingDialog
from dmsa_tui.tui.dialogs.environment import EnvironmentDialog
from dmsa_tui.tui.dialogs.help import HelpDialog
from dmsa_tui.tui.dialogs.hosts import HostsDialog
from dmsa_tui.tui.dialogs.link import LinkDialog
from dmsa_tui.tui.dialogs.manifest import ManifestDialog
from dmsa_tui.tui.dialogs.new_onboarding import NewOnboardingDialog
from dmsa_tui.tui.dialogs.page import PageDialog
from dmsa_tui.tui.dialogs.pasted import PastedDialog
from dmsa_tui.tui.dialogs.permit import PermitDialog
from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser
from dmsa_tui.tui.dialogs.profile import ProfileDialog
from dmsa_tui.tui.dialogs.project_list import ProjectListDialog
from dmsa_tui.tui.dialogs.rename import RenameDialog
from dmsa_tui.tui.dialogs.same_company import SameCompanyDialog
from dmsa_tui.tui.dialogs.scenarios import ScenariosDialog
from dmsa_tui.tui.dialogs.task import TaskDialog
from dmsa_tui.tui.dialogs.tasks import task_dialog
from dmsa_tui.tui.dialogs.troubleshooting import EntryDialog, TroubleshootingDialog
from dmsa_tui.tui.home import HomeScreen
from dmsa_tui.tui.steps.promote import PromoteScreen
from dmsa_tui.tui.widgets.open_saved import OpenSaved
from tests.tui.driving import Wizard, credentials, rehearsal

BROKEN_MANIFEST = """{
  "permissions": {"company": [
    {"tool": "admin", "level": "None"}, {"tool": "a tool that Procore does not have", "level": 7},
  ], "project": "all of them"
"""
LONG_HEADING = "To the administrator of the company whose name nobody can say in one breath, and its owner"
"""Longer than the widest dialog at 80 columns."""


async def _nothing(_found: Wizard) -> None:
    """The dialog is looked at as it opens."""


class Case(NamedTuple):
    """A dialog, and what is done in it before it is looked at."""

    make: Callable[[Wizard], Screen[Any]]
    prepare: Callable[[Wizard], Awaitable[None]] = _nothing


async def troubled_company() -> Session:
    """Names that attack, all projects wanted and all but one missing, and what the checks found there."""
    session = rehearsal("hostile-names", step="check", answers={"expect": ExpectMode.ALL})
    assert session.rehearsal is not None
    memberships = session.rehearsal.rehearsal.world.company.memberships
    for project in list(memberships)[1:]:
        del memberships[project]
    session.open_record.note(client_id=credentials(session)[0])
    await session.credentials.keep(Secret(credentials(session)[1]))
    await session.run_checks(None)
    return session


async def _without_a_name(found: Wizard) -> None:
    found.app.screen.query_one("#name Input", Input).value = ""
    await _press(found, "#start")


async def _of_no_file(found: Wizard) -> None:
    found.app.screen.query_one("#profile-file", Input).value = "/a/path/that/is/long/and/leads/nowhere" * 3
    await _press(found, "#use-file")
    await found.until(lambda: "✖" in str(found.app.screen.query_one("#profile-note").render()), "the problem")


async def _of_a_broken_manifest(found: Wizard) -> None:
    found.app.screen.query_one(TextArea).text = BROKEN_MANIFEST
    await _press(found, "#compare")
    await found.until(lambda: "to fix" in str(found.app.screen.query_one("#manifest-findings").render()), "findings")


async def _searched(found: Wizard) -> None:
    found.app.screen.query_one("#search", Input).value = "install"


async def _saved(found: Wizard) -> None:
    await _press(found, "#save-page")
    await found.until(lambda: "Saved" in str(found.app.screen.query_one("#page-note").render()), "the file's path")


async def _saved_with_company(found: Wizard) -> None:
    await _press(found, "#whole")
    await _saved(found)


async def _saved_list(found: Wizard) -> None:
    await _press(found, "#save-csv")
    await found.until(lambda: found.app.screen.query_one(OpenSaved).display, "the button that opens it")


async def _with_an_id(found: Wizard) -> None:
    found.app.screen.query_one("#company-id Input", Input).value = "562949953421312"
    await found.pilot.pause()


async def _agreed(found: Wizard) -> None:
    await _press(found, "#agree")


async def _press_test_old(found: Wizard) -> None:
    await _press(found, "#test-old")


async def _planned(found: Wizard) -> None:
    run = found.session.project_run
    await found.until(lambda: run.question, "the plan")
    found.app.screen.query_one("#company-name Input", Input).value = "Another Company"
    await found.quiet()  # what is typed takes back what was said before
    await _press(found, "#add")


async def _asked_to_go_on(found: Wizard) -> None:
    run = found.session.project_run
    await found.until(lambda: run.question, "the plan")
    if isinstance(run.question, NameAsked):
        run.answer(run.question.company)
    await found.until(lambda: isinstance(run.question, GoOnAsked), "the question")


async def _stopped(found: Wizard) -> None:
    await _asked_to_go_on(found)
    found.session.project_run.answer(False)
    await found.until(lambda: not found.session.project_run.under_way, "the end")


async def _added(found: Wizard) -> None:
    await _asked_to_go_on(found)
    run = found.session.project_run
    run.answer(True)
    await found.until(lambda: not run.under_way, "the end")


async def _typed(found: Wizard) -> None:
    await found.press("s", "t", "e", "p")


async def _press(found: Wizard, button: str) -> None:
    found.app.screen.query_one(button, Button).press()
    await found.pilot.pause()


def _scenarios(_found: Wizard) -> ScenariosDialog:
    return ScenariosDialog(Session.scenarios())


def _diagnosis(found: Wizard) -> DiagnosisDialog:
    return DiagnosisDialog(found.session, list(found.session.results.values()), None)


def _page(found: Wizard) -> PageDialog:
    text = "A line of a page.\n" * 40 + "word " * 100

    async def save() -> Path:
        return found.session.paths.setup_records / ("a-long-name" * 12)

    return PageDialog(LONG_HEADING, lambda _columns: text, str, save)


def _links(found: Wizard) -> LinkDialog:
    step = found.session.guide.step("install")
    return LinkDialog(found.session, page_links(step, found.session.edition_of("install"), found.session.places))


def _task(found: Wizard, task_id: str) -> TaskDialog:
    return task_dialog(found.session.guide.documented(task_id))


def _panel(found: Wizard) -> PracticeBrowser:
    assert found.session.rehearsal is not None
    return PracticeBrowser(found.session, PromoteScreen())


def _branches(found: Wizard) -> TroubleshootingDialog:
    return TroubleshootingDialog(found.session, found.session.guide.step("permissions"))


def _entry_command(found: Wizard) -> EntryDialog:
    (entry, *_) = search_failures(found.session.guide, "Add All is missing or disabled")
    return EntryDialog(found.session, entry, found.app.go_to_step)


def _environments(found: Wizard) -> EnvironmentDialog:
    dialog = EnvironmentDialog(found.session)
    dialog.environments = list(ENVIRONMENTS.values())  # more than the practice company has
    return dialog


def _confirm(_found: Wizard) -> ConfirmDialog:
    return ConfirmDialog(
        "Do these credentials belong to another environment?", "It is sent to https://login.procore.com. " * 12, "Ask"
    )


def _ending(found: Wizard) -> EndingDialog:
    points = tuple(
        OpenPoint(f"The point {each}, which takes more than one line in a narrow dialog.", "admin", "install")
        for each in range(9)
    )
    stands = Ending(State.FAILING, "4 projects are missing. One more check fails.", ((State.CONFIRMED, 3),), 8, points)
    return EndingDialog(found.session, stands, Session.scenarios()[3:6], Path("practice-builders.html"))


def _ending_of_customer(found: Wizard) -> EndingDialog:
    dialog = _ending(found)
    dialog.session, dialog.faults = copy(found.session), ()
    dialog.session.rehearsal = None
    return dialog


PLACES = {"client_secret": "Client secret (step 4)", "client_id": "Client ID (step 4)"}
DIALOGS: dict[str, Case] = {
    "ending": Case(_ending),
    "ending of a customer's setup": Case(_ending_of_customer),
    "rename": Case(lambda _found: RenameDialog("Example Builders", ["Example Homes"])),
    "new onboarding without a name": Case(lambda found: NewOnboardingDialog(found.session), _without_a_name),
    "same company": Case(lambda _found: SameCompanyDialog(LONG_HEADING, "Production")),
    "pasted": Case(lambda _found: PastedDialog("Client ID or secret?", "You pasted 45 characters.", PLACES)),
    "edition": Case(lambda found: EditionDialog(found.session)),
    "edition, before there is an app": Case(lambda found: EditionDialog(found.session, no_app=True)),
    "profile": Case(lambda found: ProfileDialog(found.session), _of_no_file),
    "manifest": Case(lambda found: ManifestDialog(found.session), _of_a_broken_manifest),
    "scenarios": Case(_scenarios),
    "practice browser": Case(_panel),
    "project list": Case(lambda found: ProjectListDialog(found.session)),
    "links": Case(_links),
    "code": Case(_links, _agreed),
    "diagnosis": Case(_diagnosis),
    "page": Case(_page, _saved),
    "branches": Case(_branches, _searched),
    "way": Case(_entry_command),
    "environments": Case(_environments),
    "help of a step": Case(lambda _found: HelpDialog(PromoteScreen())),
    "help of home": Case(lambda _found: HelpDialog(HomeScreen())),
    "confirm": Case(_confirm),
    "projects to add": Case(lambda found: PermitDialog(found.session), _planned),
    "projects added": Case(lambda found: PermitDialog(found.session), _added),
    "projects by hand": Case(lambda found: ByHandDialog(found.session, to_add(found.session))),
    "choose a task": Case(lambda found: ChooseTaskDialog(found.session.guide, found.session.record, LONG_HEADING)),
    "rotate": Case(lambda found: _task(found, "rotate"), _press_test_old),
    "offboard": Case(lambda found: _task(found, "offboard")),
    "migrate": Case(lambda found: _task(found, "migrate")),
    "commands": Case(lambda _found: CommandPalette(), _typed),
}
"""Name → how it is opened."""

ROWS: dict[str, Case] = {
    "diagnosis, saved": Case(_diagnosis, _saved),
    "diagnosis with the company ID, saved": Case(_diagnosis, _saved_with_company),
    "projects by hand, saved": Case(lambda found: ByHandDialog(found.session, to_add(found.session)), _saved_list),
    "project list, saved": Case(lambda found: ProjectListDialog(found.session), _saved_list),
    "new onboarding with an ID": Case(lambda found: NewOnboardingDialog(found.session), _with_an_id),
    "the second project is asked for": Case(lambda found: PermitDialog(found.session), _asked_to_go_on),
    "stopped after the first project": Case(lambda found: PermitDialog(found.session), _stopped),
    "one way out": Case(lambda found: TroubleshootingDialog(found.session, found.session.guide.step("create-app"))),
    "hosts": Case(lambda found: HostsDialog(found.session.record)),
}
"""What a dialog's buttons say once something was done in it; how it opens is in `DIALOGS`."""
