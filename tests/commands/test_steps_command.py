"""`dmsa-tui steps`, as a shell sees it."""

import subprocess
import sys

import pytest

STEPS = ["create-app", "manifest", "permissions", "promote", "install", "projects", "check", "handoff"]


def steps(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dmsa_tui", "steps", *words], capture_output=True, text=True, encoding="utf-8"
    )


def test_without_a_step_all_are_printed_in_80_columns() -> None:
    result = steps()
    assert (result.returncode, result.stderr) == (0, "")
    assert [f"({step})" in result.stdout for step in STEPS] == [True] * 8
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "https://developers.procore.com" in result.stdout


@pytest.mark.parametrize(
    ("edition", "label"),
    [("json-editor", "‘Open Builder’"), ("configuration-builder", "‘Save Component’"), ("components", "‘Manage’")],
)
def test_the_editions_labels_are_printed(edition: str, label: str) -> None:
    result = steps("permissions", "--edition", edition)
    assert result.returncode == 0 and label in result.stdout and "Step 4" not in result.stdout


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
