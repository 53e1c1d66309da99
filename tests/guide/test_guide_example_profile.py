"""The example that the pages point to is a profile that works."""

import shutil
from pathlib import Path

from dmsa_tui.guide.manifest.build import build_manifest, compare_manifest, manifest_text
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.vocabulary import Level

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-profile.toml"


def test_it_is_loaded_by_its_path_and_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "profiles" / "drawings-reader.toml")
    assert load_profile(str(EXAMPLE)) == load_profile("drawings-reader", tmp_path)


def test_it_shows_every_key_that_a_profile_can_have() -> None:
    profile = load_profile(str(EXAMPLE))
    assert any(row.also_known_as for row in profile.rows) and any(row.caution for row in profile.rows)
    assert any(row.optional for row in profile.rows)
    assert any(row.company is Level.NONE for row in profile.rows)


def test_its_manifest_asks_for_exactly_its_rows() -> None:
    profile = load_profile(str(EXAMPLE))
    assert build_manifest(profile, "4.1")["permissions"] == {
        "company": {"directory": "readonly"},
        "project": {"drawings": "readonly", "rfi": "readonly", "directory": "readonly"},
    }
    assert compare_manifest(manifest_text(profile, "3.2"), profile).problems == ()


def test_the_command_lines_of_its_comments_name_it() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert f"--profile {load_profile(str(EXAMPLE)).id}" in text and "--profile docs/example-profile.toml" in text
