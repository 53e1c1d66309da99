"""Reads a setup record back: what it describes, and what each of its lines said when it was written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dmsa_tui.documents.render.json import DIGEST, digest_of
from dmsa_tui.documents.setup_record.model import SCHEMA, Proof
from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.guide.sources import Source
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.structured import Table
from dmsa_tui.vocabulary import Level

_FAMILY = SCHEMA.rsplit("/", 1)[0]
_FOR_PEOPLE = "This file is a web page, for people to read; `verify` reads the setup record as JSON."
_WRITES_JSON = "`dmsa-tui handoff NAME -o RECORD.json` writes it, and the wizard saves it beside the page."


@dataclass(frozen=True)
class RecordedCheck:
    """What a check had found."""

    id: str
    status: str
    cause: str | None
    confirmed_by: str | None
    """Who confirmed it."""


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
    secret_fingerprint: str | None
    """Of the client secret; None where the record was written without it."""
    intact: bool | None
    """Whether the digest fits the content; None for a record without one."""


def read_setup_record(data: bytes) -> Recorded:
    """The record in a JSON file; InvalidInput names what makes it unusable."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InvalidInput(
            f"{_FOR_PEOPLE if _is_page(data) else 'The setup record is not JSON.'} {_WRITES_JSON}"
        ) from None
    if not isinstance(document, dict) or not str(document.get("schema", "")).startswith(f"{_FAMILY}/"):
        raise InvalidInput(f"The file is not a setup record: its schema is not {SCHEMA}.")
    if document["schema"] != SCHEMA:
        raise InvalidInput(f"The setup record has another version ({str(document['schema'])[:60]}); update dmsa-tui.")
    return _recorded(Table(document, "The setup record"), document)


def _is_page(data: bytes) -> bool:
    return data.decode("utf-8-sig", "replace").lstrip()[:1] == "<"


def _recorded(top: Table, document: Mapping[str, Any]) -> Recorded:
    place, app, projects = top.table("environment"), top.table("app"), top.table("projects")
    recheck = top.table("recheck") if top.has("recheck") else None
    if recheck is None:
        raise InvalidInput(
            "The setup record is from an older dmsa-tui and lacks what a new check needs; write it again."
        )
    written_at = top.moment("written_at")
    rows = tuple(_profile_row(row) for row in recheck.tables("profile_rows"))
    if all(row.optional for row in rows):
        raise InvalidInput("The setup record contains no wanted permissions, so there is nothing to compare.")
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
        expect=ExpectMode(projects.one_of("must_be_there", ExpectMode)),
        expected_projects=list(recheck.texts("expected_projects")),
        future_projects=projects.optional_flag("future"),
    )
    return Recorded(
        onboarding=onboarding,
        profile=profile,
        login_url=place.text("login_url"),
        api_url=place.text("api_url"),
        written_at=written_at,
        checks=tuple(_check(row) for row in top.tables("checks")),
        grants=tuple(grant for row in top.tables("permissions") for grant in _grants(row)),
        missing=projects.texts("missing") if projects.has("assigned") else None,
        secret_fingerprint=_fingerprint(top),
        intact=document.get(DIGEST) == digest_of(document) if DIGEST in document else None,
    )


def _fingerprint(top: Table) -> str | None:
    secret = top.optional_table("secret")
    return None if secret is None else secret.optional_text("fingerprint")


def _profile_row(row: Table) -> ProfileRow:
    names, optional = row.texts("also_known_as"), row.flag("optional")
    company, project = _level(row, "company"), _level(row, "project")
    return ProfileRow(row.text("tool"), row.text("key"), names, company, project, "", optional=optional)


def _check(row: Table) -> RecordedCheck:
    word = row.optional_table("confirmed_by")
    by = None if word is None else word.text("by")
    return RecordedCheck(row.text("id"), row.text("status"), row.optional_text("cause"), by)


def _grants(row: Table) -> list[RecordedGrant]:
    grants = []
    for tab in ("company", "project"):
        grant = row.table(tab)
        wanted = _level(grant, "wanted").word
        granted = lowest(grant.optional_text("granted"), grant.text("proof"))
        if wanted != Level.NONE.word or granted is not None:
            grants.append(RecordedGrant(row.text("tool"), row.text("key"), tab, wanted, granted))
    return grants


def lowest(granted: str | None, proof: str) -> str | None:
    """The level of a row: a failed one without a level is a tool that is not granted at all."""
    return Level.NONE.word if granted is None and proof == Proof.FAILED else granted


def _level(row: Table, key: str) -> Level:
    try:
        return Level.from_word(row.text(key))
    except KeyError:
        raise row.refuse(key, "must be a level (none, read-only, standard or admin)") from None
