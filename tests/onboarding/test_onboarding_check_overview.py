"""All checks at a glance: the headline says in words what is the matter, and what fails comes first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmsa_tui.checks.model import Confirmation, Report, RequestCount, Result
from dmsa_tui.onboarding.check_overview import Overview, overview
from dmsa_tui.onboarding.check_states import Answers
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding
from dmsa_tui.vocabulary import CHECKS, STEP_IDS, Cause, Status

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PASS, WARN, FAIL, UNVERIFIED, SKIPPED = Status.PASS, Status.WARN, Status.FAIL, Status.UNVERIFIED, Status.SKIPPED
DECIDED: Mapping[str, Any] = {"expect": ExpectMode.ALL, "future_projects": True}
TITLES = {check.id: check.title for check in CHECKS}


def found(**given: Status | Result) -> dict[str, Result]:
    """All checks pass, but for those given as `install__connected=FAIL`."""
    results = {check.id: Result(check.id, PASS, f"{check.title}: right.", required=check.required) for check in CHECKS}
    for key, each in given.items():
        id = key.replace("__", ".")
        results[id] = replace(each, id=id) if isinstance(each, Result) else replace(results[id], status=each)
    return results


def seen(record: Onboarding | None = None, **given: Status | Result) -> Overview:
    done = Onboarding("Acme", **DECIDED, confirmed=dict.fromkeys(STEP_IDS, Confirmed("Kim", NOW)))
    return overview(record or done, Answers(found(**given)), CHECKS)


def failed(cause: Cause | None, summary: str = "Its own sentence.", **details: object) -> Result:
    return Result("", FAIL, summary, cause, details=dict(details))


def test_titles_are_nouns_that_tell_the_checks_apart() -> None:
    assert len(set(TITLES.values())) == len(TITLES)
    verbs = {"is", "are", "has", "have", "match", "matches", "get", "gets", "exists", "belongs"}
    assert [title for title in TITLES.values() if verbs & set(title.split()) or len(title.split()) > 4] == []


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ({}, f"All {len(CHECKS)} checks pass."),
        ({"credentials__token": failed(Cause.WRONG_CREDENTIALS)}, "Procore refuses the credentials."),
        ({"install__connected": failed(Cause.NOT_INSTALLED)}, "The app is not installed in this company."),
        (
            {"projects__permitted": failed(Cause.PROJECT_NOT_PERMITTED, missing=[{}] * 4)},
            "4 projects are missing.",
        ),
        (
            {"projects__permitted": failed(Cause.PROJECT_NOT_PERMITTED, missing=[{}])},
            "1 project is missing.",
        ),
        (
            {"projects__permitted": failed(Cause.PROJECT_NOT_PERMITTED, missing=[{}] * 1_200)},
            "1,200 projects are missing.",
        ),
        ({"projects__permitted": failed(Cause.NO_PROJECTS, missing=[{}])}, "The service account is on no project."),
        (
            {"permissions__project": failed(Cause.TOOL_DISABLED, "Documents is off in 2 of the 5 projects looked at.")},
            "Documents is off in 2 of the 5 projects looked at.",
        ),
        ({"projects__new": failed(None)}, "Its own sentence."),
        (
            {
                "credentials__token": failed(
                    Cause.GRANT_NOT_ENABLED, "It may not; Procore answered “401 no: Not this type.”"
                )
            },
            "It may not.",
        ),
        (
            {"permissions__company": failed(None, "It has no endpoint, so it is another host; it answered “404”.")},
            "It has no endpoint, so it is another host.",
        ),
        (
            {"credentials__token": failed(Cause.WRONG_CREDENTIALS), "projects__new": FAIL},
            "Procore refuses the credentials. One more check fails.",
        ),
        (
            {"install__account": failed(Cause.ACCOUNT_INACTIVE), "projects__new": FAIL, "projects__permitted": FAIL},
            "The service account is inactive. 2 more checks fail.",
        ),
        ({"install__version": UNVERIFIED}, "Procore did not say: Installed version."),
        (
            {"install__version": UNVERIFIED, "projects__new": UNVERIFIED, "permissions__company": WARN},
            "Procore did not say: Installed version and New projects.",
        ),
        (
            dict.fromkeys(("company__reachable", "install__version", "projects__new"), UNVERIFIED),
            "Procore did not say: Company, Installed version and New projects.",
        ),
        (
            {id.replace(".", "__"): UNVERIFIED for id in TITLES},
            f"Procore did not say: Credentials, App of the token, Company and {len(CHECKS) - 3} more.",
        ),
        ({"permissions__company": WARN}, "It works, with a caution: Company permissions."),
        (
            {"permissions__company": WARN, "projects__permitted": WARN},
            "It works, with 2 cautions: Company permissions and Permitted projects.",
        ),
        (
            {"install__version": Result("", UNVERIFIED, "", confirmed_by=Confirmation("Kim", NOW))},
            f"{len(CHECKS) - 1} checks pass, 1 confirmed by a person.",
        ),
        (
            {"permissions__project": Result("", PASS, "", details={"checked": 5, "permitted": 2_431})},
            f"All {len(CHECKS)} checks pass. Samples: Project permissions on 5 of 2,431 projects.",
        ),
        (
            {"projects__permitted": Result("", PASS, "", details={"extra": [{"id": "9"}] * 9})},
            f"All {len(CHECKS)} checks pass. 9 other projects are permitted too.",
        ),
        (
            {
                "company__reachable": WARN,
                "projects__permitted": Result("", PASS, "", details={"extra": [{"id": "9"}]}),
            },
            "It works, with a caution: Company. 1 other project is permitted too.",
        ),
    ],
)
def test_the_headline_says_in_words_what_is_the_matter(given: Any, headline: str) -> None:
    assert seen(**given).headline(NOW) == headline


def test_what_nobody_has_begun_is_to_do_with_its_sentence_right_after_what_fails() -> None:
    given: Any = {
        "install__connected": failed(Cause.NOT_INSTALLED), "install__account": SKIPPED, "projects__new": WARN,
        "install__version": UNVERIFIED,
    }  # fmt: skip
    begun = Onboarding("Acme", **DECIDED, company_id="42", client_id="c")
    view = seen(begun, **given)
    assert (view.failing, [row.check.id for row in view.not_begun]) == ((), ["install.connected", "projects.new"])
    assert [row.check.id for row in view.rows][:4] == [
        "install.connected", "projects.new", "install.account", "install.version",
    ]  # fmt: skip
    assert view.headline(NOW) == "The app is not installed in this company. One more check is to do."
    refused = seen(begun, credentials__token=failed(Cause.WRONG_CREDENTIALS), **given)
    assert [row.check.id for row in refused.rows][:2] == ["credentials.token", "install.connected"]
    assert refused.headline(NOW) == "Procore refuses the credentials."


def test_nothing_asked_is_no_success_and_a_part_of_it_is_none_either() -> None:
    nothing = overview(Onboarding("Acme", **DECIDED), Answers({}), CHECKS)
    assert nothing.headline(NOW) == "Nothing has been checked yet." and not nothing.passed
    some = {id: result for id, result in found().items() if id != "projects.new"}
    headline = overview(Onboarding("Acme", **DECIDED), Answers(some), CHECKS).headline(NOW)
    assert headline == "Not checked yet: New projects."


def test_an_earlier_runs_headline_has_its_age() -> None:
    report = Report(FAIL, NOW - timedelta(days=2), 80, {}, tuple(found(projects__new=FAIL).values()), RequestCount())
    earlier = overview(Onboarding("Acme", **DECIDED), Answers({}, report), CHECKS)
    assert earlier.headline(NOW) == "New projects: right. Checked 2 days ago."
    asked_again = overview(Onboarding("Acme", **DECIDED), Answers(found(), report), CHECKS)
    assert asked_again.headline(NOW) == f"All {len(CHECKS)} checks pass."


def test_what_fails_comes_first_then_what_waits_then_cautions_then_the_unknown_and_what_passed_is_one_line() -> None:
    view = seen(projects__new=WARN, install__version=UNVERIFIED, projects__permitted=FAIL, permissions__project=SKIPPED)
    assert [row.check.id for row in view.rows][:4] == [
        "projects.permitted", "permissions.project", "projects.new", "install.version",
    ]  # fmt: skip
    assert view.waiting_line == "Project permissions waits for this"
    assert len(view.passed) == len(CHECKS) - 4 == len(view.rows) - 4


def test_what_waits_is_one_line_that_names_what_is_in_the_way_if_it_is_not_in_sight() -> None:
    after: Any = {
        "install__connected": SKIPPED, "install__version": SKIPPED, "install__account": SKIPPED,
        "permissions__company": SKIPPED, "projects__permitted": SKIPPED,
    }  # fmt: skip
    assert seen(company__reachable=FAIL, **after).waiting_line == "5 checks wait for this"
    assert seen(company__reachable=UNVERIFIED, **after).waiting_line == "5 checks wait for Company"
    assert seen().waiting_line == ""


def test_a_persons_word_passes_and_is_counted_apart() -> None:
    record = Onboarding("Acme", **DECIDED, accepted={"install.version": Confirmed("Kim", NOW)})
    view = seen(record, install__version=UNVERIFIED)
    assert not view.unverified and "1 confirmed by a person" in view.headline(NOW)


def test_trial_reads_are_not_taken_for_levels_that_were_read_everywhere() -> None:
    some = {"checked": 2, "permitted": 12}
    rows = seen(
        permissions__read=Result("", PASS, "Read.", details=some),
        permissions__project=Result("", PASS, "Levels.", details=some),
    ).passed
    samples = {row.check.title: row.words_on_sample for row in rows if row.sample}
    assert samples == {"Reading": "by trial on 2 of 12", "Project permissions": "on 2 of 12"}


@pytest.mark.parametrize(
    ("answers", "headline"),
    [
        (
            {"expect": ExpectMode.UNDECIDED},
            "12 checks pass. Which projects must be permitted is undecided.",
        ),
        (
            {"expect": ExpectMode.LIST, "expected_projects": []},
            "12 checks pass. The list of projects that must be permitted is empty.",
        ),
        ({"future_projects": None}, "11 checks pass. Whether future projects are wanted is undecided."),
    ],
)
def test_what_nobody_has_decided_is_to_do_although_procore_says_yes(answers: dict[str, Any], headline: str) -> None:
    view = seen(Onboarding("Acme", **{**DECIDED, **answers}))
    assert view.headline(NOW) == headline
    assert {each.words(NOW) for each in view.to_do} == {"undecided"}


def test_a_persons_word_does_not_decide_what_is_wanted() -> None:
    record = Onboarding("Acme", future_projects=True, accepted={"projects.permitted": Confirmed("Ada", NOW)})
    assert "Which projects must be permitted is undecided" in seen(record, projects__permitted=UNVERIFIED).headline(NOW)


def test_a_headline_with_a_caution_also_says_what_is_undecided() -> None:
    record = Onboarding("Acme", expect=ExpectMode.ALL)
    said = "It works, with a caution: Company permissions. Whether future projects are wanted is undecided."
    assert seen(record, permissions__company=WARN).headline(NOW) == said
