"""The answers that an onboarding starts with: customer, environment, company ID, and hosts in place of Procore's."""

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from dmsa_tui.errors import quoted
from dmsa_tui.onboarding import validation as rules
from dmsa_tui.onboarding.pasted_text import connection_in
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.record_files import Entry
from dmsa_tui.procore.environments import ENVIRONMENTS, custom_hosts, place_name
from dmsa_tui.procore.pasted import pair_in
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.session.saved_onboardings import with_company
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.hosts import api_field, can_be_used, login_field
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.company_field import CompanyField
from dmsa_tui.tui.widgets.enter_button import EnterButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.customer_list import CustomerList

SHOW, MASK = "Show ID", "Mask ID"
FOLDED, UNFOLDED = "▸ Custom hosts: a test server or a proxy", "▾ Custom hosts: a test server or a proxy"


CLEAR = "Clear what was typed before"
"""On the button where the dialog was closed before, and shows what was typed then."""
NOTHING_TYPED: Mapping[str, str] = {}


class NewOnboardingDialog(Dialog[Onboarding | Entry]):
    """Gives the new record, or the saved onboarding to open in its place."""

    HEADING = "New onboarding"
    HELP = "An onboarding is one customer's setup. Only the name is needed to start; you can change everything later."

    def __init__(
        self,
        session: "Session",
        listed: "CustomerList | None" = None,
        pasted: str = "",
        begun: Mapping[str, str] = NOTHING_TYPED,
    ) -> None:
        """`listed`: the list on home, where there are onboardings already; `pasted`: what names the company.

        `begun`: `typed` of the dialog that was closed before it started anything.
        """
        super().__init__()
        self.session = session
        self._listed, self._begun = listed, begun
        self.typed = begun
        """What the fields held when the dialog was closed, by their ids."""
        self._pasted, self._connection = pasted, connection_in(pasted)
        named = "" if self._connection or not pasted else rules.company_place(pasted).environment
        self._environment_id = named or next(iter(ENVIRONMENTS))
        self._place: CompanyPlace | None = None
        """What the company field holds, as far as it could be read."""
        self._offered = ""
        """Id of the environment that the address in the field belongs to, if it is another one."""
        self.pair: tuple[str, Secret] | None = None
        """Client ID and secret that were pasted with the company and its hosts."""
        self._app_name = self._app_version_key = ""
        """Of the app, if they were among them."""

    def compose_dialog(self) -> ComposeResult:
        clear = CompactButton(CLEAR, id="clear")
        clear.display = False
        yield clear
        yield Field("Customer", rules.customer_name, id="name", hint="The name in your list.")
        yield CompanyField(
            "Company ID", self._company_id, id="company-id", confidential=True,
            hint="The first number in its home page's address. It can come later.",
            placeholder="for example 562949953421312, or paste an address",
        )  # fmt: skip
        take = CompactButton("", id="take-environment")
        take.display = False
        yield take
        names = {each.id: each.name for each in ENVIRONMENTS.values()}
        yield Choice("Environment", names, id="environments", chosen=self._environment_id, note=self._note)
        yield CompactButton(FOLDED, id="fold")
        with Vertical(id="hosts") as hosts:
            hosts.display = False
            yield login_field()
            yield api_field()
        yield Static(id="given", markup=False)

    def compose_row(self) -> ComposeResult:
        yield EnterButton("Start ▶", id="start")
        show = CompactButton(SHOW, key=self.app.key_text("reveal"), id="show-id", tooltip="The company ID")
        show.display = False
        yield show

    def on_mount(self) -> None:
        self.watch(self._field("company-id").input, "value", self._offer_to_show)
        given = {name.replace("_", "-"): part for name, part in self._connection.items()}
        self.fill_in(given or ({"company-id": self._pasted} if self._pasted else self._begun), self._pasted)
        was_typed = not self._pasted and bool(self._begun.keys() - {"environment"})
        self.query_one("#clear").display = was_typed
        if was_typed:  # the next customer's name replaces it
            line = self._field("name").input
            line.focus()
            line.select_all()

    @on(Button.Pressed, "#clear")
    def _clear(self, event: Button.Pressed) -> None:
        """Drop what was typed before the dialog was closed."""
        event.stop()
        event.button.display = False
        self._show_hosts(False)
        self.fill_in(dict.fromkeys((str(each.id) for each in self.query(Field)), ""), "")
        self.query_one("#environments", Choice).choose(next(iter(ENVIRONMENTS)))

    def keep_typed(self) -> None:
        filled = {str(each.id): each.input.value for each in self.query(Field) if each.input.value}
        self.typed = {"environment": self._environment_id} | filled

    def on_unmount(self) -> None:
        """The ID that was shown is gone with the dialog."""
        self.session.mask.show_typed(False)

    def _offer_to_show(self, typed: str) -> None:
        self.query_one("#show-id").display = bool(typed)

    @on(Button.Pressed, "#show-id")
    def _show_or_mask(self, event: Button.Pressed) -> None:
        event.stop()
        if recorder := self.session.mask.recorder:
            self.notify(f"IDs stay masked: {recorder} is recording this terminal.", timeout=4, markup=False)
            return
        company = self._field("company-id")
        company.reveal(not company.revealed)
        self.session.mask.show_typed(company.revealed)
        event.button.label = MASK if company.revealed else SHOW

    def _field(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    # -- the environment -------------------------------------------------------------------------------------------

    def _company_id(self, text: str) -> str:
        """Check the company ID. An address of another environment is refused, and that environment is offered."""
        self._offer("")
        try:
            self._place = rules.company_place(text, self._environment_id)
        except OtherEnvironment as other:
            self._offer(other.place.environment)
            raise
        return self._place.id

    @property
    def _note(self) -> Content:
        return literal(ENVIRONMENTS[self._environment_id].note, "$foreground-muted")

    def _offer(self, environment_id: str) -> None:
        self._offered = environment_id
        for button in self.query("#take-environment").results(Button):
            button.display = bool(environment_id)
            button.label = f"Use {ENVIRONMENTS[environment_id].name}" if environment_id else ""

    @on(Button.Pressed, "#take-environment")
    def _take_environment(self, event: Button.Pressed) -> None:
        event.stop()
        if self._offered:
            self.query_one("#environments", Choice).choose(self._offered)
            self.query_one("#start", Button).focus()

    @on(Choice.Chosen, "#environments")
    def _environment_chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        self._environment_id = event.value
        event.choice.show_note(self._note)
        company = self._field("company-id")
        company.fill(company.input.value)

    @on(Button.Pressed, "#fold")
    def _fold(self, event: Button.Pressed) -> None:
        event.stop()
        self._show_hosts(shown := not self.query_one("#hosts").display)
        if shown:
            self._field("login-url").input.focus()

    def _show_hosts(self, shown: bool) -> None:
        self.query_one("#hosts").display = shown
        self.query_one("#fold", Button).label = UNFOLDED if shown else FOLDED

    def fill_in(self, given: Mapping[str, str], text: str) -> None:
        """Also the environment, the hosts, which are folded away, and a client ID with its secret."""
        if (environment := given.get("environment", "")) in ENVIRONMENTS:
            self.query_one("#environments", Choice).choose(environment)
        if given.keys() & {"login-url", "api-url"}:
            self._show_hosts(True)
        super().fill_in(given, text)
        pair = pair_in(text)
        self.pair = None if pair is None else (pair[0], Secret(pair[1]))
        said = connection_in(text)
        self._app_name, self._app_version_key = said.get("app_name", ""), said.get("app_version_key", "")
        note = "The client ID and its secret are kept for step 4." if self.pair else ""
        self.query_one("#given", Static).update(literal(note, "$foreground-muted"))
        name = self._field("name")
        (self.query_one("#start", Button) if name.accepted else name.input).focus()

    # -- the start -------------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#start")
    def _start(self, event: Button.Pressed) -> None:
        event.stop()
        name, company = self._field("name"), self._field("company-id")
        if self._offered:
            company.complain(company.problem)
            self.query_one("#take-environment", Button).focus()
        elif self._has_name(name) and self._has_no_wrong(company) and self._can_use_hosts():
            self._end(self._new_record(name.accepted, company.accepted))

    def _has_name(self, name: Field) -> bool:
        if name.has_class("-wrong"):
            name.complain(name.problem)
        elif not name.accepted:
            name.complain("Enter the customer's name first.")
        elif holder := self.session.store.holder(name.accepted):
            free = self._free_name(name.accepted)
            name.complain(f"There is already an onboarding named {quoted(holder)}; {quoted(free)} is free.")
        else:
            return True
        return False

    def _has_no_wrong(self, company: Field) -> bool:
        if company.has_class("-wrong"):
            company.complain(company.problem)  # what is wrong stays there to be read
        return not company.has_class("-wrong")

    def _can_use_hosts(self) -> bool:
        login, api = self._field("login-url"), self._field("api-url")
        if login.has_class("-wrong") or api.has_class("-wrong") or bool(login.accepted) != bool(api.accepted):
            self._show_hosts(True)
        return can_be_used(login, api)

    def _new_record(self, name: str, company_id: str) -> Onboarding:
        record = Onboarding(name, self._environment_id, company_id)
        record.web_url = "" if self._place is None or not record.company_id else self._place.web_url
        record.app_name, record.app_version_key = self._app_name, self._app_version_key
        urls = self._field("login-url").accepted, self._field("api-url").accepted
        record.login_url, record.api_url = custom_hosts(record.environment, *urls)
        return record

    def _free_name(self, name: str) -> str:
        """That customer's name with the environment, and with a number where that is taken too."""
        environment, has = ENVIRONMENTS[self._environment_id].name, self.session.store.holder
        numbered = (f"{name} ({environment}{f' {number}' if number > 1 else ''})" for number in count(1))
        return next(each for each in numbered if not has(each))

    @work(group="dialog", exit_on_error=False)
    async def _end(self, record: Onboarding) -> None:
        """Give the new record; after a question, if another onboarding has its company."""
        there = with_company(self._listed.entries, record) if self._listed is not None else None
        if self._listed is None or there is None or there.record is None:
            self.dismiss(record)
            return
        from dmsa_tui.tui.dialogs.same_company import SameCompanyDialog

        name = self._listed.names.told(there)
        place = place_name(ENVIRONMENTS[record.environment].name, record.login_url, record.api_url)
        opens = await self.app.push_screen_wait(SameCompanyDialog(name, place))
        if opens is not None:
            self.dismiss(there if opens else record)

    def enter_presses(self, button: Button) -> bool:
        """Not in an empty field for the name."""
        name = self._field("name")
        return super().enter_presses(button) and (bool(name.accepted) or self.focused is not name.input)

    def stays_in(self, line: Input) -> bool:
        """Without a name nothing starts, nor with a wrong company ID; an address of elsewhere is asked about at the
        start."""
        name, company = self._field("name"), self._field("company-id")
        if line is company.input and not self._offered:
            return not self._has_no_wrong(company)
        return line is name.input and not self._has_name(name)

    @on(Field.Accepted)
    def _corrected(self, event: Field.Accepted) -> None:
        for each in self.query(Field):
            each.complain("")
        self.query_one(EnterButton).name_key()
