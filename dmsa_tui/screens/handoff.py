"""Step 8: what the sync tool's operator types, and the setup record that the next person keeps."""

from collections.abc import Iterable

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from dmsa_tui.onboarding.problems import StoreProblem
from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.prose import plain


class HandoffScreen(StepScreen):
    """The hand-off."""

    STEP = "handoff"

    def compose_fields(self) -> Iterable[Widget]:
        """What to type, what is still open, and the record."""
        yield Static(id="to-type", markup=False)
        yield Static(id="open-items", markup=False)
        yield Horizontal(
            Button("Save setup record (Markdown)", id="save-md", compact=True),
            Button("Save setup record (JSON)", id="save-json", compact=True),
            classes="button-line",
        )
        yield Static(id="saved-note", markup=False)

    def draw_turn(self) -> None:
        """Also the values; the secret is named by where it is kept, never shown."""
        super().draw_turn()
        record, environment = self.session.record, self.session.environment
        rows = {
            "Client ID": self.masked(record.client_id) or "not known yet",
            "Client secret": self.session.vault.where,
            "Company ID": self.masked(record.company_id) or "not known yet",
            "Environment": f"{environment.name} ({environment.login_url}, {environment.api_url})",
        }
        lines = [
            Content.assemble((f"{name:<15}", "bold"), plain(value, "$text-primary")) for name, value in rows.items()
        ]
        self.query_one("#to-type", Static).update(Content("\n").join(lines))
        self._draw_open_items()

    @work(group="open-items", exclusive=True, exit_on_error=False)
    async def _draw_open_items(self) -> None:
        items = (await self.session.setup_record()).open_items
        text = "\n".join(f"○ {item.text}" for item in items) if items else "Nothing is open."
        self.query_one("#open-items", Static).update(
            Content.assemble(("Still open\n", "bold"), plain(text, "$text-warning" if items else "$text-success"))
        )

    @on(Button.Pressed, "#save-md, #save-json")
    @work(group="save", exit_on_error=False)
    async def _save_record(self, event: Button.Pressed) -> None:
        note = self.query_one("#saved-note", Static)
        kind = "md" if event.button.id == "save-md" else "json"
        try:
            path = await self.session.save_setup_record(kind)
        except StoreProblem as problem:
            note.update(plain(f"✖ {problem}", "$text-error"))
            return
        note.update(
            Content.assemble(
                ("✔ Saved ", "$text-success"), plain(str(path)), plain(" – it holds no secret.", "$foreground-muted")
            )
        )
