"""Reads a setup record back: what it describes, and what each of its lines said when it was written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dmsa_tui.guide.model import Profile, ProfileRow, Source
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.setup_json import DIGEST, digest_of
from dmsa_tui.onboarding.setup_model import SCHEMA, Proof
from dmsa_tui.problems import BadInput
from dmsa_tui.procore.levels import Level

_FAMILY = SCHEMA.rsplit("/", 1)[0]


@dataclass(frozen=True)
class RecordedCheck:
    """What a check had found."""

    id: str
    status: str
    cause: str | None
    confirmed_by: str | None
    """Who vouched for it."""


@dataclass(frozen=True)
class RecordedGrant:
    """The level that a tool had on one tab; None where Procore had not said."""

    tool: str
    key: str
    tab: str
    wanted: str
    granted: str | None


@dataclass(frozen=True)
class Recorded:
    """A setup record that was read back."""

    onboarding: Onboarding
    """Without custom hosts: a file must not decide where a secret is sent."""
    profile: Profile
    login_url: str
    api_url: str
    written_at: datetime
    checks: tuple[RecordedCheck, ...]
    grants: tuple[RecordedGrant, ...]
    missing: tuple[str, ...] | None
    """Projects that had been missing; None if the check on them had not answered."""
    intact: bool | None
    """Whether the digest fits the content; None for a record without one."""


def read_setup_record(data: bytes) -> Recorded:
    """The record in a JSON file; BadInput names what makes it unusable."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput("The setup record is not JSON; `dmsa-tui handoff NAME --format json` writes one.") from None
    if not isinstance(document, dict) or not str(document.get("schema", "")).startswith(f"{_FAMILY}/"):
        raise BadInput(f"The file is not a setup record: its schema is not {SCHEMA}.")
    if document["schema"] != SCHEMA:
        raise BadInput(f"The setup record is of another version ({str(document['schema'])[:60]}); update dmsa-tui.")
    return _recorded(_Table(document, ""), document)


def _recorded(top: "_Table", document: Mapping[str, Any]) -> Recorded:
    place, app, projects = top.table("environment"), top.table("app"), top.table("projects")
    recheck = top.table("recheck") if "recheck" in document else None
    if recheck is None:
        raise BadInput("The setup record is from an older dmsa-tui and lacks what a new check needs; write it again.")
    written_at = _moment(top.text("written_at"))
    rows = tuple(_profile_row(row) for row in recheck.tables("profile_rows"))
    if all(row.optional for row in rows):
        raise BadInput("The setup record names no permission that is wanted, so there is nothing to hold against it.")
    profile = Profile(
        top.text("profile_id"), top.text("profile_name"), "",
        Source("the setup record", written_at.date(), "confirmed"), rows,
    )  # fmt: skip
    onboarding = Onboarding(
        name=top.text("customer"),
        environment=place.text("id"),
        company_id=top.text("company_id"),
        client_id=app.text("client_id"),
        app_name=app.text("name"),
        edition=app.text("portal_edition"),
        sandbox_client_id=app.text("sandbox_client_id"),
        expect=_expect(projects.text("must_be_there")),
        expected_projects=recheck.texts("expected_projects"),
        future_projects=projects.flag("future"),
    )
    return Recorded(
        onboarding=onboarding,
        profile=profile,
        login_url=place.text("login_url"),
        api_url=place.text("api_url"),
        written_at=written_at,
        checks=tuple(_check(row) for row in top.tables("checks")),
        grants=tuple(grant for row in top.tables("permissions") for grant in _grants(row)),
        missing=tuple(projects.texts("missing")) if projects.is_number("assigned") else None,
        intact=document.get(DIGEST) == digest_of(document) if DIGEST in document else None,
    )


def _profile_row(row: "_Table") -> ProfileRow:
    names, optional = row.texts("also_known_as"), row.flag("optional") is True
    company, project = row.level("company"), row.level("project")
    return ProfileRow(row.text("tool"), row.text("key"), tuple(names), company, project, "", optional=optional)


def _check(row: "_Table") -> RecordedCheck:
    word = row.optional_table("confirmed_by")
    by = None if word is None else word.text("by")
    return RecordedCheck(row.text("id"), row.text("status"), row.optional_text("cause"), by)


def _grants(row: "_Table") -> list[RecordedGrant]:
    found = []
    for tab in ("company", "project"):
        grant = row.table(tab)
        wanted = grant.level("wanted").word
        granted = lowest(grant.optional_text("granted"), grant.text("proof"))
        if wanted != Level.NONE.word or granted is not None:
            found.append(RecordedGrant(row.text("tool"), row.text("key"), tab, wanted, granted))
    return found


def lowest(granted: str | None, proof: str) -> str | None:
    """The level of a row: a failed one without a level is a tool that is not granted at all."""
    return Level.NONE.word if granted is None and proof == Proof.FAILED else granted


def _expect(word: str) -> ExpectMode:
    try:
        return ExpectMode(word)
    except ValueError:
        raise _Table.refusal("projects.must_be_there", f"one of {', '.join(ExpectMode)}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and moment.date() > date.min:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise _Table.refusal("written_at", "a date and time with its offset")


class _Table:
    """One JSON object of the file, and how its keys are called in a refusal."""

    def __init__(self, content: Any, name: str) -> None:
        if not isinstance(content, dict):
            raise self.refusal(name, "an object")
        self._content, self._name = content, name

    @staticmethod
    def refusal(key: str, wanted: str) -> BadInput:
        """The error for a key that is missing or not what it should be."""
        return BadInput(f"The setup record cannot be used: its key {key} is not {wanted}.")

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def text(self, key: str) -> str:
        value = self._content.get(key)
        if not isinstance(value, str):
            raise self.refusal(self._path(key), "text")
        return value

    def optional_text(self, key: str) -> str | None:
        return None if self._content.get(key) is None else self.text(key)

    def flag(self, key: str) -> bool | None:
        value = self._content.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.refusal(self._path(key), "true, false or null")
        return value

    def is_number(self, key: str) -> bool:
        return isinstance(self._content.get(key), int)

    def level(self, key: str) -> Level:
        try:
            return Level.from_word(self.text(key))
        except KeyError:
            raise self.refusal(self._path(key), "a level (none, read-only, standard or admin)") from None

    def texts(self, key: str) -> list[str]:
        value = self._content.get(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.refusal(self._path(key), "a list of texts")
        return list(value)

    def table(self, key: str) -> "_Table":
        return _Table(self._content.get(key), self._path(key))

    def optional_table(self, key: str) -> "_Table | None":
        return None if self._content.get(key) is None else self.table(key)

    def tables(self, key: str) -> list["_Table"]:
        value = self._content.get(key)
        if not isinstance(value, list):
            raise self.refusal(self._path(key), "a list")
        return [_Table(each, f"{self._path(key)}[{index}]") for index, each in enumerate(value)]
