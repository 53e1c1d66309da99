"""`dmsa-tui manifest`, as a shell sees it."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import program

SNIPPET = '"components": {\n"oauth": {\n"instances": [\n{\n"grant_type": "client_credentials"\n}\n]\n'
OWN = """
id = "reader"
name = "Reader"
description = "Reads documents."
source = { ref = "a test", date = 2026-01-02, confidence = "vendor" }
[[rows]]
tool = "Documents"
key = "documents"
company = "None"
project = "Read-Only"
reason = "Read."
"""


def manifest(*words: str, given: str | bytes = "", home: Path | None = None) -> "CompletedProcess[str]":
    place = {} if home is None else {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    return program.run("manifest", *words, given=given, variables={**os.environ, **place})


@pytest.fixture(scope="module")
def shown() -> str:
    return manifest("show").stdout


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ([], "4.1"),
        (["--edition", "components"], "4.1"),
        (["--edition", "json-editor"], "3.2"),
        (["--edition", "json-editor", "--schema", "4.1"], "4.1"),
        (["--schema", "3.2"], "3.2"),
    ],
)
def test_show_prints_json_alone_on_standard_output_in_the_editions_schema(words: list[str], schema: str) -> None:
    result = manifest("show", *words)
    assert result.returncode == 0
    value = json.loads(result.stdout)
    assert value["schema_version"] == schema and ("components" in value) == (schema == "3.2")
    assert "Inferred" in result.stderr


@pytest.mark.parametrize("action", ["validate", "diff"])
@pytest.mark.parametrize("schema", ["3.2", "4.1"])
def test_what_show_prints_is_clean(tmp_path: Path, action: str, schema: str) -> None:
    printed = manifest("show", "--schema", schema).stdout
    file = tmp_path / "manifest.json"
    file.write_text(printed, encoding="utf-8")
    for words, given in (([str(file)], ""), (["-"], printed), ([], printed)):
        assert manifest(action, *words, "--schema", schema, given=given).returncode == 0


def test_windows_encodings_are_read(shown: str, tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert manifest("validate", given=shown.replace("\n", "\r\n").encode(encoding)).returncode == 0


def test_validate_looks_at_the_form_and_diff_at_the_levels(shown: str) -> None:
    low = shown.replace('"documents": "admin"', '"documents": "standard"', 1)
    validate, diff = manifest("validate", given=low), manifest("diff", given=low)
    assert (validate.returncode, diff.returncode) == (0, 1)
    assert "too-low" in diff.stdout and "1 problem to fix." in diff.stdout
    assert manifest("validate", "--profile", "file-sync", given=low).returncode == 1


def test_more_than_the_profile_wants_is_said_and_is_no_problem(shown: str) -> None:
    more = shown.replace('"home": "readonly"', '"home": "standard", "rfi": "readonly"', 1)
    result = manifest("diff", given=more)
    assert result.returncode == 0
    assert "above" in result.stdout and "unknown" in result.stdout


def test_the_printed_snippet_is_a_problem_for_validate_and_unusable_for_diff() -> None:
    validate, diff = manifest("validate", given=SNIPPET), manifest("diff", given=SNIPPET)
    assert (validate.returncode, diff.returncode) == (1, 2)
    assert "line 7, column 2" in validate.stdout and "two closing braces" in validate.stdout


@pytest.mark.parametrize("given", [b"", b"<html></html>", b"\x89PNG\r\n\xff", b"[" * 200_000, b"x" * 5_000_000])
@pytest.mark.parametrize("action", ["validate", "diff"])
def test_what_is_no_manifest_is_one_sentence_and_status_2(action: str, given: bytes) -> None:
    result = manifest(action, given=given)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1 and "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["validate", "/no/such/file"],
        ["validate", "."],
        ["diff", "-", "--profile", "nope"],
        ["show", "file.json"],
        ["show", "--edition", "nope"],
        ["validate", "-", "--edition", "components"],
        ["show", "--schema", "5"],
        ["explain"],
    ],
)
def test_wrong_usage_is_status_2(words: list[str], shown: str) -> None:
    result = manifest(*words, given=shown)
    assert (result.returncode, result.stdout) == (2, "") and result.stderr


def test_a_persons_own_profile_is_used_by_name_and_by_path(tmp_path: Path) -> None:
    folder = tmp_path / "dmsa-tui" / "profiles"
    folder.mkdir(parents=True)
    (folder / "reader.toml").write_text(OWN, encoding="utf-8")
    for name in ("reader", str(folder / "reader.toml")):
        result = manifest("show", "--profile", name, home=tmp_path)
        assert json.loads(result.stdout)["permissions"] == {"company": {}, "project": {"documents": "readonly"}}


def test_repair_prints_the_manifest_alone_and_the_changes_on_standard_error() -> None:
    result = manifest("validate", "--repair", given=SNIPPET)
    assert result.returncode == 1 and "no permissions yet" in result.stderr
    assert json.loads(result.stdout)["components"]["oauth"]["instances"] == [{"grant_type": "client_credentials"}]
    assert "Fixed: line 7, column 2" in result.stderr


def test_a_repaired_manifest_that_still_has_a_problem_is_status_1(shown: str) -> None:
    result = manifest("validate", "--repair", given=shown.replace('"company"', '"firm"').rstrip("}\n"))
    assert result.returncode == 1
    assert json.loads(result.stdout) and "not a tab of permissions" in result.stderr


def test_levels_in_the_builders_words_are_put_right(shown: str) -> None:
    result = manifest("--repair", "validate", given=shown.replace('"readonly"', '"Read-Only"'))
    assert result.returncode == 0 and json.loads(result.stdout) == json.loads(shown)
    assert 'permissions.company.home: This became "home": "readonly"' in result.stderr


def test_no_secret_of_a_manifest_is_printed(shown: str) -> None:
    secret = "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0Dd-Ss_Aa1Pp3o"
    document = json.loads(shown)
    document["post_installation_instruction"]["notes"] = f"Enter {secret} in the tool."
    document["permissions"]["company"]["admin"] = secret
    document[secret] = {"client_secret": secret}
    for words in (["validate"], ["diff"], ["validate", "--format", "json"], ["validate", "--repair"]):
        result = manifest(*words, given=json.dumps(document))
        assert result.returncode == ("--repair" not in words), "what is repaired has cautions only"
        assert secret[:20] not in result.stdout + result.stderr, words


@pytest.mark.parametrize("given", ['{"a": }', "<html></html>", ""])
def test_what_cannot_be_repaired_is_said_with_status_2_and_nothing_is_printed(given: str) -> None:
    result = manifest("validate", "--repair", given=given)
    assert (result.returncode, result.stdout) == (2, "") and "Traceback" not in result.stderr


@pytest.mark.parametrize("action", ["show", "diff"])
def test_repair_goes_with_validate_only(action: str, shown: str) -> None:
    result = manifest(action, "--repair", given=shown)
    assert (result.returncode, result.stdout) == (2, "") and "validate FILE --repair" in result.stderr
