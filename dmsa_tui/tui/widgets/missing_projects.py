"""The button that adds the missing projects through Procore: there while some are missing, or a run has to be seen."""

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button

from dmsa_tui.session.missing_projects import Missing, addable
from dmsa_tui.session.not_asked import QUESTION
from dmsa_tui.session.open_record import OPENED
from dmsa_tui.session.project_run import ENDED
from dmsa_tui.tui.base_app import BaseApp, Names
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.compact_button import CompactButton

ABOUT = frozenset({OPENED, "environment", "company_id", "client_id", "api_url"})
"""Changes after which another run may be this company's."""


class MissingProjects(Vertical):
    """One button, whose label says how things stand."""

    app = getters.app(BaseApp)

    def compose(self) -> ComposeResult:
        yield CompactButton("Add the missing projects…", id="add-projects")

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("result_changes", "run_changes", "record_changes")
        self.watch(self.app, "run_changes", self._look_after, init=False)
        self.watch(self.app, "record_changes", self._look_again, init=False)
        self.draw()
        self._look()

    def _look_after(self, names: Names) -> None:
        if ENDED in names:
            self._look()

    def _look_again(self, names: Names) -> None:
        if not names.isdisjoint(ABOUT):
            self._look()

    @work(group="look", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Look for what an earlier run has left, also one of before a restart."""
        if self.app.session.is_open:
            await self.app.session.project_run.look()

    def draw(self) -> None:
        """Show it, or not."""
        session = self.app.session
        run, found = session.project_run, session.project_run.found
        label = offer(addable(session))
        if run.under_way and run.writes:
            label = f"Projects are being {'removed' if run.takes_out else 'added'}…"
            if run.question is not None:
                label = f"{QUESTION}…"
        elif found is not None and found.is_interrupted:
            ended = "stopped" if found.ended else "interrupted"
            label = f"{'Removing' if found.undone else 'Adding'} projects was {ended}…"
        elif not label and found is not None and not found.is_undone:
            label = "What was added…"
        self.set_class(not label, "-nothing")
        self.query_one("#add-projects", Button).label = label


def offer(missing: Missing) -> str:
    """What the button says; empty where nothing can be added."""
    if missing.projects > 1:
        return f"Add the {missing.projects:,} missing projects…"
    if missing.projects:
        return "Add the missing project…"
    return "Add the missing projects…" if missing.entries else ""
