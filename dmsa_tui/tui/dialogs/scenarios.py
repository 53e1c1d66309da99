"""The question which scenario to rehearse."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.events import Click
from textual.message import Message
from textual.style import Style
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.dialogs.dialog import Dialog
from dmsa_tui.tui.widgets.compact_button import CompactButton
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import ListWithButton, WrappedList
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.session.rehearsal_store import Offered


class Chosen(NamedTuple):
    """What to rehearse."""

    scenario: str
    reset: bool
    """Whether to forget what is left of the last rehearsal of it."""


class Scenarios(ListWithButton):
    """The list; a click on the words for it starts that scenario over."""

    class StartedOver(Message):
        """The person clicked to forget the last rehearsal of that scenario."""

        def __init__(self, scenario: str) -> None:
            super().__init__()
            self.scenario = scenario

    def on_click(self, event: Click) -> None:
        """Tell of a click on those words, which would start the row otherwise."""
        if scenario := event.style.meta.get("again"):
            event.prevent_default()
            event.stop()
            self.post_message(self.StartedOver(scenario))


class ScenariosDialog(Dialog[Chosen]):
    """Gives the scenario that was chosen."""

    HEADING = "What do you want to rehearse?"
    HELP = "A rehearsal runs on a practice company; nothing leaves this machine. Each scenario teaches one thing."

    def __init__(self, scenarios: "Sequence[Offered]") -> None:
        super().__init__()
        self.scenarios = scenarios

    def compose_dialog(self) -> ComposeResult:
        yield Static(literal("On a practice company; nothing leaves this machine.", "$foreground-muted"))
        yield Scenarios(id="scenarios")

    def compose_row(self) -> ComposeResult:
        yield CompactButton("Start over", key="B", id="again", tooltip="Forget the last rehearsal of this scenario")
        yield CompactButton("Rehearse ▶", key="Enter", id="rehearse", variant="primary")

    def on_mount(self) -> None:
        self._draw()
        self.query_one(WrappedList).focus()

    def wrap_again(self) -> None:
        self._draw()

    def _draw(self) -> None:
        chooser = self.query_one(WrappedList)
        kept, width = chooser.highlighted, chooser.wrap_width
        chooser.clear_options()
        chooser.add_options(Option(hanging(_lines(each), width), id=each.id) for each in self.scenarios)
        chooser.highlighted = kept or 0
        self.call_after_refresh(chooser.scroll_to_highlight)

    @property
    def _highlighted(self) -> "Offered":
        return self.scenarios[self.query_one(WrappedList).highlighted or 0]

    @on(OptionList.OptionHighlighted)
    def _looked_at(self) -> None:
        self.query_one("#again", Button).disabled = self._highlighted.record is None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Chosen(event.option.id or "", reset=False))

    @on(Button.Pressed, "#rehearse")
    def _rehearse(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(Chosen(self._highlighted.id, reset=False))

    @on(Button.Pressed, "#again")
    def _pressed_again(self, event: Button.Pressed) -> None:
        event.stop()
        self._begin_again(self._highlighted.id)

    @on(Scenarios.StartedOver)
    def _started_over(self, event: Scenarios.StartedOver) -> None:
        self._begin_again(event.scenario)

    @work(group="dialog", exit_on_error=False)
    async def _begin_again(self, scenario: str) -> None:
        title = next(each.title for each in self.scenarios if each.id == scenario)
        if await may_forget(self.app, title):
            self.dismiss(Chosen(scenario, reset=True))


async def may_forget(app: BaseApp, title: str) -> bool:
    """Whether the person agrees to lose the last rehearsal of the scenario with that title."""
    from dmsa_tui.tui.dialogs.confirm import ConfirmDialog

    consequence = f"{title}\nThis deletes the answers, what was marked done, and the clicks in the practice company."
    return bool(await app.push_screen_wait(ConfirmDialog("Start this rehearsal over?", consequence, "Start over")))


def _lines(offered: "Offered") -> list[Line]:
    """Title and name for `demo --scenario`, what it teaches, and where it was left."""
    head = literal(offered.title, "bold") + literal(f"  {offered.id}", "$foreground-muted")
    lines = [
        Line(head, literal("  "), 2),
        Line(literal(offered.teaches, "$foreground-muted"), indent=2),
    ]
    if offered.record is not None:
        step = offered.record.step
        place = STEP_IDS.index(step) + 1 if step in STEP_IDS else 1
        left = f"Continues at step {place} of {len(STEP_IDS)}."
        how_far = literal("Played to its end." if offered.played else left, "$text-accent")
        again = literal(f"Start{NBSP}over", "$text-accent underline").stylize(Style.from_meta({"again": offered.id}))
        lines.append(Line(how_far + literal("   ") + again, indent=2))
    return lines
