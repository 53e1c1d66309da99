"""What an open field draws as dots: a client ID or secret, and the beginning of one that comes key by key."""

import secrets

import pytest

from dmsa_tui.procore.pasted import begins_credential, dotted, is_masked

NAMES = [
    "Harbour Annex 2026", "HarbourAnnex2026", "2026-11-29-harbour-annex-phase-two", "dmsa_sync_v2_production",
    "562949953430613", "CRH-2026-0142-A", "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab", "0a1b2c3d-4e5f-4", "Procore DMSA App",
    "john.smith1985@example.com", "https://app.procore.com/562949953430613/company/home", "Straßenbahnhaltestelle 12",
]  # fmt: skip


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
