"""The base of every step screen: stepper, actions, checks, and buttons that stay in sight."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Input

from dmsa_tui.guide.model import Step
from dmsa_tui.session.mending_actions import unproven_in
from dmsa_tui.tui import keys
from dmsa_tui.tui.after_refresh import after_refresh
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.mask_keys import MaskKeys
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.steps import openers, papers
from dmsa_tui.tui.steps.check_runner import CheckRunner, ChecksEnded
from dmsa_tui.tui.steps.playing import Playing
from dmsa_tui.tui.steps.practice_line import Played, PracticeLine
from dmsa_tui.tui.steps.procedure_commands import ProcedureCommands
from dmsa_tui.tui.steps.step_middle import StepMiddle
from dmsa_tui.tui.steps.turning import Turning
from dmsa_tui.tui.stylesheets import PARTS, STEPS
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.at_action import Given
from dmsa_tui.tui.widgets.check_list import CheckList
from dmsa_tui.tui.widgets.check_note import CheckNote
from dmsa_tui.tui.widgets.check_row import CheckRow
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.header_bar import HeaderBar
from dmsa_tui.tui.widgets.key_bar import KeyBar
from dmsa_tui.tui.widgets.known_so_far import KnownSoFar
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.tui.widgets.side_pane import SidePane
from dmsa_tui.tui.widgets.step_buttons import StepButtons
from dmsa_tui.tui.widgets.step_checks import StepChecks
from dmsa_tui.tui.widgets.stepper import Stepper
from dmsa_tui.tui.widgets.turn_line import TurnLine
from dmsa_tui.tui.wizard_screen import WizardScreen


class StepScreen(ProcedureCommands, WizardScreen):
    """One documented step."""

    AUTO_FOCUS = ""
    PLAYS = True
    """Whether the practice browser can show its actions one after another."""
    CSS_PATH: ClassVar = [PARTS, STEPS]
    SHOWS: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("environment", "company_id", "edition", "confirmed", "ticked", "accepted", "verification",
         "production_access", "app_name", "client_id", "app_version_key", "administrator", "active_projects",
         "access_ended_at"), ""
    )  # fmt: skip
    KEYS = keys.ONBOARDING
    PAGES = papers.PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(each.key, each.action, each.label, show=each.footer, tooltip=each.help, id=each.id, priority=True)
            for each in keys.ONBOARDING
        ),
        Binding("space", "done", "Done", show=False),
        Binding("backspace", "take_back", "Take back", show=False),
        Binding("delete", "skip", "Skip", show=False),
        *(Binding(key, f"move({by})", "Another action", show=False) for key, by in (("up", -1), ("down", 1))),
        Binding("escape", "escape", "Close", show=False),
    ]

    @property
    def procedure(self) -> Step:
        """This step in the guide."""
        return self.session.guide.step(self.STEP)

    # -- what is drawn ---------------------------------------------------------------------------------------------

    _is_led_here = False

    def compose(self) -> ComposeResult:
        self.checks = CheckRunner(self, self.checks_to_run)
        self.mask_keys = MaskKeys(self, self.app, self.session)
        self.playing = Playing(self, self.checks)
        self.turning = Turning(self)
        yield HeaderBar()
        with StepMiddle(self.checks, self.turning):
            yield Stepper(self.STEP)
            with Vertical(id="page"):
                yield from self.compose_page()
            yield from self.compose_side()
        if self.session.rehearsal is not None:
            yield PracticeLine(self.STEP)
        yield StepButtons(self.STEP)
        yield KeyBar(self.shown_keys)

    def compose_page(self) -> ComposeResult:
        """Who acts and where, the actions with their fields, and what Procore says."""
        opens_at, field = self.app.action_asked_for, self.app.field_asked_for
        self._is_led_here = bool(opens_at)
        actions = ActionList(self.STEP, self.compose_fields(), opens_at=opens_at, field=field)
        self.app.action_asked_for = self.app.field_asked_for = ""
        actions.unproven = lambda: unproven_in(self.session, self.STEP)
        yield TurnLine(self.procedure, actions)
        yield actions
        if self.session.checks_of(self.STEP):
            yield StepChecks(self.STEP)
            yield CheckNote()

    def compose_side(self) -> ComposeResult:
        """On roomy terminals: the checks with their sentences, and what is known."""
        with SidePane():
            if checks := self.session.checks_of(self.STEP):
                yield CheckList(literal("What Procore says", "bold"), checks, self.STEP)
            yield KnownSoFar()

    def compose_fields(self) -> Iterable[Given]:
        """The widgets in which the person gives answers, with the actions that they belong to."""
        return ()

    def begin(self) -> None:
        """Note the step, watch the record and results, and run the checks once it is drawn."""
        super().begin()
        self.turning.arrive()
        self._redraw = Redraw(self, self.draw_state)
        self._redraw.after("record_changes", "result_changes", "mask_changes", "minutes")
        self.checks.watch()
        for actions in self.walk_children(ActionList):
            self.watch(actions, "opened", self._redraw.soon, init=False)
        self.app.autosave.soon()
        after_refresh(self, self._ready)

    def _ready(self) -> None:
        """Set the focus, now that it is known what scrolls, and run the checks."""
        self.mask_changed(frozenset())
        if self.focused is None and (actions := self.actions) is not None:
            actions.focus_first()
        self.draw_state()
        self.checks.run()
        if not self._is_led_here:  # no question lies over what the person was led to
            openers.ask_before_portal(self)
        if self.app.practices_beside:
            self.call_next(openers.practice_beside, self, self, focus=False)
        if self.app.plays_on:
            self.playing.start()

    def draw_state(self) -> None:
        """Draw what depends on the record and the results. Steps add to it."""
        self.query_one(KeyBar).show(self.shown_keys)

    def mask_changed(self, names: Names) -> None:
        """Show or mask IDs and names in the fields."""
        self.query_one(KeyBar).show(self.shown_keys)
        for field in self.walk_children(Field):
            field.reveal(not self.session.mask.ids_hidden)

    # -- the actions -----------------------------------------------------------------------------------------------

    @property
    def actions(self) -> ActionList | None:
        """The list of actions; None on a screen without one."""
        return self.query_one_optional(ActionList)

    @property
    def open_fields(self) -> Sequence[str]:
        """Those of the open action."""
        return next((each.current.action.fields for each in self.walk_children(ActionList) if each.current.action), ())

    async def action_done(self) -> None:
        """Tick the open action and open the next one; after the last, go to the next step."""
        self.turning.stay()
        if (actions := self.actions) is None:
            self.session.actions.tick_all(self.STEP, self.app.person)
            self.action_next()
        elif actions.current.action is None:
            self.action_next()
            return
        elif (action := actions.tick(self.app.person)) is not None:
            openers.ask_for_edition(self, action.id)
            self.checks.are_due |= not self.session.actions.open_in(self.STEP)
        if self.checks.are_due and (actions is None or actions.given.wrong is None):
            self.checks.run()
        self.app.autosave.soon()

    def action_take_back(self) -> None:
        """Untick the open action, or the last ticked one; without a list, the step."""
        if (actions := self.actions) is None:
            self.take_back("")
        elif (last := actions.current.last_said) is not None:
            actions.tell_taken_back(last)
            self.take_back(last)

    def take_back(self, action_id: str) -> None:
        """Untick that action and open it; with an empty id, the whole step."""
        self.session.actions.take_back(self.STEP, action_id)
        for actions in self.walk_children(ActionList):
            actions.choose(action_id)
        self.app.autosave.soon()

    def action_skip(self) -> None:
        """Skip the open action, if it is optional."""
        for actions in self.walk_children(ActionList):
            actions.skip()

    def action_move(self, by: int) -> None:
        """Open the action before or after."""
        for actions in self.walk_children(ActionList):
            actions.move(by)

    @on(ActionList.TakenBack)
    def _taken_back(self, event: ActionList.TakenBack) -> None:
        self.take_back(event.action_id)

    @on(Input.Submitted)
    @on(Choice.Accepted)
    @on(SecretField.Entered)
    async def _submitted(self, event: Message) -> None:
        """Enter accepts the line or choice: the next empty field of the action, or else the next action."""
        event.stop()
        if self.actions is not None and not self.actions.keeps_focus(self.focused):
            await self.action_done()

    # -- the checks ------------------------------------------------------------------------------------------------

    @property
    def checks_to_run(self) -> frozenset[str] | None:
        """The ids of the checks to run; None means all."""
        return frozenset(each.id for each in self.session.checks_of(self.STEP))

    def results_changed(self, names: Names) -> None:
        """Clear the note once no results are left that it is about."""
        if not self.session.results:
            for note in self.walk_children(CheckNote):
                note.show("")

    @on(ChecksEnded)
    def _checks_ended(self, event: ChecksEnded) -> None:
        for note in self.walk_children(CheckNote):
            note.show(event.note, wrong=event.wrong, wants=event.wants, leads=event.leads)
        for buttons in self.walk_children(StepButtons):
            buttons.let_check(not event.none_start)
        self._redraw.soon()
        if event.asks_for_secret:
            openers.ask_for_secret(self)
        elif self.focused is None and (actions := self.actions) is not None and actions.opened in actions.unproven():
            actions.focus_first()  # into the field whose answer fails
        if not self.session.actions.open_in(self.STEP):
            self._play_on()

    def action_check(self) -> None:
        """Run the checks now."""
        self.checks.run_by_hand()

    @on(StepChecks.Chosen)
    def _check_chosen(self, event: StepChecks.Chosen) -> None:
        self.app.row_left = event.check_id
        self.action_checker()

    @on(CheckRow.AskedAgain)
    def _asked_again(self, event: CheckRow.AskedAgain) -> None:
        self.checks.ask_one(event.check_id)

    # -- going on --------------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#home, #back, #next, #check, #done")
    async def _row_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action("app.home" if event.button.id == "home" else event.button.id or "")

    def action_back(self) -> None:
        """Go to the step before."""
        self.turning.turn(-1)

    def action_next(self) -> None:
        """Go to the next step; after the last, to the end of the setup."""
        self.turning.turn(+1)

    def action_checker(self) -> None:
        """Go to the checker, which leads back."""
        self.app.go_to_step("check")
        self.app.looks_in = True

    # -- what is opened over the step ------------------------------------------------------------------------------

    def action_environment(self, to: str = "") -> None:
        """Change the environment; `to` is one that was offered already."""
        openers.choose_environment(self, to)

    async def action_practice(self) -> None:
        """Open the practice browser; the second time, show the rest of the step."""
        await openers.open_practice_browser(self, self)

    async def action_escape(self) -> None:
        """Stop a run that takes long, or close the practice browser beside the step."""
        await openers.stop_or_close(self)

    @on(Button.Pressed, "#show-me")
    def show_me(self) -> None:
        """Show the rest of the step, action by action."""
        self.playing.start()

    @on(Played)
    def _played(self, event: Played) -> None:
        is_over = event.ended or self.playing.is_due or not self.session.actions.open_in(self.STEP)
        if self.playing.is_on or not is_over:
            return
        if not self.playing.is_asked:
            self.practiced()
        if event.ended and (self.playing.is_asked or not self.session.checks_of(self.STEP)):
            self._play_on()  # the others go on once Procore has answered

    def _play_on(self) -> None:
        """Play the next step, if the whole setup plays; after the last one, show its end."""
        if self.app.plays_on and not self.playing.is_on:
            self.app.plays_on = self.session.guide.steps[-1].id != self.STEP
            self.action_next()

    def practiced(self) -> None:
        """Run the checks after something was done in the practice company."""
        self.checks.run(manual=True)

    def receive(self, given: dict[str, Any]) -> None:
        """Fill in the fields, and open the action that they belong to."""
        super().receive(given)
        for field_id, text in given.items():
            for approval in self.query(f"#{field_id}-approval").results(ApprovalFields):
                approval.query_one(Choice).choose(text)
        names = [each.replace("-", "_") for each in given]
        if (actions := self.actions) is not None and names and set(self.open_fields).isdisjoint(names):
            actions.choose_field(names[0])

    def action_reveal(self) -> None:
        """Mask or show IDs."""
        if self.mask_keys is not None:
            self.mask_keys.toggle_ids()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide commands that cannot run here."""
        if action == "practice":
            return self.session.rehearsal is not None
        if action == "skip":
            return self.actions is not None
        return action != "watch"
