"""Every cause has a way on, and the way fits the check that found it."""

import pytest

from dmsa_tui.checks.model import Remedy, Result
from dmsa_tui.guide.failures import failure_for, label_for, place_for, way_in
from dmsa_tui.guide.model import Guide
from dmsa_tui.vocabulary import CHECK_BY_ID, Cause, Status


@pytest.mark.parametrize("check", CHECK_BY_ID)
def test_every_cause_has_an_entry_at_every_check(guide: Guide, check: str) -> None:
    for cause in Cause:
        failure = failure_for(guide, check, cause)
        assert failure is not None and failure.cause == cause, cause
        assert not failure.checks or check in failure.checks, cause


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


def test_a_finding_leads_to_a_click_that_a_step_has_or_says_itself_what_to_do(guide: Guide) -> None:
    found = [failure_for(guide, check, cause) for check in CHECK_BY_ID for cause in Cause]
    found += [guide.failure(id) for id in ("update-running", "list-moved")]
    assert {each.id for each in found if each and not each.actions and each.screen != "check"} == set()


def test_an_unknown_cause_has_no_entry(guide: Guide) -> None:
    assert failure_for(guide, "credentials.token", "nope") is None


def test_a_label_is_the_editions_own_where_the_editions_differ(guide: Guide) -> None:
    failure = guide.failure("level-too-low-company")
    assert label_for(failure, "json-editor") == "Open Builder"
    assert label_for(failure, "components") == "Manage"
    assert label_for(guide.failure("not-installed"), "json-editor") == "Install App"


def test_a_place_is_the_editions_own_where_the_editions_differ(guide: Guide) -> None:
    failure = guide.failure("level-too-low-company")
    assert "Manage Manifests → Create New Version" in place_for(failure, "json-editor")
    assert "a new version" in place_for(failure, "components") and failure.where == place_for(failure, "components")
    for each in guide.failures:
        if each.labels and each.link == "{portal}" and "Developer Portal" in each.where:
            entries = {(place_for(each, edition.id), label_for(each, edition.id)) for edition in guide.editions}
            assert len(entries) > 1, each.id


def test_an_older_remedy_is_told_in_the_edition_that_is_chosen_now(guide: Guide) -> None:
    for each in guide.failures:
        entries = {edition.id: (place_for(each, edition.id), label_for(each, edition.id)) for edition in guide.editions}
        for was in entries.values():
            result = Result(
                "credentials.token", Status.FAIL, "", Cause(each.cause), Remedy(each.screen, each.who, *was)
            )
            assert {edition: way_in(guide, result, edition) for edition in entries} == entries, each.id
    unknown = Result("credentials.token", Status.FAIL, "", Cause.DNS, Remedy("check", "both", "Elsewhere", "Button"))
    assert way_in(guide, unknown, "components") == ("Elsewhere", "Button")
    assert way_in(guide, Result("credentials.token", Status.PASS, ""), "components") == ("", "")


def test_the_links_of_app_management_lead_to_its_page_and_others_to_company_home(guide: Guide) -> None:
    pages = {each.id: each.link for each in guide.failures if (each.link or "").startswith("{web}/{company_id}")}
    assert pages["not-installed"] == pages["project-not-permitted"] == "{web}/{company_id}/company/app_management"
    assert pages["not-automatic"] == "{web}/{company_id}/company/home"
    for id, link in pages.items():
        assert link and link.endswith(("/company/home", "/company/app_management")), id
        if link.endswith("app_management"):
            assert "App Management" in guide.failure(id).where, id


def test_a_reset_secret_is_never_said_to_end_everything_at_once(guide: Guide) -> None:
    for failure in guide.failures:
        for text in failure.likely:
            assert "ends it everywhere" not in text
    review = guide.failure("access-review")
    assert any("token that was already issued may work for up to 90 minutes" in text for text in review.likely)
