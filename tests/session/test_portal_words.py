"""The practice browser speaks the portal edition that is chosen, in the guide's labels."""

import re
from collections.abc import Iterator

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.action_values import COPY
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.practice.portal import ACTIONS, SETUP, panel_action
from dmsa_tui.practice.portal_words import PORTAL_EDITIONS
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.world import APP_NAME, NEWEST
from dmsa_tui.session.practiced_actions import _ALL as ALL_ROWS
from dmsa_tui.session.practiced_actions import StandsFor
from tests.tui.driving import rehearsal

GUIDE = load_guide()
EDITIONS = [each.id for each in GUIDE.editions]
LATER = ("create-version", "save-version", "promote-version", "update-app", "reset-secret", "create-project",
         "disable-documents", "enable-documents", "uninstall-app")  # fmt: skip


def labels(*texts: str | None) -> set[str]:
    found = {label for text in texts if text for label in re.findall(r"\*\*(.+?)\*\*", text)}
    return {each.replace("[App Name]", APP_NAME).replace("[Company]", "Practice Builders") for each in found}


def own(edition: str) -> set[str]:
    """Every label that the guide names in that edition."""
    said = GUIDE.edition(edition)
    found = labels(*said.recognise, said.new_app) | {*said.builder.tabs.values(), *said.builder.levels.values()}
    for step in (*GUIDE.steps, *GUIDE.tasks):
        shown = step.editions[edition]
        found |= labels(shown.expect, *shown.warnings)
        found |= labels(*(text for each in shown.branches for text in (each.see, each.do)))
        found |= labels(*(text for each in shown.actions for text in (each.text, each.note, each.caution)))
    return found | {*COPY.values(), "Delete"}  # the button of Procore's directory, which has no editions


def foreign_in(text: str, edition: str) -> set[str]:
    """The labels in it that only another edition has; a single word is a label where it is a part of the way."""
    mine = own(edition)
    others = set[str]().union(*map(own, EDITIONS)) - mine
    long = [each for each in others if re.search("[ _]", each)]
    left = re.sub("|".join(map(re.escape, sorted(mine, key=len, reverse=True))), "·", text)
    return {each for each in long if each in left} | (others & {*re.split(" → |: ", text)})


def said_in(edition: str) -> Iterator[str]:
    """Every text of the practice browser on the way from nothing to a finished setup, and after it."""
    company = Rehearsal("fresh")
    company.world.portal.edition = edition
    for click in ("", *SETUP, *LATER):
        for state in company.actions():
            yield from (*state.way, state.unavailable or "")
        for each in ACTIONS:
            again = Rehearsal.replay("fresh", company.journal)
            again.world.portal.edition = edition
            try:
                yield again.perform(each.id)
            except InvalidInput as reason:
                yield str(reason)
        if click and all(each.unavailable is None for each in company.actions() if each.action.id == click):
            company.perform(click)


def test_the_portal_of_the_practice_company_has_the_editions_of_the_guide() -> None:
    assert {*PORTAL_EDITIONS} == {*EDITIONS} and GUIDE.default_edition.id == NEWEST
    of_portal = {each.id for each in ACTIONS}
    assert all(each.ways.keys() <= of_portal for each in PORTAL_EDITIONS.values())


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_in_the_practice_browser_names_a_label_that_only_another_edition_has(edition: str) -> None:
    texts = dict.fromkeys(said_in(edition))
    assert {text: found for text in texts if (found := foreign_in(text, edition))} == {}


def test_the_portal_is_the_edition_of_the_open_record_and_changes_with_it() -> None:
    session = rehearsal("fresh", answers={"edition": "json-editor"})
    assert session.rehearsal is not None
    assert session.rehearsal.perform("create-app").endswith("its Manage Manifests panel has no version yet.")
    session.open_record.note(edition="configuration-builder")
    ways = {each.action.id: each.way.label for each in session.rehearsal.rehearsal.actions()}
    assert "Add Components" in ways["add-component"]
    session.reset_rehearsal()
    assert session.rehearsal.rehearsal.world.portal.edition == "configuration-builder"


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: f"{row.step}/{row.click}")
def test_a_click_names_every_action_that_it_stands_for_in_their_order(row: StandsFor, edition: str) -> None:
    world = Rehearsal("fresh").world
    world.portal.edition = edition
    way = panel_action(row.click).way(world)
    place = 0
    for action in GUIDE.documented(row.step).editions[edition].actions:
        if action.id in (*row.at, *row.on_the_way):
            places = {each: way.label.find(each, place) for each in labels(action.text)}
            missing = {each for each, at in places.items() if at < 0 and each not in way.explanation}
            assert not missing, f"{action.id}: {missing} in {way}"
            place = min([at for at in places.values() if at >= 0], default=place)
