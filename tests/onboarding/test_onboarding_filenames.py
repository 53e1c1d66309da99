"""File names for customers."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dmsa_tui.onboarding.filenames import file_name

HOSTILE = [
    "../x", "..", ".", "/etc/passwd", "C:\\x", "CON", "con", "aux.txt", "LPT1", "nul", "a" * 300, "🏗" * 300, "Ünïcödé",
    " ", "\x00", "\n", "a/b", "a:b", "-rf", ".hidden", "name.", "name ", "\u202egnp.exe", "\udce4",
]  # fmt: skip
SAFE = set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_gives_a_plain_file_name(name: str) -> None:
    stem, suffix = file_name(name).rsplit(".", 1)
    assert suffix == "toml" and stem and set(stem) <= SAFE and stem[0] != "-" and len(stem) <= 64
    assert stem not in ("con", "aux", "nul", "lpt1")


def test_a_plain_name_is_its_own_file_name() -> None:
    assert file_name("acme-build") == "acme-build.toml"


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_customers_never_share_a_file(one: str, other: str) -> None:
    assume(one != other)
    assert file_name(one).casefold() != file_name(other).casefold()


@pytest.mark.parametrize("name", ["Acme", "acme", "ACME", "Acme!", "ácme", "acme-"])
def test_names_that_look_alike_have_files_of_their_own(name: str) -> None:
    others = {"Acme", "acme", "ACME", "Acme!", "ácme", "acme-"} - {name}
    assert file_name(name) not in {file_name(other) for other in others}


def test_a_name_made_to_look_like_another_ones_file_gets_its_own() -> None:
    forged = file_name("Acme").removesuffix(".toml")
    assert file_name(forged) != file_name("Acme")
