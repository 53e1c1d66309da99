"""The first screen: pick, start or resume an onboarding, or rehearse. Kept light, since everybody waits for it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.onboarding.gates import Wait, waits
from dmsa_tui.onboarding.progress import STEP_IDS
from dmsa_tui.problems import BadInput
from dmsa_tui.screens.base import WizardScreen
from dmsa_tui.widgets.key_line import KeyLine, ShownKey
from dmsa_tui.widgets.prose import INDENT, plain
from dmsa_tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding

WELCOME = (
    "Set up Procore for a sync tool, together: create the data connection app, give it its permissions, "
    "promote it, install it, permit the projects. After each step Procore itself is asked whether it worked."
)
NEW, REHEARSE, RESET, LEAVE = "\nnew", "\nrehearse", "\nreset", "\nleave"
"""No customer can be called like these: a name is one line."""
OTHER = "•••• (another customer)"


class HomeScreen(WizardScreen):
    """The saved onboardings."""

    HELP = "Choose an onboarding to go on where it stopped, begin a new one, or rehearse on the practice company."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "new", "New onboarding")]

    def compose(self) -> ComposeResult:
        """Welcome and the list."""
        yield TopLine(lambda: self.session)
        yield Static(plain("Set up a Procore data connection", "bold $text-accent"), id="title")
        yield Static(plain(WELCOME), classes="paragraph")
        yield OptionList(id="onboardings")
        yield KeyLine([ShownKey("N", "New onboarding", "new"), *self.shown_keys(())])

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Draw the list afresh: a record may have changed."""
        super().on_screen_resume(event)
        self.draw()

    def draw(self) -> None:
        """Saved onboardings, the one worked on last first, then what can be begun."""
        self.query_one(TopLine).refresh()
        options = []
        try:
            entries = self.session.store.entries()
        except BadInput as problem:
            entries = []
            self.notify(str(problem), severity="error", timeout=12, markup=False)
        for entry in sorted(entries, key=lambda each: _last_touched(each.record), reverse=True):
            if entry.record is not None:
                options.append(Option(self._row(entry.record), id=entry.name))
            else:
                told = f"{OTHER}: its record cannot be read" if self._hides_others else f"{entry.name}: {entry.problem}"
                text = Content.assemble(("✖ ", "$text-error"), plain(told))
                options.append(Option(text, disabled=True))
        rehearsing = self.session.rehearsing
        if rehearsing is None:
            options.append(
                Option(_offer("+", "New onboarding", "a customer's name, the environment, the company ID"), id=NEW)
            )
            options.append(
                Option(
                    _offer("▶", "Rehearse", "the whole setup on a practice company; nothing leaves this machine"),
                    id=REHEARSE,
                )
            )
        elif not options:
            options.append(Option(_offer("▶", "Start the rehearsal", "scenario " + rehearsing.scenario), id=NEW))
        else:
            options.append(Option(_offer("↺", "Begin again", "forget this rehearsal and start from nothing"), id=RESET))
        if self.dmsa.session_before is not None:
            options.append(Option(_offer("←", "Leave the rehearsal", "back to the saved onboardings"), id=LEAVE))
        chooser = self.query_one(OptionList)
        chooser.clear_options()
        chooser.add_options(options)
        chooser.highlighted = 0
        chooser.focus()

    @property
    def _hides_others(self) -> bool:
        return self.session.is_open and self.session.masked

    def _row(self, record: "Onboarding") -> Content:
        hidden = self._hides_others and record.name != self.session.record.name
        name = OTHER if hidden else record.name
        place = STEP_IDS.index(record.step) + 1 if record.step in STEP_IDS else 1
        verdict = f"last verdict {record.verdict}" if record.verdict else "never checked"
        facts = (record.environment, f"step {place} of {len(STEP_IDS)}", verdict, _age(record.updated_at))
        return Content.assemble(
            ("▶ ", "$text-accent"),
            (name, "bold"),
            (f"\n{INDENT}{' · '.join(facts)}", "$foreground-muted"),
            *(_wait(each) for each in waits(record)),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        match event.option.id:
            case "\nnew":
                self.action_new()
            case "\nrehearse" | "\nleave":
                self._change_session()
            case "\nreset":
                self.session.reset_rehearsal()
                self.draw()
            case str() as name:
                self._open(name)

    def _open(self, name: str) -> None:
        try:
            self.session.open(name)
        except BadInput as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return
        self.dmsa.go_to_step(self.session.record.step)

    @work(group="dialog", exit_on_error=False)
    async def action_new(self) -> None:
        """Begin a new onboarding."""
        from dmsa_tui.screens.new_onboarding import NewOnboardingDialog

        record = await self.app.push_screen_wait(NewOnboardingDialog(self.session))
        if record is None:
            return
        try:
            self.session.begin(record)
        except BadInput as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return
        self.dmsa.go_to_step(record.step)

    @work(group="dialog", exit_on_error=False)
    async def _change_session(self) -> None:
        """Into a rehearsal, or back out of it."""
        try:
            await self.dmsa.change_session()
        except BadInput as problem:
            self.notify(str(problem), severity="error", timeout=10, markup=False)
            return
        self.draw()


def _offer(sign: str, name: str, what: str) -> Content:
    return Content.assemble((f"{sign} ", "$text-accent"), (name, "bold"), (f"\n{INDENT}{what}", "$foreground-muted"))


def _wait(wait: Wait) -> tuple[str, str]:
    """Whose turn it is, for which approval, since how many days."""
    sign, style = ("✖", "$text-error") if wait.refused else ("◐", "$text-warning")
    return f"\n{INDENT}{sign} {wait.who[0].upper()}{wait.who[1:]}: {wait.said}", style


def _last_touched(record: "Onboarding | None") -> datetime:
    """For the order of the list; what cannot be read comes last."""
    return (record.updated_at if record else None) or datetime.min.replace(tzinfo=UTC)


def _age(moment: datetime | None) -> str:
    """How long ago, in words."""
    if moment is None:
        return "just now"
    minutes = int((datetime.now(UTC) - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days ago"
