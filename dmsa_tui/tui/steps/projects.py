"""Step 6: the projects that must be permitted, now and in future."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from dmsa_tui.onboarding.known import unexpected_count
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.mending_actions import unproven_in
from dmsa_tui.session.missing_projects import way
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.at_action import Given, at, need
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.expected_list import ExpectedList
from dmsa_tui.tui.widgets.guide_text import literal, update
from dmsa_tui.tui.widgets.missing_projects import MissingProjects
from dmsa_tui.tui.widgets.open_action import OpenAction


class FutureChoice(Choice):
    """Yes, no, or undecided."""

    def show_value(self, value: object) -> None:
        """Show what another window has answered."""
        super().show_value(FUTURE[value])


ASKED = {"expect", "expected_projects", "future_projects"}
"""The answers that Procore is asked about."""
PAUSE_SECONDS = 0.4
"""Pause in the answers before it is asked."""
FUTURE: dict[object, str] = {True: "yes", False: "no", None: ""}
MODES = {
    ExpectMode.ALL.value: "all active",
    ExpectMode.LIST.value: "a list",
    ExpectMode.UNDECIDED.value: "not decided yet",
}


class ProjectsScreen(StepScreen):
    """Which projects must be permitted, and whether future ones too."""

    STEP = "projects"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "expect": "#expect",
        "expected_projects": "#expected-projects",
        "future_projects": "#future-projects",
    }
    _asks: Timer | None = None
    """Runs the checks after a pause in the answers."""

    def compose_page(self) -> ComposeResult:
        """Also the button that adds what is missing."""
        yield from super().compose_page()
        yield MissingProjects()

    def compose_fields(self) -> Iterable[Given]:
        """The two questions, and the list where there is one."""
        record = self.session.record
        yield at(Choice("Projects that must be there", MODES, id="expect", chosen=record.expect.value), "expect")
        future = FUTURE[record.future_projects]
        wanted = {"yes": "yes", "no": "no"}
        yield at(FutureChoice("Future projects wanted", wanted, id="future-projects", chosen=future), "future_projects")
        fits = Static(id="way", markup=False)
        need(fits, False)
        yield at(fits, "expect", "program-add", "existing-directory")
        listed = ExpectedList(record.expected_projects, lambda: self.session.results.projects)
        need(listed, self._shows_list)
        yield at(listed, "expected_projects")
        yield at(Horizontal(
            CompactButton("Company projects…", key=self.app.key_text("projects"), id="project-list"),
            CompactButton(
                "Message to the administrator…", key=self.app.key_text("message"), id="message", name="projects"
            ),
            classes="button-line",
        ), "decide")  # fmt: skip

    def begin(self) -> None:
        """Also ask back before a list is kept with lines that are no projects of the company."""
        super().begin()
        if (actions := self.actions) is not None:
            actions.unproven = self._unproven
            self.query_one(OpenAction).settled = self._settled
            actions.draw()  # it was drawn before it knew

    def _settled(self, action_id: str) -> str:
        """That there is a template already, at the action that makes one."""
        for each in self.session.views()[self.STEP].checks if action_id == "template-create" else ():
            if each.check.id == "projects.template" and each.state is State.PROVEN:
                return f"{each.check.title}: {each.words(datetime.now(UTC))}. Nothing to create."
        return ""

    def _unproven(self) -> dict[str, str]:
        doubtful = self._shows_list and self.query_one(ExpectedList).is_doubtful
        return unproven_in(self.session, self.STEP) | ({"decide": "List of projects"} if doubtful else {})

    def receive(self, given: dict[str, Any]) -> None:
        """Also the list."""
        super().receive(given)
        if "expected-projects" in given:
            self._answer(expect=ExpectMode.LIST)
            self.query_one(ExpectedList).fill(given["expected-projects"])

    def record_changed(self, names: Names) -> None:
        """Also ask Procore about the new answers, whoever gave them."""
        super().record_changed(names)
        if not names.isdisjoint(ASKED):
            if self._asks is not None:
                self._asks.stop()
            self._asks = self.set_timer(PAUSE_SECONDS, self.checks.run)

    @property
    def _shows_list(self) -> bool:
        return self.session.record.expect is ExpectMode.LIST and not self.session.mask.names_hidden

    def draw_state(self) -> None:
        """Also the list, whose names may be masked now."""
        super().draw_state()
        expected = self.query_one(ExpectedList)
        need(expected, self._shows_list)
        if self._shows_list:
            expected.count()
        advice = way(self.session)
        need(self.query_one("#way"), bool(advice))
        unexpected = unexpected_count(self.session.record, self.session.actions.counted)
        said = literal(f"! {advice}", "$text-warning") if unexpected else literal(advice, "$foreground-muted")
        update(self.query_one("#way", Static), said)

    @on(Choice.Chosen, "#expect")
    def _expect_chosen(self, event: Choice.Chosen) -> None:
        mode = ExpectMode(event.value)
        self._answer(expect=mode)

    @on(Choice.Chosen, "#future-projects")
    def _future_chosen(self, event: Choice.Chosen) -> None:
        self._answer(future_projects=event.value == "yes")

    @on(ExpectedList.Given)
    def _list_given(self, event: ExpectedList.Given) -> None:
        self._answer(expected_projects=event.lines)

    def _answer(self, **answers: object) -> None:
        self.session.open_record.note(**answers)
        self.app.autosave.soon()
