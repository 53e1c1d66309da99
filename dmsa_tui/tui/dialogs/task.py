"""A task, shown like a step: one action at a time, and below it what is proven."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Paste, Resize
from textual.widgets import Button

from dmsa_tui.errors import DmsaError
from dmsa_tui.onboarding.open_tasks import mended_at
from dmsa_tui.onboarding.states import State
from dmsa_tui.session.check_results import FRESH, has_answer
from dmsa_tui.session.failed_proofs import forget_failed
from dmsa_tui.session.proofs import ENOUGH, NOT_BEGUN, TaskProof
from dmsa_tui.tui import keys
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.mask_keys import MaskKeys
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.steps.procedure_commands import ProcedureCommands
from dmsa_tui.tui.stylesheets import DIALOGS, PARTS, STEPS
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.at_action import Given, need
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.key_bar import KeyBar, ShownKey
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.tui.widgets.text_fields import is_text_field
from dmsa_tui.tui.widgets.turn_line import TurnLine
from dmsa_tui.tui.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task

MUTED = "$foreground-muted"
KEYS = (
    "edition", "branches", "practice", "check", "done", "reveal", "names", "projects", "open", "copy", "message",
    "handout", "diagnosis", "link",
)  # fmt: skip
"""Ids of the commands of a step that a task has too: a task is no place to watch from, and leads to no other step."""
ABOUT_TASK = ("message", "handout")
"""Those whose page is about the task once it is begun."""
NOT_BEGUN_YET = "Nothing of this task is marked done. Mark its first action done: then this is about the task."
START_OVER = "Start over"
MINUTES_SHOWN = 20.0
"""Seconds after which the minutes without a valid secret are counted again."""


class TaskDialog(ProcedureCommands, Dialog[None]):
    """The actions of a task with their ticks and fields, and its proofs."""

    AUTO_FOCUS = ""
    CSS_PATH: ClassVar = [PARTS, STEPS, DIALOGS]
    PLAYS = False
    PROVES: ClassVar[Mapping[str, str]] = {}
    """Id of the action that asks for a proof → the proof's title."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(each.key, each.action, each.label, id=each.id, priority=True)
            for each in keys.ONBOARDING
            if each.id in KEYS and each.id != "reveal"  # every dialog's
        ),
        *(Binding(key, does, show=False) for key, does in (("space", "done"), ("backspace", "take_back"))),
        Binding("delete", "skip", show=False),
        *(Binding(key, f"move({by})", show=False) for key, by in (("up", -1), ("down", 1))),
    ]

    def __init__(self, task: "Task") -> None:
        super().__init__(classes="task")
        self._in_guide = task

    @property
    def procedure(self) -> "Task":
        return self._in_guide

    @property
    def heading(self) -> str:
        beneath = [each for each in self.app.screen_stack if isinstance(each, WizardScreen)]
        return f"Task for {beneath[-1].open_customer}" if beneath else "Task"

    def compose_dialog(self) -> ComposeResult:
        self.mask_keys = MaskKeys(self, self.app, self.session)
        warnings = self.session.edition_of(self.procedure.id).warnings
        id, following = self.procedure.id, (*warnings, "Start over begins the task again.")
        mended = mended_at(self.session.record, id, self.session.actions.of(id))
        actions = ActionList(id, self.given(), following, opens_at="" if mended is None else mended.id)
        actions.unproven, actions.holds = self.unproven, self.held_open
        yield TurnLine(self.procedure, actions)
        yield actions
        yield Paragraphs(self.proof_lines(), id="proofs")
        named = (
            ("help", "Why, and cautions", "app.explain", ""),
            ("branches", "Doesn't match your screen?", "screen.branches", "Doesn't match?"),
            ("message", "Message", "screen.press('message')", ""),
            ("handout", "Handout", "screen.press('handout')", ""),
        )
        shown = [ShownKey(self.app.key_text(id), label, action, short) for id, label, action, short in named]
        yield KeyBar(shown, id="task-keys")

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Done, next", key=self.app.key_text("done"), id="done", variant="primary")
        if self.session.rehearsal is not None:
            yield CompactButton("Practice", key=self.app.key_text("practice"), id="practice")
        yield CompactButton(START_OVER, key="B", id="start-over", tooltip="Take back what was marked done in this task")

    def on_mount(self) -> None:
        Redraw(self, self.draw).after("record_changes", "result_changes", "mask_changes")
        self.set_interval(MINUTES_SHOWN, self.draw)
        self.draw()
        self.watch(self, "focused", self._name_start_over)
        self.call_after_refresh(self.actions.focus_first)

    def _name_start_over(self) -> None:
        """Its key is named where it acts: a letter that is typed into a field is the field's."""
        is_typing = is_text_field(self.focused) or isinstance(self.focused, SecretField)
        for button in self.query("#start-over").results(CompactButton):
            button.name_as(START_OVER, key="" if is_typing else "B")

    @on(Resize)
    def _keep_in_sight(self) -> None:
        """Scroll the focused field into sight."""
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @property
    def actions(self) -> ActionList:
        """The list of actions."""
        return self.query_one(ActionList)

    def draw(self) -> None:
        """Draw the proofs, and enable the buttons that apply."""
        if self.session.is_open and self.is_attached and self.query("#proofs"):
            self.query_one("#proofs", Paragraphs).show(self.proof_lines())
            self.actions.draw()
            self.query_one("#start-over", Button).disabled = not self._is_begun

    @property
    def _is_begun(self) -> bool:
        """Whether something of the task was done, or failed."""
        record, begins = self.session.record, f"{self.procedure.id}/"
        return any(key.startswith(begins) for key in (*record.ticked, *record.failed_proofs))

    # -- what a task has of its own --------------------------------------------------------------------------------

    def given(self) -> Sequence[Given]:
        """The fields and buttons of its actions."""
        return ()

    def proofs(self) -> Mapping[str, TaskProof]:
        """The proofs by title."""
        return {}

    def unproven(self) -> dict[str, str]:
        """Those of `PROVES` whose proof there is not yet."""
        proofs = self.proofs()
        return {action: title for action, title in self.PROVES.items() if proofs[title].state not in ENOUGH}

    def held_open(self) -> set[str]:
        """Those of `PROVES` that no word marks done: nobody has asked Procore, or it says no."""
        proofs = self.proofs()
        return {action for action, title in self.PROVES.items() if proofs[title].state in (State.TODO, State.FAILING)}

    def does(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """Id of an action that this program does → what does it, and says whether it is done."""
        return {}

    def proof_lines(self) -> list[Line]:
        """The proofs, a paragraph each, with signs."""
        return [_proof_line(title, proof) for title, proof in self.proofs().items()]

    def receive(self, given: dict[str, Any]) -> None:
        """Take over what the practice browser hands to this task: field id → text."""

    def begin_again(self) -> None:
        """Forget what was proven."""

    @work(group="secret", exclusive=True, exit_on_error=False)
    async def look_for_secret(self, selector: str, note: str) -> None:
        """Show that field, with the note, where the client secret is not kept on this machine."""
        if not await self.has_secret():
            self.ask_for_secret(selector, note)

    def ask_for_secret(self, selector: str, note: str) -> None:
        """Show that field of the open action, with the note."""
        for field in self.query(selector).results(SecretField):
            need(field, True)
            field.missing(literal(note, "$foreground-muted"))
        self.actions.focus_first()

    async def has_secret(self) -> bool:
        """Whether the client secret that the task asks with is at hand."""
        return await self.session.credentials.secret() is not None

    async def ask_again(self) -> str:
        """Ask Procore again about what the task shows; returns why there is nothing to ask, in a sentence."""
        await self.run_all_checks()
        return ""

    async def run_all_checks(self) -> bool:
        """Ask Procore about everything, and keep what it says; a problem is told. Returns whether Procore answered."""
        has_answered = False
        try:
            has_answered = has_answer(await self.session.run_checks(None, manual=True))
        except DmsaError as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
        self.app.autosave.soon()
        return has_answered

    def lacks_client_id(self, field: SecretField) -> bool:
        """Whether nobody can ask with a secret yet; the field says why then."""
        if not self.session.record.client_id:
            number = self.session.guide.step("promote").number
            field.show_note(literal(f"✖ The client ID is missing. Enter it on step {number} first.", "$text-error"))
        return not self.session.record.client_id

    def on_paste(self, event: Paste) -> None:
        """Put the cursor into the open action's field, where the next paste goes; the field in focus refused this."""
        if is_text_field(self.focused):
            return  # the dialog's own offers it
        event.stop()
        event.prevent_default()
        self.actions.focus_first()
        sentence = "Paste again: the cursor is in the field now."
        if self.focused is None:
            sentence = "The paste was ignored: this action has no empty field."
        self.notify(sentence, severity="warning", timeout=6)

    # -- clicks ----------------------------------------------------------------------------------------------------

    def enter_presses(self, button: Button) -> bool:
        """Whether Enter does what that button of the open action says: it asks Procore, and changes nothing."""
        return self.focused in (None, button) or isinstance(self.focused, ActionList)

    def action_primary(self) -> None:
        """Enter in a field: the next empty field, or else the next action."""
        if empty := self.actions.given.empty:
            self.set_focus(empty[0])
        else:
            self.action_done()

    @on(SecretField.Entered)
    def _secret_entered(self, event: SecretField.Entered) -> None:
        event.stop()
        self.action_primary()

    def action_done(self) -> None:
        """Do the open action where this program does it, tick it and go on; after the last one, close."""
        opened = self.actions.current.action
        if opened is None:
            self.dismiss(None)
        elif opened.id in self.does() and not self.session.actions.is_ticked(self.guide_id, opened.id):
            self._do(opened.id)
        elif (done := self.actions.tick(self.app.person)) is not None:
            if done.id in self.PROVES:
                forget_failed(self.session, self.guide_id, done.id)
            self.app.autosave.soon()

    @work(group="does", exclusive=True, exit_on_error=False)
    async def _do(self, action_id: str) -> None:
        if not await self.does()[action_id]() or self.actions.opened != action_id:
            return
        if self.actions.tick(self.app.person) is not None:
            self.app.autosave.soon()

    def action_take_back(self) -> None:
        """Untick the open action, or the last ticked one."""
        if (last := self.actions.current.last_said) is not None:
            self.actions.tell_taken_back(last)
            self._take_back(last)

    def _take_back(self, action_id: str) -> None:
        self.session.actions.take_back(self.procedure.id, action_id)
        forget_failed(self.session, self.procedure.id, action_id)
        self.actions.choose(action_id)
        self.app.autosave.soon()

    def action_skip(self) -> None:
        """Skip the open action, if it is optional."""
        self.actions.skip()

    def action_move(self, by: int) -> None:
        """Open the action before or after."""
        self.actions.move(by)

    @on(ActionList.TakenBack)
    def _taken_back(self, event: ActionList.TakenBack) -> None:
        event.stop()
        self._take_back(event.action_id)

    @on(Button.Pressed, "#done, #practice")
    async def _row_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.id or "")

    @on(Button.Pressed, "#start-over")
    @work(group="dialog", exit_on_error=False)
    async def _start_over(self, event: Button.Pressed) -> None:
        from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

        event.stop()
        consequence = "This takes back what was marked done in this task, and its proofs. Nothing changes at Procore."
        question = f"Start the task “{self.procedure.title}” over?"
        if not await self.app.push_screen_wait(ConfirmDialog(question, consequence, "Start over")):
            return
        self.session.actions.start_over(self.procedure.id)
        self.begin_again()
        self.actions.choose("")
        self.app.autosave.soon()
        self.draw()

    # -- what is opened over it ------------------------------------------------------------------------------------

    def action_press(self, command_id: str) -> None:
        """Write the diagnosis, or the pages that are about a task once it is begun; else as every dialog."""
        from dmsa_tui.tui.steps.papers import PAGES

        if command_id not in PAGES or is_text_field(self.focused):
            super().action_press(command_id)
        elif self._is_begun or command_id not in ABOUT_TASK:
            PAGES[command_id](self)
        else:
            self.notify(NOT_BEGUN_YET, timeout=6)

    @work(group="proof", exclusive=True, exit_on_error=False)
    async def action_check(self) -> None:
        """Ask Procore again about what the task shows."""
        self.notify("Asking Procore…", timeout=20)
        said = await self.ask_again() or "Checked again."
        self.notify(said, timeout=6, markup=False)
        self.draw()

    def action_practice(self) -> None:
        """Open the practice browser."""
        from dmsa_tui.tui.dialogs.practice_browser import PracticeBrowser

        if self.session.rehearsal is not None:
            self.app.push_screen(PracticeBrowser(self.session, self))

    def practiced(self) -> None:
        """Do nothing: a button asks Procore about what was done in the practice company."""

    def show_me(self) -> None:
        """Do nothing: a task is not shown by itself."""


def _proof_line(title: str, proof: TaskProof) -> Line:
    sign = SIGNS[proof.state]
    result = "" if proof is NOT_BEGUN else f"  {proof.summary}"
    is_old = proof.state is State.PROVEN and (bool(proof.of) or datetime.now(UTC) - proof.at >= FRESH)
    style = f"{sign.style} dim" if is_old else sign.style
    word = f"{sign.word} {proof.of}".rstrip()
    return Line(literal(f"{title}: {word}.{result}", style), literal(f"{sign.sign} ", style), 2)
