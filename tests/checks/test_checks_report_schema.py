"""The published schema of the report: real reports of every scenario fit it, and what the design fixes is strict."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.expected_list import expected_list
from dmsa_tui.checks.model import Confirmation
from dmsa_tui.checks.report.json_report import as_json, report_schema
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import Target
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.practice.transport import transport
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.clock import Clock
from dmsa_tui.procore.environments import environment
from dmsa_tui.procore.secret import Secret

SCHEMA = json.loads(report_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


async def report_of(scenario: str, profile: Profile, **changes: Any) -> dict[str, Any]:
    """The JSON of a run against a practice company in this process; it does not wait for limits."""
    rehearsal = Rehearsal(scenario)
    noted, place = rehearsal.credentials, environment("production")
    target = Target(place, noted.company_id, noted.client_id or "none", profile, **changes)
    word = {"permissions.project": Confirmation("Ada", datetime.now(UTC))}
    async with ProcoreClient(
        place, noted.company_id, target.client_id, Secret(noted.client_secret or "none"),
        transport=transport(rehearsal.app), wait=0.0, clock=Clock(sleep=lambda _: asyncio.sleep(0)),
    ) as client:  # fmt: skip
        report = as_json(await Runner(client, target, confirmations=word).run())
    found: dict[str, Any] = json.loads(json.dumps(report))
    return found


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_a_real_report_of_every_scenario_fits(profile: Profile, scenario: str) -> None:
    VALIDATOR.validate(await report_of(scenario, profile))


@pytest.mark.parametrize("scenario", ["unpermitted-projects", "update-reset", "hostile-names"])
async def test_reports_against_a_list_fit(profile: Profile, scenario: str) -> None:
    entries = expected_list("Harbor Annex\nStation Square\nNo Such Project\n")
    report = await report_of(scenario, profile, expect=entries, future_projects=False)
    VALIDATOR.validate(report)
    permitted = next(each for each in report["checks"] if each["id"] == "projects.permitted")
    assert permitted["details"]["expected"] == 3 and permitted["details"]["missing"]


async def test_every_object_that_the_design_fixes_refuses_another_key(profile: Profile) -> None:
    report = await report_of("unpermitted-projects", profile, expect=ALL_ACTIVE)
    checks = {each["id"]: each for each in report["checks"]}
    fixed = [
        report,
        report["target"],
        report["requests"],
        checks["projects.permitted"],
        checks["projects.permitted"]["remedy"],
        checks["projects.permitted"]["evidence"][0],
        checks["projects.permitted"]["details"]["missing"][0],
        checks["permissions.company"]["details"]["tools"][0],
        checks["permissions.project"]["details"]["projects"][0],
        checks["permissions.project"]["details"]["projects"][0]["tools"][0],
    ]
    for each in fixed:
        VALIDATOR.validate(report)
        each["surprise"] = 1
        assert not VALIDATOR.is_valid(report), each
        del each["surprise"]
        for key in [key for key in each if key != "disabled"]:
            value = each.pop(key)
            assert not VALIDATOR.is_valid(report), key
            each[key] = value


async def test_what_scripts_rely_on_must_be_there_and_of_its_kind(profile: Profile) -> None:
    report = await report_of("ready", profile, expect=ALL_ACTIVE)
    checks = {each["id"]: each for each in report["checks"]}
    for id, key, wrong in [
        ("permissions.company", "tools", [{"tool": "Home", "wanted": "some", "granted": None}]),
        ("permissions.project", "projects", [{"id": 1, "name": "x", "tools": []}]),
        ("projects.permitted", "expected", -1),
        ("projects.permitted", "assigned", "1"),
        ("projects.permitted", "missing", ["x"]),
    ]:
        details = checks[id]["details"]
        value = details.pop(key)
        assert not VALIDATOR.is_valid(report), f"{id} without {key}"
        details[key] = wrong
        assert not VALIDATOR.is_valid(report), f"{id} with {wrong}"
        details[key] = value
    VALIDATOR.validate(report)


async def test_a_persons_word_on_a_failure_is_refused(profile: Profile) -> None:
    report = await report_of("missing-documents", profile)
    failed = next(each for each in report["checks"] if each["status"] == "fail")
    assert failed["confirmed_by"] is None
    failed["confirmed_by"] = {"by": "Ada", "at": "2026-11-23T10:00:00Z"}
    assert not VALIDATOR.is_valid(report)


@pytest.mark.parametrize("moment", ["2026-11-23", "yesterday", 5])
async def test_a_moment_is_a_date_and_a_time(profile: Profile, moment: object) -> None:
    report = await report_of("wrong-secret", profile)
    report["started_at"] = moment
    assert not VALIDATOR.is_valid(report)
