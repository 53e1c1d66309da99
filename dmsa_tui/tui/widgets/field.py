"""A field that checks its text while a person types: a label, a line of input, and one sentence."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus, Paste
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from dmsa_tui.errors import InvalidInput, Unfinished
from dmsa_tui.onboarding.pasted_text import connection_in, is_broken_address, is_broken_credential
from dmsa_tui.procore.pasted import (
    begins_credential,
    holds_credential,
    is_address,
    is_masked,
    misplaced_in,
    pair_in,
    without_beginnings,
)
from dmsa_tui.procore.secret import masked
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.opening import once_released
from dmsa_tui.tui.widgets import hanging_text as hanging
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import HangingText
from dmsa_tui.tui.widgets.misplaced import ASKED_AFTER, MisplacedWatch
from dmsa_tui.tui.widgets.undo_line import UndoLine

MUTED = "$foreground-muted"
ROW_OF_LINE = hanging.Line(Content(hanging.NBSP))
REMOVE_IT = "remove it."
"""How a rule's sentence ends about what no field may hold."""
Rule = Callable[[str], str]
"""Returns the cleaned text; raises InvalidInput with the sentence to show."""


class _Judged(NamedTuple):
    """What a rule says about a text: the cleaned text, None for a wrong one; the sentence; the field's classes."""

    cleaned: str | None
    hint: Content
    kind: str


class Line(UndoLine):
    """Of a paste of several lines, it takes the one that is the value, or else the first."""

    left_out = False
    """Whether the last paste had more lines than the one that was taken."""
    pasted = False
    """Whether the last change was a paste: nobody is in the middle of it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Delete to the screen where there is nothing to delete: it skips an optional action."""
        return action != "delete_right" or bool(self.value)

    def _on_paste(self, event: Paste) -> None:
        if pair_in(event.text) is not None or connection_in(event.text):
            event.prevent_default()  # the screen knows where such a text belongs
            return
        # Textual's own handler runs next; it takes the first line, and what is copied from pages often starts with an
        # empty one.
        lines = [line for line in event.text.splitlines() if line.strip()]
        event.text = self.parent.one_of(lines) if isinstance(self.parent, Field) else "".join(lines[:1])
        if isinstance(self.parent, Field) and self._is_elsewheres(event.text, self.parent):
            event.prevent_default()  # the screen asks where it belongs
            return
        self.left_out = len(lines) > 1 and event.text == lines[0]
        self.pasted = bool(lines)
        if isinstance(self.parent, Field) and lines and self.value.strip() and self.selection.is_empty:
            self._make_room(event, self.parent)

    def _is_elsewheres(self, text: str, field: "Field") -> bool:
        """Whether it is a credential that would join what stands here; an empty field of credentials says why not."""
        start, end = sorted(self.selection)
        stays = self.value[:start] + self.value[end:]
        is_for_credentials = field.confidential and not stays.strip()
        return bool(misplaced_in(text)) and not is_for_credentials and not field.accepts(text)

    def _make_room(self, event: Paste, field: "Field") -> None:
        """A whole value takes the place of another one: of a right one that is masked only after a question."""
        if not field.accepts(event.text):
            if field.accepts(self.value) and field.is_known(self.value):
                field.keeps_whole()
                self.left_out = self.pasted = False
                event.prevent_default().stop()
            return  # a part
        is_right, at = field.accepts(self.value), self.cursor_position
        if is_right and field.accepts(self.value[:at] + event.text + self.value[at:]):
            return  # what may have any form
        if is_right and field.confidential and event.text != self.value:
            self.left_out = self.pasted = False
            event.prevent_default()  # the screen asks
        else:
            self.select_all()


class Field(HangingText):
    """A line of text under a rule. What was typed stays, right or wrong.

    It draws label and sentence itself; the line lies over the row between them.
    """

    LINE: ClassVar[type[Line]] = Line

    class Accepted(Message):
        """The field has new text that its rule accepts, or none."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        def value(self) -> str:
            """The text by now; more may have been typed, or another window's value been shown, since this was sent."""
            return self.field.accepted

        @property
        def control(self) -> "Field":
            """The field, for `@on` selectors."""
            return self.field

    def __init__(
        self, label: str, rule: Rule, *, id: str, value: str = "", hint: str = "", placeholder: str = "",
        confidential: bool = False, optional: bool = False, is_known: Callable[[str], bool] = lambda _text: False,
    ) -> None:  # fmt: skip
        """`is_known`: whether that text, which has the form of a client secret, is known to be none."""
        super().__init__(id=id, classes="field")
        self.label = label
        self.rule = rule
        self.hint = hint
        self.accepted = value
        self.placeholder = placeholder
        self.confidential = confidential
        """Masked on a shared screen, also while a person types in it: the sentence counts the characters."""
        self.optional = optional
        """Enter passes it by while it is empty."""
        self.is_known = is_known
        self.revealed = False
        self._typing = self._left_out = self._half = self._strayed = False
        self._complaint = ("", "")
        """A text, and what is wrong with it for a reason that the rule does not know."""
        self._misplaced, self._refusal = MisplacedWatch(self, lambda: self.query_one(Line).paste_burst()), OneNotice()
        self._held_back: Timer | None = None
        """Runs while what is typed may still become a credential."""
        judged = self._judged(value)
        self._said = judged.hint
        self.add_class(*judged.kind.split(), update=False)

    def compose(self) -> ComposeResult:
        line = self.LINE(self.accepted, placeholder=self.placeholder, name=self.label)
        line.password = self._masks(self.accepted)
        yield line

    def on_click(self) -> None:
        """Label and sentence belong to the line: a click on them puts the cursor into it."""
        self.input.focus()

    def lines(self) -> Sequence[hanging.Line]:
        """Label, the row of the line, sentence."""
        return [hanging.Line(literal(self.label, "bold")), ROW_OF_LINE, hanging.Line(self._said)]

    def answer(self, text: str) -> object:
        """What the record has for that accepted text."""
        return text

    def relabel(self, label: str) -> None:
        """Change the label."""
        if label != self.label:
            self.label = label
            self.draw()

    @property
    def input(self) -> Input:
        """The line that is typed in."""
        return self.query_one(Input)

    @property
    def is_being_typed(self) -> bool:
        """Whether a person may be in the middle of it; a paste is whole."""
        return self._half

    def reveal(self, revealed: bool) -> None:
        """Show or mask a confidential value, in its sentence too."""
        if revealed is not self.revealed:
            self.revealed = revealed
            self.judge_again()
        self.input.password = self._masks(self.input.value)

    def _masks(self, text: str) -> bool:
        shows = self.confidential and self.revealed
        if holds_credential(text) or (self._typing and begins_credential(text)):
            return not (shows and self.is_known(text)) or self.has_class("-wrong")
        return (self.confidential and not shows) or (self.has_class("-wrong") and bool(misplaced_in(text)))

    def accepts(self, text: str) -> bool:
        """Whether the rule takes that text."""
        return self._judged(text).cleaned is not None

    def one_of(self, lines: Sequence[str]) -> str:
        """The line of a paste that is the value: the only one that the rule takes, or the first that is no label.

        All of them in one where a terminal or a page has broken the value.
        """
        taken = [line for line in lines if self.accepts(line)]
        values = [line for line in lines if not line.rstrip().endswith(":")] or lines
        joined = "".join(line.strip() for line in values)
        if is_broken_credential(values):
            return joined  # also a refused one: what is said of it is about the whole
        if len(values) > 1 and (not taken or is_broken_address(values)) and self.accepts(joined):
            return joined
        return next(iter(taken if len(taken) == 1 else values), "")

    def keeps_whole(self) -> None:
        """Say that no part is put behind a value that Procore has accepted: much depends on it."""
        self.app.bell()
        said = f"Procore accepted the {self.label} that is here. Press Ctrl+U first to enter another one."
        self._refusal.say(self.app, said, timeout=8, severity="warning")

    @property
    def problem(self) -> str:
        """Why the rule refuses the text; empty if it accepts it."""
        try:
            if self.input.value.strip():
                self.rule(self.input.value)
        except InvalidInput as problem:
            return str(problem)
        return ""

    def fill(self, text: str) -> None:
        """Set the text as if it were pasted, without showing it."""
        self._half = False
        with self.input.prevent(Input.Changed):
            self.input.value = text
        self._take(text)

    def show_value(self, value: object) -> None:
        """Show the value of another window without posting a message; undo restores what was there."""
        text = "" if value is None else str(value)
        if text == self.accepted:
            return
        self._half = False
        with self.prevent(Input.Changed, self.Accepted):
            self.input.value = text
            self._judge(text)
        self.accepted = text

    def complain(self, why: str) -> None:
        """Say what is wrong with the text as it stands, and focus it; empty: nothing is."""
        self._complaint, before = (self.input.value, why), self._said
        self.judge_again()
        if why:
            self.input.focus(scroll_visible=False)
            self._keep_in_sight()
            if before.is_same(self._said):
                self.refuse()

    def refuse(self) -> None:
        """Say once more, where it is noticed, what the field says already: a press has changed nothing."""
        self.input.focus()
        self.app.bell()
        self._refusal.say(self.app, self._said.plain.removeprefix("✖ "), timeout=6, severity="error")

    def judge_again(self) -> None:
        """Apply the rule again after a change of something that it depends on."""
        self._judge(self.input.value)

    def take_again(self) -> None:
        """The same, and take the text if the rule accepts it now."""
        self._take(self.input.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.input.value:
            return  # it has changed again meanwhile
        self._typing = self.input.has_focus and not self.query_one(Line).undone
        line = self.query_one(Line)
        self._half = self._typing and not line.pasted
        self._left_out, line.left_out, line.pasted = line.left_out, False, False
        self._take(event.value)
        self.reveal(self.revealed)
        misplaced = event.value if self.has_class("-wrong") and misplaced_in(event.value) else ""
        if misplaced and (left := self._without_beginning_of(misplaced)) != self.accepted:
            self.accepted = left
            self.post_message(self.Accepted(self))
        self._misplaced.look(misplaced)

    def _without_beginning_of(self, misplaced: str) -> str:
        """What was accepted, without the beginning of that text, which came key by key and is saved by now."""
        left = without_beginnings(self.accepted, misplaced)
        return self.accepted if left == self.accepted else self._judged(left).cleaned or ""

    def _take(self, text: str, *, is_left: bool = False) -> None:
        if self._held_back is not None:
            self._held_back.stop()
            self._held_back = None
        cleaned = self._judge(text)
        # What Procore has accepted stays until the field is left empty: much depends on it.
        if cleaned is None or (not cleaned and not is_left and self.is_known(self.accepted)):
            self._strayed = True
            return
        if cleaned == self.accepted and not self._strayed:
            return
        self._strayed = False
        if self._half and begins_credential(text):
            self._held_back = self.set_timer(ASKED_AFTER, self.settle)  # what is accepted is drawn elsewhere too
        else:
            self.accepted = cleaned
            self.post_message(self.Accepted(self))

    @on(DescendantFocus)
    def _keep_in_sight(self) -> None:
        """Scroll to where the whole field is seen, its sentence too."""
        self.call_after_refresh(self.scroll_visible, animate=False)

    @on(DescendantBlur)
    def _left(self) -> None:
        self._typing = False
        once_released(self, self.settle)

    @on(Input.Submitted)
    def settle(self) -> None:
        """Take the text as it stands: nobody types on."""
        self._half = False
        self._take(self.input.value, is_left=True)

    def _judge(self, text: str) -> str | None:
        """Show what is wrong; return the cleaned text, or None."""
        judged = self._judged(text)
        about, why = self._complaint
        said = literal(f"✖ {why}", "$text-error") if why and text == about else judged.hint
        if not said.is_same(self._said):
            self._said = said
            self._refusal.withdraw(self.app)  # it is about what stood there
            self.draw()
            if self.is_attached and self.input.has_focus:
                self._keep_in_sight()
        for kind in ("-wrong", "-right", "-unfinished"):
            self.set_class(kind in judged.kind.split(), kind)
        return judged.cleaned

    def _judged(self, text: str) -> _Judged:
        if not text.strip():
            return _Judged("", literal(self.hint, MUTED), "")
        try:
            cleaned = self.rule(text)
        except InvalidInput as problem:
            if self._half and isinstance(problem, Unfinished):
                return _Judged(None, literal(problem.wanted, MUTED), "-wrong -unfinished")
            said = f"{problem}".replace(REMOVE_IT, f"{REMOVE_IT[:-1]} with Ctrl+U.")
            return _Judged(None, literal(f"✖ {said}{self._lost}", "$text-error"), "-wrong")
        note = self.hint if cleaned == text.strip() else self._taken(cleaned)
        if is_masked(cleaned) and self._masks(cleaned) and not self.is_known(cleaned):
            note = f"{len(cleaned)} characters. {self.hint}"
        elif self._typing and self._masks(cleaned):
            count = f"{len(cleaned)} {'digits' if cleaned.isdecimal() else 'characters'}"
            taken = f"From the address: {count}, " if is_address(text) else f"{count}: "
            note = f"{taken}{masked(cleaned)}."
        note = (note + self._lost).strip()
        # No tick and no green: that a text has the right form is not something that Procore has confirmed.
        return _Judged(cleaned, literal(note, MUTED), "-right")

    @property
    def _lost(self) -> str:
        """What is not there of a paste, in a sentence after a blank; empty for all other text."""
        return " Only the first line of the paste was taken." if self._left_out else ""

    def _taken(self, cleaned: str) -> str:
        shown = cleaned if not self.confidential or self.revealed else masked(cleaned)
        return f"Taken as {shown}."


class CountField(Field):
    """A field whose answer is a number."""

    def answer(self, text: str) -> object:
        """The number; None for an empty text."""
        return int(text) if text else None
