"""A broken file of the guide is refused by name, key and reason; the shipped one is complete."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide import links, markup
from dmsa_tui.guide.loader import load_guide, read_guide
from dmsa_tui.guide.model import Action, Guide

STEPS = ["create-app", "manifest", "permissions", "promote", "install", "projects", "check", "handoff"]
EDITIONS = ["json-editor", "configuration-builder", "components"]
Edit = Callable[[str, str, str], None]


def every_action(guide: Guide) -> list[tuple[str, Action]]:
    return [
        (f"{step.id}/{edition}", action)
        for step in (*guide.steps, *guide.tasks)
        for edition, shown in step.editions.items()
        for action in shown.actions
    ]


def test_the_eight_steps_come_in_order_and_each_has_all_editions(guide: Guide) -> None:
    assert [step.id for step in guide.steps] == STEPS
    assert [edition.id for edition in guide.editions] == EDITIONS
    assert [task.id for task in guide.tasks] == ["rotate", "migrate", "offboard"], "the end of the access last"
    for step in (*guide.steps, *guide.tasks):
        assert list(step.editions) == EDITIONS
        assert all(shown.actions and shown.expect for shown in step.editions.values())


def test_components_is_the_default_and_the_manifest_schema_follows_the_edition(guide: Guide) -> None:
    assert guide.default_edition.id == "components"
    assert {edition.id: edition.manifest_schema for edition in guide.editions} == {
        "json-editor": "3.2",
        "configuration-builder": "4.1",
        "components": "4.1",
    }


def test_the_administrator_acts_in_procore_and_the_consultant_in_the_portal(guide: Guide) -> None:
    assert {step.id: step.who for step in guide.steps} == {
        "create-app": "consultant",
        "manifest": "consultant",
        "permissions": "consultant",
        "promote": "consultant",
        "install": "admin",
        "projects": "admin",
        "check": "both",
        "handoff": "consultant",
    }


def test_every_label_has_a_source_within_the_portals_life(guide: Guide) -> None:
    for place, action in every_action(guide):
        assert action.source.ref, place
        assert 2021 <= action.source.date.year <= 2026, place


def test_an_actions_own_source_overrides_the_editions_key_by_key(guide: Guide) -> None:
    actions = guide.step("promote").editions["components"].actions
    key = next(action for action in actions if "Production App Version Key" in action.text)
    assert key.source.confidence == "inferred"
    generate = next(action for action in actions if "Generate Client Secret" in action.text)
    assert (generate.source.ref, generate.source.confidence) == ("Procore documentation, oauth_keys", "confirmed")
    assert generate.source.date.isoformat() == "2026-09-24"


def test_the_guide_is_read_once() -> None:
    assert load_guide() is load_guide()


def test_an_unknown_step_edition_or_failure_is_refused_with_the_valid_ones(guide: Guide) -> None:
    with pytest.raises(InvalidInput, match="create-app, manifest"):
        guide.step("nope")
    with pytest.raises(InvalidInput, match="json-editor, configuration-builder, components"):
        guide.edition("nope")
    with pytest.raises(InvalidInput, match="wrong-credentials"):
        guide.failure("nope")


def test_a_copy_of_the_files_reads_like_the_shipped_ones(copy: Path, guide: Guide) -> None:
    assert read_guide(copy) == guide


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("steps/install.toml", 'short = "Install"', 'short = "Install"\ncolor = "red"', ["color", "not a known key"]),
        ("steps/install.toml", 'who = "admin"\n', "", ["who", "is missing"]),
        ("steps/install.toml", 'who = "admin"', 'who = "nobody"', ["who", "“nobody”", "consultant, admin, both"]),
        ("steps/install.toml", "number = 5", 'number = "5"', ["number", "whole number"]),
        ("steps/install.toml", "number = 5", "number = true", ["number", "whole number"]),
        ("steps/install.toml", "number = 5", "number = 4", ["number", "without gaps"]),
        ("steps/install.toml", 'id = "install"', 'id = "instal"', ["id", "file's name"]),
        ("steps/install.toml", 'short = "Install"', 'short = "Installation"', ["short", "9 characters"]),
        ("steps/install.toml", 'short = "Install"', 'short = " "', ["short", "empty"]),
        ("steps/install.toml", 'short = "Install"', 'short = "**In**"', ["short", "plain"]),
        ("steps/install.toml", "Click **Install**.", "Click **Install.", ["text", "unbalanced **"]),
        ("steps/install.toml", "Click **Install**.", "Click ****.", ["text", "empty"]),
        ("steps/install.toml", "Click **Install**.", "Click \\u001b[2J.", ["text", "U+001B"]),
        ("steps/install.toml", "{web}/{company_id}", "{web}/{project}", ["link", "{company_id}"]),
        ("steps/install.toml", "{web}/{company_id}/company/app_management", "https://x.com", ["link", "template"]),
        ("steps/install.toml", '    "skip",', '    "skipp",', ["all.order", "“skipp”", "skip"]),
        ("steps/install.toml", '    "skip",', '    "skip",\n    "skip",', ["all.order", "“skip” twice"]),
        ("steps/install.toml", '    "skip",', "", ["actions.skip", "not in the order of any edition"]),
        (
            "steps/promote.toml",
            "[actions.release-notes.editions.components]",
            "[actions.close.editions.components]",
            ["close", "overrides"],
        ),
        ("steps/install.toml", "[actions.skip]", "[actions.Skip]", ["order", "“skip”"]),
        (
            "steps/install.toml",
            "[actions.skip]",
            "[actions.skip]\ncolor = 1",
            ["actions.skip.color", "known key"],
        ),
        (
            "steps/install.toml",
            "[actions.confirm]",
            "[actions.confirm.editions.jsn]\n[actions.confirm]",
            ["jsn", "json-editor"],
        ),
        (
            "steps/install.toml",
            'copy = ["company-id"]',
            'copy = ["id"]',
            ["actions.company.copy", "“id”", "notes"],
        ),
        ("steps/promote.toml", '"client_secret"]', '"secret"]', ["actions.try-pair.fields", "“secret”", "client_id"]),
        ("steps/handoff.toml", "old_account = true }", "old = true }", ["retire.when.old"]),
        ("steps/handoff.toml", "{ old_account = true }", "{}", ["retire.when", "no condition"]),
        ("steps/projects.toml", '"from-limit"', '"2000"', ["active_projects", "“2000”", "below-limit"]),
        (
            "steps/projects.toml",
            'expect = "list"',
            'expect = "some"',
            ["procedures.chosen.when", "“some”", "list"],
        ),
        ("steps/projects.toml", 'procedure = "chosen"', 'procedure = "chose"', ["chosen-app.procedure", "“chose”"]),
        ("steps/projects.toml", "[procedures.new]", "[procedures.x]\ntitle='x'\n[procedures.new]", ["x", "any action"]),
        ("steps/check.toml", "[all]\nsource", "[all]\nsources", ["actions.compare-company.source", "neither"]),
        ("steps/install.toml", "[editions.json-editor]", "[editions.jsn]", ["jsn", "json-editor"]),
        ("steps/install.toml", 'failure = "key-rejected"', 'failure = "nope"', ["install", "“nope”"]),
        ("steps/install.toml", "date = 2025-12-31", 'date = "2025-12-31"', ["source.date", "without quotes"]),
        ("steps/install.toml", "date = 2025-12-31", "date = 2025-12-31T00:00:00", ["source.date", "without a time"]),
        ("steps/install.toml", 'confidence = "confirmed"', 'confidence = "sure"', ["confidence", "“sure”"]),
        ("steps/install.toml", "warnings = [", "warnings = [3, ", ["warnings[0]", "must be text"]),
        ("steps/install.toml", "warnings = [", 'warnings = "no"\nx = [', ["warnings", "list of texts"]),
        ("steps/manifest.toml", "[editions.components]", "[editions.json-editor.x]", ["editions"]),
        ("steps/install.toml", 'id = "install"', "id = ", ["steps/install.toml", "not valid TOML"]),
        ("editions.toml", "default = false", "default = true", ["edition", "default = true"]),
        ("editions.toml", 'id = "json-editor"', 'id = "components"', ["edition", "twice"]),
        ("editions.toml", 'id = "json-editor"', 'id = "JSON Editor"', ["edition[0].id", "lower-case"]),
        ("editions.toml", "[[edition]]", "edition = 3\n[[editions]]", ["editions.toml"]),
        ("failures.toml", 'cause = "dns"', 'cause = "d-n-s"', ["cause", "“d-n-s”"]),
        ("failures.toml", 'cause = "dns"', 'cause = "tls"', ["“dns”", "no entry"]),
        ("failures.toml", 'checks = ["install.version"]', 'checks = ["install"]', ["checks", "“install”"]),
        ("failures.toml", 'screen = "promote"', 'screen = "home"', ["screen", "“home”"]),
        ("failures.toml", "labels = { json-editor", "labels = { jsn", ["labels", "“jsn”"]),
        ("failures.toml", 'id = "wrong-environment"', 'id = "wrong-credentials"', ["wrong-credentials", "twice"]),
        ("failures.toml", 'checks = ["permissions.project"]', 'checks = ["permissions.company"]', ["two entries"]),
    ],
)
def test_a_broken_file_is_refused_by_name_key_and_reason(
    copy: Path, edit: Edit, file: str, old: str, new: str, said: list[str]
) -> None:
    edit(file, old, new)
    with pytest.raises(InvalidInput) as refusal:
        read_guide(copy)
    sentence = str(refusal.value)
    assert file.rpartition("/")[2].removesuffix(".toml") in sentence or "steps:" in sentence
    for word in said:
        assert word in sentence
    assert sentence.endswith(".")


def test_an_edition_without_an_order_and_without_shared_ones_is_refused(copy: Path) -> None:
    path = copy / "steps" / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("[editions.components]")], encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"steps/manifest\.toml: editions\.components has no order"):
        read_guide(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "failures.toml").unlink()
    with pytest.raises(InvalidInput, match=r"failures\.toml is missing"):
        read_guide(copy)


def test_bytes_that_are_no_text_are_refused(copy: Path) -> None:
    (copy / "editions.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match=r"editions\.toml: byte 0 is not UTF-8"):
        read_guide(copy)


def test_a_byte_order_mark_is_no_fault(copy: Path, guide: Guide) -> None:
    path = copy / "editions.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_guide(copy) == guide


def test_every_text_and_link_of_the_guide_is_well_formed(guide: Guide) -> None:
    for failure in guide.failures:
        assert failure.link is None or links.fault(failure.link) is None
        assert "**" not in failure.where + failure.label + "".join(failure.labels.values())
        assert all(markup.fault(text) is None for text in (failure.symptom, failure.proof, *failure.likely))
