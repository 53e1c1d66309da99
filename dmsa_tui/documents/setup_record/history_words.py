"""The history in words for a reader who does not know the record's keys."""

from collections.abc import Iterator

from dmsa_tui.guide.loader import load_guide
from dmsa_tui.onboarding.answer_words import answer_words
from dmsa_tui.onboarding.history import Change, Entry, Event
from dmsa_tui.vocabulary import CHECKS, STEP_IDS

_WORDS = {"not-asked": "not requested", "waiting": "waiting for Procore", "list": "a list"}
_ACCESS = {
    "ended": "The app's access was ended.",
    "given": "The app has its access again.",
    "to prove": "The end of the app's access is to be proven again: the task was started over.",
}
_VERDICTS = {"warn": "pass, with a caution"}
_NOTHING = (None, "undecided", "none")
_TITLES = {check.id: check.title for check in CHECKS}


def entry_words(entry: Entry) -> str:
    """One write, as sentences; answers without values are named together."""
    answers = [_answer(change) for change in entry.changes if change.new is None]
    is_new = entry.event == Event.CREATED
    sentences = ["Onboarding created."] if is_new else []
    sentences += [f"{'Given' if is_new else 'Changed'}: {', '.join(dict.fromkeys(answers))}."] if answers else []
    several = _confirmed_together(entry)
    sentences += [
        f"{_person(by)} confirmed {len(changes)} steps, the last “{_step(_id(changes[-1]))}”."
        for by, changes in several
    ]
    counted = {id(change) for _by, changes in several for change in changes}
    sentences += [
        sentence
        for change in entry.changes
        if change.new is not None and id(change) not in counted
        for sentence in _sentences(change)
    ]
    return " ".join(sentences) or "Nothing to show here."


def _confirmed_together(entry: Entry) -> list[tuple[str, list[Change]]]:
    """Steps that one person confirmed in one write, if more than two: they are counted, not listed."""
    by: dict[str, list[Change]] = {}
    for change in entry.changes:
        is_step = change.field.startswith("confirmed.") and _id(change) in STEP_IDS
        if is_step and change.new is not None and change.by:
            by.setdefault(change.by, []).append(change)
    return [(person, changes) for person, changes in by.items() if len(changes) > 2]


def _id(change: Change) -> str:
    return change.field.partition(".")[2]


def _sentences(change: Change) -> Iterator[str]:
    kind, id = change.field.partition(".")[0], _id(change)
    if kind in ("confirmed", "accepted"):
        what = _step_or_task(id) if kind == "confirmed" else f"the check “{_TITLES.get(id, id)}”"
        if change.by:
            yield f"{_person(change.by)} confirmed {what}."
        else:
            yield f"The confirmation of {what} was taken back."
    elif kind == "projects":
        yield _added(change)
    elif kind == "verdict":
        dropped, said = change.new == "none", _VERDICTS.get(change.new or "", change.new)
        yield "What the checks found before no longer counts." if dropped else f"The checks were run: {said}."
    elif kind == "proof":
        yield f"The proof of {_step_or_task(id)} failed."
    elif change.field == "old_secret":
        yield f"Procore {change.new} the old client secret."
    elif change.field == "client_secret":
        yield "Another client secret was entered."
    elif change.field == "access":
        yield _ACCESS[change.new or ""]
    elif change.field == "archived":
        yield "Archived." if change.new == "yes" else "Restored from the archive."
    elif change.field == "name":
        yield "The customer's name was changed."
    else:
        name, new = _answer(change), _WORDS.get(change.new or "", change.new)
        old = "" if change.old in _NOTHING else f", before {_WORDS.get(change.old or '', change.old)}"
        yield f"{name[:1].upper()}{name[1:]}: {new}{old}."


def _person(name: str) -> str:
    """A name at the start of a sentence: as it is, but for words such as "the scenario"."""
    return f"T{name[1:]}" if name.startswith("the ") else name


def _added(change: Change) -> str:
    """What the program did at Procore, e.g. "root: 2 projects added through Procore, which confirms it."."""
    counts, _, outcome = (change.new or "").removesuffix(")").partition(" through Procore (")
    ended = "which confirms it" if outcome == "done" else f"and it ended as {outcome}"
    return f"{_person(change.by or 'the program')}: projects {counts} through Procore, {ended}."


def _answer(change: Change) -> str:
    return answer_words(change.field.partition(".")[0])


def _step(id: str) -> str:
    return next((step.title for step in load_guide().steps if step.id == id), id)


def _step_or_task(id: str) -> str:
    task = next((task.title for task in load_guide().tasks if task.id == id), "")
    return f"the task “{task}”" if task else f"the step “{_step(id)}”"
