"""All projects of the company, to search, copy or save for the administrator."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Input, Static

from dmsa_tui.checks.project_list import Choice as Which
from dmsa_tui.checks.project_list import Listed, as_csv, as_text, chosen, listing, projects_of
from dmsa_tui.checks.words import counted
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.record import ASKED_ABOUT
from dmsa_tui.onboarding.searching import folded
from dmsa_tui.session import handover
from dmsa_tui.session.missing_projects import addable
from dmsa_tui.session.rehearsal_end import PROJECT_LIST
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.mask_keys import PROJECT_IDS, MaskKeys
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.open_saved import OpenSaved
from dmsa_tui.tui.widgets.project_rows import ProjectRows
from dmsa_tui.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

HIDDEN = "••••"
_WRITERS = {"csv": as_csv, "txt": as_text}


class ProjectListDialog(Dialog[None]):
    """The projects as Procore listed them last, each with its state."""

    HEADING = "Company projects"
    HELP = (
        "The company's projects as Procore listed them last. Search, filter, copy or save them, or add the "
        "missing ones."
    )
    SHOWS = ASKED_ABOUT
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "to_rows", "Rows", show=False),
        Binding("ctrl+n", "project_names", "Projects", show=False, priority=True),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        asked = session.results.projects
        self._all = listing(session.expectation, asked) if asked else ()  # without an answer nothing is missing
        self._folded = [folded(f"{row.name} {row.number} {row.id}") for row in self._all]
        self._which = Which.MISSING if chosen(self._all, Which.MISSING) else Which.ALL
        self._shown: list[Listed] = []

    def compose_dialog(self) -> ComposeResult:
        yield SearchLine("Search: name, number or ID", id="search")
        counts = {each.value: f"{each} {len(projects_of(chosen(self._all, each))):,}" for each in Which}
        if not self._all:
            counts = {each.value: each.value for each in Which}  # before Procore lists them, no number is true
        if not self._knows_inactive:
            del counts[Which.INACTIVE.value]
            counts[Which.ALL.value] = counts[Which.ALL.value].replace("all", "all active", 1)
        if self.session.expectation.kind == "none":
            counts[Which.MISSING.value] = counts[Which.MISSING.value].replace("missing", "not permitted", 1)
        if unclear := len(self._all) - len(projects_of(self._all)):
            counts[Which.MISSING.value] += f" + {counted(unclear, 'unclear line')}"
        yield Choice("Show", counts, id="which", chosen=self._which.value)
        yield ProjectRows((), self._masked, self._masked_id, id="project-rows")
        yield Static(id="page-note", markup=False)
        if any(addable(self.session)):
            yield CompactButton("Add the missing projects…", id="add-projects")

    @property
    def _knows_inactive(self) -> bool:
        """Whether Procore was asked about inactive projects: only where a list may name them."""
        return self.session.expectation.kind == "list" or any(not each.active for each in self.session.results.projects)

    def compose_row(self) -> ComposeResult:
        yield OpenSaved(key=self.app.key_text("open"))
        yield CompactButton("Copy", key=self.app.key_text("copy"), id="copy-projects")
        yield CompactButton("Save CSV", key=self.app.key_text("save"), id="save-csv")
        yield CompactButton("Save text", id="save-txt")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._show()
        self.mask_keys = MaskKeys(self, self.app, self.session, also=PROJECT_IDS)
        self.watch(self.app, "mask_changes", self._mask_changed, init=False)
        self.app.look_at(PROJECT_LIST)

    def _mask_changed(self, _names: Names) -> None:
        self.query_one(ProjectRows).refresh()

    def _masked(self, text: str) -> str:
        """A project's name or number for a shared screen."""
        return HIDDEN if text and self.session.mask.names_hidden else text

    def _masked_id(self, text: str) -> str:
        """A project's ID, by the rule for every ID; the administrator finds a project by its name and number."""
        return self._masked(self.session.mask.id(text) if text else text)

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Choice.Chosen)
    def _filtered(self, event: Choice.Chosen) -> None:
        event.stop()
        self._which = Which(event.value)
        self._show()

    def _show(self) -> None:
        words = folded(self.query_one(Input).value).split()
        pairs = zip(self._all, self._folded, strict=True)
        self._shown = chosen((row for row, text in pairs if all(word in text for word in words)), self._which)
        self.query_one(ProjectRows).show(self._shown)
        projects, every = projects_of(self._shown), projects_of(self._all)
        lines = len(self._shown) - len(projects)
        also = f" and {counted(lines, 'line that names no single project', 'lines that name no single project')}"
        note = f"{len(projects):,} of {len(every):,}{also if lines else ''} are shown, as of the last check."
        if self._all:
            self._say(note)
        else:
            self._say_nothing()

    @work(group="note", exclusive=True, exit_on_error=False)
    async def _say_nothing(self) -> None:
        missing, known = await self.session.connection.missing(), self.session.actions.counted
        how = f"Close this and press {self.app.key_text('check')}."
        how = f"Projects are listed once {missing} known." if missing else how
        before = "" if known is None else f" Procore counted {counted(known, 'active project')} before."
        self._say(f"Nothing is listed yet.{before} {how}")

    def _say(self, note: str, style: str = "$foreground-muted") -> None:
        self.query_one("#page-note", Static).update(literal(note, style))

    def action_project_names(self) -> None:
        """Mask or show the rows' names, numbers and IDs."""
        mask = self.session.mask
        mask.hide_names(not mask.names_hidden)
        if mask.recorder:
            self._say(f"Project names stay masked: {mask.recorder} is recording this terminal.", "$text-warning")

    def action_to_rows(self) -> None:
        """From the search to the rows."""
        self.query_one(ProjectRows).focus()

    @on(Button.Pressed, "#add-projects")
    def _add(self, event: Button.Pressed) -> None:
        event.stop()
        self.app.add_projects()

    @on(Button.Pressed, "#copy-projects")
    def _copy(self, event: Button.Pressed) -> None:
        event.stop()
        self.app.system_clipboard.copy_text(as_text(self._shown) or None, f"{len(self._shown):,} projects")

    @on(Button.Pressed, "#save-csv, #save-txt")
    def _save(self, event: Button.Pressed) -> None:
        event.stop()
        suffix = (event.button.id or "").removeprefix("save-")
        path: Path = handover.page_path(self.session, f"projects-{self._which}", suffix)
        self.save(handover.save_page(_WRITERS[suffix](self._shown), path), partial(self._tell, len(self._shown)))

    def _tell(self, count: int, outcome: Path | StorageError) -> None:
        if isinstance(outcome, Path):
            self._say(f"Saved {count:,} projects in {outcome}")
            self.call_after_refresh(self.query_one("#page-note").scroll_visible, animate=False)
            self.query_one(OpenSaved).offer(outcome)
        else:
            self._say(f"✖ {outcome}", "$text-error")
