"""Profiles: the documented one, people's own, and what is refused."""

from pathlib import Path

import pytest

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.profiles import Profile, load_profile, profile_names
from dmsa_tui.vocabulary import Level

OWN = """
id = "drawings"
name = "Drawings"
description = "Reads drawings."
source = { ref = "the vendor's page", date = 2026-01-02, confidence = "vendor" }
[[rows]]
tool = "Drawings"
key = "drawings"
company = "None"
project = "read-only"
reason = "Read the drawings."
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "drawings.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_file_sync_asks_for_the_documented_levels(file_sync: Profile) -> None:
    wanted = {row.tool: (row.company, row.project) for row in file_sync.rows if not row.optional}
    assert wanted == {
        "Admin": (Level.ADMIN, Level.ADMIN),
        "Directory": (Level.ADMIN, Level.ADMIN),
        "Documents": (Level.ADMIN, Level.ADMIN),
        "Home": (Level.READ_ONLY, Level.READ_ONLY),
    }
    assert all(row.reason and row.caution_on("company") for row in file_sync.rows)


def test_file_sync_knows_homes_other_name_and_the_row_that_may_be_missing(file_sync: Profile) -> None:
    rows = {row.tool: row for row in file_sync.rows}
    assert "portfolio" in rows["Home"].also_known_as
    webhooks = rows["Webhooks API"]
    assert (webhooks.optional, webhooks.company, webhooks.project) == (True, Level.STANDARD, Level.STANDARD)
    assert "advises against" in rows["Directory"].caution_on("company")


def test_a_persons_own_profile_is_found_by_name_and_by_path(config: Path) -> None:
    assert profile_names(config) == ("file-sync", "drawings")
    by_name = load_profile("drawings", config)
    assert by_name == load_profile(str(config / "profiles" / "drawings.toml"))
    assert (by_name.rows[0].company, by_name.rows[0].project) == (Level.NONE, Level.READ_ONLY)


def test_an_unknown_profile_is_refused_with_the_valid_names(config: Path) -> None:
    for name in ("nope", "", "..", "drawings "):
        if name.strip() == "drawings":
            assert load_profile(name, config).id == "drawings"
            continue
        with pytest.raises(InvalidInput):
            load_profile(name, config)
    with pytest.raises(InvalidInput, match="file-sync, drawings"):
        load_profile("nope", config)


def test_a_file_with_a_built_in_name_is_not_silently_ignored(config: Path) -> None:
    (config / "profiles" / "file-sync.toml").write_text(OWN, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"taken by a built-in profile; rename the file .*file-sync\.toml"):
        load_profile("file-sync", config)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(config: Path) -> None:
    for path in (config / "none.toml", config / "profiles"):
        with pytest.raises(InvalidInput, match=r"cannot be read"):
            load_profile(str(path), config)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "drawings"', 'id = "other"', "must be “drawings”"),
        ('project = "read-only"', 'project = "owner"', "None, Read-Only, Standard, Admin"),
        ('project = "read-only"', 'project = "none"', "above None"),
        ('key = "drawings"', 'key = "Drawings"', "lower-case"),
        ('key = "drawings"', 'key = "drawings"\nalso_known_as = ["drawings"]', "twice"),
        ('reason = "Read the drawings."', "", "rows[0].reason is missing"),
        ('reason = "Read the drawings."', 'reason = "x"\noptional = true', "not optional"),
        ('name = "Drawings"', 'name = "Draw\\u202Eings"', "U+202E"),
        ("[[rows]]", "[[row]]", "row"),
    ],
)
def test_a_broken_profile_is_refused_by_file_key_and_reason(config: Path, old: str, new: str, said: str) -> None:
    path = config / "profiles" / "drawings.toml"
    path.write_text(OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        load_profile("drawings", config)
    assert said in str(refusal.value) and "drawings.toml" in str(refusal.value)


def test_a_huge_or_deep_file_is_refused(config: Path) -> None:
    path = config / "profiles" / "drawings.toml"
    path.write_text("x" * 300_000, encoding="utf-8")
    with pytest.raises(InvalidInput, match="bytes"):
        load_profile("drawings", config)
    path.write_text("x = " + "[" * 90_000, encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_profile("drawings", config)
