"""Step 7: every check, live, with its evidence and its remedy."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.widgets import Button

from dmsa_tui.checks.model import Result
from dmsa_tui.checks.words import listed
from dmsa_tui.onboarding.check_overview import Overview, overview
from dmsa_tui.onboarding.open_answers import PERMITTED
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.check_results import ENDED, RESULTS_OF
from dmsa_tui.session.level_scan import LEVELS
from dmsa_tui.session.missing_projects import addable, missing
from dmsa_tui.session.proven_steps import steps_to_do_yet
from dmsa_tui.session.watching import ENDED as WATCHING_ENDED
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.keys import KeyCommand
from dmsa_tui.tui.steps.check_runner import WORKERS, ChecksEnded
from dmsa_tui.tui.steps.openers import go_to_field, stop_or_close
from dmsa_tui.tui.steps.papers import diagnose_all
from dmsa_tui.tui.steps.practice_line import PracticeLine
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.check_list import CheckList
from dmsa_tui.tui.widgets.check_note import CheckNote
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.folded_checks import FoldedChecks
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.key_bar import KeyBar
from dmsa_tui.tui.widgets.known_so_far import KnownSoFar
from dmsa_tui.tui.widgets.scan_button import ScanButton
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.side_pane import SidePane
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.tui.widgets.turn_line import TurnLine
from dmsa_tui.tui.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from dmsa_tui.session.rehearsal_store import Offered


STOP_WATCHING = "Stop watching"


class CheckerScreen(StepScreen):
    """All checks: failures first, then what waits for them, cautions, open ones, and what passed."""

    STEP = "check"
    SHOWS: ClassVar[Mapping[str, str]] = dict.fromkeys((StepScreen.SHOWS.keys() - {"ticked"}) | RESULTS_OF.keys(), "")
    AUTO_FOCUS = "CheckRow"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,P", "add_projects", "Add projects", show=False),
        Binding("s,S", "scan", "All projects", show=False),
        *(
            Binding(key, f"row({by})", "Another row", show=False, priority=True)
            for key, by in (("up", -1), ("down", 1))
        ),
        Binding("g,G", "go_on", "Go to what is missing, or wrong", show=False),
        Binding("escape", "escape", "Back", show=False),
        Binding("r,R", "rehearse_next", "Next rehearsal", show=False),
    ]
    _said = ""
    """What stays undone, as the person was told who goes on."""
    _came_from: CheckRow | None = None
    """The row from which the person went to a step: it gets the focus, which may come after the next run's end."""
    _led_to: CheckRow | None = None
    """The row that has the focus unless the person chooses another one."""
    _has_run = False
    """Whether checks have run since the rows were put in order."""

    def compose_page(self) -> ComposeResult:
        """The headline, then the rows."""
        yield TurnLine(self.procedure, None)
        yield Paragraphs(self.headline(), id="verdict")
        with ScrollPane(id="rows"):
            shown = [each.check for each in self.overview.rows]
            others = [each for each in self.session.definitions if each not in shown]  # an answer may want them
            yield CheckList(None, [*shown, *others], self.STEP)
        yield CheckNote(key="G")
        (following := CompactButton("Next rehearsal", key="R", id="following", variant="primary")).display = False
        yield ScanButton(following)
        with WrappingRow(id="watch-line"):
            yield (watch := CompactButton(self.watch_label, key=self.app.key_text("follow"), id="watch"))
            watch.styles.min_width = len(f" {STOP_WATCHING} {watch.key} ")  # what is beside it stays where it is
            watch.styles.text_align, watch.styles.content_align_horizontal = "left", "left"
            yield CompactButton(
                "Diagnosis…",
                key=self.app.key_text("diagnosis"),
                id="diagnosis",
                tooltip="Of the whole report, for Procore support",
            )
            yield CompactButton("Company projects…", key=self.app.key_text("projects"), id="project-list")

    def compose_side(self) -> ComposeResult:
        """Known values only: the checks fill the page."""
        with SidePane():
            yield KnownSoFar()

    def begin(self) -> None:
        """Name the step to which a key leads back: the screen may have been made before that was known."""
        super().begin()
        self.query_one(KeyBar).show(self.shown_keys)
        self.watch(self.app, "record_changes", self._record_changed, init=False)
        self.watch(self.app, "watching_changes", self._watching_changed, init=False)

    def _ready(self) -> None:
        """Focus the row from which the person went to a step."""
        self.query_one(CheckList).mount_all(
            [FoldedChecks("wait", State.TODO, id="waiting"), FoldedChecks("passed", State.PROVEN, id="passed")]
        )
        for rows in self.query(CheckList):
            if (row := rows.row_of(self.app.row_left)) is not None:
                self._came_from = row
                row.focus()
        self._led_to = None if self._came_from else self.query(CheckRow).first()
        self._fold()
        self.app.row_left = ""
        for line in self.query(PracticeLine):
            self.watch(line, "following", self._offer_next)
        super()._ready()

    def _offer_next(self, following: "Offered | None") -> None:
        button = self.query_one("#following", Button)
        button.display = following is not None
        button.tooltip = None if following is None else following.title

    async def action_done(self) -> None:
        """Go on; where nothing has been checked, or something fails, the first press says so."""
        seen, said = self.overview, ""
        if not any(row.result for row in seen.rows):
            said = "Nothing has been checked yet."
        elif seen.wrong:
            said = f"Not proven: {listed([each.check.title for each in seen.wrong])}."
        if said and said != self._said:
            self._said, key = said, self.app.key_text("done")
            self.notify(f"{said} Press {key} again to continue.", severity="warning", timeout=6, markup=False)
            return
        await super().action_done()

    @property
    def checks_to_run(self) -> None:
        """All of them."""

    @property
    def overview(self) -> Overview:
        """The rows, in the order of what to do."""
        return overview(self.session.record, self.session.answers, self.session.definitions)

    def headline(self) -> list[Line]:
        """The result of the last full run, or that a run is under way."""
        if self.session.results.asking:
            return [Line(literal("… asking Procore", "$text-accent"))]
        seen, check_key = self.overview, self.app.key_text("check")
        lost = seen.not_reached is not None
        sentence = self.session.mask.text(seen.headline(datetime.now(UTC)))
        if not (lost or seen.wrong or seen.waiting or seen.unverified) and all(each.undecided for each in seen.to_do):
            sentence = f"{sentence} {steps_to_do_yet(self.session)}".rstrip()
        if seen.waiting_line:
            sentence = f"{sentence} {seen.waiting_line}."
        if not self.session.results:
            if self.wants or seen.ended:  # the note says what is missing, and leads there; or nothing is asked
                return [Line(literal(sentence, "$foreground-muted"))]
            return [Line(literal(f"{sentence} Press {check_key} to check everything.", "$foreground-muted"))]
        results = self.session.results
        scanned = {LEVELS} if self.session.level_scan.answers else set()  # a run of everything would read a sample
        if lost:
            sentence = f"{sentence} Check the connection, then press {check_key}."
        elif (report := results.report) is not None and any(
            _says(results.get(each.id, each)) != _says(each) for each in report.results if each.id not in scanned
        ):
            sentence = f"{sentence} Press {check_key} to check everything again."
        elif not (results.asked_all or self.wants):
            sentence = f"{sentence} Press {check_key} to check everything."
        sign = SIGNS[State.UNVERIFIED if lost else self.session.views()[self.STEP].state]
        return [Line(literal(sentence, "bold"), literal(f" {sign.sign} ", f"{sign.style} bold reverse"), 4)]

    def draw_state(self) -> None:
        """Draw the headline, and put failures first."""
        super().draw_state()
        if not self.session.results.asking:
            if self._has_run:
                self._put_in_order()
            self._fold(anew=self._has_run)
            self._has_run = False
        self.query_one("#verdict", Paragraphs).show(self.headline())
        self.query_one("#watch", Button).label = self.watch_label
        wants = self.wants
        self.query_one("#watch", Button).disabled = bool(wants) and not self.session.watching.under_way
        self.query_one("#diagnosis", Button).disabled = not self.session.results
        for scan in self.query(ScanButton):
            scan.let_begin(not wants)

    @property
    def wants(self) -> str:
        """The field without which not all checks start; empty where none is missing."""
        return next((note.wants for note in self.query(CheckNote)), "")

    def action_go_on(self) -> None:
        """Go to the field without which the checks do not start, or else mend what is shown: not only after a run."""
        if not (self.wants and go_to_field(self, self.wants)):
            self.query_one(CheckList).mend_first()

    def _record_changed(self, names: Names) -> None:
        """Another window may have given what was missing."""
        if self.wants and not names.isdisjoint(("company_id", "client_id")):
            self.checks.run()

    @on(ScreenResume)
    def _resumed(self) -> None:
        for scan in self.query(ScanButton):
            scan.draw_progress()

    def results_changed(self, names: Names) -> None:
        """Put the rows in order after a run, whoever asked for it: no row may move while it is read."""
        super().results_changed(names)
        self._has_run = self._has_run or ENDED in names

    def _put_in_order(self) -> None:
        """Put failures first."""
        seen, rows, focused = self.overview, self.query_one(CheckList), self.focused
        rows.put_in_order([each.check.id for each in seen.rows])
        first = rows.row_of(seen.rows[0].check.id) if seen.rows else None
        led = focused is not None and focused is self._led_to and not self._led_to.expanded
        if first is not None and led and focused is not first:
            self._led_to = first  # the person has chosen no row, and wants what matters first
            self.set_focus(first, scroll_visible=False)
            after_refresh(self, partial(self.query_one("#rows").scroll_home, animate=False))

    def _fold(self, *, anew: bool = True) -> None:
        """Fold what waits, and what passed while something else did not; not the row that a person is at.

        Without `anew`, rows only leave: what is read does not go, and no line counts what is true no more.
        """
        seen, rows = self.overview, self.query_one(CheckList)
        at = (self.focused, self._came_from)
        others = (*seen.wrong, *seen.cautions, *seen.unverified)
        passed = [each for each in seen.passed if others and each.state is State.PROVEN]  # a person's word stays seen
        for id, states in (("waiting", seen.waiting), ("passed", passed)):
            shown = [row for each in states if (row := rows.row_of(each.check.id)) is not None]
            for line in rows.query(f"#{id}").results(FoldedChecks):  # a quick run may end before it is mounted
                folded = [
                    each for each in shown if each not in at and not each.expanded and (anew or each in line.rows)
                ]
                if folded and anew:
                    rows.move_child(line, before=folded[0])
                line.fold(folded)

    def action_add_projects(self) -> None:
        """Add the missing projects, whichever row has the focus; where only the list is wrong, go to the list."""
        run = self.session.project_run
        if any(addable(self.session)) or (run.under_way and run.writes):
            self.app.add_projects()
        elif any(missing(self.session)) and (row := self.query_one(CheckList).row_of(PERMITTED)) is not None:
            row.action_remedy()

    def action_row(self, by: int) -> None:
        """Go to the row before or after; what is longer than its pane scrolls first."""
        rows = [each for each in self.focus_chain if isinstance(each, CheckRow | FoldedChecks)]
        at, pane = self.focused, self.query_one("#rows", ScrollPane)
        assert isinstance(at, CheckRow | FoldedChecks)
        hidden = at.region.bottom > pane.region.bottom if by > 0 else at.region.y < pane.region.y
        following = rows.index(at) + by
        if hidden or not 0 <= following < len(rows):
            pane.scroll_relative(y=by, animate=False)
        else:
            rows[following].focus()

    def action_scan(self) -> None:
        """Check permissions on all projects, or stop that."""
        self.query_one(ScanButton).begin_or_stop()

    async def action_escape(self) -> None:
        """Stop or close what StepScreen does, or else go back, for who came by the key for the checker."""
        if self.session.watching.under_way and self.session.reading.total:
            self.session.watching.stop()
        elif not await stop_or_close(self) and self.app.looks_in and self.app.step_left[0]:
            self.action_checker()

    def action_checker(self) -> None:
        """Go back to where the person came from."""
        self.app.go_to_step(*self.app.step_left)

    @property
    def commands(self) -> list[KeyCommand]:
        """The key for the checker says where it goes back to."""
        if not (left := self.app.step_left[0]):
            return super().commands
        step = f"step {self.session.guide.step(left).number}"
        help = f"Go back to {step}."
        return [
            each._replace(label=f"Back to {step}", short="Back", help=help) if each.id == "checker" else each
            for each in super().commands
        ]

    # -- watching --------------------------------------------------------------------------------------------------

    @property
    def watch_label(self) -> str:
        """What the button does now."""
        return STOP_WATCHING if self.session.watching.under_way else "Watch"

    def action_watch(self) -> None:
        """Start or stop watching."""
        if self.session.watching.under_way:
            self.session.watching.stop()
        else:
            self._begin_to_watch()

    @work(group="watch", exclusive=True, exit_on_error=False)
    async def _begin_to_watch(self) -> None:
        has_ended = self.session.record.access_ended_at is not None
        if not has_ended and await self.session.connection.missing() is None:
            self.workers.cancel_group(self, WORKERS)  # the first round asks the same
            self.session.watching.begin()
            self._redraw.soon()
        else:
            self.action_check()  # it says what is missing, and leads there, or that nothing is asked

    def _watching_changed(self, names: Names) -> None:
        watching, key = self.session.watching, self.app.key_text("follow")
        if WATCHING_ENDED in names:
            self.post_message(ChecksEnded(*watching.ending))
        elif watching.under_way and watching.next_round:
            stops = f" {left} {key} stops." if (left := watching.left) else ""
            self.post_message(ChecksEnded(f"{watching.next_round}{stops}"))

    def keep_typed(self) -> None:
        """Say to whoever leaves that watching goes on."""
        super().keep_typed()
        if self.session.watching.under_way:
            self.app.notify("Watching goes on. You are told how it ends.", timeout=4)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer watching, the way back where there is one, and the next rehearsal once this one is done."""
        if action == "row":
            return isinstance(self.focused, CheckRow | FoldedChecks)
        if action == "checker":
            return bool(self.app.step_left[0])
        if action == "go_on":
            return bool(self.wants) or self.query_one(CheckList).first_mended is not None
        if action == "rehearse_next":
            return any(line.following is not None for line in self.query(PracticeLine))
        return True if action == "watch" else super().check_action(action, parameters)

    @on(CheckRow.AskedAgain)
    def _row_asked_again(self, event: CheckRow.AskedAgain) -> None:
        if self.session.watching.under_way:
            event.prevent_default()
            self.session.watching.ask_now()

    @on(Button.Pressed, "#watch")
    def _watch_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_watch()

    @on(Button.Pressed, "#following")
    def _following_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_rehearse_next()

    def action_rehearse_next(self) -> None:
        """Begin the rehearsal that is offered."""
        from dmsa_tui.tui.ending import rehearse

        for line in self.query(PracticeLine):
            if line.following is not None:  # by the application: this screen goes with its rehearsal
                self.app.run_worker(rehearse(self.app, line.following.id), group="dialog", exit_on_error=False)

    @on(Button.Pressed, "#diagnosis")
    def _diagnosis_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        diagnose_all(self)

    @on(CheckRow.Confirmed)
    @work(group="save", exit_on_error=False)
    async def _confirmed(self, event: CheckRow.Confirmed) -> None:
        if event.check_id in self.session.record.accepted:
            self.session.open_record.take_back_confirmation(event.check_id)
        else:
            self.session.open_record.confirm_check(event.check_id, self.app.person)
        await self.app.autosave.now()
        self.checks.run(manual=True)


def _says(result: Result) -> tuple[object, ...]:
    return result.status, result.cause, result.summary
