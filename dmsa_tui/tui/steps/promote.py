"""Step 4: promote, save the credentials, and test the pair while the portal's page is still open."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import on, work
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Button

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.approvals import are_settled
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.onboarding.record import ApprovalState
from dmsa_tui.onboarding.secret_store import StoredIn
from dmsa_tui.procore.secret import Secret
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.mending_actions import unproven_in
from dmsa_tui.session.other_place import other_place
from dmsa_tui.session.proven_steps import SANDBOX_PAIR, lacks_sandbox_test
from dmsa_tui.tui.base_app import Names
from dmsa_tui.tui.notices import withdraw_naming
from dmsa_tui.tui.pasting import pair_given
from dmsa_tui.tui.steps.environment_offer import AskOtherEnvironments, BackFromSandbox, ChangeEnvironment, ToSandbox
from dmsa_tui.tui.steps.openers import NOT_KEPT
from dmsa_tui.tui.steps.pair_note import NOT_NEEDED, SWAPPED, key_beside_pair, tested, waits
from dmsa_tui.tui.steps.pair_rules import PairRules
from dmsa_tui.tui.steps.step_screen import StepScreen
from dmsa_tui.tui.widgets.approval_fields import ApprovalFields
from dmsa_tui.tui.widgets.at_action import AT_END, Given, at, need
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.misplaced import Misplaced
from dmsa_tui.tui.widgets.secret_field import SecretField
from dmsa_tui.vocabulary import definition

PAIR = frozenset({"client_id", "environment", "login_url", "api_url", "secret_replaced_at", "access_ended_at"})
"""Fields of the record that decide which secret is stored, or whether one is needed."""
MIX_UP = "Used only to detect a mix-up."
SWAP = "Swap client ID and client secret"
IS_CLIENT_ID = "It is the client ID, not the secret"
FOR_ANOTHER_HOST = frozenset({"environment", "login_url"})
"""Fields of the record whose change makes what stands in the field of the secret another host's business."""


class PromoteScreen(StepScreen):
    """Client ID, client secret, App Version Key."""

    STEP = "promote"
    SHOWS: ClassVar[Mapping[str, str]] = {
        **StepScreen.SHOWS,
        "production_access": "#production-access-approval",
        "client_id": "#client-id",
        "sandbox_test": "#sandbox-test",
        "app_version_key": "#app-version-key",
        "sandbox_client_id": "#sandbox-client-id",
        "sandbox_app_version_key": "#sandbox-app-version-key",
        "secret_replaced_at": "",
        "approvals_settled_by": "",
    }
    _tested: tuple[str, StoredIn] | None = None
    """What was done with the pair, and where the secret is, once Procore was asked about it here."""
    _said = Content("")
    """What the secret's field says of that."""

    def compose_fields(self) -> Iterable[Given]:
        """The approval, the pair, the key, and optionally the sandbox's values."""
        record, self._rules = self.session.record, PairRules(self)
        approval = ApprovalFields("production_access", self.session)
        message = CompactButton(
            "Message to whoever must act…", key=self.app.key_text("message"), id="message", name="production-access"
        )
        need(approval, not self._in_sandbox)
        need(message, self._held_up)
        yield at(Choice(
            "Sandbox test", {"tested": "tested", "skipped": "skipped"}, id="sandbox-test", chosen=record.sandbox_test
        ), "sandbox_test")  # fmt: skip
        yield at(approval, "production_access")
        yield at(message, "production_access")
        yield at(Field(
            "Client ID", self._rules.client_id, id="client-id", value=record.client_id, confidential=True,
            hint=self._whose, is_known=self.session.mask.is_client_id,
        ), "client_id")  # fmt: skip
        secret = SecretField("Client secret", self._rules.client_secret, id="client-secret", beside_client_id=True)
        yield at(secret, "client_secret")
        swap = CompactButton(SWAP, id="swap")
        need(swap, self.session.credentials.can_swap)
        yield at(swap, "client_secret")
        yield at(AskOtherEnvironments(self.session), "client_secret")
        yield at(ChangeEnvironment(self.session), "client_secret")
        yield at(Field(
            "App Version Key", self._rules.version_key, id="app-version-key",
            value=record.app_version_key, confidential=True, hint=self._which_key,
        ), "app_version_key")  # fmt: skip
        other_id = Field(
            "Sandbox client ID (optional)", self._rules.sandbox_client_id,
            id="sandbox-client-id", value=record.sandbox_client_id, confidential=True, hint=self._mix_up,
            is_known=self.session.mask.is_client_id,
        )  # fmt: skip
        other_key = Field(
            "Sandbox App Version Key (optional)", self._rules.sandbox_version_key, id="sandbox-app-version-key",
            value=record.sandbox_app_version_key, confidential=True,
            hint=MIX_UP,
        )  # fmt: skip
        for each in (other_id, other_key):
            need(each, not self._in_sandbox)
        yield at(ToSandbox(), "sandbox_client_id")
        yield at(other_id, "sandbox_client_id")
        yield at(other_key, "sandbox_client_id")
        yield at(BackFromSandbox(self.session), "client_secret", "app_version_key", AT_END)

    @property
    def _in_sandbox(self) -> bool:
        """Whether the pair is a sandbox's: then there is no approval, and no other pair to mistake it for."""
        return self.session.environment.pair == "sandbox"

    @property
    def _whose(self) -> str:
        return f"Of the {self.session.environment.pair} credentials."

    @property
    def _which_key(self) -> str:
        return f"36 characters, of the {'saved' if self._in_sandbox else 'promoted'} version."

    @property
    def _mix_up(self) -> str:
        """No test tells the sandbox's client ID from a secret here: what is given goes into no file."""
        place, record = "sandbox_client_id", self.session.open_record
        saved = record.record.sandbox_client_id and place not in record.held_client_ids.values(record.record)
        return MIX_UP if saved else f"{MIX_UP} Kept until you quit."

    @property
    def _has_ended(self) -> bool:
        """Whether the access was ended: then a refused pair is what was wanted, and none is asked for."""
        return self.session.record.access_ended_at is not None

    @property
    def _held_up(self) -> bool:
        state = self.session.record.production_access.state
        held_up = state in (ApprovalState.WAITING, ApprovalState.REFUSED) and not self._in_sandbox
        return held_up and not are_settled(self.session.record)

    def draw_state(self) -> None:
        """Show the missing approval, and what Procore says of the pair."""
        super().draw_state()
        for message in self.query("#message"):
            need(message, self._held_up)
        self._offer_swap()
        client_id = self.query_one("#client-id", Field)
        client_id.judge_again()  # it may have been accepted meanwhile
        if TOKEN in self.session.results and self.query_one(SecretField).note == self._said:
            self._say_tested()
        client_id.reveal(not self.session.mask.ids_hidden)

    def record_changed(self, names: Names) -> None:
        """Show also the fields of another pair or environment, and where its secret is."""
        super().record_changed(names)
        if not names.isdisjoint(FOR_ANOTHER_HOST):
            self.query_one(SecretField).let_go()
        if names.isdisjoint(self.SHOWS):
            return
        client_id = self.query_one("#client-id", Field)
        client_id.hint = self._whose
        self.query_one("#app-version-key", Field).hint = self._which_key
        for only_production in ("#production-access-approval", "#sandbox-client-id", "#sandbox-app-version-key"):
            need(self.query_one(only_production), not self._in_sandbox)
        client_id.judge_again()
        sandbox = self.query_one("#sandbox-client-id", Field)
        sandbox.hint = self._mix_up
        for each in (sandbox, self.query_one("#app-version-key", Field)):
            each.judge_again()
        is_tested = any(each.group == "pair" and each.node is self and not each.is_finished for each in self.workers)
        if names & PAIR and TOKEN not in self.session.results and not is_tested:  # the test says more
            self._look_for_secret()

    @on(Choice.Chosen, "#sandbox-test")
    def _sandbox_test_said(self, event: Choice.Chosen) -> None:
        self.session.open_record.note(sandbox_test=event.value)
        self.app.autosave.soon()

    @on(Misplaced)
    def _offer_swap(self) -> None:
        button, exchanged = self.query_one("#swap", Button), self._rules.exchanged
        can_swap = self.session.credentials.can_swap and not self._has_ended
        need(button, can_swap or exchanged is not None)
        button.label = IS_CLIENT_ID if exchanged is not None and exchanged[1] is None else SWAP

    def on_mount(self) -> None:
        """Ask before the action of the pair is ticked without its proof."""
        if self.actions is not None:
            self.actions.unproven, self.actions.holds = self._unproven, self._held_open

    def _held_open(self) -> frozenset[str]:
        """The test of the sandbox's credentials, while it is open and Procore has accepted none."""
        opened = self.actions.current.action if self.actions is not None else None
        is_open = opened is not None and opened.id == SANDBOX_PAIR
        return frozenset({SANDBOX_PAIR} if is_open and lacks_sandbox_test(self.session) else ())

    def _unproven(self) -> Mapping[str, str]:
        """What fails or is not granted; a pair also until Procore has accepted it, at its action."""
        failing, token = unproven_in(self.session, self.STEP), self.session.answers.latest(TOKEN)
        failing = failing | dict.fromkeys(self._held_open(), "Sandbox credentials")
        if self._has_ended or (token is not None and token.status in GREEN):
            return failing
        asks = [each.id for each in self.session.actions.of(self.STEP) if "client_secret" in each.fields]
        others = {id: title for id, title in failing.items() if id != TOKEN}
        return others | dict.fromkeys(asks, definition(TOKEN).title)

    def begin(self) -> None:
        """Say where the secret is stored, or would be."""
        super().begin()
        if self.session.record.client_id and self.session.credentials.is_to_store:
            self._test_pair()
        else:
            self._look_for_secret()

    @work(group="secret", exclusive=True, exit_on_error=False)
    async def _look_for_secret(self) -> None:
        field = self.query_one(SecretField)
        secret = await self.session.credentials.secret()
        if secret is not None:
            if field.is_empty and self.session.record.client_id:
                self._tested = "", StoredIn("session", self.session.credentials.store.where)
                self._say_tested()
            elif field.is_empty:
                field.kept(literal(waits(secret), "$foreground-muted"))
        else:
            kept = await self.session.credentials.try_store()
            said = "Paste it here: it is tested at once and never shown."
            if self.session.record.client_id and self.session.mask.client_id_accepted:
                said = "Procore accepted it before: paste it again to check more."
            elif self.session.credentials.keeps_of_another_client_id:
                said = "The kept secret belongs to another client ID. Paste the secret of this client ID here."
            said = NOT_NEEDED if self._has_ended else f"{said} {kept.sentence}"
            field.missing(literal(said, "$foreground-muted"))

    @on(Field.Accepted, "#client-id")
    def _client_id_given(self) -> None:
        self.query_one(SecretField).judge_again()  # the two may have been exchanged by hand
        self._test_pair()

    @on(SecretField.Given)
    def _given(self, event: SecretField.Given) -> None:
        if (secret := event.field.take()) is None:
            return
        withdraw_naming(self.app, [NOT_KEPT])
        replaces = self.session.credentials.give(secret)
        event.field.kept(literal(f"{fields.shape(secret)}; testing…", "$foreground-muted"))
        self.query_one("#client-id", Field).take_again()
        self._test_pair(replaces)

    @on(SecretField.Cleared)
    @work(group="pair", exclusive=True, exit_on_error=False)
    async def _cleared(self) -> None:
        """Drop what Procore has not accepted; what it has accepted stays, and is shown again."""
        is_taken_back = await self.session.credentials.take_back()
        if await self.session.credentials.secret() is None:
            return
        self._look_for_secret()
        if is_taken_back:
            self.checks.run()
        else:
            self.notify("Procore has accepted this secret, so it stays. Paste another to replace it.", timeout=6)

    def keep_typed(self) -> None:
        """Hold a secret that was typed, which Procore shows only once."""
        for field in self.query(SecretField):
            field.judge()
            if (secret := field.take()) is not None:
                self.session.credentials.give(secret)

    @work(group="pair", exclusive=True, exit_on_error=False)
    async def _test_pair(self, replaces: bool = False) -> None:
        """Store the secret, then ask Procore whether it accepts the pair."""
        field, client_id = self.query_one(SecretField), self.query_one("#client-id", Field)
        credentials = self.session.credentials
        if field.take() is not None or client_id.accepted != self.session.record.client_id:
            return  # what was taken just now comes here by itself
        is_wrong = client_id.has_class("-wrong")
        own = Secret("" if is_wrong else client_id.accepted)
        if own and own in (credentials.untested, field.typed):  # it was given in both fields, and is the client ID
            await credentials.take_back()
            field.let_go()
        secret = credentials.untested
        if field.has_class("-wrong"):
            return
        if secret is None:
            self._look_for_secret()
            if not is_wrong and TOKEN not in self.session.results and await credentials.secret() is not None:
                self.checks.run()
            return
        self._offer_swap()
        if is_wrong and self._rules.exchanged is not None:
            field.show_note(literal("! The two look swapped. Enter swaps them.", "$text-warning"))
            self.query_one("#swap", Button).focus()
            return
        if not client_id.accepted or is_wrong:
            field.show_note(literal(waits(secret, replaces), "$foreground-muted"))
            self.checks.run()  # they say what is missing now
            if field.has_focus:
                client_id.input.focus()
            return
        await self._ask_about_pair(fields.shape(secret), await credentials.keep(secret, on_trial=True))

    @on(Button.Pressed, "#swap")
    @work(group="swap", exit_on_error=False)
    async def _swap(self, event: Button.Pressed) -> None:
        """Each was given in the other's field: exchange them, and ask Procore about the pair."""
        event.stop()
        if (exchanged := self._rules.exchanged) is not None:
            client_id, secret = exchanged
            await self.session.credentials.take_back()
            self.query_one(SecretField).let_go()
            self.query_one("#client-id", Field).fill(client_id)
            if secret is not None:
                self.query_one(SecretField).give(secret.reveal())
        elif (kept := await self.session.credentials.swap()) is not None:
            self.query_one(SecretField).let_go()  # what else stood there was judged beside the values before
            await self._ask_about_pair(SWAPPED, kept)

    async def _ask_about_pair(self, done: str, kept: StoredIn) -> None:
        field = self.query_one(SecretField)
        field.show_note(literal(f"{done}. {kept.sentence} Testing both…", "$foreground-muted"))
        if self.actions is not None:  # what was asked about the pair before is answered by this test
            self.actions.asking.withdraw()
            self.actions.draw()
        await self.app.autosave.now()
        await self.checks.ask(self.checks_to_run, manual=True)
        self._tested = done, self.session.credentials.settled or kept
        self._say_tested()

    def _say_tested(self) -> None:
        """Say under the secret what Procore last said of the pair, whoever asked."""
        if self._tested is None:
            return
        token, field = self.session.results.get(TOKEN), self.query_one(SecretField)
        if not field.is_empty:  # the next one is being typed: this answer is not about it
            return
        held = self.session.credentials
        said = tested(
            token, *self._tested, refused=held.refused_held, on_trial=held.is_on_trial, has_ended=self._has_ended
        )
        if said.is_held:
            field.kept(said.note, proven=said.is_proven, refused=said.is_refused)
        else:
            field.show_note(said.note)
        self._said = field.note

    def paste(self, text: str) -> None:
        """With the cursor in one of its two fields, a pair needs no question."""
        given = {} if other_place(self.session, text) else pair_given(text)
        if given and self.focused in (self.query_one("#client-id", Field).input, self.query_one(SecretField)):
            self.receive(given)
        else:
            super().paste(text)

    def receive(self, given: dict[str, Any]) -> None:
        """Also the client secret; an App Version Key beside it where none is given yet."""
        if "client-secret" in given and (keys := given.get("app-version-key", "")):
            said = key_beside_pair(keys, self.session.record.app_version_key, self.query_one("#app-version-key", Field))
            if not said.is_taken:
                given = {id: text for id, text in given.items() if id != "app-version-key"}
            if said.sentence:
                severity: SeverityLevel = "information" if said.is_taken else "warning"
                self.app.notify(said.sentence, severity=severity, timeout=8, markup=False)  # the step may open just now
        super().receive(given)
        if "client-secret" in given:
            self.query_one(SecretField).give(given["client-secret"])
