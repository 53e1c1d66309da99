"""The question which Procore environment the customer's company is in, and what a change of it means."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import OptionList, Static

from dmsa_tui.onboarding.change_of_environment import family
from dmsa_tui.onboarding.record import words_elsewhere
from dmsa_tui.session.change_of_environment import accepts_pair, environments, has_custom_hosts, move, pair_refused
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.dialogs.confirm import ConfirmDialog
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.wrapped_list import Choosable, ListWithDots

if TYPE_CHECKING:
    from dmsa_tui.procore.environments import Environment
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.wizard_screen import WizardScreen

MUTED = "$foreground-muted"


class EnvironmentDialog(Dialog[str]):
    """Gives the id of the environment that was chosen."""

    HEADING = "In which environment is the company?"
    CHOOSE = "Choose"
    dot_moved = False
    """Whether it was closed with the dot at something else than before."""
    HELP = "Credentials and company IDs belong to one environment. The dialog says what a change does."
    SHOWS = ("environment", "login_url", "api_url")

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        self.environments = environments(session)

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal(self._about, MUTED), id="hint")
        yield ListWithDots(id="environments")

    @property
    def _about(self) -> str:
        if self.session.rehearsal is not None:
            return "The practice company has only these two; Monthly sandbox and Federal exist only at Procore."
        if self.session.record.login_url or self.session.record.api_url:
            return (
                "This onboarding uses custom hosts (Ctrl+P, Custom hosts… changes them). Any other environment uses "
                "Procore's own."
            )
        return "Each has its own host. The line below names its credentials."

    def on_mount(self) -> None:
        self._draw()
        self.query_one(ListWithDots).focus()

    def on_resize(self, event: Resize) -> None:
        after_refresh(self, self._draw)

    def draw_again(self) -> None:
        """Mark the environment that the onboarding is in now, with the hosts of each."""
        self.environments = environments(self.session)
        self.query_one("#hint", Static).update(literal(self._about, MUTED))
        self._draw()

    def wrap_again(self) -> None:
        self._draw()

    def _draw(self) -> None:
        chooser, current = self.query_one(ListWithDots), self.session.record.environment
        chooser.styles.max_height = self.room - self.query_one("#hint").size.height  # it scrolls, and nothing around it
        options = []
        for each in self.environments:
            head = literal(each.name, "bold") + literal(f"  {urlsplit(each.login_url).hostname}", MUTED)
            head += literal("  (now)", "$text-accent") if each.id == current else literal("")
            options.append(Choosable(each.id, head, (literal(pair_of(each), MUTED),)))
        chooser.show(options, current)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_close(self) -> None:
        """Choose nothing, and keep whether it looked as if something was chosen."""
        self.dot_moved = self.query_one(ListWithDots).has_moved
        super().action_close()


def pair_of(environment: "Environment") -> str:
    """Which pair the environment takes, and the common mistake about it."""
    names_its_pair = "credentials" in environment.note or family(environment) != environment.pair
    return environment.note if names_its_pair else f"Uses the Production credentials and key. {environment.note}"


def consequences(session: "Session", there: "Environment") -> str:
    """What a change to that environment does, a line each."""
    here, host = session.environment, urlsplit(there.login_url).hostname
    if accepts_pair(session, there.id):
        sentences = [f"{host} gets the client ID and secret: it accepted them in a test."]
    elif session.record.client_id or session.credentials.untested:
        again = "paste it again" if family(here) == family(there) else f"paste the one of {there.name}"
        sentences = [f"The secret kept for {here.name} is not sent to {host}; {again}."]
    else:
        sentences = []
    if family(here) != family(there):
        fields = "App Version Key" if pair_refused(session) else "client ID and App Version Key"
        sentences.append(f"The program keeps the {fields} of the other credentials until you change back.")
    elsewhere = words_elsewhere(session.record)
    has_words = any(getattr(session.record, name) != stays for name, stays in elsewhere.items())
    if has_custom_hosts(session):
        removed = urlsplit(here.login_url).hostname
        sentences.append(f"The onboarding's custom hosts are removed ({removed}). No change back restores them.")
        cleared = "All results, and confirmations after step 3 and in tasks, are" if has_words else "All results are"
        sentences.append(f"{cleared} cleared for good. The checks run again.")
    else:
        sentences.append("All results are cleared, and the checks run again.")
        if has_words:
            kept = "confirmations after step 3 and in tasks"
            sentences.append(f"The program keeps {kept} until you change back to {here.name}.")
        if session.rehearsal is None:
            sentences.append(f"{there.name} is asked at Procore's own hosts, not at custom ones.")
    if session.record.company_id:
        sentences.append("Check the company ID, too: a sandbox company usually has another one.")
    return "\n".join(f"· {each}" for each in sentences)


async def change_environment(screen: "WizardScreen", to: str = "", action: str = "") -> None:
    """Let the person choose an environment and confirm; then move the onboarding, and reopen the step at `action`.

    With `to`, only ask to confirm.
    """
    session, app = screen.session, screen.app
    chosen: str | None = to
    if not to:
        dialog = EnvironmentDialog(session)
        chosen = await app.push_screen_wait(dialog)
        if chosen is None and dialog.dot_moved:
            screen.notify(f"Nothing was chosen. The environment is still {session.environment.name}.", timeout=6)
    there = next((each for each in environments(session) if each.id == chosen), None)
    if there is None or there.id == session.record.environment:
        return
    if not await app.push_screen_wait(
        ConfirmDialog(f"Change to {there.name}?", consequences(session, there), "Change it")
    ):
        return
    for group in ("checks", "pair"):
        screen.workers.cancel_group(screen, group)
    await move(session, there)
    await app.autosave.now()
    app.notify(f"The environment is {there.name} now.", timeout=5)
    app.go_to_step(screen.STEP, action)
