"""Hosts in place of Procore's: a stand-in or a proxy."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Static

from dmsa_tui.checks.words import listed
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.onboarding.pasted_text import connection_in
from dmsa_tui.procore.environments import checked_url, custom_hosts
from dmsa_tui.procore.pasted import pair_in
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.company_field import company_in
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.tui.wizard_screen import WizardScreen


BOTH = "Enter both URLs, or leave both empty for Procore's own hosts."
"""Why a login URL alone, or an API URL alone, is not taken."""
BESIDE_HOSTS = ("company_id", "app_name", "app_version_key")
"""Answers that a paste may name with the hosts."""
PASTE_AGAIN = {
    (False, True): "The client secret goes to no other login host: paste it again for this one.",
    (True, False): "The client ID goes to no other login host: paste it again for this one.",
    (True, True): "Client ID and secret go to no other login host: paste both again.",
}
"""What a change of the login URL means: whether a client ID is gone that Procore does not know; whether a secret is."""


def login_field(value: str = "") -> Field:
    """The host for tokens."""
    return Field(
        "Login URL", lambda text: checked_url("login URL", text), id="login-url", value=value,
        hint="Where the client secret is sent: https, or http on this machine.", placeholder="https://login.procore.com",
    )  # fmt: skip


def api_field(value: str = "") -> Field:
    """The host for everything else."""
    return Field(
        "API URL", lambda text: checked_url("API URL", text), id="api-url", value=value,
        hint="Where the API calls go. Leave both empty for Procore's own hosts.", placeholder="https://api.procore.com",
    )  # fmt: skip


def can_be_used(login: Field, api: Field) -> bool:
    """Whether the two can be used; the one that cannot says why, and gets the focus."""
    fields = login, api
    wrong = next((each for each in fields if each.has_class("-wrong")), None)
    if wrong is not None:
        wrong.complain(wrong.problem)
    elif (empty := [each for each in fields if not each.accepted]) and len(empty) == 1:
        empty[0].complain(BOTH)
    return wrong is None and bool(login.accepted) == bool(api.accepted)


class HostsDialog(Dialog[tuple[str, str]]):
    """Gives login URL and API URL; an empty one stands for the environment's own."""

    HEADING = "Custom hosts: a test server or a proxy"
    HELP = (
        "Enter the hosts of a test server or a proxy. Everything is then sent there instead of to Procore. "
        "What was confirmed about the company at other hosts is to do again."
    )
    SHOWS = ("environment", "login_url", "api_url")

    def __init__(self, record: "Onboarding") -> None:
        super().__init__()
        self._before, self._environment = (record.login_url, record.api_url), record.environment
        self.answers: dict[str, str] = {}
        """What was pasted with the hosts: field of the record → its value."""
        self.pair: tuple[str, Secret] | None = None
        """Client ID and secret that were pasted with them."""

    def compose_dialog(self) -> ComposeResult:
        login_url, api_url = self._before
        yield login_field(login_url)
        yield api_field(api_url)
        yield Static(id="given", markup=False)

    def fill_in(self, given: Mapping[str, str], text: str) -> None:
        """Also keep what was pasted with the hosts, and say what it is."""
        super().fill_in(given, text)
        said = connection_in(text)
        said["company_id"] = company_in(said.get("company_id", ""))
        self.answers = {each: said[each] for each in BESIDE_HOSTS if said.get(each)}
        pair = pair_in(text)
        self.pair = None if pair is None else (pair[0], Secret(pair[1]))
        names = [FIELDS[each] for each in self.answers] + (["a client ID with its secret"] if pair else [])
        note = f"Filled in with them: {listed(names)}." if names else ""
        self.query_one("#given", Static).update(literal(note, "$foreground-muted"))
        self.query_one("#use-hosts", Button).focus()

    def compose_row(self) -> ComposeResult:
        yield EnterButton("Use them", id="use-hosts")

    def on_mount(self) -> None:
        self.query(Field).first().input.focus()

    @on(Button.Pressed, "#use-hosts")
    def _use(self, event: Button.Pressed) -> None:
        event.stop()
        login, api = self.query(Field)
        if can_be_used(login, api):
            self.dismiss(custom_hosts(self._environment, login.accepted, api.accepted))

    @on(Field.Accepted)
    def _given(self) -> None:
        for each in self.query(Field):
            each.complain("")


async def change_hosts(screen: "WizardScreen") -> None:
    """Let the person give other hosts, forget what the ones before answered, and reopen the step.

    A secret belongs to the host that it was given for: for another one it has to be pasted again.
    """
    session, app = screen.session, screen.app
    dialog = HostsDialog(session.record)
    urls = await app.push_screen_wait(dialog)
    if urls is None:
        return
    is_here = urls == (session.record.login_url, session.record.api_url)
    if is_here and not dialog.answers and dialog.pair is None:
        return
    for group in ("checks", "pair"):
        screen.workers.cancel_group(screen, group)
    secret_known, client_id = await session.credentials.secret() is not None, session.record.client_id
    session.open_record.note(login_url=urls[0], api_url=urls[1])
    await session.disconnect()
    if not is_here or dialog.answers.get("company_id", session.record.company_id) != session.record.company_id:
        dialog.answers["web_url"] = ""  # the host of the company's pages is another one there
    session.open_record.note(**dialog.answers)
    if dialog.pair is not None:
        session.open_record.note(client_id=dialog.pair[0])
        session.credentials.give(dialog.pair[1])
    await app.autosave.now()
    secret_gone = secret_known and await session.credentials.secret() is None
    if said := PASTE_AGAIN.get((bool(client_id) and not session.record.client_id, secret_gone)):
        app.notify(said, severity="warning", timeout=8)
    app.go_to_step(screen.STEP)
