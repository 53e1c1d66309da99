"""The three answers with which an onboarding begins: customer, environment, company ID."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.onboarding import validation as fields
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import plain

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


class NewOnboardingDialog(Dialog[Onboarding]):
    """Gives the record to begin with."""

    HEADING = "New onboarding"

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session
        rehearsing = session.rehearsal
        self.start = Onboarding(name="") if rehearsing is None else rehearsing.starting_record()
        self._hosts = {} if rehearsing is None else rehearsing.hosts
        """Of a rehearsal: the environments that the practice company has, and where it is asked there."""
        self._environment_id = self.start.environment
        self._place: CompanyPlace | None = None
        """What the company field holds, as far as it could be read."""
        self._offered = ""
        """Id of the environment that the address in the field belongs to, if it is another one."""
        self.environments = [each for each in ENVIRONMENTS.values() if rehearsing is None or each.id in self._hosts]

    def compose_dialog(self) -> ComposeResult:
        """Name, company ID, environment."""
        start = self.start
        yield Static(id="problem", markup=False)
        yield Field("Customer", fields.customer_name, id="name", value=start.name, hint="As you file this setup.")
        yield Field(
            "Company ID", self._company_id, id="company-id", value=start.company_id,
            hint="The number in the customer's Procore address.",
            placeholder="562949953421312, or paste the whole Procore address",
        )  # fmt: skip
        take = CompactButton("Use that environment", id="take-environment")
        take.display = False
        yield take
        yield Static(plain("Environment", "bold"))
        options = [Option(plain(f"{each.name} – {each.note}"), id=each.id) for each in self.environments]
        chooser = OptionList(*options, id="environments", compact=True)
        chooser.highlighted = [each.id for each in self.environments].index(start.environment)
        yield chooser

    def _company_id(self, text: str) -> str:
        """The rule of the field; an address of another environment is not taken, but that environment is offered."""
        self._offer("")
        try:
            self._place = fields.company_place(text, self._environment_id)
        except OtherEnvironment as other:
            self._offer(other.place.environment)
            raise
        return self._place.id

    def _offer(self, environment_id: str) -> None:
        offered = any(each.id == environment_id for each in self.environments)
        self._offered = environment_id if offered else ""
        for button in self.query("#take-environment").results(Button):
            button.display = offered
            button.label = f"Use {ENVIRONMENTS[environment_id].name}" if offered else ""

    @on(Button.Pressed, "#take-environment")
    def _take_environment(self, event: Button.Pressed) -> None:
        event.stop()
        ids = [each.id for each in self.environments]
        self.query_one("#environments", OptionList).highlighted = ids.index(self._offered)

    @on(OptionList.OptionHighlighted, "#environments")
    def _environment_chosen(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None and event.option_id != self._environment_id:
            self._environment_id = event.option_id
            company = self.query_one("#company-id", Field)
            company.fill(company.input.value)

    def compose_row(self) -> ComposeResult:
        """Start."""
        yield CompactButton("Start ▶", id="start", variant="primary")

    def on_mount(self) -> None:
        """Where typing begins; in a rehearsal all is filled in already."""
        if self.start.name:
            self.query_one("#start", Button).focus()
        else:
            self.query_one("#name", Field).input.focus()

    @on(Button.Pressed, "#start")
    def _start(self, event: Button.Pressed) -> None:
        event.stop()
        name = self.query_one("#name", Field)
        company = self.query_one("#company-id", Field)
        for field, what in ((name, "the customer's name"), (company, "the company ID")):
            if field.has_class("-wrong") or (field is name and not field.accepted):
                self._refuse(field, f"Enter {what} first.")
                return
        if name.accepted in self.session.store.names():
            self._refuse(name, f"There is already an onboarding named {name.accepted!r}; choose another name.")
            return
        chooser = self.query_one("#environments", OptionList)
        record = self.start
        record.name, record.company_id = name.accepted, company.accepted
        record.environment = self.environments[chooser.highlighted or 0].id
        record.web_url = "" if self._place is None or not record.company_id else self._place.web_url
        if self._hosts:
            record.login_url, record.api_url = self._hosts[record.environment]
        self.dismiss(record)

    def _refuse(self, field: Field, why: str) -> None:
        """Say it at the top, where it is in sight whatever is scrolled away, and go to the field that it is about."""
        problem = self.query_one("#problem", Static)
        problem.display = True
        problem.update(plain(f"✖ {why}", "$text-error"))
        field.input.focus()
        self.call_after_refresh(problem.scroll_visible, animate=False)
