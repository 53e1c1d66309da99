"""What to do when the person's screen looks different or shows an error."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from dmsa_tui.guide.failures import entry_of
from dmsa_tui.guide.model import Task
from dmsa_tui.guide.search import EntriesOfChecks, TroubleshootingEntry, entries_of, nearest_failures, search_failures
from dmsa_tui.onboarding.clicker import clicker
from dmsa_tui.onboarding.record import ASKED_ABOUT
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.remedy_words import remedy_way
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.roles import role_mark
from dmsa_tui.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session

MUTED = "$foreground-muted"
FOUND = (State.FAILING, State.CAUTION, State.UNVERIFIED)
"""The states of checks that found something."""


class TroubleshootingDialog(Dialog[None]):
    """The "I don't see this" branches of a step or task, and a search through all that is known to go wrong."""

    HELP = "What to do when your screen looks different. Search with the words that you see."

    SHOWS = ("edition", *ASKED_ABOUT)

    def __init__(self, session: "Session", step: Task) -> None:
        super().__init__()
        self.session = session
        self.step = step

    @property
    def heading(self) -> str:
        return f"Doesn't match your screen? – {self.step.title}"

    def compose_dialog(self) -> ComposeResult:
        yield SearchLine("Search: what do you see, or what does it say?", id="search")
        yield Paragraphs(self._of_step(), id="ways")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self.draw_again()

    def draw_again(self) -> None:
        """Draw the entries of the step, or those that match the search."""
        words = self.query_one(Input).value.strip()
        self.query_one("#ways", Paragraphs).show(self._matching(words) if words else self._of_step())

    def _of_step(self) -> list[Line]:
        found, others = self._ways()
        lines = [line for way in found for line in way]
        if lines:
            lines.insert(0, Line(literal("What the checks of this step found:", "$text-accent"), blank_before=True))
            lines.append(Line(literal("Also known for this step:", "$text-accent"), blank_before=True))
        lines += [line for way in others for line in way]
        return lines or [_muted("No known differences here. Try another portal edition.")]

    def _ways(self) -> tuple[list[list[Line]], list[list[Line]]]:
        """What the checks of this step found, and what else is known for it, each as its lines."""
        known = self._known
        found = [entry_lines(self.session, entry) for entry in known.found]
        others = [entry_lines(self.session, entry) for entry in known.related]
        said = {each.failure for each in (*known.found, *known.related)}
        for branch in self.session.edition_of(self.step.id).branches:
            if branch.failure is None or branch.failure not in said:  # else its entry has said it
                see, do = Line(prose(branch.see, "bold"), blank_before=True), Line(prose(branch.do), indent=2)
                others.append([see, do])
        return found, others

    def _matching(self, words: str) -> list[Line]:
        """What this step's own list says with these words, then what fits best of all that is known."""
        guide, edition = self.session.guide, self.session.record.edition
        found, others = self._ways()
        ways = [way for way in (*found, *others) if _has(way, words)]
        ways += [entry_lines(self.session, each) for each in search_failures(guide, words, edition)]
        if ways:
            once = dict(zip((way[0].text.plain for way in reversed(ways)), reversed(ways), strict=True))
            return [line for way in reversed(once.values()) for line in way]
        near = [line for each in nearest_failures(guide, words, edition) for line in entry_lines(self.session, each)]
        return [
            _muted("Nothing found. Do you mean one of these?" if near else "Nothing found. Try other words."),
            *near,
        ]

    @property
    def _known(self) -> EntriesOfChecks:
        """What is known of what this run's checks found; what is still to do, nobody has found."""
        session = self.session
        edition = session.guide.edition_or_default(session.record.edition)
        view, mask = session.views().get(self.step.id), session.mask.text
        states = () if view is None else view.checks
        results = [each.result for each in states if each.state in FOUND and each.result and each.since is None]
        ways = {entry.id: remedy_way(session, each) for each in results if (entry := entry_of(session.guide, each))}
        known = entries_of(session.guide, ways, edition.id)
        found = (
            replace(each, where=mask(where), label=mask(label))
            for each, (where, label) in zip(known.found, ways.values(), strict=True)
        )
        return known._replace(found=tuple(found))

    @property
    def way_out(self) -> Task | None:
        """The task that one of the ways names."""
        ids = (each.task for each in self.session.edition_of(self.step.id).branches)
        return next((self.session.guide.documented(id) for id in ids if id is not None), None)

    def compose_row(self) -> ComposeResult:
        if (task := self.way_out) is not None:
            yield CompactButton(f"{task.title}…", id="go-task")

    @on(Button.Pressed, "#go-task")
    def _go_to_task(self, event: Button.Pressed) -> None:
        event.stop()
        if (task := self.way_out) is not None:
            self.dismiss(None)
            self.app.open_task(task.id)


class EntryDialog(Dialog[None]):
    """A troubleshooting entry: what may be behind it, and who clicks where."""

    HEADING = "What goes wrong, and how to fix it"
    HELP = "What may be wrong, and who clicks what and where."

    def __init__(self, session: "Session", entry: TroubleshootingEntry, go_to_step: Callable[[str], None]) -> None:
        super().__init__()
        self.session = session
        self.entry = entry
        self._go_to_step = go_to_step

    def compose_dialog(self) -> ComposeResult:
        proof = Line(prose(f"Proof: {self.entry.proof}", MUTED), indent=2, blank_before=True)
        yield Paragraphs([*entry_lines(self.session, self.entry), proof])

    def compose_row(self) -> ComposeResult:
        number = self.session.guide.step(self.entry.step).number
        yield CompactButton(f"Step {number} ▶", key="Enter", id="go", variant="primary")

    @on(Button.Pressed, "#go")
    def _go(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None)
        self._go_to_step(self.entry.step)


def entry_lines(session: "Session", entry: TroubleshootingEntry) -> list[Line]:
    """The entry as lines."""
    lines = [Line(prose(entry.symptom, "bold"), blank_before=True)]
    perhaps = [way for way in entry.ways if way.see]
    if entry.likely or perhaps:
        lines.append(Line(literal("Perhaps:", MUTED), indent=2))
    lines += [Line(prose(cause, MUTED), literal("  · ", MUTED), 4) for cause in entry.likely]
    lines += [Line(prose(f"{way.see} {way.do}"), literal("  · ", MUTED), 4) for way in perhaps]
    lines += [Line(prose(way.do), indent=2) for way in entry.ways if not way.see]
    label = literal(" → ") + literal(entry.label, "$text-primary bold") if entry.label else literal("")
    who = role_mark(clicker(entry.where, entry.who, session.record))
    who += literal(" " if entry.step == "check" else f" step {session.guide.step(entry.step).number}: ")
    return [*lines, Line(who + literal(entry.where) + label, indent=2)]


def _has(way: list[Line], words: str) -> bool:
    """Whether each of these words, or the part typed so far, is in it."""
    said = " ".join(line.text.plain for line in way).casefold()
    return all(word in said for word in words.casefold().split())


def _muted(sentence: str) -> Line:
    return Line(literal(sentence, MUTED), blank_before=True)
