"""The top line: customer, company, whether this is a rehearsal, and the progress of background work."""

from typing import TYPE_CHECKING

from textual import getters
from textual.content import Content
from textual.events import Click, Leave, MouseMove
from textual.style import Style

from dmsa_tui.onboarding.open_tasks import is_setup_first, unfinished_tasks
from dmsa_tui.procore.environments import LOCAL, PRACTICE, stand_in
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.notices import columns_before_notices, rows_of_notices
from dmsa_tui.tui.widgets.drawn_if_changed import DrawnIfChanged
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from textual.screen import Screen

    from dmsa_tui.session.level_scan import LevelScan
    from dmsa_tui.session.project_run import ProjectRun
    from dmsa_tui.session.session import Session

ROOMY = 100
"""Columns from which the program's name has a place beside something else."""
TASK = "task"
"""What the words of an unfinished task carry: its id, which a click opens."""
ANSWER = "answer"
"""What the words of a question about projects carry, which a click opens."""
MIN_COLUMNS = 8
"""Columns that a name keeps before environment and company give way."""
BESIDE_NOTICE = 60
"""Columns below which a notice has the rest of the line for seconds, and the name comes before all but PRACTICE."""


class HeaderBar(DrawnIfChanged):
    """Customer, environment, company ID, and two marks that no name pushes out: of a stand-in, and of screen-share."""

    app = getters.app(BaseApp)

    def __init__(self, *, names_customer: bool = True) -> None:
        """`names_customer`: not on home, where another one may be chosen than the one that is open."""
        super().__init__(id="top-line")
        self._names_customer = names_customer
        self._columns: int | None = None
        """Columns that notices leave."""

    def on_mount(self) -> None:
        for state in ("record_changes", "mask_changes"):
            self.watch(self.app, state, self.draw, init=False)
        for state in ("scan_changes", "run_changes", "watching_changes", "pause"):
            self.watch(self.app, state, self._progress_changed, init=False)
        self.screen.screen_layout_refresh_signal.subscribe(self, self._make_room, immediate=True)

    def _make_room(self, screen: "Screen[object]") -> None:
        """Be as high as the notices over it: they hide nothing else, and what is below moves down for them."""
        if (rows := max(rows_of_notices(screen), 1)) != self.size.height:
            self.styles.height = rows
        if (columns := columns_before_notices(screen)) != self._columns:
            self._columns = columns
            self.draw()

    def _progress_changed(self) -> None:
        if self.screen is self.app.screen:  # behind a dialog, each word that changes would have it drawn whole
            self.draw()

    def on_click(self, event: Click) -> None:
        """Open the question about projects, or the task that is not finished, where the line names it."""
        if ANSWER in event.style.meta:
            event.stop()
            self.app.add_projects()
        if isinstance(task := event.style.meta.get(TASK), str):
            event.stop()
            self.app.open_task(task)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say what a click there does."""
        opens = {ANSWER: "question", TASK: "task"}
        self.tooltip = next(
            (f"Click to open the {what}." for key, what in opens.items() if key in event.style.meta), None
        )

    def on_leave(self, _event: Leave) -> None:
        """Say nothing any more."""
        self.tooltip = None

    def shown(self) -> Content:
        """The line for this session."""
        width, left = self.content_size.width, self._columns
        whole = header_line(self.app.session, width, names_customer=self._names_customer)
        if left is None or left >= min(whole.cell_length, width):
            return whole
        return header_line(self.app.session, left, names_customer=self._names_customer)


def header_line(session: "Session", width: int, *, names_customer: bool = True) -> Content:
    """The line for a header of `width` columns."""
    room = width
    shows_ids = names_customer
    names_customer = names_customer and session.is_open
    is_alone = session.rehearsal is None and not names_customer
    first = Content.styled(" dmsa-tui ", "bold") if room >= ROOMY or is_alone else Content("")
    scenario = name = where = company = last = Content("")
    other = stand_in(session.record.login_url, session.record.api_url) if names_customer else ""
    if mark := PRACTICE if session.rehearsal is not None else other if other in (PRACTICE, LOCAL) else "":
        first += Content.styled(f" {mark.upper()} ", "$text-warning bold reverse")
    if session.rehearsal is not None:
        title, parts = session.rehearsal.title, " ·" if names_customer else ""
        scenario = literal(f" {title}", "$text-warning") + literal(parts) if title else Content("")
    if names_customer:
        record = session.record
        company = literal(f" · {session.mask.text(record.company_id)}" if record.company_id else "")
        name = literal(f" {record.name}")
        where = literal(f" · {session.environment.name}") + literal(
            "" if mark or not other else f" {other}", "$text-warning"
        )
    if session.mask.ids_hidden or (session.is_open and shows_ids):
        last = _mask_mark(session)
    if width < BESIDE_NOTICE:
        where = last = Content("")
    elif sum(each.cell_length for each in (first, where, company, last)) + MIN_COLUMNS <= width:
        where += company  # half an ID says nothing
    whole = sum(each.cell_length for each in (first, name, where, last))
    if whole + scenario.cell_length > width:
        scenario = Content("")  # nor does half a title
    says_watching = session.watching.under_way and not (names_customer and session.record.step == "check")
    told = _how_far(session, room - whole - scenario.cell_length, says_watching=says_watching)
    reading = literal(told, "$text-accent")
    if told and session.project_run.question is not None and session.project_run.writes:
        reading = literal(told, "$text-accent underline").stylize(Style.from_meta({ANSWER: True}))
    if not told and names_customer:
        reading = _task_words(session, room - whole)
    if whole + scenario.cell_length + reading.cell_length > width:
        scenario = Content("")
    room -= first.cell_length + last.cell_length + reading.cell_length
    name = name.truncate(max(room - scenario.cell_length - where.cell_length, MIN_COLUMNS), ellipsis=True)
    opened = first + (scenario + name + where).truncate(max(room, 0), ellipsis=True) + last
    if reading:
        opened = opened.pad_right(max(0, width - opened.cell_length - reading.cell_length))
    return opened + reading


def _mask_mark(session: "Session") -> Content:
    if session.mask.recorder:
        return Content.styled(f"  {session.mask.recorder} records: masked ", "$text-warning")
    names = ", projects too" if session.mask.names_hidden else ""
    return literal(
        f"  IDs masked{names} " if session.mask.ids_hidden and not session.mask.typed_shown else "  IDs SHOWN ",
        "$foreground-muted",
    )


def _how_far(session: "Session", room: int, *, says_watching: bool) -> str:
    """The progress of background work in as many words as fit; empty without any.

    `says_watching`: whether it is watched and no button of the screen says so.
    """
    run, scan = session.project_run, session.level_scan
    if run.under_way and run.writes:
        candidates = _of_run(run, scan.paused_for)
    elif scan.under_way:
        candidates = _of_scan(scan)
    elif says_watching:
        candidates = ["watching the checks", "watching"]
    else:
        return ""
    return next((f"  {each} " for each in candidates if len(each) + 3 <= room), f" {candidates[-1]} ")


def _task_words(session: "Session", room: int) -> Content:
    """That tasks were begun and are not finished, with the one that was marked last to click; empty where none is."""
    found = unfinished_tasks(session.record, session.guide) if session.is_open else []
    begun = [each for each in found if not is_setup_first(session.record, each[0].id)]  # the steps are its actions
    if not begun:
        return Content("")
    titles = ", ".join(f"{task.title} {at.at}" for task, at in begun)
    place = f"{len(begun)} tasks" if len(begun) > 1 else f"task {begun[0][1].after_task}"
    candidates = (f"not finished: {titles}", f"not finished: {place}", place)
    words = next((each for each in candidates if len(each) + 3 <= room), "")
    link = literal(words, "$text-accent underline").stylize(Style.from_meta({TASK: begun[0][0].id}))
    return Content.assemble("  ", link, " ") if words else Content("")


def _of_scan(scan: "LevelScan") -> list[str]:
    paused, done = f"paused {scan.paused_for} s", f"{scan.done:,} of {scan.total:,}"
    if not scan.total:
        return ["reading the levels", "reading"]
    if scan.paused_for:
        return [f"levels read on {done}, {paused}", f"levels {paused}", paused]
    return [f"levels read on {scan.progress}", f"levels {done}", f"levels {scan.done / scan.total:4.0%}"]


def _of_run(run: "ProjectRun", paused_for: int) -> list[str]:
    doing = "removing" if run.takes_out else "adding"
    if run.question is not None:
        return ["projects: your answer is needed", "answer needed"]
    if paused_for:
        return [f"{doing} projects, paused {paused_for} s", f"{doing}, paused {paused_for} s"]
    if not run.total:
        return [f"{doing} projects", doing]
    whole = f"{run.progress[:1].lower()}{run.progress[1:]}"
    doing = whole.partition(":")[0]  # also "reading back"
    return [whole, f"{doing} {run.done:,} of {run.total:,}", f"{doing} {run.done / run.total:.0%}"]
