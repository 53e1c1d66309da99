"""Opens dialogs over a step: its buttons, lists, links, the practice browser, the portal."""

import time
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.widgets import Button

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.guide.page_links import page_links
from dmsa_tui.onboarding.approvals import APPROVALS
from dmsa_tui.session.mending_actions import opens_first
from dmsa_tui.tui.steps.check_runner import WORKERS, ChecksEnded
from dmsa_tui.tui.steps.papers import Opens, begin, show_access_review, show_handout, show_manifest, show_message
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.practice_clicks import PracticeClicks, Practiced
from dmsa_tui.tui.widgets.side_pane import SidePane

if TYPE_CHECKING:
    from dmsa_tui.tui.widgets.action_list import ActionList
    from dmsa_tui.tui.wizard_screen import WizardScreen

ROOMY = "-roomy"
"""Class of screens with a column beside the step."""
NOT_KEPT = "The client secret is not kept on this machine."
"""The notice that asks for it begins so; it goes once one is given."""
OPENERS = "#compare-manifest, #read-manifest, #message, #handout, #access-review, #project-list, #add-projects"
"""The buttons that `open_for` handles."""
PORTAL = "Developer Portal"
"""Where the steps after the first are whose labels differ by edition."""
SIGNED_IN = "sign-in"
"""After this action the person can see My Apps in the developer portal."""
APP_CREATED = ("create-app", "create")
"""Step and action after which there is an app to look at."""
TELLING = ("new-app", APP_CREATED[1])
"""After these, the person sees what tells the portal editions apart, and then more of it."""

STAYS_SECONDS = 1.0
"""Without a key for that long, a person stays on a step."""


def ask_for_secret(screen: "WizardScreen") -> None:
    """Open the action at which the client secret is pasted, with the cursor in its field."""
    if screen.app.screen is not screen:
        return  # a dialog is open over it, and the keyring took its time to answer
    field = "client_secret"
    place = screen.session.actions.asking_for(field)
    if place is not None and go_to_field(screen, field):
        step = screen.session.guide.step(place[0])
        where = f"the field “{FIELDS[field]}” of step {step.number}, {step.title}"
        screen.app.notify(f"{NOT_KEPT} Paste it into {where}.", timeout=10, markup=False)


def go_to_field(screen: "WizardScreen", field: str) -> bool:
    """Open the action that asks for that field, with the cursor in it; whether there is one."""
    if (place := screen.session.actions.asking_for(field)) is not None:
        screen.app.go_to_step(*place, field)
    return place is not None


def lead_to_remedy(screen: "WizardScreen", actions: "ActionList | None", event: CheckRow.Remedied) -> None:
    """Open the action that mends a check; where it is open already, put the cursor there and say so."""
    screen.app.row_left = event.check_id
    if actions is not None and (event.step_id, event.action_id) == (screen.STEP, actions.opened):
        actions.focus_first()
        title = next(each.title for each in screen.session.definitions if each.id == event.check_id)
        screen.notify(f"You are there: action {actions.current.place[0]} is for “{title}”.", timeout=6, markup=False)
        return
    there = event.step_id == screen.STEP  # then the person chose that action by its number
    action_id = event.action_id if there else opens_first(screen.session, event.step_id, event.action_id)
    screen.app.go_to_step(event.step_id, action_id)
    if screen.STEP == "check":
        screen.notify(f"{screen.app.key_text('checker')} goes back to all checks.", timeout=4)


def open_for(screen: "WizardScreen", button: Button) -> None:
    """Open the dialog of that button."""
    if button.id == "compare-manifest":
        from dmsa_tui.tui.dialogs.manifest import ManifestDialog

        screen.app.push_screen(ManifestDialog(screen.session))
    elif button.id == "read-manifest":
        show_manifest(screen)
    elif button.id == "message":
        show_message(screen, button.name or _approval_asked(screen))
    elif button.id == "handout":
        show_handout(screen)
    elif button.id == "access-review":
        show_access_review(screen)
    elif button.id == "add-projects":
        screen.app.add_projects()
    else:
        open_project_list(screen)


def _approval_asked(screen: "WizardScreen") -> str:
    """The kind of message about the approval that the open action asks for; empty where it asks for none."""
    session = screen.session
    opened = next((each for each in session.actions.of(screen.STEP) if each.id == session.record.action), None)
    return next((name.replace("_", "-") for name in APPROVALS if opened is not None and name in opened.fields), "")


def choose_edition(screen: Opens, *, asked: bool = False) -> None:
    """Choose the portal edition; `asked`: the wizard asks by itself."""
    begin(screen, partial(_choose_edition, screen, asked))


def ask_for_edition(screen: "WizardScreen", done: str) -> None:
    """Ask for the portal edition, where the person sees it after that action: again for as long as it is not sure."""
    session, sure = screen.session, screen.session.record.edition_sure
    if session.rehearsal is None and ((done == SIGNED_IN and sure is None) or (done in TELLING and not sure)):
        choose_edition(screen, asked=True)


def ask_before_portal(screen: "WizardScreen") -> None:
    """Ask on the first step about the app in the developer portal, where nobody was asked before the app was made.

    Once the person stays there: no question lies over a step that is only passed, nor comes between two keys.
    """
    step = screen.session.guide.step(screen.STEP)
    if step.where.startswith(PORTAL) and screen.session.record.edition_sure is None:
        screen.set_timer(STAYS_SECONDS, partial(_ask_who_stays, screen))


def _ask_who_stays(screen: "WizardScreen") -> None:
    app = screen.app
    if app.screen is screen and time.monotonic() - app.terminal_title.acted_at >= STAYS_SECONDS:
        ask_for_edition(screen, SIGNED_IN)
    elif screen in app.screen_stack:
        ask_before_portal(screen)


def choose_environment(screen: "WizardScreen", to: str, action: str = "") -> None:
    """Change the environment; `to` is one that was offered already, `action` the one that is opened then."""
    from dmsa_tui.tui.dialogs.environment import change_environment

    begin(screen, partial(change_environment, screen, to, action))


def choose_hosts(screen: "WizardScreen") -> None:
    """Change the hosts that stand in for Procore's."""
    from dmsa_tui.tui.dialogs.hosts import change_hosts

    begin(screen, partial(change_hosts, screen))


async def probe_other_environments(screen: "WizardScreen") -> str:
    """Ask Procore's other environments about the pair, if the person agrees; what came of it, empty if nothing was."""
    from dmsa_tui.procore.other_environments import other_environments
    from dmsa_tui.session.change_of_environment import probe_others
    from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

    session = screen.session
    if session.rehearsal is not None:
        consequence = "Nothing leaves this machine: the practice company answers for Procore's other environments."
    else:
        hosts = ", ".join(f"{each.name} ({each.login_url})" for each in other_environments(session.environment))
        consequence = f"The client ID and secret are sent once to each of Procore's other login hosts: {hosts}."
    question = "Do these credentials belong to another environment?"
    if not await screen.app.push_screen_wait(ConfirmDialog(question, consequence, "Ask them")):
        return ""
    try:
        return (await probe_others(session)).summary
    except DmsaError as problem:
        screen.notify(str(problem), severity="error", timeout=8, markup=False)
        return ""


def swap_pair(screen: "WizardScreen") -> None:
    """Exchange the client ID and the client secret, and open the step that tests them."""
    begin(screen, partial(_swap_pair, screen))


def end_setup(screen: "WizardScreen") -> None:
    """Show the end of the setup."""
    from dmsa_tui.tui import ending

    begin(screen, partial(ending.end_setup, screen.app))


def open_project_list(screen: Opens) -> None:
    """Show the company's projects, to search, filter and save."""
    from dmsa_tui.tui.dialogs.project_list import ProjectListDialog

    try:
        screen.app.push_screen(ProjectListDialog(screen.session))
    except DmsaError as problem:
        screen.notify(str(problem), severity="error", timeout=6)


def show_links(screen: Opens, guide_id: str, reason: str = "") -> None:
    """Show the links of that step or task whole, and as a QR code. `reason` says why, if nobody asked."""
    from dmsa_tui.tui.dialogs.link import LinkDialog

    session = screen.session
    links = page_links(session.guide.documented(guide_id), session.edition_of(guide_id), session.places)
    if links:
        screen.app.push_screen(LinkDialog(screen.session, links, reason))
    else:
        screen.notify("There is no page to open yet. The path is at the top.", timeout=5)


def show_practice_browser(screen: "WizardScreen") -> None:
    """Show the practice browser over the step."""
    from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser

    screen.app.push_screen(PracticeBrowser(screen.session, cast("Practiced", screen)))


async def open_practice_browser(screen: "WizardScreen", behind: Practiced) -> None:
    """Open it beside the step where there is room, or over it; once the person knows it, show the rest of the step."""
    if screen.session.rehearsal is None:
        return
    if screen.app.practice_plays:
        behind.show_me()
    else:
        await open_browser(screen)


async def open_browser(screen: "WizardScreen") -> None:
    """Open it where there is room, or go to it where it stands beside the step."""
    if screen.app.width_class != ROOMY:
        await end_practice(screen)  # one that stands beside the step is out of sight
    for clicks in screen.query(PracticeClicks):
        clicks.chooser.focus()
        return
    if not await practice_beside(screen, cast("Practiced", screen), focus=True):
        show_practice_browser(screen)


async def practice_beside(screen: "WizardScreen", behind: Practiced, *, focus: bool) -> bool:
    """Open the practice browser beside the step; whether there is room."""
    for pane in screen.query(SidePane):
        if screen.session.rehearsal is not None and screen.app.width_class == ROOMY and not pane.practices:
            await pane.practice(PracticeClicks(screen.session, behind, beside=True), focus=focus)
            return True
    return False


async def place_practice_browser(screen: "WizardScreen") -> None:
    """With another width it moves: beside the step where there is room by now, and back where there is none any more.

    One that was opened beside the step stays out of sight: the person may be at work there.
    """
    from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser

    if screen.closed or screen not in screen.app.screen_stack:
        return
    front, behind = screen.app.screen, cast("Practiced", screen)
    if screen.app.width_class == ROOMY:
        if isinstance(front, PracticeBrowser) and front.behind is behind:
            front.dismiss(None)
            await practice_beside(screen, behind, focus=True)
            for pane in screen.query(SidePane):
                pane.was_dialog = True
        elif screen.app.practices_beside:  # it had no room when the step was opened
            await practice_beside(screen, behind, focus=False)
    elif (
        front is screen and screen.app.stop_playing is None and any(pane.was_dialog for pane in screen.query(SidePane))
    ):
        await end_practice(screen)
        show_practice_browser(screen)


async def stop_or_close(screen: "WizardScreen") -> bool:
    """Stop a run of checks that takes long, or else close the practice browser; whether there was either."""
    if not screen.session.reading.total:
        return screen.app.width_class == ROOMY and await end_practice(screen)
    screen.workers.cancel_group(screen, WORKERS)
    screen.post_message(ChecksEnded(f"Stopped. {screen.app.key_text('check')} checks again."))
    return True


async def end_practice(screen: "WizardScreen") -> bool:
    """Close the practice browser beside the step; whether it was open."""
    opened = [each for each in screen.query(SidePane) if each.practices]
    for pane in opened:
        await pane.action_end_practice()
    return bool(opened)


async def _choose_edition(screen: Opens, asked: bool) -> None:
    from dmsa_tui.tui.dialogs.edition import UNSURE, EditionDialog

    session = screen.session
    step, created = APP_CREATED
    no_app = session.rehearsal is None and step == screen.STEP and not session.actions.is_ticked(step, created)
    dialog = EditionDialog(session, no_app=no_app)
    chosen = await screen.app.push_screen_wait(dialog)
    if chosen is None and not asked:
        if dialog.dot_moved:
            screen.notify(f"Nothing was chosen. The portal is still {session.portal}.", timeout=6)
        return
    if chosen is not None and chosen != UNSURE:
        await use_edition(screen, chosen)
        return
    session.open_record.note(edition_sure=False)
    key = screen.app.key_text("edition")
    screen.notify(f"The labels are those of {session.portal} until you choose a portal ({key}).", timeout=6)
    await screen.app.autosave.now()


async def use_edition(screen: Opens, edition_id: str) -> None:
    """Use the labels of the portal edition that the person has chosen, and say so."""
    screen.session.open_record.note(edition=edition_id, edition_sure=True)
    screen.notify(f"Portal: {screen.session.portal}. All labels follow.", timeout=4)
    await screen.app.autosave.now()


async def _swap_pair(screen: "WizardScreen") -> None:
    await screen.session.credentials.swap()
    await screen.app.autosave.now()
    go_to_field(screen, "client_secret")
