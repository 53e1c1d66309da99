"""`dmsa-tui steps`, as a shell sees it."""

import json
import subprocess
import sys

import jsonschema
import pytest

from dmsa_tui.vocabulary import STEP_IDS
from tests import program

STEPS = ["create-app", "manifest", "permissions", "promote", "install", "projects", "check", "handoff"]


def steps(*words: str) -> subprocess.CompletedProcess[str]:
    return program.run("steps", *words)


def test_the_json_says_what_the_text_says_of_each_action() -> None:
    printed = steps("--format", "json").stdout
    assert "\\u0000" not in printed, "what holds a label together in lines is not part of it"
    document = json.loads(printed)
    actions = {f"{each['id']}/{action['id']}": action for each in document["steps"] for action in each["actions"]}
    template = actions["projects/template-assign"]
    assert template["optional"] and template["caution"].startswith("The template does not follow the app's levels.")
    assert template["procedure"]["title"] == "Make a template for projects added in the Directory"
    assert actions["install/company"]["optional"] is False and actions["install/company"]["procedure"] is None
    only = {tuple(sorted(each.items())) for action in actions.values() for each in action["when"]}
    assert {(("sandbox", True),), (("sandbox", False),)} <= only
    assert {"expect": "all", "active_projects": "below-limit"} in actions["projects/add-all"]["procedure"]["when"]


def test_without_a_step_all_are_printed_in_80_columns() -> None:
    result = steps()
    assert (result.returncode, result.stderr) == (0, "")
    assert [f"({step})" in result.stdout for step in STEPS] == [True] * 8
    lines = [line for line in result.stdout.splitlines() if not line.lstrip().startswith("Link: ")]
    assert max(map(len, lines)) <= 80, "only an address is longer: broken, it could not be opened"
    assert "https://developers.procore.com" in result.stdout


@pytest.mark.parametrize(
    ("edition", "label"),
    [("json-editor", "‘Open Builder’"), ("configuration-builder", "‘Save Component’"), ("components", "‘Manage’")],
)
def test_the_editions_labels_are_printed(edition: str, label: str) -> None:
    result = steps("permissions", "--edition", edition)
    assert result.returncode == 0 and label in result.stdout and "Step 4" not in result.stdout


@pytest.mark.parametrize("task", ["rotate", "offboard", "migrate"])
def test_a_task_is_printed_like_a_step_and_is_in_the_json(task: str) -> None:
    result = steps(task)
    assert (
        result.returncode == 0 and result.stdout.splitlines()[3].startswith("Task: ") and f"({task})" in result.stdout
    )
    document = json.loads(steps(task, "--format", "json").stdout)
    jsonschema.validate(document, json.loads(steps("--schema").stdout))
    assert document["steps"] == [] and [each["id"] for each in document["tasks"]] == [task]
    assert "number" not in document["tasks"][0] and document["tasks"][0]["actions"]


@pytest.mark.parametrize("words", [["nope"], ["install", "--edition", "nope"]])
def test_an_unknown_name_is_one_line_with_the_valid_ones_and_status_2(words: list[str]) -> None:
    result = steps(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1 and "valid ones are" in result.stderr


def test_the_command_imports_neither_the_interface_nor_http() -> None:
    code = (
        "import sys; from dmsa_tui.cli import main; main(['steps', 'install']); main(['manifest', 'show']);"
        "print([name for name in ('textual', 'rich', 'httpx', 'keyring', 'starlette') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert result.stdout.splitlines()[-1] == "[]"


def test_stale_lists_old_labels_with_source_and_date_in_80_columns() -> None:
    result = steps("--stale", "180")
    assert (result.returncode, result.stderr) == (0, "")
    assert "promote, json-editor (actions)" in result.stdout and "2023-12-31  HingePoint guide 05" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    narrowed = steps("install", "--edition", "components", "--stale", "180")
    assert "json-editor" not in narrowed.stdout and "promote" not in narrowed.stdout


def test_stale_without_old_labels_is_no_failure() -> None:
    result = steps("--stale", "90000")
    assert result.returncode == 0 and "no label's source is older" in result.stdout


def test_search_prints_the_ways_and_says_when_there_is_none() -> None:
    found = steps("--search", "install", "app", "missing", "--edition", "components")
    assert found.returncode == 0 and found.stdout.startswith("1. App Management has no button")
    nothing = steps("--search", "xyzzy")
    assert (nothing.returncode, nothing.stdout) == (1, "") and "xyzzy" in nothing.stderr
    assert "Try a word that Procore shows" in nothing.stderr and "`dmsa-tui steps`" in nothing.stderr


def test_a_step_has_its_number_too() -> None:
    for number, id in enumerate(STEP_IDS, 1):
        assert f"Step {number} of 8" in (by_number := steps(str(number)).stdout)
        assert by_number == steps(id).stdout
    assert steps("5", "--stale", "180").stdout == steps("install", "--stale", "180").stdout
    for unknown in ("0", "9", "05", "rotat"):
        assert steps(unknown).returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--stale", "soon"],
        ["--stale", "-1"],
        ["--stale", "1", "--search", "x"],
        ["install", "--search", "x"],
        ["--search"],
    ],
)
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    result = steps(*words)
    assert (result.returncode, result.stdout) == (2, "") and result.stderr
