"""The offers to change the environment: where the credentials are refused, and to test the sandbox's own."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.widgets import Button

from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.session.change_of_environment import accepts_pair, environments, pair_refused
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.proven_steps import SANDBOX_PAIR
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.steps import openers
from dmsa_tui.tui.widgets.at_action import need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.vocabulary import Cause

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.wizard_screen import WizardScreen


ANY = "Change the environment…"
PRODUCTION, SANDBOX = "production", "developer-sandbox"


class AskOtherEnvironments(CompactButton):
    """Tries the pair in other environments, after the person has agreed."""

    def __init__(self, session: "Session") -> None:
        super().__init__("Ask Procore's other environments…", id="elsewhere")
        self._session = session
        self._draw()

    def on_mount(self) -> None:
        """Follow what Procore says of the pair."""
        Redraw(self, self._draw).after("record_changes", "result_changes")

    def _draw(self) -> None:
        need(self, self._is_needed)

    @property
    def _is_needed(self) -> bool:
        token, record = self._session.results.get(TOKEN), self._session.record
        if token is None or token.cause is not Cause.WRONG_CREDENTIALS or record.access_ended_at is not None:
            return False
        # What a host that stands in for Procore's refused is none of Procore's business.
        stands_in = self._session.rehearsal is None and bool(record.login_url or record.api_url)
        return not stands_in and not token.details.get("refused_in")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.screen.run_worker(self._probe(), group="dialog", exit_on_error=False)  # it ends with the screen

    async def _probe(self) -> None:
        if said := await openers.probe_other_environments(cast("WizardScreen", self.screen)):
            self.screen.query_one(SecretField).show_note(literal(f"✖ {said}", "$text-error"))


class ChangeEnvironment(CompactButton):
    """Offers another environment; by name, if it is the only one that accepted the pair."""

    def __init__(self, session: "Session") -> None:
        super().__init__(ANY, id="environment")
        self._session = session
        self._took = ""
        """Id of the only other environment that accepted the pair which is refused here."""
        self._draw()

    def on_mount(self) -> None:
        """Follow what Procore says of the pair."""
        Redraw(self, self._draw).after("record_changes", "result_changes")

    def _draw(self) -> None:
        need(self, pair_refused(self._session))
        took = [each for each in environments(self._session) if accepts_pair(self._session, each.id)]
        self._took = took[0].id if len(took) == 1 else ""
        self.label = f"Change to {took[0].name}…" if self._took else ANY

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        openers.choose_environment(cast("WizardScreen", self.screen), self._took)


class ToSandbox(CompactButton):
    """Changes to the developer sandbox, the only place where its credentials can be tested."""

    def __init__(self) -> None:
        super().__init__(f"Change to {ENVIRONMENTS[SANDBOX].name}…", id="to-sandbox")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        openers.choose_environment(cast("WizardScreen", self.screen), SANDBOX)


class BackFromSandbox(CompactButton):
    """Changes back to Production once its sandbox's credentials were tested, where the onboarding was before."""

    def __init__(self, session: "Session") -> None:
        super().__init__(f"Back to {ENVIRONMENTS[PRODUCTION].name}…", id="from-sandbox")
        self._session = session
        self._draw()

    def on_mount(self) -> None:
        """Follow what Procore says of the pair."""
        Redraw(self, self._draw).after("record_changes", "result_changes")

    def _draw(self) -> None:
        record, token = self._session.record, self._session.results.get(TOKEN)
        aside = (*record.other_pairs, *record.other_words)
        was_there = record.environment == SANDBOX and any(each.startswith(f"{PRODUCTION}.") for each in aside)
        need(self, was_there and token is not None and token.status in GREEN)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        openers.choose_environment(cast("WizardScreen", self.screen), PRODUCTION, SANDBOX_PAIR)
