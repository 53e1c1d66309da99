"""Step 8: the values for the sync tool's operator, and the setup record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.action_ticks import doing_task
from dmsa_tui.session import handover
from dmsa_tui.session.ending import open_point
from dmsa_tui.tui.ending import go_to_point
from dmsa_tui.tui.steps.check_runner import CheckRunner
from dmsa_tui.tui.steps.practice_line import Played
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.at_action import AT_END, Given, at
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.copy_secret import CopySecret
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, Paragraphs
from dmsa_tui.tui.widgets.open_action import BESIDE, OpenAction
from dmsa_tui.tui.widgets.open_point_row import OpenPointRow
from dmsa_tui.tui.widgets.open_points import OpenPoints
from dmsa_tui.tui.widgets.open_saved import OpenSaved
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.documents.setup_record.model import OpenItem, SecretFacts

UNKNOWN_ACCOUNT = "which old account (step 1)"
NEED_PROOF = ("sync", "setup-record", "retire")
"""Ids of the actions that need what the checks prove."""


class HandoffScreen(StepScreen):
    """The values to type, open points, and the setup record."""

    STEP = "handoff"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,O", "open_saved", "Open the saved record", show=False),
        Binding("g,G", "first_point", "Go to the first item that is still open", show=False),
    ]
    _secret: "SecretFacts | None" = None
    """About the client secret, once the keyring was asked."""
    SHOWS: ClassVar[Mapping[str, str]] = {
        **{name: selector for name, selector in StepScreen.SHOWS.items() if name != "edition"},
        **dict.fromkeys(("client_id", "login_url", "api_url", "app_version_key", "expect", "future_projects"), ""),
        "verdict": "",
    }

    def compose_fields(self) -> Iterable[Given]:
        """What to type, what is still open, and the record."""
        yield at(Paragraphs(self.to_type(), id="to-type"), "integration")
        yield at(CopySecret(), "integration")
        yield at(Horizontal(
            CompactButton("Save the record (HTML)", key=self.app.key_text("save"), id="save-html"),
            CompactButton("Save the record (Markdown)", id="save-md"),
            CompactButton("Save the record (JSON)", id="save-json", tooltip="`dmsa-tui verify` reads this one"),
            classes="button-line",
        ), "setup-record", AT_END)  # fmt: skip
        yield at(
            CompactButton("Handout for the administrator…", key=self.app.key_text("handout"), id="handout"), AT_END
        )
        yield at(CompactButton("Access review…", id="access-review"), "steps-complete", "setup-record", AT_END)
        # Below the buttons, which stay where they are when it appears.
        yield at(Paragraphs(id="saved-note"), "setup-record", AT_END)
        yield at(OpenSaved("Open the saved record", key="O"), "setup-record", AT_END)
        yield at(OpenPoints(id="open-items"), "steps-complete", "setup-record", AT_END)

    def on_mount(self) -> None:
        """Read the open points too."""
        self._draw_open_items()
        self.query_one(OpenAction).lacks = "Still open"
        self.query_one(OpenAction).beware = self._done_by
        if self.actions is not None:
            self.actions.unproven = self._unproven
            self.actions.draw()  # it was drawn before it knew

    def begin(self) -> None:
        """Ask the keyring too."""
        super().begin()
        self._ask_keyring()

    def _ready(self) -> None:
        """Also ask Procore about everything where nobody has yet, or the checker was left before its run had ended."""
        super()._ready()
        if not self.session.results.asked_all:
            CheckRunner(self, None).run()

    def _unproven(self) -> Mapping[str, str]:
        """The first action, while something before the handoff is open, and what needs a proof that there is not.

        Also the old account's, while nobody knows it. A task that was begun is no part of the setup, as in the stepper.
        """
        if self.session.record.access_ended_at is not None:
            return {}  # nothing is to do any more
        points = handover.open_points(self.session)
        tasks = sum(bool(each.lead.task) for each in points)
        count = len(points) - tasks
        both = counted(count, "item") + (f" and {counted(tasks, 'task')}" if tasks else "")  # as many as are listed
        left = {"steps-complete": both} if count else {}
        if any(map(self._says_no, points)):
            left |= dict.fromkeys(NEED_PROOF, "the checks")
        if not self.session.record.old_account and self.actions is not None and self.actions.current.action is not None:
            left["retire"] = UNKNOWN_ACCOUNT  # at the end it is one of the open points
        return left

    def _says_no(self, point: "OpenItem") -> bool:
        """Whether it is a check that does not say yes, not even with a caution, or that nobody has run them."""
        result = self.session.answers.latest(point.lead.check) if point.lead.check else None
        return point.lead.step == "check" or (result is not None and result.status is not Status.WARN)

    def _done_by(self, action_id: str) -> str:
        """That a task which was begun does that action."""
        task = doing_task(self.session.record, self.STEP, action_id)
        if not task or self.session.actions.is_ticked(self.STEP, action_id):
            return ""
        title = self.session.guide.documented(task).title
        return f"The task “{title}” does this: {self.app.key_text('done')} opens it."

    def draw_state(self) -> None:
        """Draw the values too: the mask may have changed."""
        super().draw_state()
        self._ask_keyring()
        self._draw_open_items()
        if self.session.saved_record.older and self.STEP in self.session.record.confirmed:
            self._save_again()

    def to_type(self) -> list[Line]:
        """Values without a copy key of their own. The secret is never shown: this says where it is stored."""
        environment = self.session.environment
        hosts = ", ".join(dict.fromkeys((environment.login_url, environment.api_url)))
        secret = self._secret
        kept = secret.kept if secret is not None and not secret.present else self.session.credentials.store.where
        rows = {
            "Client secret": "…" if secret is None else kept,
            "Environment": f"{environment.name} ({hosts})",
        }
        return [
            Line(literal(value, "$text-primary"), literal(name, "$foreground-muted"), BESIDE + 2)
            for name, value in rows.items()
        ]

    def _draw_open_items(self) -> None:
        found = [open_point(self.session, item) for item in handover.open_points(self.session)]
        points = [replace(each, step="", place="") if each.step == self.STEP else each for each in found]  # one is here
        is_gone = self._secret is not None and not self._secret.present
        note = "Note: The client secret is not kept on this machine." if is_gone else ""
        self.query_one(OpenPoints).show(points, note)

    @on(OpenPointRow.Chosen)
    def _point_chosen(self, event: OpenPointRow.Chosen) -> None:
        event.stop()
        go_to_point(self.app, event.point)

    def action_first_point(self) -> None:
        """Go where the first open point is done."""
        if (first := self.query_one(OpenPoints).first) is not None:
            go_to_point(self.app, first)

    @work(group="keyring", exclusive=True, exit_on_error=False)
    async def _ask_keyring(self) -> None:
        self._secret = await handover.about_secret(self.session)
        self.query_one("#to-type", Paragraphs).show(self.to_type())
        self._draw_open_items()

    def action_open_saved(self) -> None:
        """Open the record that was saved."""
        self.query_one(OpenSaved).press()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open a record only once there is one: until then the letter is a letter."""
        if action == "open_saved":
            return self.query_one(OpenSaved).can_be_pressed
        if action == "first_point":
            return self.query_one(OpenPoints).first is not None
        return super().check_action(action, parameters)

    async def action_done(self) -> None:
        """Save the setup record where the open action says so and nobody has: the tick is true then.

        Open the task that does what the action says. What is to be asked first is asked first.
        """
        opened = self.actions.current.action if self.actions is not None else None
        if self.actions is None or opened is None or self.session.actions.is_ticked(self.STEP, opened.id):
            await super().action_done()
        elif task := doing_task(self.session.record, self.STEP, opened.id):
            self.app.open_task(task)
        else:
            asks_first = opened.id in self._unproven() and self.actions.asking.about != opened.id
            is_due = opened.id == "setup-record" and self.session.saved_record.path is None and not asks_first
            if not is_due or await self._save("html"):
                await super().action_done()

    @on(Button.Pressed, "#save-md, #save-json, #save-html")
    def _save_record(self, event: Button.Pressed) -> None:
        saving = self._save((event.button.id or "").removeprefix("save-"))
        self.app.run_worker(saving, group="save", exit_on_error=False)  # which goes on where the step is left

    async def _save(self, kind: str) -> bool:
        """Save the setup record, and say where; whether that worked."""
        try:
            path = await handover.save_setup_record(self.session, kind)
        except StorageError as problem:
            self._tell(f"✖ {problem}", "$text-error")
            return False
        self._tell_saved(path)
        return True

    @work(group="save", exclusive=True, exit_on_error=False)
    async def _save_again(self) -> None:
        """The handoff is confirmed, or something changed after that: the saved record is to say so."""
        try:
            path = await handover.save_again(self.session)
        except StorageError as problem:
            self._tell(f"✖ {problem}", "$text-error")
        else:
            if path is not None:
                self._tell_saved(path, again=True)

    @on(Played)
    def _played_saving(self, event: Played) -> None:
        if event.saved is not None:
            self._tell_saved(event.saved)

    def _tell_saved(self, path: Path, *, again: bool = False) -> None:
        verified = handover.verified_by(path)
        beside = "" if verified == path else f"Beside it is {verified.name}, for `dmsa-tui verify`.\n"
        now = "It has your last answers." if again else "It is saved again with the last action."
        for each in self.query(OpenSaved):
            each.offer(path)
        self._tell(f"{handover.saved_words(path)}\n{beside}{now} It contains no secret.")

    def _tell(self, message: str, style: str = "") -> None:
        if self not in self.app.screen_stack:
            self.app.notify(message, severity="error" if style else "information", timeout=8, markup=False)
            return
        note = self.query_one("#saved-note", Paragraphs)
        note.show([Line(literal(each, style)) for each in message.splitlines()])
        for each in (self.query_one(OpenSaved), note):  # where there is no room for both, what is said comes first
            self.call_after_refresh(each.scroll_visible, animate=False)
