"""The screens that are drawn, in the order in which a rehearsal comes to them."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.pictures.still import NOW, Stopped
from tests.pictures.walk import PERSON, Look, Pictures, Walk, walking

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding

TITLES = {
    "home": "Home: pick up an onboarding, begin one, or rehearse",
    "new-onboarding": "A new onboarding: three questions",
    "scenarios": "Rehearse: a practice company for everything that goes wrong",
    "create-app": "Step 1: one action at a time",
    "create-app-approval": "Step 1: what Procore has to approve, at the action that asks for it",
    "manifest": "Step 2: the component",
    "edition": "Portal edition (F2): the labels follow",
    "compare-manifest": "A pasted manifest, compared with the profile",
    "permissions": "Step 3: the levels, as the builder shows them, ticked row by row",
    "branches": "The screen looks different (F3)",
    "practice-browser": "Practice browser (F4, in rehearsals)",
    "promote": "Step 4: promote",
    "promote-credentials": "Step 4: the credentials, tested as they are pasted",
    "help": "Help (F1)",
    "link": "The step's links, as a QR code too (Ctrl+L)",
    "install": "Step 5: install",
    "handout": "Handout for the administrator",
    "projects": "Step 6: projects",
    "project-list": "The company's projects (Ctrl+T)",
    "check": "Step 7: all checks pass",
    "check-failing": "Step 7: one check fails, and says what to do",
    "handoff": "Step 8: hand-off",
    "ending": "The end of a setup: what is done, what is open, what comes next",
    "commands": "Every step and command by name (Ctrl+P)",
}
"""Name of the picture → what it shows; the gallery's order."""


async def draw_all(pictures: Pictures, look: Look) -> None:
    """Draw every screen of `TITLES` in that look."""
    await _home(pictures, look)
    await _demo(pictures, look)


async def _home(pictures: Pictures, look: Look) -> None:
    """The first screen of a consultant with three customers, all invented."""
    from dmsa_tui.session.session import Session

    session = Session.for_customers()
    for age, record in _customers():
        Stopped.moment = NOW - age
        session.store.create(record)
    Stopped.moment = NOW
    async with walking(session, pictures, look) as walk:
        await walk.picture("home")
        await walk.dialog("new-onboarding", "n")
        await walk.press("escape")
        await walk.dialog("scenarios", "r")


def _customers() -> "list[tuple[timedelta, Onboarding]]":
    from dmsa_tui.onboarding.record import Approval, ApprovalState, Onboarding

    waiting = Approval(ApprovalState.WAITING, (NOW - timedelta(days=9)).date().isoformat())
    builders = Onboarding("Example Builders", company_id="598134325512874", step="handoff", verdict="pass")
    construction = Onboarding(
        "Example Construction", company_id="598134325598310", step="promote", verification=waiting
    )
    homes = Onboarding("Example Homes", company_id="598134325571120", step="check", verdict="warn")
    builders.checked_at, homes.checked_at = NOW - timedelta(days=6), NOW - timedelta(minutes=50)
    return [(timedelta(days=6), builders), (timedelta(days=2), construction), (timedelta(minutes=50), homes)]


async def _demo(pictures: Pictures, look: Look) -> None:
    """The whole rehearsal, from nothing to all green."""
    from dmsa_tui.session.session import Session

    async with walking(Session.for_rehearsal("fresh"), pictures, look) as walk:
        await _to_the_credentials(walk)
        await _to_the_projects(walk)
        await _to_the_end(walk)


async def _to_the_credentials(walk: Walk) -> None:
    await walk.still()
    await walk.press("enter")
    await walk.at("create-app")
    await walk.picture("create-app")
    await walk.open("production-access")
    await walk.picture("create-app-approval")
    await walk.click("create-app", "verify-organisation", "request-production-access")
    walk.hand_over()

    await walk.go_on("manifest")
    await walk.picture("manifest")
    await walk.dialog("edition", "f2")
    await walk.open("save-components")
    await walk.focus("#compare-manifest")
    await walk.dialog("compare-manifest", "enter")
    await walk.click("begin-version", "add-component")

    await walk.go_on("permissions")
    await walk.open("company-levels")
    walk.app.screen.query_one("#levels-set").focus()
    await walk.press("space", "down", "space", "down")
    await walk.picture("permissions")
    await walk.dialog("branches", "f3")
    await walk.click("set-company-levels")
    await walk.practice_browser("practice-browser")
    await walk.click("set-project-levels", "write-notes", "save-version")

    await walk.go_on("promote")
    await walk.click("promote-version", "generate-secret")
    await walk.open("try-pair")
    await walk.picture("promote")
    await walk.dialog("help", "f1")
    await walk.dialog("link", "ctrl+l")


async def _to_the_projects(walk: Walk) -> None:
    walk.hand_over()
    await walk.until(lambda: "credentials.token" in walk.app.session.results, "the pair to be tested")
    walk.app.screen.set_focus(None)  # a confidential field shows what it holds while it is typed in
    await walk.picture("promote-credentials")
    await walk.go_on("install")
    await walk.click("install-app", "permit-all-projects")
    await walk.picture("install")
    await walk.focus("#handout")
    await walk.dialog("handout", "enter")
    await walk.go_on("projects")
    await walk.click("create-template", "set-default-template", "add-to-new-projects")
    await walk.picture("projects")
    await walk.dialog("project-list", "ctrl+t")


async def _to_the_end(walk: Walk) -> None:
    from dmsa_tui.onboarding.record import ExpectMode

    session = walk.app.session
    session.open_record.note(expect=ExpectMode.ALL, future_projects=True)
    await walk.go_on("check")
    await walk.until(lambda: session.results.report is not None, "the verdict")
    await walk.picture("check")
    await walk.click("disable-documents")
    await walk.picture("check-failing")
    await walk.click("enable-documents")
    await walk.go_on("handoff")
    await walk.open("integration")
    await walk.picture("handoff")
    await walk.dialog("commands", "ctrl+p")
    session.actions.tick_all("handoff", PERSON)
    await walk.dialog("ending", "f8")
