"""All checks at a glance: a headline, and the rows in the order of what to do."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from dmsa_tui.checks.words import listed, unmatched
from dmsa_tui.onboarding.check_states import Answers, CheckState, check_states
from dmsa_tui.onboarding.ended_access import said_of_end
from dmsa_tui.onboarding.progress import begun_checks
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.states import State, age_of_older
from dmsa_tui.vocabulary import NOT_REACHED, Cause, Check, Status

_SENTENCES = {
    Cause.WRONG_CREDENTIALS: "Procore refuses the credentials.",
    Cause.WRONG_ENVIRONMENT: "The credentials belong to another environment.",
    Cause.COMPANY_UNKNOWN: "Procore does not know the company ID.",
    Cause.NOT_INSTALLED: "The app is not installed in this company.",
    Cause.ACCOUNT_MISSING: "The service account is missing from the directory.",
    Cause.ACCOUNT_INACTIVE: "The service account is inactive.",
    Cause.NO_PROJECTS: "The service account is on no project.",
    Cause.NOT_AUTOMATIC: "New projects are not added.",
}
"""Short sentences for failing checks whose cause says it all."""
_OF_LIST = (Cause.PROJECT_NOT_PERMITTED, Cause.NOT_IN_COMPANY)
"""Causes whose findings name the projects that are missing, and the entries of a list that are none."""
_ANSWERED = re.compile("; (?:Procore|it) answered “")
"""Before Procore's own words, which the row quotes."""
_NAMED = 3
"""How many checks a sentence names before it counts the rest."""


class Overview(NamedTuple):
    """The rows of all checks, each in one group, in the order of the screen."""

    failing: tuple[CheckState, ...]
    not_begun: tuple[CheckState, ...]
    """To do: Procore says no or has a caution, and nobody claims yet what the check proves."""
    waiting: tuple[CheckState, ...]
    """Skipped because of another check: one line, `waiting_line`."""
    cautions: tuple[CheckState, ...]
    unverified: tuple[CheckState, ...]
    to_do: tuple[CheckState, ...]
    """Not asked yet, also because projects are being added, or nobody has decided what is wanted."""
    passed: tuple[CheckState, ...]
    """Proven or confirmed."""
    ended: str = ""
    """That the access was ended, in a sentence; empty where it was not."""
    no_answer: str | None = None
    """Why the newest run did not reach Procore, where older answers stand; None where it did."""

    @property
    def rows(self) -> tuple[CheckState, ...]:
        """All rows, failures first."""
        return (*self.wrong, *self.waiting, *self.cautions, *self.unverified, *self.to_do, *self.passed)

    @property
    def wrong(self) -> tuple[CheckState, ...]:
        """What is to be put right or still to be done, by Procore's answers: failures first."""
        return (*self.failing, *self.not_begun)

    @property
    def not_reached(self) -> str | None:
        """Why nothing came back, as its check tells it; None if Procore has answered."""
        if self.no_answer is not None:
            return self.no_answer
        results = (each.result for each in self.unverified if each.result is not None)
        return next((result.summary for result in results if result.cause in NOT_REACHED), None)

    @property
    def waiting_line(self) -> str:
        """What waits, e.g. "6 checks wait for this"; empty if nothing does."""
        count = len(self.waiting)
        if not count:
            return ""
        what = f"{self.waiting[0].check.title} waits" if count == 1 else f"{count} checks wait"
        roots = {each.waits_for.id: each.waits_for for each in self.waiting if each.waits_for is not None}
        in_sight = [each.check.id for each in self.wrong]
        if list(roots) == in_sight[:1] or not roots:
            return f"{what} for this"
        return f"{what} for {listed([root.title for root in roots.values()], _NAMED)}"

    def headline(self, now: datetime) -> str:
        """What is wrong, in one or two sentences, with its age if an earlier run found it."""
        if self.ended:
            return self.ended + _aged([row for row in self.rows if row.result], now)
        if not any(row.result for row in self.rows):
            return "Nothing has been checked yet."
        if self.no_answer is not None:
            return self._sentence() + _aged(self.rows, now, "Last answers:")
        return self._sentence() + _aged(self.wrong or self.rows, now)

    def _sentence(self) -> str:
        if self.no_answer is not None:
            return f"Procore was not reached. {self.no_answer}"
        if self.wrong:
            more = len(self.failing or self.not_begun) - 1
            one, several = ("fails", "fail") if self.failing else ("is to do", "are to do")
            also = "" if not more else f" One more check {one}." if more == 1 else f" {more} more checks {several}."
            return words_for_failure(self.wrong[0]) + also
        open_ones = (*(each for each in self.to_do if not each.undecided), *self.waiting)
        if (why := self.not_reached) is not None:
            return f"Procore was not reached. {why}"
        if self.unverified:
            return f"Procore did not say: {titles(self.unverified)}."
        if open_ones:
            return f"Not checked yet: {titles(open_ones)}."
        undecided = "".join(f" {each}" for each in dict.fromkeys(row.undecided for row in self.to_do))
        too = "".join(f" {each.permitted_too}." for each in self.passed if each.permitted_too)
        if self.cautions:
            what = "a caution" if len(self.cautions) == 1 else f"{len(self.cautions)} cautions"
            return f"It works, with {what}: {titles(self.cautions)}.{undecided}{too}"
        confirmed = sum(each.state is State.CONFIRMED for each in self.passed)
        proven = len(self.passed) - confirmed
        by_person = f"{proven} checks pass, {confirmed} confirmed by a person."
        sentence = by_person if confirmed else f"{'' if undecided else 'All '}{proven} checks pass."
        sentence += undecided + too
        samples = [f"{each.check.title} {each.words_on_sample} projects" for each in self.passed if each.sample]
        return f"{sentence} Samples: {listed(samples)}." if samples else sentence


def overview(record: Onboarding, answers: Answers, definitions: Iterable[Check]) -> Overview:
    """The rows of all checks that were asked for."""
    definitions = tuple(definitions)
    rows = check_states(record, answers, definitions, begun_checks(record, answers, definitions)).values()

    def of(*states: State) -> tuple[CheckState, ...]:
        return tuple(row for row in rows if row.state in states and row.waits_for is None and not row.not_begun)

    return Overview(
        failing=of(State.FAILING),
        not_begun=tuple(sorted((row for row in rows if row.not_begun), key=_is_caution)),
        waiting=tuple(row for row in rows if row.waits_for is not None),
        cautions=of(State.CAUTION),
        unverified=of(State.UNVERIFIED),
        to_do=of(State.TODO, State.WAITING),
        passed=of(State.PROVEN, State.CONFIRMED),
        ended=said_of_end(record),
        no_answer=next((each.summary for each in answers.no_answer.values() if each.cause in NOT_REACHED), None),
    )


def _is_caution(row: CheckState) -> bool:
    return row.result is not None and row.result.status is Status.WARN


def words_for_failure(row: CheckState, *, named: bool = True) -> str:
    """A failing check in few words: its count of projects, its cause, or its own sentence.

    The sentence may hold names and IDs of the customer; without `named` the check's title stands for it.
    """
    result = row.result
    assert result is not None
    if result.cause in _OF_LIST and (missing := result.details.get("missing")):
        # Who does not see all projects cannot tell an entry that is none from a project that they are not on.
        sees_all = result.details.get("active") is not None
        count = sum(1 for each in missing if each.get("id") or not sees_all)
        return " ".join((*_missing(count), *_strangers(len(missing) - count)))
    first = _ANSWERED.split(result.summary.partition(". ")[0])[0].rstrip(".")
    own = f"{first}." if named else f"{row.check.title} fails."
    return _SENTENCES.get(result.cause, own) if result.cause else own


def _missing(count: int) -> Iterator[str]:
    if count:
        yield "1 project is missing." if count == 1 else f"{count:,} projects are missing."


def _strangers(count: int) -> Iterator[str]:
    """What the list has wrong, which its owner corrects."""
    if count:
        yield f"{unmatched(count)} here."


def _aged(rows: Iterable[CheckState], now: datetime, said: str = "Checked") -> str:
    ages = [row.since for row in rows if row.since is not None]
    return f" {said} {age_of_older(min(ages), now)}." if ages else ""


def titles(rows: Iterable[CheckState]) -> str:
    """The first few titles and how many more, so that the sentence leaves room for the rows."""
    return listed([row.check.title for row in rows], _NAMED)
