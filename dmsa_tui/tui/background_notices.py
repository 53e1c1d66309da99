"""Notifies about background work: pauses for a rate limit, the end of scans and of adding projects."""

import math
import time
from typing import TYPE_CHECKING

from dmsa_tui.onboarding.approvals import settled_words
from dmsa_tui.onboarding.check_states import STATES
from dmsa_tui.onboarding.states import WORDS
from dmsa_tui.session import project_run, watching
from dmsa_tui.session.level_scan import ENDED, LEVELS
from dmsa_tui.session.open_record import OPENED
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.vocabulary import definition

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.timer import Timer

    from dmsa_tui.tui.base_app import BaseApp


class BackgroundNotices:
    """Notifies about background work on any screen."""

    def __init__(self, app: "BaseApp") -> None:
        self._app = app
        self._countdown: Timer | None = None
        self._pause_until = (0.0, "")
        self._keyring = OneNotice()

    def tell_scan(self, names: frozenset[str]) -> None:
        """Notify about the end of a level scan, unless the checker is in front and shows it."""
        app = self._app
        if ENDED not in names or not app.is_running:
            return
        app.terminal_title.tell("Levels read")
        ending = app.session.level_scan.ending
        step = app.step_in_front
        if ending.result is not None and step != "check":  # whose row says it, and more
            way = f"{app.key_text('checker')} opens all checks."
            if not step:
                way = f"See all checks ({app.key_text('checker')}) of the open onboarding."
            word = WORDS[STATES[ending.result.status]]
            app.notify(f"{definition(LEVELS).title} on every project: {word}. {way}", timeout=12, markup=False)
        elif ending.sentence and (ending.wrong or step != "check"):
            app.notify(ending.sentence, severity="warning", timeout=8, markup=False)

    def tell_watching(self, names: frozenset[str]) -> None:
        """Notify about the end of watching, unless the checker is in front and shows it."""
        app, ending = self._app, self._app.session.watching.ending
        if watching.ENDED not in names or not app.is_running or not ending.sentence:
            return
        app.terminal_title.tell("Watching has ended")
        if app.step_in_front != "check":
            severity: SeverityLevel = "warning" if ending.wrong else "information"
            app.notify(app.session.mask.text(ending.sentence), severity=severity, timeout=15, markup=False)

    def tell_run(self, names: frozenset[str]) -> None:
        """Notify about a question or the end of adding projects, unless its dialog is open."""
        app, run = self._app, self._app.session.project_run
        if not app.is_running or not run.writes or names.isdisjoint({project_run.ASKED, project_run.ENDED}):
            return
        app.terminal_title.tell("A question" if project_run.ASKED in names else "Projects added")
        from dmsa_tui.tui.dialogs.permit import PermitDialog

        if any(isinstance(each, PermitDialog) for each in app.screen_stack):
            return
        if project_run.ASKED in names:
            app.notify("One project was added. “Add the missing projects…” asks about the others.", timeout=15)
        else:
            sentence, wrong = _outcome(run.ending)
            severity: SeverityLevel = "warning" if wrong else "information"
            app.notify(app.session.mask.text(sentence), severity=severity, timeout=15, markup=False)

    def tell_settled(self, names: frozenset[str]) -> None:
        """Notify about approvals that somebody waited for, and that working credentials settle."""
        session = self._app.session
        is_new = "approvals_settled_by" in names and OPENED not in names and self._app.is_running and session.is_open
        if is_new and (said := settled_words(session.record)):
            self._app.notify(said, timeout=10, markup=False)

    def tell_keyring(self, sentence: str) -> None:
        """The keyring takes its time; called from the thread that waits for it."""
        self._app.call_later(self._keyring.say, self._app, sentence, timeout=20)

    def tell_pause(self, seconds: float, reason: str) -> None:
        """Count down a pause for a rate limit."""
        self._pause_until = (time.monotonic() + seconds, reason)
        if self._countdown is None and self._app.is_running:
            self._countdown = self._app.set_interval(1.0, self._count_down)
        self._count_down()

    def _count_down(self) -> None:
        left, reason = math.ceil(max(self._pause_until[0] - time.monotonic(), 0)), self._pause_until[1]
        self._app.session.level_scan.paused_for = left
        self._app.pause = f"{reason}: continuing in {left} s" if left else ""
        if not left and self._countdown is not None:
            self._countdown.stop()
            self._countdown = None


def _outcome(ending: project_run.Ended) -> tuple[str, bool]:
    """How it ended, and whether that needs attention."""
    from dmsa_tui.permit.model import Outcome
    from dmsa_tui.permit.text import headline

    if (report := ending.report) is None:
        return ending.sentence, ending.wrong
    sentences = [headline(report), report.problem or ""]
    if report.problem and report.outcome is Outcome.STOPPED:
        del sentences[0]  # the problem says it
    return f"Projects: {' '.join(sentences).strip()}", report.outcome is not Outcome.DONE
