"""The actions of a step or task: one is open with its fields, those that are done and those to come are a line each."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from textual import getters, on
from textual.app import ComposeResult
from textual.events import Click
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Button

from dmsa_tui.guide.action_values import COPY, IN_A_SENTENCE
from dmsa_tui.guide.markup import plain
from dmsa_tui.guide.model import Action
from dmsa_tui.session.copy_values import copy_value
from dmsa_tui.session.mending_actions import do_again, mending_actions
from dmsa_tui.session.procore_names import compared
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.one_notice import OneNotice
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.action_line import action_line, still_open, title_over, with_titles
from dmsa_tui.tui.widgets.asked_twice import AskedTwice
from dmsa_tui.tui.widgets.at_action import ELSEWHERE, UNNEEDED, Given
from dmsa_tui.tui.widgets.choice import Choice
from dmsa_tui.tui.widgets.current_action import CurrentAction
from dmsa_tui.tui.widgets.folded_lines import AroundOpen, FoldedLine, FoldedLines
from dmsa_tui.tui.widgets.given_at_action import GivenAtAction
from dmsa_tui.tui.widgets.given_in import takes_focus, to_answer
from dmsa_tui.tui.widgets.open_action import OpenAction
from dmsa_tui.tui.widgets.permission_builder import PermissionBuilder
from dmsa_tui.tui.widgets.practice_hint import PracticeHint
from dmsa_tui.tui.widgets.scroll_pane import ScrollPane
from dmsa_tui.tui.widgets.secret_field import SecretField

ROWS_OF_FIELD = 3
"""A field's label, its line, and the first row of its note."""


class ActionList(ScrollPane):
    """All actions, around the open one."""

    DEFAULT_CSS = f"ActionList .{ELSEWHERE}, ActionList .{UNNEEDED} {{ display: none; }}"

    class TakenBack(Message):
        """The person clicked to take the open action's tick back."""

        def __init__(self, action_id: str) -> None:
            super().__init__()
            self.action_id = action_id

    opened: var[str | None] = var(None)
    """Id of the action that is open; empty: all are done; None: nothing is drawn yet."""
    drawn: var[int] = var(0)
    """How often it was drawn: the line above is drawn after it, so that both change in one frame."""
    app = getters.app(BaseApp)

    def __init__(
        self, step_id: str, given: Iterable[Given], following: Sequence[str] = (), opens_at: str = "", field: str = ""
    ) -> None:
        """Of a step or a task; `following`: what to say after the last action, in place of the next step.

        `opens_at`: id of the action to which the person was led; empty: the one that was open last, unless it is
        ticked, or else the next one to do. `field`: the field of it to which the person was led.
        """
        super().__init__(id="actions")
        self.step_id = step_id
        self.current = CurrentAction(self.app, step_id, opens_at)
        self.given = GivenAtAction(self.app, self.current, given)
        self.following = tuple(following)
        self._still_open = OneNotice()
        self._mends = self.current.chosen  # whoever stopped in the middle of an answer goes on with it
        self._led_to = field
        self._used = set[str]()
        """Ids of the actions whose button was pressed."""
        self._takes_cursor = True  # whether the cursor goes into the field of the action that opens next
        self._redraw = Redraw(self, self.draw)
        self.asking = AskedTwice()
        self.holds: Callable[[], Container[str]] = frozenset  # gives the actions that only a proof marks done
        self.unproven: Callable[[], Mapping[str, str]] = dict
        """Gives, by the id of the action that asks for it, each proof that there is not yet."""

    def compose(self) -> ComposeResult:
        yield FoldedLines(above=True, id="actions-before")
        yield OpenAction(self.step_id, self.following)
        self.given.show(restyle=False)
        yield from (widget for widget, _belongs in self.given.all)
        yield from (FoldedLines(above=False, id="actions-after"), PracticeHint())

    def on_mount(self) -> None:
        for choice in self.query(Choice):
            choice.in_list = True
        self._redraw.after("record_changes", "result_changes", "mask_changes")
        self.draw()

    def allow_focus(self) -> bool:
        """Tab stops at the fields of the open action first; from there too, PageUp and PageDown scroll."""
        return super().allow_focus() and not self.given.fields

    @property
    def layout(self) -> AroundOpen:
        """How the parts are arranged."""
        return _AROUND_OPEN

    # -- which action is open --------------------------------------------------------------------------------------

    def tell_taken_back(self, action_id: str) -> None:
        """Notify about a tick that is taken back, unless it is the open action's."""
        opened = self.current.action
        if opened is None or opened.id != action_id:
            number, action = next(each for each in enumerate(self.current.all, 1) if each[1].id == action_id)
            self.screen.notify(f"Taken back: {number} {plain(action.text)}", timeout=6, markup=False)

    def choose(self, action_id: str, *, takes_cursor: bool = True, field: str = "") -> None:
        """Open that action; empty: the next one to do. `field`: id of the widget that gets the cursor there."""
        self._led_to = field or self._led_to
        if field and action_id == self.opened:
            self.call_after_refresh(self.focus_first)
        self._takes_cursor = takes_cursor
        self.current.choose(action_id)
        self.asking.withdraw()
        self._redraw.soon()  # once with what a tick changes

    def tick(self, by: str) -> Action | None:
        """Tick the open action for `by` and open the next one. Returns it; None if it was not ticked or done again.

        A field that its rule refuses gets the cursor. Where an answer or a proof is missing, the action says so, and
        the next press ticks it all the same; an optional one stays open, as nobody has said that it is skipped.
        """
        action = self.current.action
        if action is None:
            return None
        if (wrong := self.given.wrong) is not None:
            wrong.settle()
            self.asking.withdraw()  # the field says what is wrong
            self.draw()
            wrong.refuse()
            return None
        for each in self.given.shown(SecretField):
            each.judge()
        if (other := self.given.wrong_beside_accepted) is not None:
            self.asking.withdraw()
            self.draw()
            other.refuse()
            return None
        if self.current.has_tick(action.id) and not self.app.session.actions.is_due_again(self.step_id, action):
            mends = do_again(self.app.session, self.step_id, action.id, by)
            self._go_on(action)
            return action if mends else None
        missing = self.given.missing
        unused = not action.fields and action.id not in self._used and any(self.given.shown(Button))
        left_out = action.optional and (bool(missing) or unused)
        lacks_proof = not left_out and action.id in self.unproven()
        if self.asking.ask(action.id, answer=bool(missing), proof=lacks_proof):
            self.draw()
            self._focus_field_of(missing)
            self.call_after_refresh(self._show_question)
            return None
        if left_out or action.id in self.holds():
            self.current.leave_out(action)
            self._go_on(action)
            return None
        if said := compared(self.app.session.record, self.app.session.answers, action):
            self.screen.notify(self.app.session.mask.text(said), timeout=8, markup=False)
        self.app.session.actions.tick(self.step_id, action.id, by)
        do_again(self.app.session, self.step_id, action.id, by)
        self._go_on(action)
        return action

    def go_on_after(self, action_ids: Sequence[str]) -> None:
        """Open what follows these actions, or the first of them still to do; the cursor stays where it is."""
        last, left = self.current.among(action_ids)
        if left:
            self.choose(left, takes_cursor=False)
        elif last is not None:
            self._go_on(last, takes_cursor=False)

    def _go_on(self, done: Action, *, takes_cursor: bool = True) -> None:
        """Open what comes after that action. Where only earlier ones are left, say so: the first of them opens."""
        follows, earlier = self.current.after(done)
        self._still_open.withdraw(self.app)
        if earlier:
            self._still_open.say(self.app, still_open(earlier), timeout=8)
        self.choose(follows, takes_cursor=takes_cursor)

    def _focus_field_of(self, names: Sequence[str]) -> None:
        """Put the cursor into the first of these fields."""
        for name in names:
            for widget in self.query(f"#{name.replace('_', '-')}"):
                inside = next((each for each in widget.walk_children(with_self=True) if takes_focus(each)), None)
                if isinstance(inside, Widget):
                    self.screen.set_focus(inside)
                    return
        self.focus_first()

    def _show_question(self) -> None:
        """Bring what is asked into sight, above the field that answers it."""
        if (field := self.screen.focused) is not None and self.asking.about:
            self.cut_scrolling_short()
            bottom = field.needed_bottom if isinstance(field, PermissionBuilder) else field.region.bottom
            self.scroll_to(y=self.query_one(OpenAction).top_above(bottom, self), animate=False)

    def scroll_to_region(self, region: Region, **options: Any) -> Offset:
        """With a field its sentence stays in sight: without room for both, the end of the field's note goes.

        What is wrong with a field is read whole.
        """
        focused = self.screen.focused
        around = () if focused is None or self not in focused.ancestors else focused.ancestors_with_self
        field = next((each for each in around if isinstance(each, Widget) and each.has_class("field")), None)
        if field is not None and not (field.has_class("-wrong") or field.has_class("-refused")):
            top, room = self.query_one(OpenAction).virtual_region.y, self.scrollable_content_region.height
            if top < region.y and min(region.bottom, region.y + ROWS_OF_FIELD) - top <= room:
                region = Region(region.x, top, region.width, min(region.bottom - top, room))
        return super().scroll_to_region(region, **options)

    def leave_out_optional(self) -> None:
        """Go past what is left: optional actions."""
        self.current.leave_out(
            *(each for each in self.current.all if each.optional and not self.current.has_tick(each.id))
        )
        self.choose("")

    def skip(self) -> None:
        """Skip the open action, if it is an optional one that is not done, and go on."""
        opened = self.current.action
        if opened is not None and opened.optional and not self.current.has_tick(opened.id):
            self.app.session.actions.skip(self.step_id, opened.id, self.app.person)
            self.app.autosave.soon()
            self.current.leave_out(opened)
            self._go_on(opened)

    @on(Button.Pressed)
    def _button_used(self) -> None:
        self._used.add(self.opened or "")

    def move(self, by: int) -> None:
        """Open the action before or after."""
        if beside := self.current.beside(by):
            self.choose(beside)

    def choose_field(self, name: str) -> None:
        """Open the action that fills that field of the record, and put the cursor there."""
        if found := next((each.id for each in self.current.all if name in each.fields), ""):
            self.choose(found)

    # -- what is drawn ---------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw where the person is, and show the fields of the open action."""
        actions, opened = self.current.all, self.current.action
        at = len(actions) if opened is None else actions.index(opened)
        before, after = self.query_one("#actions-before", FoldedLines), self.query_one("#actions-after", FoldedLines)
        title, done, left = title_over(opened), self._lines(actions[:at], 1), self._lines(actions[at + 1 :], at + 2)
        before.show([*with_titles(done, below=title)], title)
        after.show([*with_titles(left, above=title)])
        id, lacks = "" if opened is None else opened.id, self.unproven()
        asks = self.asking.now if self.asking.about == id else ""
        unproven = [
            *dict.fromkeys(title for each, title in lacks.items() if not id or (asks == "proof" and each == id))
        ]
        self.query_one(OpenAction).show(
            opened, at + 1, self.given.missing if asks == "answer" else (), unproven,
            was_unproven=id in lacks,
        )  # fmt: skip
        self.given.show()
        self.opened = id
        self.drawn += 1
        self._takes_cursor = True

    def watch_opened(self, before: str | None) -> None:
        """From the top, with the cursor where something is to be given; the record knows the place."""
        record = self.app.session.open_record
        if self.opened is not None and record.is_open and record.record.step == self.step_id:
            record.note(action=self.opened)
            self.app.autosave.soon()
        self.scroll_home(animate=False)
        if before is not None and self._takes_cursor:
            self.call_after_refresh(self.focus_first)

    def focus_first(self) -> None:
        """Put the cursor into the field to which the person was led, or the first without an answer or half typed."""
        if not self.is_attached:
            return  # the screen was left before it was drawn
        led_to, self._led_to = self._led_to, ""
        if led_to:
            return self._focus_field_of([led_to])
        at = self.current.chosen or self.opened
        mends = bool(at) and at in (self._mends, *mending_actions(self.app.session, self.step_id))
        asked = to_answer(self.given.fields, self.given.missing, mends=mends)
        if self.current.is_skipped(at or ""):  # Backspace takes that back, unless a line has the cursor
            asked = [each for each in asked if isinstance(each, Choice)]
        fields = asked or self.given.begun
        self.screen.set_focus(fields[0] if fields else None)

    def keeps_focus(self, focused: Widget | None) -> bool:
        """Whether something is left to give at the open action: what a rule refuses, or an empty field, in its turn."""
        if focused is None or not any(each.has_class("-wrong") for each in focused.ancestors_with_self):
            if (left := self.given.left_after(focused)) is None:
                return False
            self.screen.set_focus(left)
        elif (wrong := self.given.wrong) is not None:
            wrong.refuse()
        return True

    def copy_next(self) -> bool:
        """Copy the value of the open action that is next; whether one is known."""
        if name := self.query_one(OpenAction).next_to_copy():
            self._copy(name)
        return bool(name)

    def _copy(self, name: str) -> None:
        self.app.system_clipboard.copy_text(
            copy_value(self.app.session, name), f"the {IN_A_SENTENCE.get(name, COPY[name])}"
        )

    def _lines(self, actions: Sequence[Action], first: int) -> list[FoldedLine]:
        mends, unproven = mending_actions(self.app.session, self.step_id), self.unproven()
        lacks = self.query_one(OpenAction).lacks
        return [
            action_line(
                self.app.session, self.step_id, number, action,
                mends=mends.get(action.id), lacks=lacks if action.id in unproven else "",
                left_out=self.current.is_left_out(action), is_skipped=self.current.is_skipped(action.id),
            )
            for number, action in enumerate(actions, first)
        ]  # fmt: skip

    def on_click(self, event: Click) -> None:
        """Open the action that was clicked, take its tick back, or copy its value."""
        meta = event.style.meta
        if isinstance(action_id := meta.get("action"), str):
            event.stop()
            self.choose(action_id)
        elif isinstance(ticked_id := meta.get("ticked"), str):
            event.stop()
            self.post_message(self.TakenBack(ticked_id))
        elif meta.get("skip"):
            event.stop()
            self.skip()
        elif isinstance(name := meta.get("copy"), str):
            event.stop()
            self._copy(name)


_AROUND_OPEN = AroundOpen()
