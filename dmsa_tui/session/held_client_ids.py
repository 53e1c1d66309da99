"""Client IDs that a person gave and Procore does not know yet: each may be the client secret, so no file gets one."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from dmsa_tui.onboarding.record import Onboarding

CLIENT_IDS = ("client_id", "sandbox_client_id")
ASIDE = "other_pairs."
Values = dict[str, str]
"""Place in the record → client ID; one that was set aside at a change of environment is at `other_pairs.KEY`."""


class GivenFor(NamedTuple):
    """What a secret, or what may be one, was given for; it is shown and sent nowhere else."""

    onboarding: str
    environment: str
    login_url: str


def identity(record: Onboarding) -> str:
    """What stays of an onboarding when its name changes."""
    return record.identity


def given_for(record: Onboarding) -> GivenFor:
    """The place of what is given for that record now."""
    return GivenFor(identity(record), record.environment, record.login_url)


class HeldClientIds:
    """Which client IDs are held in memory alone, and what the files have in their places."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._proven: set[str] = set()
        self._elsewhere: dict[GivenFor, Values] = {}
        """What is held for other onboardings, environments and hosts than the open ones."""
        self._instead: Values = {}
        """What another window has written where a value of the open record is held; nothing otherwise."""

    def values(self, record: Onboarding) -> Values:
        """What is held of the open record."""
        return {place: value for place, value in client_ids(record).items() if value in self._given}

    def without(self, record: Onboarding) -> Onboarding:
        """A copy for a file."""
        copy = deepcopy(record)
        _put(copy, {place: self._instead.get(place, "") for place in self.values(record)})
        return copy

    def give(self, record: Onboarding, answers: Mapping[str, Any]) -> None:
        """Hold what a person gives for the record, unless its file has it or Procore knows it."""
        known = {*client_ids(self.without(record)).values(), *self._proven, ""}
        for name in answers.keys() & set(CLIENT_IDS):
            self._given |= {answers[name]} - known
            self._instead.pop(name, None)

    def prove(self, client_id: str) -> bool:
        """Hold no longer what Procore knows; whether it was held."""
        self._proven.add(client_id)
        was_held = client_id in self._given
        self._given.discard(client_id)
        return was_held

    def merged(self, record: Onboarding, before: Onboarding, written: Onboarding) -> None:
        """Know what is in the file of the open record, which another window may have `written` since `before`."""
        was, now = client_ids(before), client_ids(written)
        self._given.difference_update(now.values())
        changed = {place: now.get(place, "") for place in self.values(record)}
        self._instead |= {place: value for place, value in changed.items() if value != was.get(place, "")}

    def opened(self, record: Onboarding, before: Onboarding | None) -> set[str]:
        """Keep what is held of the record `before`, and put back what was held for the one that was just read.

        Returns the fields that its file lacks by now, because Procore has come to know what is in them.
        """
        if before is not None:
            self._leave(before, given_for(before))
        self._given.difference_update(client_ids(record).values())
        self._instead = {}
        back = self._return(record)
        return _fields(place for place, value in back.items() if value not in self._given)

    def moved(self, record: Onboarding, before: GivenFor) -> set[str]:
        """Exchange what is held for the host and environment `before` for what is held for those of the record.

        Returns the fields that changed.
        """
        held = self.values(record)
        self._leave(record, before)
        _put(record, {place: self._instead.get(place, "") for place in held})
        self._instead = {}
        return _fields({**held, **self._return(record)})

    def of(self, record: Onboarding) -> set[str]:
        """Everything that is held for that onboarding, whether it is the open one or not."""
        left = (values for place, values in self._elsewhere.items() if place.onboarding == identity(record))
        return {*self.values(record).values(), *(value for values in left for value in values.values())}

    def by_onboarding(self, record: Onboarding | None) -> dict[str, Values]:
        """The identity of each onboarding for which something is held, `record` being the open one → what it is."""
        held = [(place.onboarding, values) for place, values in self._elsewhere.items()]
        if record is not None and (here := self.values(record)):
            held.append((identity(record), here))
        found: dict[str, Values] = {}
        for onboarding, values in held:
            found[onboarding] = {**found.get(onboarding, {}), **values}
        return found

    def forget(self, record: Onboarding) -> None:
        """Drop what is held for an onboarding that is deleted or starts over."""
        for each in [each for each in self._elsewhere if each.onboarding == identity(record)]:
            del self._elsewhere[each]

    def _leave(self, record: Onboarding, place: GivenFor) -> None:
        if held := self.values(record):
            self._elsewhere[place] = held

    def _return(self, record: Onboarding) -> Values:
        """Put what is held for the record where its file has nothing."""
        there, held = client_ids(record), self._elsewhere.pop(given_for(record), {})
        back = {place: value for place, value in held.items() if not there.get(place)}
        _put(record, back)
        return back


def client_ids(record: Onboarding) -> Values:
    """Every client ID that is in the record."""
    aside = {ASIDE + key: value for key, value in record.other_pairs.items() if key.endswith(CLIENT_IDS[0])}
    return {name: getattr(record, name) for name in CLIENT_IDS} | aside


def _fields(places: Iterable[str]) -> set[str]:
    return {place.partition(".")[0] for place in places}


def _put(record: Onboarding, values: Values) -> None:
    for place, value in values.items():
        if not place.startswith(ASIDE):
            setattr(record, place, value)
            continue
        record.other_pairs = {**record.other_pairs, place.removeprefix(ASIDE): value}
        if not value:
            del record.other_pairs[place.removeprefix(ASIDE)]
