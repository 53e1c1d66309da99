"""A task beside the steps: what to click, and the proofs that the program can ask Procore for."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button

from dmsa_tui.checks.words import counted
from dmsa_tui.guide.conditions import shown_actions
from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.known import known_of
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.proofs import NOT_BEGUN, TaskProof
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import plain, prose
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.signs import SIGNS

if TYPE_CHECKING:
    from dmsa_tui.guide.model import Task
    from dmsa_tui.session.session import Session

MUTED = "$foreground-muted"


class TaskDialog(Dialog[None]):
    """Shows a task; `rotate` and `offboard` have proofs."""

    SHOWS = ("edition", "app_name", "client_id", "company_id", "environment")

    def __init__(self, session: "Session", task: "Task") -> None:
        super().__init__()
        self.session = session
        self.procedure = task
        self._ended: TaskProof = NOT_BEGUN
        session.rotation.begin()

    @property
    def heading(self) -> str:
        """The task's title."""
        return self.procedure.title

    def compose_dialog(self) -> ComposeResult:
        """What to know, the proofs, the clicks."""
        yield Paragraphs(self._proofs(), id="proofs")
        if self.procedure.id == "rotate":
            yield SecretField("New client secret", self._rule, id="new-secret")
        yield Paragraphs(self._lines(), id="task-actions")

    def compose_row(self) -> ComposeResult:
        """What can be asked."""
        if self.procedure.id == "rotate":
            yield CompactButton("Test the old secret", id="test-old", variant="primary")
            yield CompactButton("The sync tool has it", id="tool-updated")
        elif self.procedure.id == "offboard":
            yield CompactButton("Prove that it has ended", id="prove-ended", variant="primary")

    def _lines(self) -> list[Line]:
        record, task = self.session.record, self.procedure
        edition = self.session.guide.edition_or_default(record.edition).id
        known = known_of(record, company=self.session.results.company_name)
        lines = [Line(prose(task.why, MUTED))]
        if task.needs:
            lines.append(Line(prose(f"You need: {task.needs}", MUTED), blank_before=True))
        for number, action in enumerate(shown_actions(task, edition, known), 1):
            lines.append(Line(prose(action.text), plain(f"{number:2} ", MUTED), 3, blank_before=number == 1))
            lines += [Line(prose(each, MUTED), indent=3) for each in (action.note,) if each]
            lines += [Line(prose(f"! {each}", "$text-warning"), indent=3) for each in (action.caution,) if each]
        shown = task.editions[edition]
        lines.append(Line(prose(f"Then: {shown.expect}"), blank_before=True))
        return [*lines, *(Line(prose(each, MUTED), plain("· ", MUTED), 2) for each in shown.warnings)]

    def _proofs(self) -> list[Line]:
        rotation = self.session.rotation
        rows = {
            "rotate": {
                "The old secret works": rotation.old_works,
                "The new secret works": rotation.new_works,
                "The old secret is refused": rotation.old_refused,
                "The sync tool has the new one": rotation.tool_updated,
            },
            "offboard": {"The access has ended": self._ended},
        }.get(self.procedure.id, {})
        lines = [_proof_line(title, proof) for title, proof in rows.items()]
        if self.procedure.id == "rotate" and rotation.tool_updated is NOT_BEGUN and (minutes := rotation.minutes()):
            lines.append(
                Line(
                    plain(
                        f"The sync has been without a valid secret for about {counted(minutes, 'minute')}.",
                        "$text-warning",
                    )
                )
            )
        return [*lines, Line(plain(""))] if lines else []

    def _rule(self, text: str) -> Secret:
        return fields.client_secret(text, client_id=self.session.record.client_id)

    def draw(self) -> None:
        """The proofs as they stand."""
        self.query_one("#proofs", Paragraphs).show(self._proofs())

    def draw_again(self) -> None:
        """The record has changed: another app begins anew."""
        self.session.rotation.begin()
        self.query_one("#task-actions", Paragraphs).show(self._lines())
        self.draw()

    @on(Button.Pressed, "#test-old")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _test_old(self, event: Button.Pressed) -> None:
        event.stop()
        self.session.rotation.begin(again=True)
        await self.session.rotation.test_old()
        self.draw()

    @on(SecretField.Given)
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _test_new(self, event: SecretField.Given) -> None:
        event.stop()
        secret = event.field.take()
        if secret is None:
            return
        event.field.say(plain("Testing…", MUTED))
        await self.session.rotation.take_new(secret)
        await self.app.autosave.now()
        proof = self.session.rotation.new_works
        sign = SIGNS[proof.state]
        event.field.kept(plain(f"{sign.sign} {proof.summary}", sign.style))
        self.draw()

    @on(Button.Pressed, "#tool-updated")
    def _tool_updated(self, event: Button.Pressed) -> None:
        event.stop()
        self.session.rotation.confirm_tool(self.app.person)
        self.draw()

    @on(Button.Pressed, "#prove-ended")
    @work(group="proof", exclusive=True, exit_on_error=False)
    async def _prove_ended(self, event: Button.Pressed) -> None:
        from dmsa_tui.session.offboarding import prove_ended

        event.stop()
        self._ended = await prove_ended(self.session)
        self.draw()


def _proof_line(title: str, proof: TaskProof) -> Line:
    sign = SIGNS[proof.state]
    result = "" if proof is NOT_BEGUN else f"  {proof.summary}"
    return Line(plain(f"{title}: {sign.word}.{result}", sign.style), plain(f"{sign.sign} ", sign.style), 2)
