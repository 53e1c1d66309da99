"""The button that adds the missing projects through Procore: there while some are missing, or a run has to be seen."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button

from dmsa_tui.session.missing_projects import Missing, addable
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.compact_button import CompactButton


class MissingProjects(Vertical):
    """One button, whose label says how things stand."""

    app = getters.app(BaseApp)

    def compose(self) -> ComposeResult:
        yield CompactButton("Add the missing projects…", id="add-projects")

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("result_changes", "run_changes", "record_changes")
        self.draw()

    def draw(self) -> None:
        """Show it, or not."""
        session = self.app.session
        run, report = session.project_run, session.project_run.outcome.report
        label = offer(addable(session))
        if run.under_way and run.writes:
            label = f"Projects are being {'removed' if run.takes_out else 'added'}…"
            if run.question is not None:
                label = "Projects: your answer is needed…"
        elif not label and report is not None and (report.added or report.removed):
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
