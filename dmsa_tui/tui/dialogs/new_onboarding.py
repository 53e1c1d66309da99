"""The answers that an onboarding starts with: customer, environment, company ID, and hosts in place of Procore's."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from dmsa_tui.onboarding import validation as rules
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Entry
from dmsa_tui.procore.environments import ENVIRONMENTS, place_name
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.session.saved_onboardings import with_company
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.dialogs.hosts import BOTH, api_field, login_field, missing_url
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.customer_list import CustomerList

FOLDED, UNFOLDED = "▸ Custom hosts: a test server or a proxy", "▾ Custom hosts: a test server or a proxy"


class NewOnboardingDialog(Dialog[Onboarding | Entry]):
    """Gives the new record, or the saved onboarding to open in its place."""

    HEADING = "New onboarding"

    def __init__(self, session: "Session", listed: "CustomerList | None" = None, company: str = "") -> None:
        """`listed`: the list on home, where there are onboardings already; `company`: its ID or address, pasted."""
        super().__init__()
        self.session = session
        self._listed = listed
        self._company = company
        self._environment_id = (rules.company_place(company).environment if company else "") or next(iter(ENVIRONMENTS))
        self._place: CompanyPlace | None = None
        """What the company field holds, as far as it could be read."""
        self._offered = ""
        """Id of the environment that the address in the field belongs to, if it is another one."""

    def compose_dialog(self) -> ComposeResult:
        yield Static(id="problem", markup=False)
        yield Field("Customer", rules.customer_name, id="name", hint="The name in your list.")
        yield Field(
            "Company ID", self._company_id, id="company-id",
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

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Start ▶", key="Enter", id="start", variant="primary")

    def on_mount(self) -> None:
        self._field("company-id").fill(self._company)
        self._field("name").input.focus()

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
            self.query_one("#problem").display = False
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
        hosts = self.query_one("#hosts")
        hosts.display = not hosts.display
        event.button.label = UNFOLDED if hosts.display else FOLDED
        if hosts.display:
            self._field("login-url").input.focus()

    # -- the start -------------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#start")
    def _start(self, event: Button.Pressed) -> None:
        event.stop()
        if self._offered:
            name = ENVIRONMENTS[self._offered].name
            self._refuse(
                self._field("company-id"), f"This address belongs to {name}: use that environment, or another ID."
            )
            self.query_one("#take-environment", Button).focus()
            return
        if not (customer := self._field("name")).accepted or customer.has_class("-wrong"):
            self._refuse(customer, "Enter the customer's name first.")
            return
        if (company := self._field("company-id")).has_class("-wrong"):
            self._refuse(company, "Correct the company ID, or leave it empty for now.")
            return
        for id in ("login-url", "api-url"):
            field = self._field(id)
            if field.has_class("-wrong"):
                self._refuse(field, field.problem)
                return
        if (missing := missing_url(self._field("login-url"), self._field("api-url"))) is not None:
            missing.input.focus()
            self.notify(BOTH, severity="warning", timeout=8)
            return
        name = self._field("name").accepted
        if self.session.store.has(name):
            self._refuse(self._field("name"), f"There is already an onboarding named {name!r}; choose another name.")
            return
        record = Onboarding(name, self._environment_id, self._field("company-id").accepted)
        record.web_url = "" if self._place is None or not record.company_id else self._place.web_url
        record.login_url, record.api_url = self._field("login-url").accepted, self._field("api-url").accepted
        self._end(record)

    @work(group="dialog", exit_on_error=False)
    async def _end(self, record: Onboarding) -> None:
        """Give the new record; after a question, if another onboarding has its company."""
        there = with_company(self._listed.entries, record) if self._listed is not None else None
        if self._listed is None or there is None or there.record is None:
            self.dismiss(record)
            return
        from dmsa_tui.tui.dialogs.same_company import SameCompanyDialog

        name = self._listed.named(there)
        place = place_name(ENVIRONMENTS[record.environment].name, record.login_url, record.api_url)
        opens = await self.app.push_screen_wait(SameCompanyDialog(name, place))
        if opens is not None:
            self.dismiss(there if opens else record)

    @on(Field.Accepted)
    def _corrected(self) -> None:
        self.query_one("#problem").display = False

    def _refuse(self, field: Field, why: str) -> None:
        """Show the problem at the top, which never scrolls away, and focus its field."""
        for hosts in self.query("#hosts"):
            hosts.display = hosts.display or field in hosts.children
        problem = self.query_one("#problem", Static)
        problem.display = True
        problem.update(literal(f"✖ {why}", "$text-error"))
        field.input.focus()
        self.call_after_refresh(problem.scroll_visible, animate=False)
