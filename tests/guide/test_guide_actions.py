"""Every action of the guide is one click that can be read aloud: short, with a verb first, and the same everywhere."""

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from typing import NamedTuple

import pytest

from dmsa_tui.guide.action_values import COPY, FIELDS, FIXED, SECRETS
from dmsa_tui.guide.guide_table import data_root
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.markup import spans
from dmsa_tui.guide.model import Action, Guide
from dmsa_tui.onboarding.record import Onboarding

MOST_WORDS = {"text": 14, "note": 20, "customers_note": 20, "caution": 25}
VERBS = {
    *(
        "Agree",
        "Archive",
        "Ask",
        "Check",
        "Choose",
        "Click",
        "Compare",
        "Copy",
        "Create",
        "Decide",
        "Delete",
        "Enter",
        "Fill",
    ),
    *("Find", "Generate"),
    *(
        "Install",
        "Invite",
        "Leave",
        "Log",
        "Look",
        "Open",
        "Paste",
        "Remove",
        "Read",
        "Replace",
        "Retire",
        "Run",
        "Save",
    ),
    *("Select", "Set", "Show", "Reset", "Start", "Stop", "Test", "Use", "Wait", "Write"),
}
"""What an action may begin with: the verbs of a hand on a screen, or of two people on a call."""
LIMIT = re.compile(r"2,000|2000|2k|two thousand", re.IGNORECASE)


class Place(NamedTuple):
    step: str
    edition: str
    action: Action


def every_action() -> Iterator[Place]:
    guide = load_guide()
    for step in (*guide.steps, *guide.tasks):
        for edition, shown in step.editions.items():
            yield from (Place(step.id, edition, action) for action in shown.actions)


def words(prose: str) -> int:
    """Words as one reads them aloud: a dash or an equals sign is none."""
    return sum(any(letter.isalnum() for letter in word) for word in prose.replace("**", "").split())


@pytest.mark.parametrize("part", MOST_WORDS)
def test_an_action_is_short_enough_to_be_read_aloud(part: str) -> None:
    texts = {(each.step, each.action.id, getattr(each.action, part) or "") for each in every_action()}
    assert [each for each in texts if words(each[2]) > MOST_WORDS[part]] == []


def test_a_comparison_before_access_is_given_is_never_optional(guide: Guide) -> None:
    for edition in guide.step("install").editions.values():
        compares = [each for each in edition.actions if each.text.startswith("Compare")]
        assert len(compares) == 2 and not any(each.optional for each in compares)
        dialog = compares[-1]
        assert " if " in dialog.text and all("f the dialog" in each.text for each in dialog.handout.then if each.text)


def test_an_action_begins_with_a_verb_and_is_one_sentence() -> None:
    for each in every_action():
        assert each.action.text.split()[0] in VERBS, each
        assert each.action.text.endswith((".", "?")), each
        unlabeled = "".join(part for part, label in spans(each.action.text) if not label)
        assert not re.search(r"[.!?] [A-Z]", unlabeled), each


def test_an_id_names_one_action_of_an_edition_and_the_same_purpose_in_the_others() -> None:
    places = sorted(every_action(), key=lambda each: (each.step, each.edition))
    for _, group in groupby(places, key=lambda each: (each.step, each.edition)):
        ids = [each.action.id for each in group]
        assert len(set(ids)) == len(ids)
    purposes: dict[tuple[str, str], set[object]] = {}
    for each in every_action():
        purpose = (each.action.fields, each.action.procedure, each.action.when)
        purposes.setdefault((each.step, each.action.id), set()).add(purpose)
    assert {place: found for place, found in purposes.items() if len(found) > 1} == {}


def test_what_is_asked_for_is_a_field_of_the_record_or_the_secret_and_each_is_asked_for() -> None:
    known = {each.name for each in fields(Onboarding)}
    assert set(FIELDS) - set(SECRETS) <= known and not set(SECRETS) & known
    assert {name for each in every_action() for name in each.action.fields} == set(FIELDS)


def test_each_value_that_can_be_copied_is_offered_somewhere() -> None:
    assert {name for each in every_action() for name in each.action.copy} == set(COPY)
    assert set(FIXED) <= set(COPY)


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_the_ids_that_two_editions_share_keep_most_ticks_when_the_edition_changes(guide: Guide, edition: str) -> None:
    steps = [step for step in guide.steps if step.id not in ("manifest", "permissions")]  # other pages, saved again
    ids = {step.id: {action.id for action in step.editions[edition].actions} for step in steps}
    other = {step.id: {action.id for action in step.editions["components"].actions} for step in steps}
    shared = sum(len(ids[step] & other[step]) for step in ids)
    assert shared >= 0.85 * sum(map(len, ids.values()))


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_each_procedure_is_whole_from_its_page_to_its_save(guide: Guide, edition: str) -> None:
    actions = guide.step("projects").editions[edition].actions
    found = {
        procedure.id: [action.text for action in group]
        for procedure, group in groupby(actions, key=lambda action: action.procedure)
        if procedure is not None
    }
    assert list(found) == ["chosen", "template", "new", "existing", "program", "existing-by-page"]
    for id in ("new", "existing"):
        assert "**Directory**" in found[id][0] and "**Edit**" in found[id][1] and "**Save**" in found[id][-1]
    assert "**App Management**" in found["chosen"][0] and "**Add**" in found["chosen"][-1]
    assert "**Directory**" in found["existing-by-page"][0] and "**Save Changes**" in found["existing-by-page"][-1]


def test_the_template_and_what_the_source_document_lacks_hold_no_step_up(guide: Guide) -> None:
    for edition in guide.editions:
        for action in guide.step("projects").editions[edition.id].actions:
            assert action.optional is (action.procedure is not None and action.procedure.id in ("template", "program"))


def test_a_procedure_has_a_title_that_says_what_to_do(guide: Guide) -> None:
    titles = {
        each.procedure.title
        for step in guide.steps
        for shown in step.editions.values()
        for each in shown.actions
        if each.procedure
    }
    assert {title.split()[0] for title in titles} <= {"Add", "Make"} and len(titles) == 6


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_whoever_has_the_page_open_does_not_open_it_twice(guide: Guide, edition: str) -> None:
    actions = {each.id: each for each in guide.step("projects").editions[edition].actions}
    assert "is still open, continue there with **Add All**" in str(actions["existing-directory"].note)


def test_the_limit_of_add_all_is_one_number_said_in_one_way() -> None:
    for file in data_root().joinpath("steps").iterdir():
        text = file.read_text(encoding="utf-8")
        said = len(re.findall(r"2,000 or more active projects", text))
        assert said == len(LIMIT.findall(text)), file.name


@pytest.mark.parametrize("edition", ["json-editor", "configuration-builder", "components"])
def test_an_update_is_never_said_to_be_clicked_before_its_permissions_are_compared(guide: Guide, edition: str) -> None:
    ways = [
        text
        for step in guide.steps
        for text in (*step.editions[edition].warnings, *(each.do for each in step.editions[edition].branches))
        if "click **Update**" in text or "clicks **Update** and" in text
    ]
    assert len(ways) == 3
    for way in ways:
        assert "compare" in way.split("**Update**")[0] or "compares its permissions" in way


SAME_CLICK = {
    "create-app": "the app exists in every edition, once it is created",
    "permissions/new-version": "it opens the same version for changes; nothing is saved by it",
    "permissions/sandbox-key": "it is the same key",
    "promote": "what Procore has promoted and shown is promoted and saved in every edition",
    "install": "Procore itself, not the portal",
    "projects": "Procore itself, not the portal",
    "handoff": "the sync tool, not the portal",
    "rotate": "the secret is reset once, by whatever button",
}
"""Step, or step/action, whose ticks hold in another portal edition although its labels differ → why."""


def test_a_tick_holds_in_another_portal_edition_only_where_the_click_is_the_same() -> None:
    texts: dict[tuple[str, str], set[str]] = {}
    for place in every_action():
        texts.setdefault((place.step, place.action.id), set()).add(place.action.text)
    differ = [f"{step}/{id}" for (step, id), said in texts.items() if len(said) > 1]
    assert [each for each in differ if not SAME_CLICK.keys() & {each, each.partition("/")[0]}] == []


def test_the_first_value_to_copy_is_the_one_that_the_sentence_asks_for(guide: Guide) -> None:
    actions = guide.step("manifest").editions["json-editor"].actions
    (asks,) = [each for each in actions if each.note and "complete JSON" in each.note]
    assert asks.copy[0] == "manifest"
