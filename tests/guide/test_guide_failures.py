"""Every cause has a way on, and the way fits the check that found it."""

import pytest

from dmsa_tui.checks.model import Cause
from dmsa_tui.checks.registry import CHECKS as DEFINITIONS
from dmsa_tui.guide.failures import failure_for, label_for
from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.vocabulary import CAUSES, CHECKS


def test_the_catalogue_speaks_of_exactly_the_causes_and_checks_that_there_are() -> None:
    assert list(CAUSES) == [cause.value for cause in Cause]
    assert sorted(CHECKS) == sorted(definition.id for definition in DEFINITIONS)


@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("check", CHECKS)
def test_every_cause_has_an_entry_at_every_check(guide: Guide, cause: Cause, check: str) -> None:
    failure = failure_for(guide, check, cause)
    assert failure is not None and failure.cause == cause
    assert not failure.checks or check in failure.checks


def test_a_low_company_level_needs_a_new_version_and_a_low_project_level_does_not(guide: Guide) -> None:
    company = failure_for(guide, "permissions.company", "level-too-low")
    project = failure_for(guide, "permissions.project", "level-too-low")
    assert company is not None and project is not None
    assert (company.screen, company.who) == ("permissions", "both") and "Update" in company.where
    assert (project.screen, project.who) == ("projects", "admin") and "Permitted Projects" in project.where


@pytest.mark.parametrize(
    "cause", ["timeout", "dns", "tls", "proxy", "refused", "interrupted", "clock-skew", "not-json"]
)
def test_a_fault_of_this_machine_sends_nobody_into_procore(guide: Guide, cause: str) -> None:
    failure = failure_for(guide, "credentials.token", cause)
    assert failure is not None
    assert failure.who == "consultant" and failure.link is None
    assert "this machine" in failure.where


def test_a_person_is_not_sent_through_a_special_case(guide: Guide) -> None:
    failure = failure_for(guide, "install.version", "person")
    assert failure is not None and failure.id == "person"


def test_an_unknown_cause_has_no_entry(guide: Guide) -> None:
    assert failure_for(guide, "credentials.token", "nope") is None


def test_a_label_is_the_editions_own_where_the_editions_differ(guide: Guide) -> None:
    failure = guide.failure("level-too-low-company")
    assert label_for(failure, "json-editor") == "Open Builder"
    assert label_for(failure, "components") == "Manage"
    assert label_for(guide.failure("not-installed"), "json-editor") == "Install App"
