"""What a sentence calls the fields of the record."""

from dataclasses import fields

from dmsa_tui.onboarding.answer_words import answer_words
from dmsa_tui.onboarding.record import Onboarding


def test_no_field_of_the_record_is_called_by_its_key() -> None:
    keys = [each.name for each in fields(Onboarding)]
    assert [key for key in keys if answer_words(key) in (key, key.replace("_", " "))] == ["production_access"]
