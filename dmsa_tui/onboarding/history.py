"""What was changed in an onboarding, and when: one line of JSON for each write, appended and never rewritten.

A line is on disk before the record that it is about. Where the record was not written after all, the next line has the
same revision, or the record has a lower one; readers then leave the line out.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from dmsa_tui.errors import StorageError, why
from dmsa_tui.onboarding.ended_access import ASKED_RESET
from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.onboarding.files import append_line, private_directory
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import OF_ACCESS, Approval, Confirmed, Onboarding, ProjectChange
from dmsa_tui.onboarding.regular_files import read_regular

_STATES = ("environment", "edition", "app_owner", "expect", "future_projects", "archived")
"""Fields whose values are recorded: words of closed lists. So is the customer's name, by which the file is found; of
all others only that they changed."""
_SILENT = {
    *(
        "step",
        "action",
        "levels_set",
        "ticked",
        "skipped",
        "other_pairs",
        "other_words",
        "other_failed_proofs",
        "verdict",
        "checked_at",
        "created_at",
        "updated_at",
    ),
    "revision",
    "approvals_settled_by",
    "compared_account",
    "compared_company",
    "secret_accepted_at",
    "access_end_proof",
    "past_login_urls",
}
_TYPED = {
    *("app_name", "old_account", "administrator", "contact", "expected_projects"),
    *("verification.note", "production_access.note"),
}
"""Text that is saved at each pause while somebody types it."""
_TYPED_ON = timedelta(minutes=10)
"""Within this time, saving the same text again is no change of its own."""
_ENDS = "offboard/"
"""What the keys of the task that ends the access begin with: it starts over without any."""
_OF_OLD_SECRET = {"old_secret_proven_at": "accepted", "old_secret_refused_at": "refused"}
"""Times of a rotation → what Procore then did with the old secret."""
_PROOF = {"pass": "proven", "warn": "proven", "fail": "failed"}
_SHOWN = 200


class Event(StrEnum):
    """What happened to the record."""

    CREATED = "created"
    CHANGED = "changed"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Change:
    """One answer that changed."""

    field: str
    """The name in the record, e.g. `client_id`, `verification.state` or `confirmed.install`."""
    old: str | None = None
    """None together with `new`: the values are not recorded, because they are IDs, names or text."""
    new: str | None = None
    by: str | None = None
    """The person who confirmed it."""
    proof: str | None = None
    """Who stands behind it, in the setup record's words; None for a plain answer."""


@dataclass(frozen=True)
class Entry:
    """One write."""

    at: datetime
    event: str
    step: str
    """The step that was open."""
    revision: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """The writes since the onboarding was last created, oldest first."""

    entries: tuple[Entry, ...]
    earlier: int
    """How many older ones were left out."""
    damaged: int
    """How many lines cannot be read, after a crash or an edit by hand."""


def history_file(paths: Paths, name: str) -> Path:
    """The file of that customer; it stays when the onboarding is forgotten."""
    return paths.histories / (file_name(name).removesuffix(SUFFIX) + ".jsonl")


def changes_between(old: Onboarding, new: Onboarding) -> tuple[Change, ...]:
    """What differs, without IDs, free text, or names but the customer's.

    Where somebody was looking (`step`) is no change.
    """
    return tuple(_changes(old, new))


def note(paths: Paths, event: Event, record: Onboarding, changes: Iterable[Change]) -> None:
    """Append a line, durably, unless the last one says that this text is being typed; OSError if the disk refuses.

    Call it under the store's lock, before the write itself.
    """
    entry = _with_past(Entry(datetime.now(UTC), event, record.step, record.revision, tuple(changes)))
    if _goes_on_typing(history_file(paths, record.name), entry):
        return
    plain = {**asdict(entry), "at": entry.at.isoformat(timespec="seconds").replace("+00:00", "Z")}
    plain["changes"] = [{key: value for key, value in each.items() if value is not None} for each in plain["changes"]]
    private_directory(paths.histories)
    append_line(history_file(paths, record.name), json.dumps(plain).encode())


def read_history(paths: Paths, record: Onboarding) -> History:
    """The history of that record; empty if it has none. StorageError if the file cannot be read."""
    path = history_file(paths, record.name)
    try:
        lines = read_regular(path, links=False).splitlines()
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise StorageError(f"The history {path} could not be read: {why(error)}.") from None
    parsed = [_entry(line) for line in lines if line.strip()]
    entries = _carried_out((each for each in parsed if each is not None), record.revision)
    return History(tuple(entries[-_SHOWN:]), max(0, len(entries) - _SHOWN), parsed.count(None))


def _changes(old: Onboarding, new: Onboarding) -> Iterator[Change]:
    for name in (each.name for each in fields(Onboarding) if each.name not in _SILENT):
        was, now = getattr(old, name), getattr(new, name)
        if was == now:
            continue
        if isinstance(now, Approval):
            if was.state != now.state:
                yield Change(f"{name}.state", _word(was.state), _word(now.state))
            yield from (Change(f"{name}.{key}") for key in ("since", "note") if getattr(was, key) != getattr(now, key))
        elif name in ("confirmed", "accepted"):
            yield from _words(name, was, now)
        elif name == "project_changes":
            yield from _done(was, now)
        elif name in (*_STATES, "name"):
            yield Change(name, _word(was), _word(now))
        elif name == "secret_replaced_at":
            yield Change("client_secret", "kept", "replaced")
        elif name in _OF_OLD_SECRET:
            if now is not None:
                yield Change("old_secret", None, _OF_OLD_SECRET[name], proof="proven")
        elif name == "failed_proofs":
            failed = {key.partition("/")[0] for key in now.keys() - was.keys() - {ASKED_RESET}}
            yield from (Change(f"proof.{task}", None, "failed", proof="failed") for task in sorted(failed))
        elif name == "access_ended_at":
            if now is not None or not any(getattr(old, each) != getattr(new, each) for each in OF_ACCESS):
                yield _access(old, new)
        else:
            yield Change(name)
    if old.verdict != new.verdict or (new.verdict and old.checked_at != new.checked_at):
        from dmsa_tui.onboarding.cautions import verdict_with_cautions

        was, now = (verdict_with_cautions(each, each.verdict, None) for each in (old, new))  # as the screen says it
        yield Change("verdict", _word(was), _word(now), proof=_PROOF.get(now, "open"))


def _goes_on_typing(path: Path, entry: Entry) -> bool:
    if not entry.changes or not _TYPED.issuperset(each.field for each in entry.changes) or not path.exists():
        return False
    last = _entry(read_regular(path, links=False).rstrip(b"\n").rpartition(b"\n")[2])
    if last is None or last.revision > entry.revision:  # it is about a record that was restored since
        return False
    return last.changes == entry.changes and entry.at - last.at < _TYPED_ON


def _words(name: str, was: dict[str, Confirmed], now: dict[str, Confirmed]) -> Iterator[Change]:
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) == now.get(key):
            continue
        word = now.get(key)
        if word is None:
            yield Change(f"{name}.{key}", "confirmed", "taken back")
        else:
            yield Change(f"{name}.{key}", _word(None), "confirmed", by=word.by, proof="confirmed")


def _done(was: dict[str, ProjectChange], now: dict[str, ProjectChange]) -> Iterator[Change]:
    """What the program did at Procore: one change for each run that did more than the record said before."""
    for key, run in now.items():
        if was.get(key) != run:
            counts = [f"{count:,} {word}" for count, word in ((run.added, "added"), (run.removed, "removed")) if count]
            summary = f"{' and '.join(counts) or 'none added'} through Procore ({run.outcome})"
            yield Change("projects", None, summary, by=run.by, proof="proven" if run.outcome == "done" else "open")


def _access(old: Onboarding, new: Onboarding) -> Change:
    """That the access was ended, by Procore's answer, or is there again; or its end is to be proven anew."""
    if new.access_ended_at is not None:
        return Change("access", "given", "ended", proof="proven")
    began, begins = (any(key.startswith(_ENDS) for key in (*each.ticked, *each.failed_proofs)) for each in (old, new))
    return (
        Change("access", "ended", "to prove")
        if began and not begins
        else Change("access", "ended", "given", proof="proven")
    )


def _word(value: Any) -> str:
    return {None: "undecided", True: "yes", False: "no", "": "none"}.get(value, str(value))


def _entry(line: bytes) -> Entry | None:
    """The entry of one line; None for a line that is torn or was never one."""
    try:
        content = json.loads(line)
        at = datetime.fromisoformat(content["at"])
        changes = tuple(Change(**change) for change in content["changes"])
        texts = [text for change in changes for text in asdict(change).values()]
        entry = Entry(at, str(Event(content["event"])), content["step"], content["revision"], changes)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    plain = isinstance(entry.step, str) and isinstance(entry.revision, int) and at.tzinfo is not None
    is_entry = plain and all(text is None or isinstance(text, str) for text in texts)
    return _with_past(entry) if is_entry else None


def _with_past(entry: Entry) -> Entry:
    """The entry without values from before the onboarding was created: those were nobody's answers."""
    if entry.event != Event.CREATED:
        return entry
    return replace(entry, changes=tuple(replace(each, old=None) for each in entry.changes))


def _carried_out(entries: Iterable[Entry], revision: int) -> list[Entry]:
    """The lines whose write followed, since the onboarding was last created."""
    kept: list[Entry] = []
    for entry in entries:
        if entry.event == Event.CREATED:
            kept.clear()
        if entry.event == Event.FORGOTTEN:  # the record is here: it was not removed, or created again
            continue
        while kept and kept[-1].revision >= entry.revision:
            kept.pop()
        kept.append(entry)
    return [entry for entry in kept if entry.revision <= revision]
