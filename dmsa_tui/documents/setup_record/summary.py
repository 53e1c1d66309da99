"""The two sentences that a setup record begins with: finished or not, and what is open with whom."""

from collections import Counter

from dmsa_tui.checks.words import counted
from dmsa_tui.documents.open_items import NOBODY, SAYS_NO
from dmsa_tui.documents.setup_record.model import OWNERS, Proof, SetupRecord
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.onboarding.open_answers import UNDECIDED

_NAMED = 2
"""Open items that the summary names; more are counted."""

_TAKES_CREDENTIALS = ("rotate", "offboard")
"""Tasks that take the credentials from the sync tool before they are done."""


def summary(setup: SetupRecord) -> str:
    """The two sentences."""
    if (ended := setup.ended) is not None:
        others = " ".join(each.what for each in setup.open_items)
        return f"{ended.said} {others or 'Nothing else is open.'}"
    finished = _finished(setup)
    return " ".join(filter(None, (finished, unproven_rotation(setup), _open(setup, finished))))


def unproven_rotation(setup: SetupRecord) -> str:
    """That the secret was rotated by a person's word alone, in a sentence; empty where Procore proved it, or nobody."""
    word = setup.secret_rotated_by
    if word is None or setup.old_secret_refused_at is not None:
        return ""
    return f"{word.by} says that the client secret was rotated on {word.at:%Y-%m-%d}: Procore did not prove it."


def _finished(setup: SetupRecord) -> str:
    required = [check for check in setup.checks if check.required]
    lacking = [check for check in required if check.proof in (Proof.FAILED, Proof.OPEN)]
    unconfirmed = [item.what for item in setup.open_items if item.what.startswith(NOBODY)]
    if not required:
        return "The setup is not finished: this record has no check results."
    if lacking:
        failed = [check for check in lacking if check.proof is Proof.FAILED]
        silent = [check for check in lacking if check.status not in GREEN]
        undecided = [item.what for item in setup.open_items if item.what in UNDECIDED.values()]
        if undecided and not silent:
            return f"The setup is not finished: {_clause(undecided[0])}."
        names = ", ".join(f"“{check.title}”" for check in failed or silent)
        verb = "says no to" if failed else "did not prove"
        return f"The setup is not finished: Procore {verb} {names}."
    if tasks := [item.what for item in setup.open_items if SAYS_NO in item.what]:
        task, _, said = tasks[0].partition(SAYS_NO)
        who = "Procore" if task.endswith("Procore") else "this program"
        return f"The setup is not finished: {_clause(task.partition(': ')[0])}, and {who} says no: {_clause(said)}."
    if unconfirmed:
        return f"The checks are done, but the setup is not finished: {_clause(unconfirmed[0])}."
    proofs = Counter(check.proof for check in setup.checks)
    by = f"Procore proved {proofs[Proof.PROVEN]} of {counted(len(setup.checks), 'check')}"
    rest = f", a person confirmed {persons}" if (persons := proofs[Proof.CONFIRMED]) else ""
    rest += f" ({len(required)} of these checks are required)" if len(required) < len(setup.checks) else ""
    if any(item.lead.task in _TAKES_CREDENTIALS for item in setup.open_items):
        return f"The setup was finished: {by}{rest}."
    return f"The setup is finished: {by}{rest}, and the sync tool has the credentials."


def _open(setup: SetupRecord, before: str) -> str:
    """What is open with whom; what the sentence before says already is not said again."""
    owners = Counter(OWNERS[item.owner] for item in setup.open_items)
    if not owners:
        return "Nothing is open."
    if len(setup.open_items) <= _NAMED:
        said = [item for item in setup.open_items if _clause(item.what) in before]
        others = [f"{_clause(item.what)} (with {OWNERS[item.owner]})" for item in setup.open_items if item not in said]
        named = [f"This is with {OWNERS[item.owner]}." for item in said]
        return " ".join((*named, *([f"{'Also open' if said else 'Open'}: {'; '.join(others)}."] if others else [])))
    with_whom = ", ".join(f"{count} with {owner}" for owner, count in owners.items())
    return f"Open: {with_whom}."


def _clause(sentence: str) -> str:
    """A sentence as a part of another one; a name at its start keeps its capital."""
    first, _, rest = sentence.rstrip(".").partition(" ")
    return f"{first.lower() if first in ('The', 'Which', 'Whether', 'Nobody') else first} {rest}"
