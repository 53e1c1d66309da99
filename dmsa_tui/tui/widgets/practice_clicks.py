"""What stands for the browser in a rehearsal: the clicks of the portal and of Procore, those of the open step first."""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.markup import STARS
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import WrappedList
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dmsa_tui.practice.rehearsal import ActionState, Credentials
    from dmsa_tui.session.rehearsal_store import RehearsalStore

HAND_OVER = "+hand-over"
WHERE = {"portal": "Developer portal", "procore": "Procore"}


def to_hand_over(step_id: str, seen: "Credentials") -> dict[str, str]:
    """What a person would copy from the browser into the fields of that step or task: field id → text."""
    offered = {
        "create-app": {"app-name": seen.app_name},
        "promote": {
            "client-id": seen.client_id,
            "app-version-key": seen.app_version_key,
            "client-secret": seen.client_secret,
        },
        "rotate": {"client-secret": seen.client_secret},
        "migrate": {"old-account": seen.old_account, "list-of-projects": "\n".join(seen.old_account_projects)},
    }
    return {field: text for field, text in offered.get(step_id, {}).items() if text}


class Practiced(Protocol):
    """The step or task that is practiced."""

    @property
    def guide_id(self) -> str:
        """Its id in the guide."""

    @property
    def PLAYS(self) -> bool:
        """Whether it can show its actions by itself."""

    def receive(self, given: dict[str, Any]) -> None:
        """Take what a person would copy from the browser: field id → text."""

    def practiced(self) -> None:
        """Something was done in the practice company."""

    def show_me(self) -> None:
        """Show the rest of the step, action by action."""


class Clicks(WrappedList):
    """The list; in a column it is narrower than in a dialog."""

    MIN_COLUMNS: ClassVar[int] = 20

    @property
    def wrap_width(self) -> int:
        """Room for the scrollbar and the padding of an option."""
        return max(super().wrap_width - 2, self.MIN_COLUMNS)


class PracticeClicks(Vertical):
    """Enter, or a click, does what the line says in the practice company."""

    class HandedOver(Message):
        """What the browser shows was copied into the wizard."""

    def __init__(self, rehearsal: "RehearsalStore", behind: Practiced, labels: "Mapping[str, str]") -> None:
        """`labels`: click → the guide's sentence, in a portal edition whose labels are not the practice company's."""
        super().__init__(id="practice-clicks")
        self._rehearsal, self._behind, self._labels = rehearsal, behind, labels

    def compose(self) -> ComposeResult:
        yield Static(literal("Enter does what the highlighted line says.", "$foreground-muted"), id="shows")
        yield Clicks(id="clicks")

    @property
    def chooser(self) -> Clicks:
        """The list."""
        return self.query_one(Clicks)

    def on_mount(self) -> None:
        """Show the clicks at once: they are there before the next key. *Show me* does some of them too."""
        self.draw()
        Redraw(self, self.draw).after("record_changes")

    @on(WrappedList.NewWidth)
    def _new_width(self) -> None:
        self.draw()

    def draw(self) -> None:
        """List the clicks, those of the open step first, and highlight the next one to do."""
        here, states = self._behind.guide_id, self._rehearsal.rehearsal.actions()
        own = [each for each in states if each.action.belongs_to(here)]
        own.sort(key=lambda each: each.action.step != here)
        others = [each for each in states if each not in own and each.action.step in STEP_IDS]
        offered = to_hand_over(here, self._rehearsal.rehearsal.credentials)
        chooser = self.chooser
        width = chooser.wrap_width
        kept = chooser.get_option_at_index(chooser.highlighted).id if chooser.highlighted is not None else None
        chooser.clear_options()
        for state in own:
            chooser.add_option(Option(hanging(self._click(state), width), id=state.action.id))
        if offered:
            names = ", ".join(field.replace("-", " ") for field in offered)
            line = Line(literal("Copy into the wizard: ", "bold") + literal(names), literal("⇥ ", "$text-accent"), 2)
            chooser.add_option(Option(hanging([line], width), id=HAND_OVER))
        chooser.add_option(Option(literal("Clicks of other steps", "$foreground-muted underline"), disabled=True))
        for state in others:
            chooser.add_option(Option(hanging(self._click(state), width), id=state.action.id))
        ids = [option.id for option in chooser.options]
        following = [each.action.id for each in own if _is_next(each, here)]
        wanted = following[0] if following else HAND_OVER if offered else kept
        chooser.highlighted = ids.index(wanted) if wanted in ids else 0
        self.call_after_refresh(chooser.scroll_to_highlight)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id == HAND_OVER:
            self._behind.receive(to_hand_over(self._behind.guide_id, self._rehearsal.rehearsal.credentials))
            self.post_message(self.HandedOver())
            return
        shows = self.query_one("#shows", Static)
        try:
            sentence = self._rehearsal.perform(event.option.id or "")
        except DmsaError as reason:
            shows.update(literal(f"✖ {reason}", "$text-error"))
            return
        shows.update(Content.assemble(("The browser shows: ", "bold"), literal(sentence)))
        self.draw()
        self._behind.practiced()

    def _click(self, state: "ActionState") -> list[Line]:
        action, blocked = state.action, state.unavailable is not None and not state.done
        mark = literal("✔ ", "$text-success") if state.done else literal("· " if blocked else "▸ ", "$text-accent")
        label = self._labels.get(action.id, action.label).replace(STARS, "")
        optional = " (optional)" if _is_optional(state, self._behind.guide_id) else ""
        title = f"{WHERE[action.where]}: {label}{optional}"
        return [
            Line(literal(title, "$foreground-muted" if blocked else ""), mark, 2),
            Line(
                literal((state.unavailable if blocked else None) or action.explanation, "$foreground-muted"), indent=2
            ),
        ]


def _is_next(state: "ActionState", here: str) -> bool:
    return not (state.done or state.unavailable or _is_optional(state, here))


def _is_optional(state: "ActionState", here: str) -> bool:
    """What a task needs is not optional there."""
    return state.action.optional and (here in STEP_IDS or not state.action.belongs_to(here))
