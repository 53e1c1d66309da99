"""The checks of a step in short: one line while all is well; failures and cautions have lines of their own."""

from collections.abc import Sequence
from datetime import UTC, datetime

from textual import getters
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.style import Style

from dmsa_tui.checks.words import at_label, counted
from dmsa_tui.guide.action_values import FIELDS
from dmsa_tui.onboarding.check_states import CheckState
from dmsa_tui.onboarding.clicker import clicker
from dmsa_tui.onboarding.progress import missing_answers
from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.session.mending_actions import mending_place
from dmsa_tui.session.remedy_words import remedy_way
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.redraw import Redraw
from dmsa_tui.tui.widgets.action_list import ActionList
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.tui.widgets.hanging_text import NBSP, SHORT, TALL, HangingText, Line
from dmsa_tui.tui.widgets.roles import role_word
from dmsa_tui.tui.widgets.shortened import shortened_sentence
from dmsa_tui.tui.widgets.side_pane import PRACTICING
from dmsa_tui.tui.widgets.signs import SIGNS
from dmsa_tui.vocabulary import NOT_REACHED

GAP = "    "
MUTED = "$foreground-muted"
LOST = 24
"""Columns that two lines may lose where a word is put on the next one."""
TOLD = (State.FAILING, State.CAUTION)
"""States that get lines of their own."""


class StepChecks(HangingText):
    """What Procore says about this step. A click on a check goes to its row on the checker."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """The person wants to see more of a check."""

        def __init__(self, check_id: str) -> None:
            super().__init__()
            self.check_id = check_id

    app = getters.app(BaseApp)

    def __init__(self, step_id: str) -> None:
        super().__init__(id="step-checks")
        self.step_id = step_id

    def on_mount(self) -> None:
        (redraw := Redraw(self, self.draw)).after(
            "record_changes", "result_changes", "run_changes", "mask_changes", "minutes"
        )
        for actions in self.screen.walk_children(ActionList):
            self.watch(actions, "opened", redraw.soon, init=False)

    def lines(self) -> Sequence[Line]:
        """Failures first, then the others in as few lines as possible; what a person has to say or give comes last.

        That alone where the checks have their rows at the side.
        """
        session, now = self.app.session, datetime.now(UTC)
        states = session.views()[self.step_id].checks
        if self.app.width_class == "-roomy" and not self.screen.has_class(PRACTICING):
            return [Line(row) for row in _filled([*self._noted(), *self._unanswered(states)], self.columns)]
        in_full = [each for each in states if each.state in TOLD or _is_silence(each) or _is_refusal_of_before(each)]
        lines = [line for each in _told_together(in_full) for line in self._told(each, now)]
        unsaid = [each for each in states if each not in in_full and _has_reason(each)]
        lines += [line for each in _by_reason(unsaid) for line in self._reason(*each, now)]
        rest = [each for each in states if each not in in_full and each not in unsaid]
        parts = [*self._grouped(rest, now), *self._noted(), *self._unanswered(states)]
        return [*lines, *(Line(row) for row in _filled(parts, self.columns))]

    def _grouped(self, checks: Sequence[CheckState], now: datetime) -> list[Content]:
        """Checks that show the same, under one sign and word; in a small terminal their number says enough."""
        groups: dict[tuple[str, str], list[CheckState]] = {}
        for each in checks:
            sign = SIGNS[each.state]
            word = f"{sign.sign} {each.words(now)}{'…' if each.is_running else ''}"
            groups.setdefault((word, sign.style + (" dim" if each.since is not None else "")), []).append(each)
        grouped = []
        for (word, style), group in groups.items():
            names = Content(" · ").join(_led(literal(each.check.title), each) for each in group)
            part = literal(f"{word}  ", style) + names
            if part.cell_length > self.columns and self.app.size.height < SHORT:
                part = literal(f"{word}  ", style) + _led(literal(counted(len(group), "check")), group[0])
            grouped.append(part)
        return grouped

    def _noted(self) -> list[Content]:
        """The answers that are a person's word, and keep the step from being proven, or to do without that word.

        Their value, or an installed version, may be there without a mark at the actions: then how many lack one.
        """
        view = self.app.session.views()[self.step_id]
        names = [literal(FIELDS[each]) for each in view.noted]
        sign = SIGNS[view.state if view.state is State.TODO else State.CONFIRMED]
        lead = literal(f"{sign.sign} {sign.word}  ", sign.style)
        left = self.app.session.actions.open_in(self.step_id) if names else ()
        asks = literal("")
        if left:
            are = "actions are" if len(left) > 1 else "action is"
            asks = literal(f": {len(left)} {are} not marked done") + self._at_action(left[0].id)
        return [lead + Content(" · ").join(names) + asks] if names else []

    def _unanswered(self, states: Sequence[CheckState]) -> list[Content]:
        """The answers without which the step stays open although its checks pass, and where to give them."""
        session, sign = self.app.session, SIGNS[State.TODO]
        missing = missing_answers(session.record, self.step_id)
        right = (each.state in (State.PROVEN, State.CONFIRMED) or each.undecided for each in states)
        if not missing or not states or not all(right):
            return []
        asked_at = {name: each.id for each in session.actions.of(self.step_id) for name in each.fields}
        names = [literal(FIELDS[each]) + self._at_action(asked_at.get(each, "")) for each in missing]
        return [literal(f"{sign.sign} {sign.word}  ", sign.style) + Content(" · ").join(names)]

    def _told(self, checks: Sequence[CheckState], now: datetime) -> list[Line]:
        """A finding and the way to mend it; several checks share the reason why Procore was not reached."""
        check = checks[0]
        result, mask = check.result, self.app.session.mask.text
        assert result is not None
        sign = SIGNS[State.CAUTION if _is_refusal_of_before(check) else check.state]
        tall, alone = self.app.size.height >= TALL, len(checks) == 1
        names = " · ".join(each.check.title for each in checks)
        title = literal(names if tall or alone else counted(len(checks), "check"), "bold")
        sentence = literal(_aged(check, now), MUTED) + literal(f"  {mask(result.summary)}")
        text, remedy = title + sentence, result.remedy
        step, action = mending_place(self.app.session, result)
        is_here = action if step == self.step_id else ""
        if not tall:
            at = self._at_action(is_here) if is_here else literal("")
            text = _cut(text, 2 * self.columns - LOST - at.cell_length) + at
        style = sign.style + (" dim" if check.since is not None else "")
        lines = [Line(_led(text, check), literal(f"{sign.sign} ", style), 2)]
        if remedy is not None and (tall or not is_here):  # on this step, its action says the same
            who = clicker(remedy.where, remedy.who, self.app.session.record)
            where, label = remedy_way(self.app.session, result)
            place, then = at_label(where)
            way = f"{role_word(who)}  {mask(f'{place} → {label}{then}')}"
            lines.append(Line(_led(literal(way, "$text-primary"), check), indent=2))
        return lines

    def _reason(self, reason: str, checks: Sequence[CheckState], now: datetime) -> list[Line]:
        """Checks that Procore did not answer for one reason, and the reason; a line each where there are several."""
        sign = SIGNS[State.UNVERIFIED]
        titles = Content(" · ").join(_led(literal(each.check.title, "bold"), each) for each in checks)
        why = literal(self.app.session.mask.text(reason)) + literal(_aged(checks[0], now), MUTED)
        parts = [Content.assemble(titles, "  ", why)] if len(checks) == 1 else [titles, why]
        if self.app.size.height < TALL:
            parts = [shortened_sentence(each, self.columns - 2) for each in parts]
        marks = [literal(f"{sign.sign} ", sign.style), *[literal("")] * len(parts)]
        return [Line(text, mark, 2) for text, mark in zip(parts, marks, strict=False)]

    def _at_action(self, action_id: str) -> Content:
        """Which action of this step begins the fix; empty where it is open, and says so itself."""
        for actions in self.screen.walk_children(ActionList) if action_id else ():
            if actions.opened != action_id:
                ids = [each.id for each in actions.current.all]
                leads = literal(f"action {ids.index(action_id) + 1}".replace(" ", NBSP), "$text-accent underline")
                return literal(" → ") + leads.stylize(Style.from_meta({"opens": action_id}))
        return literal("")

    def on_click(self, event: Click) -> None:
        """Lead to the check, or to the action that begins its fix."""
        if isinstance(action_id := event.style.meta.get("opens"), str):
            event.stop()
            for actions in self.screen.walk_children(ActionList):
                actions.choose(action_id)
        elif isinstance(check_id := event.style.meta.get("check"), str):
            event.stop()
            self.post_message(self.Chosen(check_id))


def _is_silence(check: CheckState) -> bool:
    """Whether Procore was not reached: then the reason is what a person needs."""
    return check.state is State.UNVERIFIED and check.result is not None and check.result.cause in NOT_REACHED


def _is_refusal_of_before(check: CheckState) -> bool:
    """Whether Procore refused in an earlier run what a person has to give again, which nothing else here says."""
    return check.not_begun and check.since is not None and check.check.id == TOKEN


def _has_reason(check: CheckState) -> bool:
    return check.state is State.UNVERIFIED and check.result is not None and not check.is_running


def _told_together(checks: Sequence[CheckState]) -> list[list[CheckState]]:
    groups: dict[str, list[CheckState]] = {}
    for each in checks:
        key = each.result.summary if each.result is not None and _is_silence(each) else each.check.id
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _by_reason(checks: Sequence[CheckState]) -> list[tuple[str, list[CheckState]]]:
    groups: dict[str, list[CheckState]] = {}
    for each in checks:
        assert each.result is not None
        groups.setdefault(each.result.summary, []).append(each)
    return list(groups.items())


def _cut(text: Content, room: int) -> Content:
    """In that many columns: ended before its last clauses, or within one where little would be left."""
    cut = shortened_sentence(text, room)
    end = cut.plain.rfind("; ")
    return cut[: end + 2] + "…" if cut is not text and end > room // 2 else cut


def _led(text: Content, check: CheckState) -> Content:
    return text.stylize(Style.from_meta({"check": check.check.id}))


def _aged(check: CheckState, now: datetime) -> str:
    if check.since is None:
        return ""
    return f"  ({age_of_older(check.since, now) if check.state is State.TODO else check.words(now)})"


def _filled(parts: Sequence[Content], width: int) -> list[Content]:
    rows: list[Content] = []
    for part in parts:
        if rows and rows[-1].cell_length + len(GAP) + part.cell_length <= width:
            rows[-1] = Content.assemble(rows[-1], GAP, part)
        else:
            rows.append(part)
    return rows
