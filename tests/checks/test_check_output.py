"""The report as JSON, against its published schema, and as text."""

import json
import unicodedata
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest

from dmsa_tui.checks.model import Confirmation, Remedy, Report, RequestCount, Result
from dmsa_tui.checks.report.json_report import as_json, report_schema, to_json
from dmsa_tui.checks.report.text import (
    SIGNS,
    InOrder,
    TextStyle,
    remedy_sentence,
    result_lines,
    summary_lines,
    verdict_lines,
)  # fmt: skip
from dmsa_tui.guide.failures import failure_for
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.vocabulary import CHECKS, Cause, Status

Serve = Callable[..., AbstractAsyncContextManager[Any]]
VALIDATOR = jsonschema.Draft202012Validator(json.loads(report_schema()))


@pytest.mark.parametrize(
    "scenario",
    ["ready", "not-installed", "tool-disabled", "unpermitted-projects", "no-default-template", "hostile-names"],
)
async def test_real_reports_fit_the_schema_and_the_width(practice: Serve, scenario: str) -> None:
    async with practice(scenario) as company:
        confirmations = {"permissions.project": Confirmation("Ada", datetime.now(UTC))}
        report = await company.run(confirmations=confirmations)
    VALIDATOR.validate(json.loads(to_json(report)))
    style = TextStyle()
    lines = [line for result in report.results for line in result_lines(result, style)]
    for line in (*lines, *verdict_lines(report, style)):
        assert len(line) <= 80 or line.strip().startswith("https://")
        assert not any(unicodedata.category(letter).startswith("C") for letter in line)


def report_of(*results: Result) -> Report:
    target: dict[str, str | None] = dict.fromkeys(
        ("environment", "login_url", "api_url", "company_id", "client_id"), "x"
    )
    moment = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    return Report(Status.PASS, moment, 840, target | {"name": None}, results, RequestCount(9))


def test_a_verdict_on_some_checks_says_that_the_others_were_not_asked() -> None:
    whole = report_of(*(Result(check.id, Status.PASS, "…") for check in CHECKS))
    said = " ".join(verdict_lines(whole, TextStyle()))
    assert "everything required is proven" in said and "not asked" not in said
    some = whole._replace(results=whole.results[:1])
    said = " ".join(verdict_lines(some, TextStyle()))
    assert "what was checked is proven" in said and f"12 of {len(CHECKS)} checks were not run" in said
    assert "12 of" in " ".join(summary_lines([whole, some], 1, TextStyle()))
    assert "not asked" not in " ".join(summary_lines([whole, whole], 1, TextStyle()))


@pytest.mark.parametrize(
    ("remedy", "said"),
    [
        (Remedy("install", "admin", "App Management", "Install App"),
         "the Procore administrator goes to App Management: Install App. `dmsa-tui steps install` has the clicks."),
        (Remedy("install", "both", "The address", "Company ID"),
         "consultant and administrator go to the address: Company ID. `dmsa-tui steps install` has the clicks."),
        (Remedy("check", "consultant", "The network of this machine", "Check the firewall"),
         "Check the firewall (the consultant; the network of this machine)"),
    ],
)  # fmt: skip
def test_what_to_do_has_a_verb_and_names_the_command_that_prints_the_clicks(remedy: Remedy, said: str) -> None:
    assert remedy_sentence(remedy) == f"What to do: {said}"


def test_what_no_step_shows_is_told_as_something_to_do() -> None:
    """Such a label stands after a place alone."""
    verbs = {"Check", "Sign", "Add", "Set", "Wait", "Run", "Look", "Turn", "Reactivate"}
    found = [failure_for(load_guide(), check.id, cause.value) for check in CHECKS for cause in Cause]
    labels = {each.label for each in found if each is not None and each.screen == "check"}
    assert labels and {label for label in labels if label.split()[0] not in verbs} == set()


def test_the_schema_knows_every_cause_and_check() -> None:
    results = [Result(check.id, Status.FAIL, "…") for check in CHECKS]
    results += [Result("install.account", Status.FAIL, "…", cause) for cause in Cause]
    VALIDATOR.validate(as_json(report_of(*results)))


def test_the_schema_refuses_what_only_a_screen_shows() -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(as_json(report_of(Result("install.account", Status.RUNNING, "…"))))


def test_moments_are_utc_with_a_z() -> None:
    assert as_json(report_of())["started_at"] == "2026-11-23T10:00:00Z"


@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_status_has_a_word_and_a_sign(ascii_only: bool) -> None:
    style = TextStyle(ascii_only=ascii_only)
    drawn = {status: style.status(status).split() for status in SIGNS}
    assert len({sign for sign, _ in drawn.values()}) == len(SIGNS)
    assert all(word == status.value.upper() for status, (_, word) in drawn.items())
    assert not ascii_only or all(sign.isascii() for sign, _ in drawn.values())


def test_color_changes_nothing_but_the_escapes() -> None:
    for status in SIGNS:
        colored = TextStyle(color=True).status(status)
        assert colored.startswith("\033[")
        plain = colored.replace("\033[0m", "")
        assert plain[plain.index("m") + 1 :] == TextStyle().status(status)


def test_a_long_word_is_broken_at_the_width() -> None:
    result = Result("install.account", Status.PASS, "x" * 300)
    assert max(map(len, result_lines(result, TextStyle()))) == 80


def test_results_are_printed_in_the_order_of_the_checks() -> None:
    printed: list[str] = []
    in_order = InOrder(CHECKS[:3], lambda result: printed.append(result.id))
    for id in ("company.reachable", "credentials.token"):
        in_order(Result(id, Status.RUNNING, "…"))
        in_order(Result(id, Status.PASS, "…"))
    assert printed == ["credentials.token"]
    in_order.finish(report_of(*(Result(check.id, Status.PASS, "…") for check in CHECKS[:3])))
    assert printed == [check.id for check in CHECKS[:3]]


def test_the_label_of_a_remedy_stands_at_its_place_and_before_what_follows() -> None:
    where = "Developer Portal → a new version; then App Management → View → Update"
    remedy = Remedy("permissions", "both", where, "Manage")
    assert "a new version: Manage; then App Management → View → Update. " in remedy_sentence(remedy)
