"""Step 1: create the app, and know the gates before anybody clicks."""

from collections.abc import Iterable
from datetime import UTC, datetime

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from dmsa_tui.onboarding import fields
from dmsa_tui.onboarding.record import Gate, GateState
from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.choice import Choice
from dmsa_tui.widgets.field import Field
from dmsa_tui.widgets.prose import plain

GATES = {"verification": "Organisation verification", "production-access": "Production access"}
GATE_WORDS = {
    GateState.NOT_ASKED: "not asked",
    GateState.WAITING: "waiting",
    GateState.GRANTED: "granted",
    GateState.REFUSED: "refused",
}


class CreateAppScreen(StepScreen):
    """App name, owner, gates."""

    STEP = "create-app"

    def compose_fields(self) -> Iterable[Widget]:
        """The app's name, whose account it is in, and where Procore's two approvals stand."""
        record = self.session.record
        yield Field(
            "App name", fields.app_name, id="app-name", value=record.app_name,
            hint="The customer sees it in App Management, and the service account is named after it.",
        )  # fmt: skip
        yield Choice(
            "Whose developer account", {"customer": "the customer's", "consultant": "the consultant's"},
            id="app-owner", chosen=record.app_owner,
        )  # fmt: skip
        for id, label in GATES.items():
            gate: Gate = getattr(record, id.replace("-", "_"))
            words = {state.value: word for state, word in GATE_WORDS.items()}
            yield Choice(label, words, id=id, chosen=gate.state.value)
        yield Static(self.waiting_for(), id="gate-note", markup=False)
        yield Button("Message to whoever has to act…", id="message", compact=True)

    def waiting_for(self) -> Content:
        """Since when Procore is waited for."""
        record = self.session.record
        gates = {"Organisation verification": record.verification, "Production access": record.production_access}
        waiting = [f"{name} asked on {gate.since}" for name, gate in gates.items() if gate.state is GateState.WAITING]
        note = f"Waiting for Procore: {'; '.join(waiting)}. The setup resumes here." if waiting else ""
        return plain(note, "$text-warning")

    def draw_state(self) -> None:
        """The rail, and since when somebody is waited for."""
        super().draw_state()
        self.query_one("#gate-note", Static).update(self.waiting_for())

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        if event.choice.id == "app-owner":
            self.session.note(app_owner=event.value)
        else:
            name = (event.choice.id or "").replace("-", "_")
            old: Gate = getattr(self.session.record, name)
            state = GateState(event.value)
            if state is not old.state:
                self.session.note(**{name: Gate(state, f"{datetime.now(UTC):%Y-%m-%d}", old.note)})
        self.draw_state()
        self.save_soon()
