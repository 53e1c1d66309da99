"""Checks as they turn: one row each, updated in place."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Button, Static

from dmsa_tui.checks.model import Result, Status
from dmsa_tui.widgets.prose import INDENT
from dmsa_tui.widgets.signs import CHECK_SIGNS, CONFIRMED

WHO = {"consultant": "consultant", "admin": "administrator", "both": "both of you"}


class Definition(Protocol):
    """What a row needs of a check."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class CheckRow(Vertical, can_focus=True):
    """One check: sign, word and title; then what was found, what to do, and on request the evidence."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "evidence", "Evidence", show=False),
        Binding("g", "remedy", "Go to the step", show=False),
        Binding("v", "vouch", "Vouch", show=False),
    ]

    class Remedied(Message):
        """The person wants to go to the step that fixes this check."""

        def __init__(self, step_id: str) -> None:
            super().__init__()
            self.step_id = step_id

    class Vouched(Message):
        """The person says that it is so, where Procore did not say."""

        def __init__(self, check_id: str) -> None:
            super().__init__()
            self.check_id = check_id

    def __init__(self, definition: Definition, result: Result | None) -> None:
        super().__init__(id=f"check-{definition.id.replace('.', '-')}", classes="check-row")
        self.definition = definition
        self.result = result
        self.running = False
        self.expanded = False

    def compose(self) -> ComposeResult:
        """The lines, and what can be done about them once the row is open."""
        yield Static(classes="check-text", markup=False)
        with Horizontal(classes="check-buttons"):
            yield Button("Go to the step that mends it (G)", classes="mend", compact=True)
            yield Button("I vouch for it (V)", classes="vouch", compact=True)

    def on_mount(self) -> None:
        """Draw it."""
        self.draw()

    def show(self, result: Result) -> None:
        """Draw a new result; a running check keeps what it last said."""
        self.running = result.status is Status.RUNNING
        if not self.running:
            self.result = result
        self.draw()

    def draw(self) -> None:
        """Draw the lines, and offer only what the result allows."""
        self.query_one(".check-text", Static).update(self._lines())
        mend, vouch = (bool(self.check_action(action, ())) for action in ("remedy", "vouch"))
        self.query_one(".mend").display, self.query_one(".vouch").display = mend, vouch
        self.set_class(self.expanded and (mend or vouch), "-open")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.has_class("mend"):
            self.action_remedy()
        else:
            self.action_vouch()

    def _lines(self) -> Content:
        result = self.result
        status = Status.RUNNING if self.running else result.status if result else Status.PENDING
        sign = CONFIRMED if result and result.confirmed_by and not self.running else CHECK_SIGNS[status]
        head = Content.assemble((f"{sign.sign} {sign.word:<10} ", sign.style), (self.definition.title, "bold"))
        lines = [head]
        if result is not None:
            if result.status is not Status.PASS or self.expanded:
                lines += [Content.styled(INDENT + result.summary, "")]
            if result.remedy is not None and result.status in (Status.FAIL, Status.WARN, Status.UNVERIFIED):
                remedy = result.remedy
                lines.append(
                    Content.assemble(
                        (f"{INDENT}→ {WHO.get(remedy.who, remedy.who)}: ", "$text-accent"),
                        (f"{remedy.where} → ", ""),
                        (remedy.label, "$text-primary bold"),
                    )
                )
            if self.expanded:
                lines += self._evidence(result)
        return Content("\n").join(lines)

    def _evidence(self, result: Result) -> list[Content]:
        lines = []
        if result.cause is not None:
            lines.append(Content.styled(f"{INDENT}cause: {result.cause}", "$foreground-muted"))
        for exchange in result.evidence:
            said = exchange.status if exchange.status is not None else "no answer"
            request = f", request {exchange.request_id}" if exchange.request_id else ""
            text = f"{INDENT}{exchange.method} {exchange.url} → {said} in {exchange.elapsed_ms} ms{request}"
            lines.append(Content.styled(text, "$foreground-muted"))
        if result.confirmed_by is not None:
            word = result.confirmed_by
            lines.append(
                Content.styled(f"{INDENT}confirmed by {word.by}, {word.at:%Y-%m-%d %H:%M} UTC", "$text-accent")
            )
        return lines or [Content.styled(INDENT + "No request was made for this.", "$foreground-muted")]

    def action_evidence(self) -> None:
        """Show or hide the evidence."""
        self.expanded = not self.expanded
        self.draw()

    def action_remedy(self) -> None:
        """Go to the step that fixes it."""
        if self.result is not None and self.result.remedy is not None:
            self.post_message(self.Remedied(self.result.remedy.screen))

    def action_vouch(self) -> None:
        """Give one's word; only where Procore did not say."""
        self.post_message(self.Vouched(self.definition.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what the result allows."""
        if action == "remedy":
            return self.result is not None and self.result.remedy is not None
        if action == "vouch":
            return self.result is not None and self.result.status is Status.UNVERIFIED
        return True

    def on_click(self, event: Click) -> None:
        """A click is the same as Enter."""
        event.stop()
        self.action_evidence()


class CheckList(Vertical):
    """The rows of several checks."""

    def __init__(self, definitions: Sequence[Definition], results: Mapping[str, Result]) -> None:
        super().__init__(classes="check-list")
        self.definitions = definitions
        self.results = results

    def compose(self) -> ComposeResult:
        """One row for each check."""
        for definition in self.definitions:
            yield CheckRow(definition, self.results.get(definition.id))

    def show(self, result: Result) -> None:
        """Draw a result in its row, if it has one here."""
        for row in self.query(CheckRow):
            if row.definition.id == result.id:
                row.show(result)
