"""Step 7: every check, live, with its evidence and its remedy."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from dmsa_tui.checks.verdict import verdict
from dmsa_tui.onboarding.check_overview import overview
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.session.check_results import RESULTS_OF
from dmsa_tui.tui.steps.level_scan import LevelScanScreen
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.check_list import CheckList, CheckRow
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import plain, say
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.signs import CHECK_SIGNS


class CheckerScreen(LevelScanScreen):
    """All checks, grouped by the step that they confirm."""

    STEP = "check"
    SHOWS: ClassVar[Mapping[str, str]] = {**StepScreen.SHOWS, **dict.fromkeys(RESULTS_OF.keys() - {"name"}, "")}
    AUTO_FOCUS = "CheckRow"

    def compose_page(self) -> ComposeResult:
        """What is live comes first here."""
        with ScrollPane(id="live-part"):
            yield from self.compose_live()
        with ScrollPane(id="guide-part"):
            yield from self.compose_guide()

    def compose_live(self) -> ComposeResult:
        """The verdict, then the groups."""
        yield Static(self.verdict(), id="verdict", markup=False)
        yield Static(id="check-note", markup=False)
        hint = "Enter or a click opens a row: its evidence, and the way to the step that mends it."
        yield Static(plain(hint, "$foreground-muted"))
        with Horizontal(id="follow-line"):
            yield CompactButton(self.follow_label, id="follow")
            yield CompactButton("Diagnosis…", id="diagnosis", tooltip="Of the whole report, for Procore's support")
        yield CompactButton(self.scan_label, id="every-project")
        for step in self.session.guide.steps:
            checks = [each for each in self.session.definitions if each.step == step.id]
            if checks:
                heading = plain(f"{step.number}. {step.title}", "$foreground-muted")
                yield self.rows_of(heading, checks)

    def _ready(self) -> None:
        """At the row from which the person went to a step."""
        for rows in self.query(CheckList):
            if (row := rows.row_of(self.app.row_left)) is not None:
                row.focus()
        self.app.row_left = ""
        super()._ready()

    @property
    def checks_to_run(self) -> None:
        """All of them."""

    def verdict(self) -> Content:
        """What the last full check said, or that Procore is being asked."""
        if self.session.results.asking:
            return plain("… asking Procore", "$text-accent")
        report = self.session.results.report
        if report is None:
            return plain(f"{self.app.key_text('check')} asks Procore about everything.", "$foreground-muted")
        answers = Answers(self.session.results)
        said = overview(self.session.record, answers, self.session.definitions).headline(datetime.now(UTC))
        stands = report.verdict
        rows = [self.session.results.get(each.id, each) for each in report.results]
        if any(row is not told for row, told in zip(rows, report.results, strict=True)):
            stands = verdict(rows)
            said = f"{said} {self.app.key_text('check')} asks about everything again."
        sign = CHECK_SIGNS[stands]
        label = f" {sign.sign} verdict: {stands} "
        return Content.assemble((label, f"{sign.style} bold reverse"), "  ", said)

    def draw_state(self) -> None:
        """Also the verdict."""
        super().draw_state()
        say(self.query_one("#verdict", Static), self.verdict())
        self.query_one("#follow", Button).label = self.follow_label

    @property
    def follow_label(self) -> str:
        """What the button does now."""
        return "Stop watching" if self.follows else "Watch: ask again until all pass"

    @on(Button.Pressed, "#follow")
    def _follow_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_follow()

    @on(Button.Pressed, "#diagnosis")
    def _diagnosis_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        results = [
            self.session.results[each.id] for each in self.session.definitions if each.id in self.session.results
        ]
        if results:
            self.show_diagnosis(results)
        else:
            self.notify(f"Nothing was asked yet; {self.app.key_text('check')} asks Procore.", timeout=4)

    @on(CheckRow.Confirmed)
    @work(group="save", exit_on_error=False)
    async def _vouched(self, event: CheckRow.Confirmed) -> None:
        self.session.open_record.confirm_check(event.check_id, self.app.person)
        await self.save()
        self.run_checks(manual=True)
