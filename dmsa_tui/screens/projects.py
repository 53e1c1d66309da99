"""Step 6: the projects that must be there, now and in future."""

from collections.abc import Iterable

from textual import on
from textual.containers import Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from dmsa_tui.checks.expect import expected_list
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.screens.step_screen import StepScreen
from dmsa_tui.widgets.choice import Choice
from dmsa_tui.widgets.press import Press
from dmsa_tui.widgets.prose import plain

MODES = {ExpectMode.ALL.value: "all active", ExpectMode.LIST.value: "a list", ExpectMode.UNDECIDED.value: "undecided"}


class ProjectsScreen(StepScreen):
    """Which projects, and whether future ones too."""

    STEP = "projects"
    _asks: Timer | None = None
    """Asks Procore once nothing has been answered for a moment."""

    def compose_fields(self) -> Iterable[Widget]:
        """The two questions, and the list where there is one."""
        record = self.session.record
        yield Choice("Projects that must be there", MODES, id="expect", chosen=record.expect.value)
        future = {True: "yes", False: "no", None: ""}[record.future_projects]
        yield Choice("Future projects wanted", {"yes": "yes", "no": "no"}, id="future-projects", chosen=future)
        area = TextArea("\n".join(record.expected_projects), id="expected", compact=True)
        area.display = self._shows_list
        yield area
        yield Static(id="expected-note", markup=False)
        with Vertical(classes="button-line"):
            yield Press("List of projects…", id="project-list")
            yield Press("Message to the administrator…", id="message", name="projects")

    @property
    def _shows_list(self) -> bool:
        return self.session.record.expect is ExpectMode.LIST and not self.session.names_masked

    def draw_turn(self) -> None:
        """Also the list: project names may be masked now."""
        super().draw_turn()
        self.query_one("#expected").display = self._shows_list

    @on(Choice.Chosen, "#expect")
    def _expect_chosen(self, event: Choice.Chosen) -> None:
        mode = ExpectMode(event.value)
        self._answer(expect=mode)
        self.query_one("#expected").display = self._shows_list

    @on(Choice.Chosen, "#future-projects")
    def _future_chosen(self, event: Choice.Chosen) -> None:
        self._answer(future_projects=event.value == "yes")

    @on(TextArea.Changed)
    def _list_changed(self, event: TextArea.Changed) -> None:
        note = self.query_one("#expected-note", Static)
        text = event.text_area.text
        try:
            count = len(expected_list(text).entries) if text.strip() else 0
        except DmsaError as problem:
            note.update(plain(f"✖ {problem}", "$text-error"))
        else:
            note.update(
                plain(f"{count} projects; one ID, number or name per line, or a pasted CSV.", "$foreground-muted")
            )
        self._answer(expected_projects=text.splitlines())

    def _answer(self, **answers: object) -> None:
        self.session.note(**answers)
        self.draw_state()
        self.save_soon()
        if self._asks is not None:
            self._asks.stop()
        self._asks = self.set_timer(0.4, self.run_checks)
