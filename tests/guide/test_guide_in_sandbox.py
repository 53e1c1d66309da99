"""Whoever sets up the developer sandbox is told of its own credentials and key, and nothing of production's."""

import re

import pytest

from dmsa_tui.guide.conditions import Known, handout_actions, shown_actions
from dmsa_tui.guide.model import Guide
from dmsa_tui.onboarding.known import guide_for, known_of
from dmsa_tui.onboarding.record import Onboarding

EDITIONS = ["json-editor", "configuration-builder", "components"]
SANDBOX = Onboarding("Acme", environment="developer-sandbox")
PRODUCTIONS = re.compile(r"\*\*Production|\*\*Promote|Sandbox credentials here|[Cc]hange the environment")
"""Labels of production's panels and keys, the click that promotes, and the way to another environment."""


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_credentials_of_a_sandbox_setup_are_the_sandboxs(guide: Guide, edition: str) -> None:
    step, known = guide_for(SANDBOX).step("promote"), known_of(SANDBOX)
    actions = shown_actions(step, edition, known)
    said = " ".join(f"{each.text} {each.note} {each.caution}" for each in actions)
    assert not PRODUCTIONS.search(said), said
    assert "andbox OAuth Credentials**" in actions[0].text
    assert [each.fields for each in actions if each.fields] == [("client_id", "client_secret"), ("app_version_key",)]
    assert "production" not in step.title and "Promot" not in step.short
    assert not any("promote" in each.lower() for each in step.editions[edition].warnings)
    production = shown_actions(guide.step("promote"), edition, Known())
    assert not {each.id for each in actions} & {each.id for each in production}, "ticks of one are none of the other"
    assert not any(each.id.startswith("sandbox-version") or "sandbox-try" in each.id for each in production)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_install_in_the_sandbox_asks_for_its_key(guide: Guide, edition: str) -> None:
    known = known_of(SANDBOX)
    asked = [each for each in shown_actions(guide.step("install"), edition, known) if "app-version-key" in each.copy]
    assert [each.text for each in asked] == [
        "Enter the **App Version ID**: the Sandbox App Version Key, 36 characters."
    ]
    on_page = [each for each in handout_actions(guide.step("install"), edition, known) if "App Version ID" in each.text]
    assert len(on_page) == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_sandbox_needs_no_approval_and_no_key_for_a_test(guide: Guide, edition: str) -> None:
    fields = {
        field
        for step in guide.steps
        for action in shown_actions(step, edition, known_of(SANDBOX))
        for field in action.fields
    }
    assert not fields & {
        "verification",
        "production_access",
        "sandbox_client_id",
        "sandbox_app_version_key",
        "sandbox_test",
    }
