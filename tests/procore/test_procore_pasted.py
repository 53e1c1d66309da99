"""What an open field draws as dots: a client ID or secret, and the beginning of one that comes key by key."""

import secrets
from collections.abc import Callable

import pytest

from dmsa_tui.procore.known_secrets import KNOWN
from dmsa_tui.procore.pasted import begins_credential, dotted, holds_credential, is_masked
from dmsa_tui.procore.secret import Secret

NAMES = [
    "Harbour Annex 2026", "HarbourAnnex2026", "2026-11-29-harbour-annex-phase-two", "dmsa_sync_v2_production",
    "562949953430613", "CRH-2026-0142-A", "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab", "0a1b2c3d-4e5f-4", "Procore DMSA App",
    "john.smith1985@example.com", "https://app.procore.com/562949953430613/company/home", "Straßenbahnhaltestelle 12",
]  # fmt: skip
ODD_NAMES = ["McKinsey2025RolloutPhase2B", "ABC2024DEF2025GHI2026", "K12SchoolsRenovation2026Q3"]
"""Dots while they are typed, and taken."""


@pytest.mark.parametrize("text", NAMES)
def test_a_name_a_project_number_a_company_id_and_a_uuid_stay_readable_at_every_letter(text: str) -> None:
    assert [text[:end] for end in range(len(text) + 1) if is_masked(text[:end])] == []


@pytest.mark.parametrize("before", ["", "Client secret: ", "client_secret=", '"'])
@pytest.mark.parametrize("secret", ["Kq7YbT2fLw9XcV4nR8sZ1mPd6HjG3aEu5oKyWtQxB0c", "4f9a0c6b7d" * 6 + "abcd"])
def test_a_secret_is_dots_from_its_twelfth_character_until_it_is_whole(before: str, secret: str) -> None:
    for end in range(12, len(secret) + 1):
        assert is_masked(before + secret[:end]), secret[:end]
        assert secret[:end] not in dotted(before + secret[:end], is_typed=True)
    assert not begins_credential(before + secret[:11])


def test_hardly_a_random_secret_reads_as_a_name_when_half_of_it_has_come() -> None:
    shown = [each for each in (secrets.token_urlsafe(32) for _ in range(1000)) if not is_masked(each[:24])]
    assert len(shown) < 60


@pytest.mark.parametrize("letters", [str, str.lower, str.upper])
def test_any_twelve_characters_of_a_secret_that_this_run_has_held_are_one(letters: Callable[[str], str]) -> None:
    secret = "gardensgatewayharborislandjacketkettleladder"
    assert not holds_credential(secret[5:17])
    KNOWN.learn(Secret(secret))
    for start in range(len(secret) - 11):
        piece = letters(secret[start : start + 12])
        assert holds_credential(f"Sync {piece}!") and piece not in dotted(f"Sync {piece}!")
        assert not holds_credential(piece[:11])


@pytest.mark.parametrize("text", NAMES + ODD_NAMES)
def test_no_name_reads_as_a_piece_of_a_random_value(text: str) -> None:
    assert not holds_credential(text)


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_most_pieces_of_a_random_value_are_told_though_nobody_knows_the_whole(make: Callable[[int], str]) -> None:
    taken = [each for each in (make(32)[:24] for _ in range(1000)) if not holds_credential(each)]
    assert len(taken) < 200
