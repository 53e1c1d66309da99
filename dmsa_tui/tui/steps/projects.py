"""Step 6: the projects that must be there, now and in future."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static, TextArea

from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.list_file import dropped_path, read_list_file
from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.procore.pasted import holds_credential
from dmsa_tui.session.missing_projects import way
from dmsa_tui.tui.steps.step_screen import Given, StepScreen, at
from dmsa_tui.tui.widgets.action_list import need
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import plain, say
from dmsa_tui.tui.widgets.misplaced import MaskedArea, MisplacedWatch
from dmsa_tui.tui.widgets.missing_projects import MissingProjects


class ProjectsArea(MaskedArea):
    """The list, a line each."""

    def on_mount(self) -> None:
        """What looks like a credential is asked about."""
        self._misplaced = MisplacedWatch(self)

    @on(TextArea.Changed)
    def _look(self) -> None:
        self._misplaced.look(self.text)

    def show_value(self, value: object) -> None:
        """Show the list that another window has given, and tell nobody; undo brings back what stood there."""
        assert isinstance(value, list)
        if value == self.text.splitlines():
            return
        with self.prevent(TextArea.Changed):
            self.history.checkpoint()
            self.replace("\n".join(value), self.document.start, self.document.end)


class FutureChoice(Choice):
    """Yes, no, or not answered."""

    def show_value(self, value: object) -> None:
        """Show what another window has answered."""
        super().show_value(FUTURE[value])


FUTURE: dict[object, str] = {True: "yes", False: "no", None: ""}
MODES = {ExpectMode.ALL.value: "all active", ExpectMode.LIST.value: "a list", ExpectMode.UNDECIDED.value: "undecided"}


class ProjectsScreen(StepScreen):
    """Which projects, and whether future ones too."""

    STEP = "projects"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "expect": "#expect",
        "expected_projects": "#expected",
        "future_projects": "#future-projects",
    }
    _asks: Timer | None = None
    """Asks Procore once nothing has been answered for a moment."""

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
        area = ProjectsArea("\n".join(record.expected_projects), id="expected", compact=True)
        need(area, self._shows_list)
        yield at(area, "expected_projects")
        note = Static(id="expected-note", markup=False)
        need(note, self._shows_list)
        yield at(note, "expected_projects")
        yield at(Horizontal(
            CompactButton("List of projects…", id="project-list"),
            CompactButton("Message to the administrator…", id="message", name="projects"),
            classes="button-line",
        ), "decide")  # fmt: skip

    def receive(self, given: dict[str, Any]) -> None:
        """Also the list."""
        super().receive(given)
        if "expected-projects" in given:
            self._answer(expect=ExpectMode.LIST)
            self.query_one(ProjectsArea).text = given["expected-projects"]

    @property
    def _shows_list(self) -> bool:
        return self.session.record.expect is ExpectMode.LIST and not self.session.mask.names_hidden

    def draw_state(self) -> None:
        """Also the list, whose names may be masked now, and how many projects it names."""
        super().draw_state()
        for part in ("#expected", "#expected-note"):
            need(self.query_one(part), self._shows_list)
        self._count(self.query_one(ProjectsArea).text)
        said = way(self.session)
        need(self.query_one("#way"), bool(said))
        say(self.query_one("#way", Static), plain(said, "$foreground-muted"))

    @on(Choice.Chosen, "#expect")
    def _expect_chosen(self, event: Choice.Chosen) -> None:
        mode = ExpectMode(event.value)
        self._answer(expect=mode)

    @on(Choice.Chosen, "#future-projects")
    def _future_chosen(self, event: Choice.Chosen) -> None:
        self._answer(future_projects=event.value == "yes")

    @on(TextArea.Changed)
    def _list_changed(self, event: TextArea.Changed) -> None:
        text = event.text_area.text
        if (path := dropped_path(text)) is not None:
            self._read_dropped(event.text_area, path)
            return
        self._count(text)
        if not holds_credential(text):  # such a text is not saved, not for a moment either
            self._answer(expected_projects=text.splitlines())

    def _count(self, text: str) -> None:
        """Say how many projects the list names, or why it cannot be used."""
        try:
            count = len([each for each in expected_list(text).entries if not each.maybe]) if text.strip() else 0
        except DmsaError as problem:
            self._say(f"✖ {problem}", "$text-error")
        else:
            self._say(f"{count:,} projects; one ID, number or name per line, a pasted table, or a dropped file.")

    @work(group="list-file", exclusive=True, exit_on_error=False)
    async def _read_dropped(self, area: TextArea, path: Path) -> None:
        """Take what is in the file in the place of its path."""
        try:
            text = await asyncio.to_thread(read_list_file, str(path))
            await asyncio.to_thread(expected_list, text)
        except DmsaError as problem:
            self._say(f"✖ {problem}", "$text-error")
        else:
            area.text = text.lstrip("\ufeff")

    def _say(self, note: str, style: str = "$foreground-muted") -> None:
        self.query_one("#expected-note", Static).update(plain(note, style))

    def _answer(self, **answers: object) -> None:
        self.session.open_record.note(**answers)
        self.app.autosave.soon()
        if self._asks is not None:
            self._asks.stop()
        self._asks = self.set_timer(0.4, self.checks.run)
