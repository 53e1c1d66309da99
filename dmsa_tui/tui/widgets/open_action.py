"""The action of a step or task that is open, whole: what to do, its note and caution, and the values to copy."""

from collections.abc import Callable, Container, Sequence

from textual import getters
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from dmsa_tui.checks.words import counted, listed
from dmsa_tui.guide.action_values import COPY, FIELDS
from dmsa_tui.guide.markup import STARS
from dmsa_tui.guide.model import Action
from dmsa_tui.onboarding.check_states import CheckState
from dmsa_tui.onboarding.checklist import asked_on, rows_left, tab_of
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.unanswered import is_answered_in_part, unanswered
from dmsa_tui.session.copy_values import LONG, copy_value
from dmsa_tui.session.mending_actions import mending_actions, said_of_failing
from dmsa_tui.session.procore_names import company_name, compares, to_compare, user_to_compare
from dmsa_tui.session.proven_steps import PAIR, accepted_before, said_of_settled, would_end_secret
from dmsa_tui.session.rehearsal_end import said_of_fixed
from dmsa_tui.tui.base_app import BaseApp
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import NBSP, TALL, HangingText, Line, hanging
from dmsa_tui.tui.widgets.signs import CONFIRMED, PROVEN, SIGNS
from dmsa_tui.vocabulary import STEP_IDS

MUTED = "$foreground-muted"
INDENT = 6
"""Columns before an action's words: sign and number."""
BESIDE = 13
"""Columns of the names of several values below each other."""
SHOWS_IDS = " Press F9 twice to show it here."
"""Part of a note that is left out once IDs are shown."""
UNSEEN = " ~"
"""After a label that nobody has seen on a live portal yet; help explains it."""


class OpenAction(HangingText):
    """What to do, its note and caution, and the values to copy."""

    ALLOW_SELECT = True
    app = getters.app(BaseApp)

    def __init__(self, step_id: str, following: Sequence[str]) -> None:
        """Of a step or a task; `following`: what to say after the last action, in place of the next step."""
        super().__init__(id="open-action")
        self.step_id, self.following = step_id, following
        self.action: Action | None = None
        self.number = 0
        self.missing: Sequence[str] = ()
        self.lacks = "Not proven"
        """What `unproven` names: what nobody has proven, or on the last step, what is open."""
        self.without_caution: Callable[[], Container[str]] = frozenset
        """Gives the ids of the actions whose caution is over."""
        self.settled: Callable[[str], str] = lambda _action_id: ""
        """Gives, by the action's id, what Procore proved of what its note and caution warn of; or empty."""
        self.beware: Callable[[str], str] = lambda _action_id: ""
        """Gives, by the action's id, what to know before it is done, besides its caution; or empty."""
        self.unproven: Sequence[str] = ()
        self.was_unproven = False
        """Whether the action was ticked without a proof that there still is not."""
        self._question = self._copied = 0
        """How many lines stand above the question: what the next press goes on without."""

    def top_above(self, bottom: int, pane: Widget) -> int:
        """The row of the pane from which the question is seen with what ends there: the sentence, if there is room."""
        if bottom - self.region.y <= pane.scrollable_content_region.height:
            return self.virtual_region.y
        above = hanging(self.lines()[: self._question], self.content_size.width).plain
        return self.virtual_region.y + len(above.splitlines())

    def show(
        self, action: Action | None, number: int, missing: Sequence[str] = (), unproven: Sequence[str] = (),
        *, was_unproven: bool = False,
    ) -> None:  # fmt: skip
        """Draw that action; None: all are done.

        `missing`: fields whose answers the next press goes on without; `unproven`: what it goes on without proof of,
        or at the end, what nobody has proven; `was_unproven`: its tick, if it has one, was given without the proof.
        """
        if action != self.action:
            self._copied = 0
        self.action, self.number, self.missing, self.unproven = action, number, missing, unproven
        self.was_unproven = was_unproven
        self.draw()

    def next_to_copy(self) -> str:
        """The value that the key copies now, and the next one from now on; empty where none is known."""
        if not (known := self._known):
            return ""
        name = known[self._copied % len(known)]
        self._copied += 1
        self.draw()
        return name

    @property
    def _known(self) -> list[str]:
        """The values to copy that are known."""
        return [each for each in (self.action.copy if self.action else ()) if copy_value(self.app.session, each)]

    def lines(self) -> Sequence[Line]:
        """The sentence, then what belongs to it."""
        action = self.action
        if action is None:
            return self._ending()
        has_label = STARS in action.text
        doubt = UNSEEN if has_label and action.source.confidence != "confirmed" else ""
        step_id = self.step_id
        done = self.app.session.actions.is_ticked(step_id, action.id)
        is_skipped = not done and self.app.session.actions.is_skipped(step_id, action.id)
        mends = mending_actions(self.app.session, step_id).get(action.id)
        fails, again = mends is not None and mends.state is State.FAILING, mends is not None and done
        skipped = not action.optional and unanswered(self.app.session.record, action)
        ticked = SIGNS[State.CAUTION] if skipped or self.was_unproven else CONFIRMED  # as its line says
        sign = literal(ticked.sign, f"bold {ticked.style}") if done else literal(" ")
        mark = (sign if mends is None else trouble_sign(mends)) + literal(f"▸ {self.number:>2} ", "bold $text-accent")
        optional = literal("")
        if action.optional and not fails:  # what begins the fix is no choice
            optional = literal("  skipped" if is_skipped else "  optional", f"{MUTED} italic")
        if optional and not (done or is_skipped):
            skip = literal(f" Skip{NBSP}Del ", "$text-accent underline").stylize(Style.from_meta({"skip": action.id}))
            optional += literal("  ") + skip
        lines = [Line(prose(action.text, "bold") + literal(doubt, MUTED) + optional, mark, INDENT)]
        if done or is_skipped:
            undo = literal(f" Take back{NBSP}Backspace ", "$text-accent underline")
            undo = undo.stylize(Style.from_meta({"ticked": action.id}))
            order = literal(f"Done before: do it again, then {self.app.key_text('done')}.", MUTED)
            lines.append(Line(order if again else undo, indent=INDENT))
        # The builder's rows say the levels and their cautions; where there is little room, what fails says what to do.
        sets_levels = "levels_set" in action.fields
        # A list of projects needs the room, and says that the choice of a way is made.
        lists = "expected_projects" in action.fields and self.app.session.record.expect is ExpectMode.LIST
        is_told = (fails and not compares(action)) or lists  # how the ID is shown is told nowhere else
        said_below = sets_levels or (is_told and self.app.size.height < TALL)
        if accepted := accepted_before(self.app.session, action):  # its note and caution are for the first time
            lines.append(Line(literal(accepted), literal(f"    {PROVEN.sign} ", f"{PROVEN.style} dim"), INDENT))
        elif accepted := self.settled(action.id):
            lines.append(Line(literal(accepted), literal(f"    {PROVEN.sign} ", PROVEN.style), INDENT))
        if not done and (ends := would_end_secret(self.app.session, action)):
            lines.append(_warning(f"{ends} {self.app.key_text('done')} marks this action done."))
        lines += self._ended
        ended = bool(self._ended) and PAIR.issubset(action.fields)  # no pair is asked for any more
        if action.note and not said_below and not accepted and not ended:
            note = action.note if self.app.session.mask.ids_hidden else action.note.replace(SHOWS_IDS, "")
            lines.append(Line(prose(note, MUTED), indent=INDENT))
        is_over = accepted or ended or action.id in self.without_caution()
        if action.caution and not is_over and not (sets_levels and self.app.size.height < TALL):
            sign = literal("    ! ", "$text-warning")
            lines.append(Line(prose(action.caution, "$text-warning"), sign, INDENT))
        if not self.unproven and (before := self.beware(action.id)):
            lines.append(_warning(before))
        lines += self._company(action)
        self._question = len(lines)
        if self._ended:
            pass  # what is lacking is nobody's any more
        elif self.missing:
            names, key = listed([FIELDS[each] for each in self.missing]), self.app.key_text("done")
            sentence = f"No answer yet: {names}. Press {key} again to continue."
            if "levels_set" in self.missing:
                sentence = f"{self._levels_left(action)}: Space marks one, {key} again confirms all."
            lines.append(_warning(sentence))
        elif fails and (left := unanswered(self.app.session.record, action)):
            lines.append(_warning(f"No answer yet: {listed([FIELDS[each] for each in left])}."))
        elif self.unproven:
            sentence = f"{self.lacks}: {listed(self.unproven)}. Press {self.app.key_text('done')} again to continue."
            lines.append(_warning(sentence))
        settled, is_left = self.on_settled, bool(self.app.session.actions.open_in(step_id))
        if action.optional and not done and not settled and not self.following and not is_left:
            sentence = f"All required actions are done: {self.app.key_text('next')} {self._leads}."
            lines.append(_warning(self._fails) if self._fails else Line(literal(sentence), indent=INDENT))
        lines += self._copies(action)
        return lines

    def _levels_left(self, action: Action) -> str:
        """How many levels of the permission builder have no tick, in a clause."""
        session = self.app.session
        if (tab := tab_of(action.id)) is None:
            return ""
        asked = len(asked_on(session.profile, tab))
        left = len(rows_left(session.record.levels_set, session.profile, tab))
        if left == asked:
            return f"None of {counted(asked, 'level')} is marked"
        return f"{left} of {counted(asked, 'level')} {'is' if left == 1 else 'are'} not marked"

    def _company(self, action: Action) -> list[Line]:
        """Procore's names of the company and of the app's user, where they are to be compared."""
        session = self.app.session
        name = company_name(session.answers) if compares(action) else ""
        if differs := to_compare(session.record, session.answers, action):
            again = session.actions.is_due_again(self.step_id, action)
            then = f" {self.app.key_text('done')} confirms that you did." if again else ""
            return [_warning(session.mask.text(differs) + then)]
        return [Line(literal(f"Procore calls it “{session.mask.text(name)}”."), indent=INDENT)] if name else []

    @property
    def on_settled(self) -> str:
        """What goes on where the checks of the step all say yes; empty for any other step."""
        session = self.app.session
        said = said_of_settled(session, self.step_id)
        if not said or said_of_fixed(session, ""):
            return said  # a rehearsal goes on at the checker, and its line says so
        return f"{said} {self.app.key_text('next')} {self._leads}."

    @property
    def _ended(self) -> list[Line]:
        """That the access was ended, so that a step of the setup asks for nothing."""
        said = said_of_end(self.app.session.record) if self.step_id in STEP_IDS else ""
        return [Line(literal(f"{said} Nothing to do here.", MUTED), indent=INDENT)] if said else []

    @property
    def _fails(self) -> str:
        """What fails in the step, and what to do; empty if nothing does."""
        return said_of_failing(self.app.session, self.step_id, self.app.key_text("checker"))

    @property
    def _leads(self) -> str:
        """What the keys do that go on after the step."""
        is_last = self.step_id == self.app.session.guide.steps[-1].id
        return "shows the summary" if is_last else "goes to the next step"

    def _copies(self, action: Action) -> list[Line]:
        session, key = self.app.session, self.app.key_text("copy")
        lines = []
        width = max(BESIDE, *(len(COPY[each]) for each in action.copy)) if len(action.copy) > 1 else 0
        known = self._known
        next_one = known[self._copied % len(known)] if known else ""
        for name in action.copy:
            value = copy_value(session, name)
            shown = session.mask.text(value) if value else "not known yet"
            if name in LONG or "\n" in value:
                shown = f"{len(value.splitlines())} lines" if "\n" in value else f"{len(value.split())} words"
            label = literal(f"{COPY[name]:<{width}}  ", MUTED) + literal(shown, "$text-primary")
            if value:
                copies = literal(f" Copy{NBSP}{key} " if name == next_one else " Copy ", "$text-accent underline")
                label += literal("   ") + copies.stylize(Style.from_meta({"copy": name}))
            lines.append(Line(label, indent=INDENT))
            if name == "app-user" and (doubt := user_to_compare(session.record, session.answers)):
                lines.append(Line(literal(doubt, "$text-warning"), literal("    ! ", "$text-warning"), INDENT))
        return lines

    @property
    def _holding(self) -> Sequence[str]:
        """The answers without which the step or task is not done: of a step, by the rule of its progress."""
        session = self.app.session
        if self.step_id in STEP_IDS:
            return session.views()[self.step_id].missing
        asked = (each for each in session.actions.of(self.step_id) if not each.optional)
        return [*dict.fromkeys(name for each in asked for name in unanswered(session.record, each))]

    def _ending(self) -> list[Line]:
        session = self.app.session
        missing = self._holding
        left = [f"No answer yet: {listed([FIELDS[each] for each in missing])}."] if missing else []
        for number, each in enumerate(session.actions.of(self.step_id), start=1):
            if compares(each) and session.actions.is_due_again(self.step_id, each):
                differs = session.mask.text(to_compare(session.record, session.answers))
                left.append(f"{differs} Do action {number} again.")
        if fails := self._fails:
            left.append(fails)
        elif self.unproven:
            left.append(f"{self.lacks}: {listed(self.unproven)}.")
        if ended := self._ended:
            left = []  # nobody is asked any more
        actions = session.actions.of(self.step_id)
        required = "" if all(session.actions.is_ticked(self.step_id, each.id) for each in actions) else "required "
        ends = SIGNS[State.CAUTION] if left else CONFIRMED
        whole = "step" if self.step_id in STEP_IDS else "task"
        record = session.record
        whole_ones = (each for each in actions if not is_answered_in_part(record, each))
        skipped = " or skipped" if missing and any(unanswered(record, each) for each in whole_ones) else ""
        said = f"marked done{skipped}, but the {whole} is not." if left else "done."
        following = self.following or (() if fails else (f"{self.app.key_text('done')} {self._leads}.",))
        return [
            Line(
                literal(f"All {required}actions are {said}", "bold"),
                literal(f" {ends.sign} ", ends.style),
                3,
            ),
            *ended,
            *map(_warning, left),
            *([] if ended else [Line(prose(f"You should see: {session.actions.expected(self.step_id)}"), indent=3)]),
            *(Line(prose(each, MUTED), indent=3) for each in following),
        ]


def _warning(sentence: str) -> Line:
    return Line(literal(sentence, "bold $text-warning"), literal("    ! ", "$text-warning"), INDENT)


def trouble_sign(check: CheckState) -> Content:
    """The sign of an action that begins the fix of that check; dim where an earlier run found it."""
    sign = SIGNS[check.state]
    return literal(sign.sign, sign.style + ("" if check.since is None else " dim"))
