"""The end of a setup: what is done, what stays open, what the customer gets, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from dmsa_tui.checks.words import counted, listed
from dmsa_tui.onboarding.states import DONE
from dmsa_tui.session import handover
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.open_point_row import OpenPointRow
from dmsa_tui.tui.widgets.open_saved import OpenSaved
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.session.ending import Ending, OpenPoint
    from dmsa_tui.session.rehearsal_store import Offered
    from dmsa_tui.session.session import Session

HOME, HANDOUT, RECORD, REAL = "home", "handout", "setup-record", "real"
"""What the person wants next; any other answer is the id of a scenario to rehearse."""
AGAIN = "again"
"""Nobody chose: things have changed, and the dialog is to be opened with what is true now."""
MUTED = "$foreground-muted"
GETS = "the handout and the setup record, without secrets."
_MOST = 4
"""Open points that are listed; the setup record has all."""


class EndingDialog(Dialog["str | OpenPoint"]):
    """Gives what the person chose to do next, or the open point to go to; None to stay on the step."""

    HELP = "How far the setup is, what is still open, and what you can do next."

    BINDINGS: ClassVar[list[BindingType]] = [Binding("g,G", "first_point", "Go", show=False)]
    AUTO_FOCUS = ".dialog-row CompactButton.-primary"
    SHOWS = ("name", "client_id", "company_id", "verdict", "confirmed", "secret_replaced_at")

    def __init__(
        self, session: "Session", ending: "Ending", faults: "Sequence[Offered]" = (), saved: Path | None = None
    ) -> None:
        """`faults` are the scenarios to offer after a rehearsal; `saved`: where the setup record is saved by now."""
        super().__init__()
        self.session, self.ending, self.faults, self.saved = session, ending, faults, saved

    def draw_again(self) -> None:
        if self.is_current:
            self.dismiss(AGAIN)

    @property
    def heading(self) -> str:
        name, points = self.session.record.name, self.ending.open_points
        tasks = sum(bool(each.task) for each in points)
        if self._has_ended:
            return f"{name}: access ended"
        if (count := len(points) - tasks) and tasks:
            return f"{name}: {counted(count, 'item')} and {counted(tasks, 'task')} are still open"
        if count:
            return f"{name}: one item is still open" if count == 1 else f"{name}: {count} items are still open"
        if tasks:  # which is no part of the setup
            return f"{name} is set up; {'one task is' if tasks == 1 else f'{tasks} tasks are'} open"
        return f"{name} is set up"

    @property
    def _has_ended(self) -> bool:
        return self.session.record.access_ended_at is not None

    @property
    def room(self) -> int:
        """Less the rows of the faults, which do not scroll."""
        return super().room - len(self.faults)

    def compose_dialog(self) -> ComposeResult:
        if points := self.ending.open_points:
            yield Static(literal("Still open", "bold"))
            yield from (OpenPointRow(each, "G" if each is self._first_point else "") for each in points[:_MOST])
            if (more := len(points) - _MOST) > 0:
                yield Static(literal(f"  {more} more: see the setup record.", MUTED))
        yield Paragraphs(list(self._lines()), id="ending")
        if self.saved:
            opens = OpenSaved("Open the setup record", key=self.app.key_text("open"))
            opens.offer(self.saved)
            yield opens

    def compose_below(self) -> ComposeResult:
        """The faults stay in sight however much is open."""
        for number, each in enumerate(self.faults, start=1):
            yield CompactButton(
                f"Try: {each.title}", key=str(number), name=each.id, classes="fault", tooltip=each.teaches
            )

    def compose_row(self) -> ComposeResult:
        if self.session.rehearsal is None:
            yield CompactButton("Handout…", key="H", name=HANDOUT)
            yield CompactButton(
                "Record…",
                key=self.app.key_text("save"),
                name=RECORD,
                variant="default" if self.saved else "primary",
            )
            yield CompactButton(
                "Home ▶", key=self.app.key_text("home"), name=HOME, variant="primary" if self.saved else "default"
            )
        elif self._lesson and self.faults and not self.faults[0].played:
            yield CompactButton("Start a real onboarding", key="L", name=REAL)
            yield CompactButton("Next rehearsal", key="R", name=self.faults[0].id, variant="primary")
        else:
            yield CompactButton("Start a real onboarding", key="L", name=REAL)
            yield CompactButton("Handout…", key="H", name=HANDOUT, variant="primary")

    @property
    def _first_point(self) -> "OpenPoint | None":
        """The first one that is done somewhere in the wizard."""
        return next((each for each in self.ending.open_points if each.leads), None)

    @property
    def _lesson(self) -> str:
        """What this rehearsal of a fault teaches; empty for any other setup."""
        return "" if self.session.rehearsal is None else self.session.rehearsal.lesson

    def _lines(self) -> Iterator[Line]:
        """What is done, and what comes next; the latter first where something is open, which stands above."""
        if self.ending.open_points:
            yield from self._next()
            first, *rest = self._done()
            yield from (replace(first, blank_before=True), *rest)
        else:
            yield from self._done()
            yield Line(literal("Still open", "bold"), blank_before=True)
            yield Line(literal("Nothing."), indent=2)
        yield from (Line(literal(f"Note: {each}", MUTED), indent=2) for each in self.ending.notes)
        if self.session.rehearsal is not None:  # in one line: the faults to try are to be in sight
            yield Line(literal("What the customer gets: ", "bold") + literal(GETS), blank_before=True)
        else:
            yield Line(literal("What the customer gets", "bold"), blank_before=True)
            yield Line(literal("The handout: each click for the administrator, without secrets."), indent=2)
            yield Line(literal("The setup record: what was set up, and how each item is proven."), indent=2)
        if not self.ending.open_points:
            yield from self._next()

    def _next(self) -> Iterator[Line]:
        no_blank = self.session.rehearsal is not None and not self.ending.open_points
        yield Line(literal("What comes next", "bold"), blank_before=not no_blank)
        yield from (Line(literal(each), indent=2) for each in self._ways_on())

    def _done(self) -> Iterator[Line]:
        ending = self.ending
        sign = SIGNS[ending.state]
        yield Line(literal("Where it stands" if ending.open_points or ending.lacking else "Done", "bold"))
        yield Line(literal(ending.checks), literal(sign.sign, sign.style), 2)
        counts = [f"{count} {SIGNS[state].sign} {SIGNS[state].word}" for state, count in ending.counts]
        sentence = f"{ending.steps} steps: {', '.join(counts) or 'none done'}."
        if ending.lacking:
            sentence += f" Not done: {listed(ending.lacking)}."
        if counts or not self._has_ended:
            yield Line(literal(sentence), indent=2)
        if self.saved:
            yield Line(literal(f"The setup record is saved: {self.saved.name}"), indent=2)

    def _ways_on(self) -> Iterator[str]:
        if self.session.rehearsal is not None:
            if (task := self.session.rehearsal.task) and self.session.actions.open_in(task):
                title = self.session.guide.documented(task).title
                yield f"Still to rehearse is the task: {title}. Ctrl+P on a step opens it."
            elif self._lesson:
                yield f"You have rehearsed: {self._lesson}"
            if self.faults and self.faults[0].played:
                yield "You have rehearsed every fault. Start a real onboarding, or rehearse a fault again."
            else:
                yield f"Try {'another' if self._lesson else 'a'} fault, or start a real onboarding."
            return
        if self.ending.open_points:
            yield "Finish what is open: this onboarding stays saved, and home shows what comes next."
        if self._has_ended:
            yield "Nothing is left to check." if self.ending.open_points else "Nothing: the access was ended."
            yield f"Keep {self.saved.name}, in {self.saved.parent}." if self.saved else "Save the record and keep it."
            return
        if self.ending.state in DONE:
            check = self.session.guide.step("check")
            where = f"{self.app.key_text('check')} on {check.number} {check.short}"
            yield f"Run the sync tool once, then check again ({where}): Procore shows whether all still works."
        if self.saved is None:
            yield "Save the setup record and keep it: `dmsa-tui verify` compares its JSON with Procore at any time."
            return
        verified = handover.verified_by(self.saved)
        files = self.saved.name if verified == self.saved else f"{self.saved.name} and {verified.name}"
        yield f"Keep {files}, in {self.saved.parent}."
        yield f"`{handover.verify_command(self.session, verified)}` compares the setup with Procore at any time."

    def action_first_point(self) -> None:
        """Go to the first open point."""
        if self._first_point is not None:
            self.dismiss(self._first_point)

    @on(OpenPointRow.Chosen)
    def _point_chosen(self, event: OpenPointRow.Chosen) -> None:
        event.stop()
        self.dismiss(event.point)

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        if event.button.name:
            event.stop()
            self.dismiss(event.button.name)
