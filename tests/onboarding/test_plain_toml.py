"""The quick reader says what tomllib says, or nothing."""

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.onboarding.codec import dumps
from dmsa_tui.onboarding.plain_toml import plain_toml
from dmsa_tui.onboarding.record import Confirmed, ExpectMode, Onboarding, ProjectChange

NOON = datetime(2026, 11, 23, 12, 0, 0, 250, UTC)
LINES = st.sampled_from([
    "a = 1", "b = 0", "a = 01", "b = 1_000", "a = -1", "a = ٣", 'a = "x"', 'b = ""', 'b = "é #"', r'a = "\n"',
    'a = "\t"', "a = 'x'", "a = true", "b = false", "b = True", "a = []", 'b = [\n    "x",\n    "y",\n]',
    'b = [\n    "x",\n    1,\n]', 'a = ["x"]', "a = 2026-11-23 12:00:00+00:00",
    "b = 2026-11-23 12:00:00.000250+00:00", "a = 2026-02-31 12:00:00+00:00", "a = 2026-11-23 24:00:00+00:00",
    "a = 2026-11-23 12:00:00", "a = 2026-11-23", "a = 12:00:00", "a.b = 1", '"a" = 1', '"a.b" = 1', "[a]",
    "[b]", "[a.b]", "[a.c]", '[a."b"]', '[a."b/c"]', "[a.b.c]", "[[a]]", "[ a ]", "# a", " a = 1", "", "\r",
    "a = {b = 1}", "=",
])  # fmt: skip


@given(st.lists(LINES, max_size=7).map(lambda lines: "".join(f"{line}\n" for line in lines)))
def test_it_says_what_tomllib_says_or_nothing(text: str) -> None:
    quick = plain_toml(text)
    assert quick is None or quick == tomllib.loads(text)


@given(st.text(alphabet='ab="[]. \n\\10#', max_size=30))
def test_of_any_text_too(text: str) -> None:
    quick = plain_toml(text)
    assert quick is None or quick == tomllib.loads(text)


@pytest.mark.parametrize("projects", [[], ["Tower", "5629499"]])
def test_the_record_of_a_finished_setup_is_read_by_it(projects: list[str]) -> None:
    record = Onboarding(
        "Müller & Söhne", company_id="1", active_projects=2_431, future_projects=True, checked_at=NOON,
        expect=ExpectMode.LIST, expected_projects=projects, levels_set={"company:documents": "admin"},
        confirmed={"install": Confirmed("Jo", NOON)}, ticked={"install/app-management": Confirmed("Jo", NOON)},
        project_changes={"20261128-101500-000001.apply": ProjectChange("Jo", NOON, "done", 3, 0)},
    )  # fmt: skip
    text = dumps(record).decode()
    assert plain_toml(text) == tomllib.loads(text)
