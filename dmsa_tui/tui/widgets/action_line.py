"""The line of an action that is not open: its sign and number, its sentence, and what is still missing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual.style import Style

from dmsa_tui.checks.words import counted, listed
from dmsa_tui.guide.model import Action
from dmsa_tui.onboarding.approvals import NOT_REQUESTED, is_superseded, lacking, pending_of
from dmsa_tui.onboarding.check_states import CheckState
from dmsa_tui.onboarding.settled import has_settled
from dmsa_tui.onboarding.states import State
from dmsa_tui.onboarding.unanswered import is_answered_in_part, unanswered
from dmsa_tui.session.credentials import TOKEN
from dmsa_tui.tui.widgets.folded_lines import DONE, TO_DO, FoldedLine
from dmsa_tui.tui.widgets.guide_text import literal, prose
from dmsa_tui.tui.widgets.hanging_text import NBSP
from dmsa_tui.tui.widgets.open_action import INDENT, MUTED, trouble_sign
from dmsa_tui.tui.widgets.signs import CONFIRMED, SIGNS

if TYPE_CHECKING:
    from dmsa_tui.session.session import Session


def action_line(
    session: "Session", step_id: str, number: int, action: Action, *,
    mends: CheckState | None, lacks: str, left_out: bool, is_skipped: bool,
) -> FoldedLine:  # fmt: skip
    """`mends`: the check whose fix the action begins; `lacks`: what it was ticked without; or empty.

    A click on the line opens the action.
    """
    lacks = "" if mends is not None and mends.state is State.FAILING else lacks  # which says more
    done = session.actions.is_ticked(step_id, action.id)
    missing = unanswered(session.record, action) if done and not action.optional else []
    is_over = not (done or action.optional) and session.actions.is_over(step_id, action)
    is_settled = not done and has_settled(session.record, action.fields)
    proven = SIGNS[State.PROVEN]
    ticked = proven if is_settled else SIGNS[State.CAUTION] if missing or lacks or is_over else CONFIRMED
    sign = literal(f" {ticked.sign} ", ticked.style) if done or is_over or is_settled else literal("   ")
    said = "optional" if action.optional and not is_skipped else "skipped"  # whoever went past it has said nothing
    tail, stands = literal(""), DONE if done else said if left_out else TO_DO
    if mends is not None:
        sign = trouble_sign(mends) + sign[1:]
    if (pending := pending_of(session.record, action.fields)) is not None:
        state = SIGNS[State.FAILING if pending.refused else State.WAITING]
        sign = sign if mends is not None else literal(state.sign, state.style) + sign[1:]
        tail = literal(f"  {'refused' if pending.refused else 'waiting'}", state.style)
    elif done and lacking(
        session.record, step_id, action.fields, session.answers.latest(TOKEN)
    ):  # what waits is told above
        stands, tail = NOT_REQUESTED, literal(f"  {NOT_REQUESTED.replace(' ', NBSP)}", "$text-warning")
    elif session.actions.is_due_again(step_id, action):
        tail = literal(f"  compare{NBSP}again", "$text-warning")
    elif is_superseded(session.record, action.fields) or is_settled:
        tail = literal("  settled", MUTED)
        stands = stands if done else "settled"
    elif missing or is_over:
        words = stands = "skipped"
        if is_answered_in_part(session.record, action):
            words, stands = counted(len(missing), "answer") + " missing", "with answers missing"
        tail = literal(f"  {words.replace(' ', NBSP)}", "$text-warning")
    elif done and session.record.sandbox_test == "skipped" and "sandbox_test" in action.fields:
        tail, stands = literal("  skipped", MUTED), "skipped"
    elif lacks and (done or (left_out and not action.optional)):
        stands = lacks.lower()
        tail = literal(f"  {lacks.lower().replace(' ', NBSP)}", "$text-warning")
    elif action.optional and not done and (mends is None or mends.state is not State.FAILING):
        tail = literal("  skipped" if is_skipped else "  optional", f"{MUTED} italic")
    shown = ticked if done or is_over or is_settled else None
    if mends is not None:
        shown, stands = SIGNS[mends.state], SIGNS[mends.state].word
    elif pending is not None:
        shown, stands = (
            SIGNS[State.FAILING if pending.refused else State.WAITING],
            "refused" if pending.refused else "waiting",
        )
    mark, text = sign + literal(f"{number:>2} ", MUTED), prose(action.text, MUTED, "bold")
    return FoldedLine(mark, text, tail, title_over(action), does=Style.from_meta({"action": action.id}),
                      ticked=shown, stands=stands)  # fmt: skip


def still_open(numbers: Sequence[int]) -> str:
    """What to say where only earlier actions are left."""
    are = "Action {} is" if len(numbers) == 1 else "Actions {} are"
    return f"{are.format(listed([str(each) for each in numbers]))} still open."


def title_over(action: Action | None) -> str:
    """The title of the procedure that an action belongs to; empty: of none."""
    return action.procedure.title if action is not None and action.procedure is not None else ""


def with_titles(lines: Iterable[FoldedLine], above: str = "", below: str = "") -> Iterator[FoldedLine]:
    """The lines, with the title of each procedure above the first of its actions.

    `above`: the title over what stands above these lines; `below`: over what follows them.
    """
    for line in lines:
        if line.group and line.group != above:
            yield _heading(line.group)
        above = line.group
        yield line
    if below and below != above:
        yield _heading(below)


def _heading(title: str) -> FoldedLine:
    return FoldedLine(literal(" " * INDENT), literal(f"{title}:", "bold"), literal(""), title, heads=True)
