"""The papers ask the administrator for what Procore does not confirm, and for nothing else."""

import re
from dataclasses import replace
from html import unescape
from itertools import product
from typing import Any

import pytest

from dmsa_tui.checks.model import Result
from dmsa_tui.documents.handout import build_handout
from dmsa_tui.documents.messages import approval_message
from dmsa_tui.documents.model import Clicks
from dmsa_tui.documents.render.formats import WRITERS
from dmsa_tui.documents.values import time_needed
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.vocabulary import Cause, Status

ASKS = {
    "install": "Install Custom App",
    "update": "Click Update Available.",
    "list": "Select Projects",
    "all": "Click Add All",
    "template": "Create Project Permissions Template",
    "new": "to all new projects.",
}
"""Part of the work → a click that only this part has."""
FAILS = {
    "install.connected": (Status.FAIL, Cause.NOT_INSTALLED, {}),
    "install.version": (Status.WARN, Cause.UPDATE_PENDING, {"updatable_app_version_id": "2"}),
    "projects.permitted": (Status.FAIL, Cause.PROJECT_NOT_PERMITTED, {}),
    "projects.new": (Status.FAIL, Cause.NOT_AUTOMATIC, {}),
    "projects.template": (Status.WARN, Cause.NO_DEFAULT_TEMPLATE, {}),
}
PROFILE = load_profile("file-sync")


def found(proven: dict[str, bool], **details: dict[str, Any]) -> dict[str, Result]:
    """Procore's answers: each check passes or does not."""
    results = {}
    for id, passes in proven.items():
        status, cause, told = (Status.PASS, None, {}) if passes else FAILS[id]
        results[id] = Result(id, status, "", cause, details=told | details.get(id, {}))
    return results


def setup(expect: ExpectMode, future: bool | None = True, *projects: str) -> Onboarding:
    return Onboarding(
        "Example Homes", company_id="1", app_name="Sync", app_version_key="key", expect=expect,
        expected_projects=list(projects), future_projects=future,
    )  # fmt: skip


def clicks_of(text: str) -> set[str]:
    """The parts of the work that a paper asks for."""
    flat = re.sub("[“”*`]", "", " ".join(text.split()))
    return {part for part, click in ASKS.items() if click in flat}


def papers(record: Onboarding, results: dict[str, Result]) -> dict[str, str]:
    """Each paper's text."""
    made = {
        kind: approval_message(kind, record, PROFILE, sender="Jo", results=results).body
        for kind in ("install", "projects")
    }
    document = build_handout(record, PROFILE, load_guide(), results=results, contact="Jo").document
    for kind, writer in WRITERS.items():
        made[kind] = unescape(re.sub("<[^>]*>", "", writer(document)))
    return made


@pytest.mark.parametrize("expect", [ExpectMode.ALL, ExpectMode.LIST])
@pytest.mark.parametrize("proven", list(product([True, False], repeat=len(FAILS))))
def test_the_papers_ask_for_what_procore_does_not_confirm_and_for_nothing_else(
    proven: tuple[bool, ...], expect: ExpectMode
) -> None:
    passes = dict(zip(FAILS, proven, strict=True))
    record, results = setup(expect, True, "Tower"), found(passes)
    of_projects = {"projects.permitted": expect.value, "projects.new": "new", "projects.template": "template"}
    wanted = {part for id, part in of_projects.items() if not passes[id]}
    if not passes["install.connected"]:
        wanted = {"install", expect.value, "new", "template"}
    elif not passes["install.version"]:
        wanted.add("update")
    for paper, text in papers(record, results).items():
        here = wanted
        if paper == "install" and "install" in wanted:
            here = wanted - {"all", "new", "template"}  # the page that comes with it has them
        if paper == "projects":
            here = wanted - {"install"}
        assert clicks_of(text) == here, (paper, text)
        assert ("These are" in text) is bool(here)
        assert bool(re.search("You have nothing (more )?to do", text)) is not bool(here), text


def test_the_number_and_the_time_are_those_of_what_is_left() -> None:
    results = found({id: id != "projects.new" for id in FAILS})
    for text in papers(setup(ExpectMode.ALL), results).values():
        flat = " ".join(text.split())
        assert "These are 5 steps:" in flat, flat
        assert time_needed(5) in flat and "in Procore confirms its projects" not in flat
        assert "let Procore add new projects automatically" in flat
        assert "Template:" not in flat and "“Permissions”" not in flat.split("1. ")[0]


def test_the_directory_is_opened_for_the_projects_where_nothing_before_it_opens_it() -> None:
    proven = {id: id != "projects.permitted" for id in FAILS}
    for text in papers(setup(ExpectMode.ALL), found(proven)).values():
        flat = re.sub("[“”*`]", "", " ".join(text.split()))
        assert flat.index("choose Directory") < flat.index("Find the app's user and click Edit") < flat.index("Add All")


@pytest.mark.parametrize("installed", [True, False])
def test_projects_that_nobody_has_named_are_not_to_be_added(installed: bool) -> None:
    results = found({"install.connected": installed, "projects.permitted": True})
    told = {"projects.permitted": {"active": 12, "unknown": ["Tower"]}}
    of_list = results | found({"projects.permitted": False}, **told)
    for record, answers in (
        (setup(ExpectMode.UNDECIDED, None), results),
        (setup(ExpectMode.LIST, False, "Tower"), of_list),
    ):
        for paper, text in papers(record, answers).items():
            assert clicks_of(text) == ({"install"} if not installed and paper != "projects" else set()), (paper, text)
            assert "not decided yet" in " ".join(text.split()) and "its projects." not in text


def test_a_list_of_which_only_foreign_entries_are_missing_is_no_work_for_the_administrator() -> None:
    told = {"projects.permitted": {"active": 12, "unknown": ["Anex"]}}
    results = found({"install.connected": True, "projects.permitted": False}, **told)
    results["projects.permitted"] = replace(results["projects.permitted"], cause=Cause.NOT_IN_COMPANY)
    for text in papers(setup(ExpectMode.LIST, False, "Tower", "Anex"), results).values():
        assert not clicks_of(text)


def test_a_template_that_is_too_low_is_not_made_again_by_its_own_name() -> None:
    told = {"projects.template": {"template": {"id": "1", "name": "Sync projects"}}}
    results = found({id: id != "projects.template" for id in FAILS}, **told)
    for text in papers(setup(ExpectMode.ALL), results).values():
        assert "Sync projects 2" in text


def test_a_template_that_nothing_needs_is_neither_to_make_nor_called_made() -> None:
    results = found(dict.fromkeys(FAILS, True), **{"projects.template": {"raised_on": "Tower"}})
    for text in papers(setup(ExpectMode.ALL), results).values():
        assert not clicks_of(text) and "default project template" not in " ".join(text.split())
    document = build_handout(setup(ExpectMode.ALL), PROFILE, load_guide(), results=results).document
    assert "TEMPLATE FOR PROJECTS" not in WRITERS["text"](document)


def test_what_is_to_do_is_numbered_from_one_and_what_is_done_is_no_click_of_the_page() -> None:
    results = found({id: id != "install.version" for id in FAILS})
    document = build_handout(setup(ExpectMode.ALL), PROFILE, load_guide(), results=results).document
    firsts = {
        each.title: block.first for each in document.sections for block in each.blocks if isinstance(block, Clicks)
    }
    assert firsts == {"Update the app": 1}
