"""The field for the client secret: takes text, gives out a Secret, shows only its length."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Blur, Click, Key, Paste
from textual.message import Message
from textual.widget import Widget

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.validation import shape
from dmsa_tui.procore.pasted import pair_in
from dmsa_tui.procore.secret import Secret
from dmsa_tui.terminal import clipboard
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.opening import once_released
from dmsa_tui.tui.widgets.guide_text import literal

JUDGED = ("-right", "-wrong", "-proven", "-refused")
"""Classes that say what was found of the text, or of the secret that the session has."""


class SecretField(Widget, can_focus=True):
    """A line that draws dots, cannot be copied from, and puts its value in no message."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"secret-field--dots"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Test", show=False),
        Binding("ctrl+v", "paste", "Paste", show=False),
        Binding("ctrl+u", "clear", "Clear", show=False),
        # They edit any other field: nothing here, rather than a command.
        *(Binding(f"ctrl+{each}", "do_nothing", "Edit", show=False) for each in "adefkwxyz"),
    ]

    class Given(Message):
        """A text that may be a secret was pasted or typed; read it with `SecretField.take`."""

        def __init__(self, field: "SecretField") -> None:
            super().__init__()
            self.field = field

    class Cleared(Message):
        """The field was emptied."""

        def __init__(self, field: "SecretField") -> None:
            super().__init__()
            self.field = field

    class Refused(Message):
        """It holds a text that its rule refuses, so no secret."""

        def __init__(self, field: "SecretField") -> None:
            super().__init__()
            self.field = field

    class Entered(Message):
        """Enter was pressed, and there is nothing to test here: go on."""

    def __init__(self, label: str, rule: Callable[[str], Secret], *, id: str, beside_client_id: bool = False) -> None:
        """`beside_client_id`: the screen has a field for the client ID too, and takes both from one paste."""
        self.beside_client_id = beside_client_id
        super().__init__(id=id, classes="field")
        self.label = label
        self.rule = rule
        self._typed = Secret("")
        self._given: Secret | None = None
        self._note = Content("")
        self._left_out = Content("")
        """What the rule took out of the secret, in a sentence."""
        self._refusal = OneNotice()

    def take(self) -> Secret | None:
        """The secret that was given and not taken over yet."""
        return self._given

    @property
    def typed(self) -> Secret:
        """The text that stands in it, right or wrong."""
        return self._typed

    @property
    def note(self) -> Content:
        """What stands under the dots."""
        return self._note

    def show_note(self, note: Content) -> None:
        """Show one sentence under the dots."""
        self._note = note
        self.refresh(layout=True)

    def kept(self, note: Content, *, proven: bool = False, refused: bool = False) -> None:
        """Show that the session has a secret, without holding it; `proven` if Procore just accepted it.

        `refused`: Procore did not, and another one is wanted.
        """
        self.let_go()
        self.add_class("-right").set_class(proven, "-proven").set_class(refused, "-refused")
        self.show_note(note + self._left_out)

    def let_go(self) -> None:
        """Hold nothing, and show nothing as held."""
        self._typed = Secret("")
        self._given = None
        self.remove_class(*JUDGED)

    def missing(self, note: Content) -> None:
        """Show that no secret is stored. What was typed stays."""
        if not self._typed:
            self.remove_class(*JUDGED)
        self.show_note(note)

    @property
    def is_empty(self) -> bool:
        """Whether the field has no text that is not stored yet."""
        return not self._typed

    def accepts(self, text: str) -> bool:
        """Whether the rule takes that text."""
        try:
            self.rule(text)
        except InvalidInput:
            return False
        return True

    def give(self, text: str) -> None:
        """Take `text` as if it had been pasted."""
        self._typed = Secret(text)
        self.action_submit()

    def render(self) -> Content:
        dots = "•" * min(len(self._typed), 44, max(self.size.width - 2, 0))
        if not dots and self.has_class("-right"):
            dots = "•" * 12
        if self.has_focus:
            dots += "▏"
        ground = self.get_visual_style("secret-field--dots")
        line = Content.styled(f" {dots}".ljust(max(self.size.width, 1)), ground)  # under the text of the other fields
        return Content("\n").join([Content.styled(self.label, "bold"), line, self._note])

    @on(Paste)
    def _pasted(self, event: Paste) -> None:
        if self.beside_client_id and pair_in(event.text) is not None:
            return
        event.stop()
        event.prevent_default()
        self.give(event.text)

    @on(Key)
    def _key(self, event: Key) -> None:
        if event.key == "backspace":  # a wrong text goes whole: what is left of it would be tested as a secret
            self._typed = Secret("" if self.has_class("-wrong") else self._typed.reveal()[:-1])
        elif event.is_printable and event.character:
            # Nobody can go on with dots that were judged: the next secret begins, also one that is pasted as keys.
            is_new = self._given is not None or self.has_class("-wrong")
            self._typed = Secret(("" if is_new else self._typed.reveal()) + event.character)
        else:
            return
        event.stop()
        event.prevent_default()
        self._given = None
        if not self._typed:
            self.action_clear()
            return
        self.remove_class(*JUDGED)
        parts = self._typed.reveal().split()
        left_out = " A secret has no space: it is left out." if len(parts) > 1 else ""
        count = counted(sum(map(len, parts)), "character")
        self.show_note(Content.styled(f"{count}; Enter tests it.{left_out}", "$foreground-muted"))

    @on(Blur)
    def _left(self) -> None:
        once_released(self, self.judge)

    @on(Click)
    def _clicked(self) -> None:
        self.focus()

    def action_do_nothing(self) -> None:
        """Dots are not edited."""

    async def action_paste(self) -> None:
        """Paste what the program itself has copied, or this machine's clipboard (the terminal's paste is an event).

        What the program has copied is taken off the clipboard then: it was a secret, and it has arrived.
        """
        if text := self.app.clipboard:
            self.app.copy_to_clipboard("")
        else:
            try:
                text = await asyncio.to_thread(clipboard.read, clipboard.tool_here())
            except clipboard.ClipboardUnreadable as reason:
                self.show_note(literal(f"! {reason}", "$text-warning"))
                return
        if text.strip():
            self.give(text)
        else:
            self.show_note(literal("! The clipboard is empty: copy the secret in Procore first.", "$text-warning"))

    def action_clear(self) -> None:
        """Empty the field."""
        self.let_go()
        self.show_note(Content.styled("Cleared; paste the client secret here.", "$foreground-muted"))
        self.post_message(self.Cleared(self))

    def action_enter(self) -> None:
        """Test what was typed; otherwise go on."""
        if self._typed:
            self.action_submit()
        else:
            self.post_message(self.Entered())

    def judge(self) -> None:
        """Judge what was typed and not judged yet."""
        if self._typed and self._given is None and not self.has_class("-wrong"):
            self.action_submit()

    def judge_again(self) -> None:
        """Judge a text that was refused, after a change of something that the rule depends on."""
        if self.has_class("-wrong"):
            self.action_submit()

    def refuse(self) -> None:
        """Say once more, where it is noticed, what the field says already: a press has changed nothing."""
        self.focus()
        self.app.bell()
        self._refusal.say(self.app, self._note.plain.removeprefix("✖ "), timeout=8, severity="error")

    @property
    def holds_one(self) -> bool:
        """Whether there is a secret, kept or just given, of the right form."""
        return self.has_class("-right") or (bool(self._typed) and not self.has_class("-wrong"))

    def action_submit(self) -> None:
        """Check the form of the text, and post `Given` if it may be a secret."""
        if not self._typed:
            return
        inside = self._typed.reveal().strip()
        try:
            self._given = self.rule(self._typed.reveal())
        except InvalidInput as problem:
            self.remove_class(*JUDGED).add_class("-wrong")
            self.show_note(Content.styled(f"✖ {problem}", "$text-error"))
            self.post_message(self.Refused(self))
            return
        self.remove_class("-wrong")
        is_shorter = inside != self._given.reveal() == "".join(inside.split())
        lost = "line break" if len(inside.splitlines()) > 1 else "space"
        self._left_out = literal(f" A {lost} inside it was removed." if is_shorter else "")
        self._typed = self._given
        self.show_note(Content.styled(f"{shape(self._given)}; testing…", "$foreground-muted"))
        self.post_message(self.Given(self))
