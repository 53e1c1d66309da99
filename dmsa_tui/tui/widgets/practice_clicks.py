"""What stands for the browser in a rehearsal: the clicks of the portal and of Procore, those of the open step first."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from dmsa_tui.checks.words import counted, listed
from dmsa_tui.errors import DmsaError
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.session.browser_values import (
    VIEWED,
    lacks,
    manifest_to_paste,
    note_values,
    perform,
    renewed_values,
    take_over,
    values_for,
)
from dmsa_tui.session.mending_clicks import is_mended, mending_clicks
from dmsa_tui.session.practiced_actions import (
    OPENS_VERSION,
    click_at,
    clicks_of,
    not_clicked,
    other_ways,
    tick_clicked,
    tick_copied,
)
from dmsa_tui.session.rehearsal_end import open_task
from dmsa_tui.session.rotation import TASK as ROTATE
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.clicks import Clicks
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import Line, hanging
from dmsa_tui.tui.widgets.wrapped_list import WrappedList
from dmsa_tui.vocabulary import STEP_IDS

if TYPE_CHECKING:
    from dmsa_tui.practice.rehearsal import ActionState
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.widgets.action_list import ActionList

HAND_OVER, RENEW, MANIFEST, BACK = "+hand-over", "+renew", "+manifest", "+back"
"""Ids of the lines that copy: what the open step has fields for, what the wizard holds from before a click, and the
manifest; and of the one that leads on where no click is left to make."""
LEVELS = "permissions"
"""The step whose clicks need an open version."""
ONLY_MARKED = "Marked done, but not clicked here."
WHERE = {"portal": "Developer portal", "procore": "Procore"}


class Practiced(Protocol):
    """The step or task that is practiced."""

    @property
    def guide_id(self) -> str:
        """Its id in the guide."""

    @property
    def actions(self) -> "ActionList | None":
        """The list of its actions, if it has one."""

    @property
    def PLAYS(self) -> bool:
        """Whether it can show its actions by itself."""

    def receive(self, given: dict[str, Any]) -> None:
        """Take what a person would copy from the browser: field id → text."""

    def practiced(self) -> None:
        """Something was done in the practice company."""

    def show_me(self) -> None:
        """Show the rest of the step, action by action."""


class PracticeClicks(Vertical):
    """Enter, or a click, does what the line says in the practice company."""

    app = getters.app(BaseApp)

    class HandedOver(Message):
        """What the browser shows was copied into the wizard."""

    class Left(Message):
        """Nothing is left to do in it; `task`: id of the one to open then, or empty."""

        def __init__(self, task: str = "") -> None:
            super().__init__()
            self.task = task

    def __init__(self, session: "Session", behind: Practiced, *, beside: bool = False) -> None:
        """Of the session's rehearsal; `beside` the step, whose keys act until Tab leads here."""
        super().__init__(id="practice-clicks")
        assert session.rehearsal is not None
        self._session, self._rehearsal, self._behind = session, session.rehearsal, behind
        self._how = "Click a line, or press Tab and Enter." if beside else "Click a line, or press Enter on it."
        self._edition = session.record.edition
        """The portal edition of what the browser shows."""
        self._seen = self._rehearsal.rehearsal.revision
        """The clicks that its text tells of; those of *Show me*, and of requests, come without it."""
        self._marked: set[str] = set()
        """The clicks that nobody has made, and whose actions are marked done."""
        self._drawn: tuple[object, ...] = ()
        """What the list was drawn from last."""
        self._wrapped: dict[tuple[object, ...], Content] = {}

    def compose(self) -> ComposeResult:
        yield Static(literal(self._how, "$foreground-muted"), id="shows")
        yield Clicks(id="clicks")

    @property
    def chooser(self) -> Clicks:
        """The list."""
        return self.query_one(Clicks)

    def on_mount(self) -> None:
        """Show the clicks at once: they are there before the next key. *Show me* does some of them too."""
        self.draw()
        Redraw(self, self.draw).after("record_changes", "result_changes")

    @on(WrappedList.NewWidth)
    def _new_width(self) -> None:
        self.draw()

    def draw(self) -> None:
        """List the clicks, those that mend a fault and those of the open step first; highlight the next one to do."""
        if self._edition != self._session.record.edition:
            self._edition = self._session.record.edition
            self._tell("")
        if self._seen != self._rehearsal.rehearsal.revision:
            self._tell(self._rehearsal.shows)
        here, states = self._behind.guide_id, self._in_order(self._rehearsal.rehearsal.actions())
        is_task, (due, later) = here not in STEP_IDS, self._clicks_of_task()
        offered, renewed = self._offered, self._renewed
        manifest = manifest_to_paste(self._session, here)
        reads_first = is_task and self._lacks  # what fails depends on what a task reads
        mending = [] if reads_first else [each for each in mending_clicks(self._session, here) if each not in later]
        mends = sorted((each for each in states if each.action.id in mending), key=lambda x: mending.index(x.action.id))
        own = [each for each in states if each.action.belongs_to(here) and each not in mends]
        opens = self._opens_version(own, [each for each in states if each not in mends])
        own = [*opens, *own]
        others = [each for each in states if each not in (*mends, *own) and each.action.step in STEP_IDS]
        mended = here in STEP_IDS and bool(self._rehearsal.lesson) and is_mended(self._session)
        following = [] if mended else self._next_of(own, others, due, later)
        if due not in following:
            following = mending or [each.action.id for each in opens] or following
        back = () if following or renewed or (is_task and self._lacks) else self._leads_on(mended=mended)
        chooser = self.chooser
        self._marked = {*not_clicked(self._session).values()}
        copied = ([*offered], [*renewed], manifest)
        stands = (here, chooser.wrap_width, mends, own, others, copied, following, back, self._marked)
        if stands == self._drawn:
            return
        self._drawn = stands
        kept = chooser.get_option_at_index(chooser.highlighted).id if chooser.highlighted is not None else None
        options: list[Option] = []
        if back:
            options.append(self._says(BACK, *back))
        if copies := [*renewed] and (HAND_OVER if renewed.keys() <= offered.keys() else RENEW):
            options.append(_heading("New here, and not in the wizard yet"))
            options.append(self._copies(copies, offered if copies == HAND_OVER else renewed))
        if mends:
            fixes = "This is what the rehearsal shows" if is_mended(self._session) else "This fixes what fails"
            options.append(_heading(fixes))
            options += [self._option(state, mends=True) for state in mends]
            if own:
                options.append(_heading(f"Clicks of this {'step' if here in STEP_IDS else 'task'}"))
        options += [self._option(each, mends=each.action.id in following) for each in own]
        if manifest:
            options.append(self._copies(MANIFEST, ["manifest"]))
        if offered and copies != HAND_OVER:
            options.append(self._copies(HAND_OVER, offered))
        for heading, is_made in (("Clicks of other steps", False), ("Made already in other steps", True)):
            group = [each for each in others if each.done is is_made]
            options += [*([_heading(heading)] if group else []), *map(self._option, group)]
        chooser.set_options(options)
        ids = [option.id for option in options]
        wanted = copies or (following[0] if following else BACK if back else HAND_OVER if offered else kept)
        first = next(place for place, option in enumerate(options) if not option.disabled)
        chooser.highlighted = ids.index(wanted) if wanted in ids else first
        self.call_after_refresh(chooser.scroll_to_highlight)

    def _opens_version(self, own: "Sequence[ActionState]", states: "Sequence[ActionState]") -> "list[ActionState]":
        """The click that opens a version, where all that is left of the levels' step waits for one."""
        here = self._behind.guide_id
        left = [each for each in own if not (each.done or _is_optional(each, here))]
        if here != LEVELS or not left or not all(each.unavailable for each in left):
            return []
        return [each for each in states if each.action.id == OPENS_VERSION and not (each.done or each.unavailable)]

    def _clicks_of_task(self) -> tuple[str, set[str]]:
        """In a task, the click of the open action, and those of the actions after it; none in a step."""
        here, actions = self._behind.guide_id, self._behind.actions
        if here in STEP_IDS or actions is None or (opened := actions.current.action) is None:
            return "", set()
        due, after = click_at(here, opened.id), actions.current.all[actions.current.place[0] :]
        return "" if actions.current.has_tick(opened.id) else due, {click_at(here, each.id) for each in after} - {due}

    def _next_of(
        self, own: "Sequence[ActionState]", others: "Sequence[ActionState]", due: str, later: Container[str]
    ) -> list[str]:
        """Ids of the clicks to make next: of this step, or where those have to wait, or it has none, of others."""
        here = self._behind.guide_id
        if here not in STEP_IDS:
            again = {due} if not self._lacks else ()  # a secret is reset once for each rotation
            possible = [each for each in own if _is_next(each, here, again) and each.action.id not in later]
            if self._lacks:
                needed = clicks_of(self._session, here)
                possible = [each for each in possible if each.action.step == here or each.action.id in needed]
            return sorted((each.action.id for each in possible), key=lambda id: id != due)
        otherwise = {id for step in STEP_IDS for id in other_ways(self._session, step)}
        left = [each for each in own if not (each.done or _is_optional(each, here) or each.action.id in otherwise)]
        among = left if any(not each.unavailable for each in left) else others if left or not own else ()
        return [each.action.id for each in among if _is_next(each, here) and each.action.id not in otherwise]

    @property
    def _lacks(self) -> bool:
        """Whether the wizard lacks something that the browser shows and the step or task asks for."""
        offered = self._offered
        return lacks(self._session, offered) or (self._behind.guide_id == ROTATE and bool(offered))

    @property
    def _offered(self) -> dict[str, str]:
        """What the open step has fields for, or the open action of a task."""
        opened = self._behind.actions.current.action if self._behind.actions is not None else None
        return values_for(self._session, self._behind.guide_id, "" if opened is None else opened.id)

    def _leads_on(self, *, mended: bool) -> tuple[str, ...]:
        """The line where there is nothing more to do here; none where there may be."""
        if mended and (task := open_task(self._session)):
            return "Open the task: ", f"{self._session.guide.documented(task).title}.", "▸ "
        if mended:
            return "Back to the step: ", "nothing fails now.", "◀ "
        here = self._behind.guide_id
        if here not in STEP_IDS:
            return "Back to the task: ", "this action needs no click here.", "◀ "
        if self._rehearsal.lesson or self._lacks:
            return ()
        left = 0 if here == "check" else len(self._session.actions.open_in(here))  # its screen has no ticks
        ticks = f"; {counted(left, 'action waits', 'actions wait')} to be marked done" if left else ""
        return "Back to the step: ", f"it needs no more clicks here{ticks}.", "◀ "

    def _in_order(self, states: Iterable["ActionState"]) -> list["ActionState"]:
        """In the order of the steps and their actions; clicks that no action needs come last in their step.

        Of those, one that cannot be made now is left out: it would stand among the clicks to make, and mislead.
        """
        here = self._behind.guide_id
        needed = {step: clicks_of(self._session, step) for step in STEP_IDS}

        def has_use(state: "ActionState") -> bool:
            is_needed = not _is_optional(state, here) or state.action.id in needed.get(state.action.step, ())
            return is_needed or state.done or not state.unavailable

        def place(state: "ActionState") -> tuple[int, int]:
            step, id = state.action.step, state.action.id
            if step not in needed:
                return (0, 0)
            return STEP_IDS.index(step), needed[step].index(id) if id in needed[step] else len(needed[step])

        return sorted(filter(has_use, states), key=place)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id == BACK:
            self.post_message(self.Left(open_task(self._session) if self._behind.guide_id in STEP_IDS else ""))
            return
        if event.option.id == RENEW:
            self._take_over()
            return
        if event.option.id == MANIFEST:
            self._compare_manifest()
            return
        if event.option.id == HAND_OVER:
            values = self._offered
            self._behind.receive({field.replace("_", "-"): text for field, text in values.items()})
            if self._behind.guide_id in STEP_IDS:  # a task takes over what it asks for itself
                note_values(self._session, values)
                opened = self._behind.actions.current.action if self._behind.actions is not None else None
                ticked = tick_copied(self._session, self._behind.guide_id, {*values}, self.app.person)
                self._go_on_after(ticked if opened is not None and opened.id in ticked else [])
            self.post_message(self.HandedOver())
            return
        shows, copied = self.query_one("#shows", Static), self._offered
        try:
            sentence = perform(self._session, event.option.id or "")
        except DmsaError as reason:
            shows.update(literal(f"✖ {reason}", "$text-error"))
            return
        before = self._session.record.ticked
        stands_for = tick_clicked(self._session, self._behind.guide_id, event.option.id or "", self.app.person)
        self._tell(sentence + self._steps_ticked_since(before) + self._lost_of(copied))
        self._go_on_after(stands_for)
        self.draw()
        self._behind.practiced()

    def _tell(self, shown: str) -> None:
        """Say what the browser shows after the last click, or how to click."""
        self._seen = self._rehearsal.rehearsal.revision
        how = literal(self._how, "$foreground-muted")
        says = Content.assemble(("The browser shows: ", "bold"), literal(shown)) if shown else how
        self.query_one("#shows", Static).update(says)

    def _compare_manifest(self) -> None:
        """Paste what View Manifest shows where the wizard compares it."""
        from dmsa_tui.tui.dialogs.manifest import ManifestDialog

        here = self._behind.guide_id
        self.app.push_screen(ManifestDialog(self._session, manifest_to_paste(self._session, here)))
        self._session.actions.tick(here, VIEWED, self.app.person)
        self._go_on_after([VIEWED])

    def _steps_ticked_since(self, before: Container[str]) -> str:
        """Say in which other step a click made early brought ticks."""
        new = {key.partition("/")[0] for key in self._session.record.ticked if key not in before}
        steps = [each for each in self._session.guide.steps if each.id in new - {self._behind.guide_id}]
        return "".join(f" Marked done in step {each.number}." for each in steps)

    def _lost_of(self, offered: Mapping[str, str]) -> str:
        """Say which of these values the browser shows no more, and the wizard does not have."""
        shown = self._offered
        lost = [_name(each) for each in offered if each not in shown and lacks(self._session, {each: ""})]
        return f" {listed(lost)} is lost: it was not copied. Start this rehearsal over on home." if lost else ""

    def _go_on_after(self, action_ids: Sequence[str]) -> None:
        """Behind this, open what follows these actions, and keep their ticks."""
        if (actions := self._behind.actions) is not None:
            actions.go_on_after(action_ids)
        self.app.autosave.soon()

    @property
    def _renewed(self) -> dict[str, str]:
        """What the wizard holds from before a click; a task has its own order."""
        return renewed_values(self._session) if self._behind.guide_id in STEP_IDS else {}

    @work(group="browser", exit_on_error=False)
    async def _take_over(self) -> None:
        """Put into the wizard what the open step has no field for, and ask Procore with it."""
        await take_over(self._session, self._renewed)
        self.app.call_later(self._behind.practiced)
        self.draw()
        self.post_message(self.HandedOver())

    def _copies(self, id: str, fields: Iterable[str]) -> Option:
        return self._says(id, "Copy into the wizard: ", ", ".join(map(_name, fields)))

    def _says(self, id: str, strong: str, more: str, mark: str = "⇥ ") -> Option:
        """A line that is no click."""
        line = Line(literal(strong, "bold") + literal(more), literal(mark, "$text-accent"), 2)
        return Option(hanging([line], self.chooser.wrap_width), id=id)

    def _option(self, state: "ActionState", *, mends: bool = False) -> Option:
        """The click as it stands, wrapped once for as long as it stands so."""
        width = self.chooser.wrap_width
        stands = (state, mends, self._behind.guide_id, width, state.action.id in self._marked)
        if stands not in self._wrapped:
            self._wrapped[stands] = hanging(self._lines(state, mends), width)
        return Option(self._wrapped[stands], id=state.action.id)

    def _lines(self, state: "ActionState", mends: bool) -> list[Line]:
        action, blocked = state.action, state.unavailable is not None and not state.done
        optional = " (optional)" if _is_optional(state, self._behind.guide_id) and not mends else ""
        sign = "·" if blocked else "+" if optional else "▸"  # the arrow is for what has to be clicked
        mark = literal("● ", "$foreground-muted") if state.done else literal(f"{sign} ", "$text-accent")
        title = f"{WHERE[action.where]}: {state.way.label}{optional}"
        more = (state.unavailable if blocked else None) or state.way.explanation
        lines = [Line(literal(title, "$foreground-muted" if blocked else ""), mark, 2)]
        if action.id in self._marked:
            lines.append(Line(literal(ONLY_MARKED, "$text-warning"), indent=2))
        return [*lines, Line(literal(more, "$foreground-muted"), indent=2)]


def _name(field: str) -> str:
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def _heading(text: str) -> Option:
    return Option(literal(text, "$foreground-muted bold"), disabled=True)


def _is_next(state: "ActionState", here: str, again: Container[str] = ()) -> bool:
    is_done = state.done and state.action.id not in again
    return not (is_done or state.unavailable or _is_optional(state, here))


def _is_optional(state: "ActionState", here: str) -> bool:
    """What a task needs is not optional there."""
    return state.action.optional and (here in STEP_IDS or not state.action.belongs_to(here))
