import json
import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from dmsa_tui.procore.control_characters import LONGEST, is_visible_json, visible, visible_json

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_every_control_direction_and_invisible_character_is_replaced() -> None:
    unseen = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
    assert {"\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\u200b", "\ufeff", "\ud800"} <= set(unseen)
    for each in unseen:
        assert each not in visible(each)
        assert visible(each).isprintable()


def test_people_see_what_was_hidden() -> None:
    assert visible("a\x1b[31m\tb\n") == "a␛[31m␉b␊"
    assert visible("\x7f\x9b\u202e") == "␡⟨U+009B⟩⟨U+202E⟩"


@given(ANY_TEXT)
def test_visible_text_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert len(shown) <= LONGEST
    if text.isprintable() and len(text) <= LONGEST:
        assert shown == text


def test_ordinary_names_are_untouched() -> None:
    for name in ("Harbor Annex", "Žižkov – 東京 #3", "50\u00a0% «Ärger»", "👷 Tower"):
        assert visible(name) == name


def test_long_text_is_cut_with_a_sign() -> None:
    assert visible("x" * 501) == "x" * 499 + "…"
    assert visible("x" * 500) == "x" * 500
    assert len(visible("\x1b" * 10**6)) == 500
    assert len(visible("\u202e" * 400)) == 500


@given(
    st.recursive(ANY_TEXT | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner))
)
def test_every_text_of_a_json_value_is_made_visible(value: object) -> None:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for pair in value.items() for each in pair for text in texts(each)]
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        return [value] if isinstance(value, str) else []

    assert all(visible(text) == text for text in texts(visible_json(value)))


JSON = st.recursive(
    ANY_TEXT | st.sampled_from(["x" * 500, "x" * 501]) | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
)


@settings(max_examples=60)
@given(JSON, st.booleans(), st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-8-sig"]))
def test_json_that_is_taken_as_it_came_would_not_have_been_changed(value: object, ascii: bool, encoding: str) -> None:
    body = json.dumps(value, ensure_ascii=ascii).encode(encoding, "surrogatepass")
    if is_visible_json(body):
        assert visible_json(json.loads(body)) == json.loads(body)


def test_ordinary_pages_are_taken_as_they_came() -> None:
    rows = [{"project_id": 700001, "name": "Žižkov – 東京 #3", "note": "x" * 500, "is_assigned": True}]
    assert is_visible_json(json.dumps(rows, ensure_ascii=False).encode())
    for name in ("x" * 501, "\x7f", "\u202e", "a\x1bb", "tab\t"):
        assert not is_visible_json(json.dumps([{"name": name}], ensure_ascii=False).encode())
