"""A broken manifest is put right where only one meaning is possible, and left alone where not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.guide.manifest.build import SCHEMAS, build_manifest, compare_manifest, manifest_text
from dmsa_tui.guide.manifest.repair import repair_manifest
from dmsa_tui.guide.profiles import Profile, load_profile

SNIPPET = '"components": {\n"oauth": {\n"instances": [\n{\n"grant_type": "client_credentials"\n}\n]\n'
COMPONENTS = {"oauth": {"instances": [{"grant_type": "client_credentials"}]}}


def repaired(text: str) -> Any:
    """The value of the repaired text."""
    repair = repair_manifest(text)
    assert repair is not None and repair.changes
    return json.loads(repair.text)


@pytest.mark.parametrize(
    "printed",
    [
        SNIPPET,
        f"\ufeff\n{SNIPPET}",
        SNIPPET.replace('"', "“"),
        SNIPPET.replace("\n", "\r\n"),
        "{" + SNIPPET,
        "{" + SNIPPET + "}",
        '{"schema_version": "3.2",\n' + SNIPPET,
        f"```json\n{SNIPPET}```",
        SNIPPET.replace("{\n", "{\n\u200b", 1).replace("\u200b", ""),
    ],
)
def test_the_printed_snippet_becomes_a_manifest_that_is_well_formed(file_sync: Profile, printed: str) -> None:
    value = repaired(printed)
    assert value == {"schema_version": "3.2", "components": COMPONENTS}
    form = compare_manifest(json.dumps(value), file_sync).form
    assert [each.place for each in form if each.severity == "error"] == ["permissions"]


def test_the_changes_name_line_and_column_and_what_was_done() -> None:
    repair = repair_manifest(SNIPPET)
    assert repair is not None
    braces, schema = repair.changes
    assert braces.startswith("line 7, column 2: ") and "two closing braces" in braces
    assert '"3.2"' in schema


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1,}', {"a": 1}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ("{“a”: “b”}", {"a": "b"}),
        ("{'a': 'b'}", {"a": "b"}),
        ('{"a": 1\n"b": 2}', {"a": 1, "b": 2}),
        ('{"a": [1}', {"a": [1]}),
        ('{"a": 1}}', {"a": 1}),
        ('{"a" 1}', {"a": 1}),
        ("{a: admin}", {"a": "admin"}),
        ('{"a": True, "b": None}', {"a": True, "b": None}),
        ('{"a": 1 // why\n}', {"a": 1}),
        ('{/* why */"a": 1 /* so */}', {"a": 1}),
        ('{"a": "x\ny\tz"}', {"a": "x\ny\tz"}),
        ('{"a": "C:\\dir"}', {"a": "C:\\dir"}),
        ('{"a": "x', {"a": "x"}),
        ('{"a": {"b": [1, ', {"a": {"b": [1]}}),
        ('"a": 1', {"a": 1}),
    ],
)
def test_what_has_one_meaning_is_put_right(text: str, value: Any) -> None:
    assert repaired(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "  ", "<html></html>", "[1, 2]", '"text"', "4.1", '{"a": }', '{"a": NaN}', '{"a": 1} {"b": 2}', "hello you",
     '{"schema_ver', '{"a":', "[" * 100_000, "{" + " " * 300_000, '{"a": "' + "1" * 300_000],
)  # fmt: skip
def test_what_only_a_person_knows_is_left_alone(text: str) -> None:
    assert repair_manifest(text) is None


def test_a_manifest_in_order_stays_as_it_is(file_sync: Profile) -> None:
    for schema in SCHEMAS:
        text = manifest_text(file_sync, schema)
        repair = repair_manifest(text)
        assert repair is not None and (repair.text, repair.changes) == (text, ())


def test_a_key_that_stands_there_twice_is_not_dropped_silently() -> None:
    repair = repair_manifest('{"a": 1, "a": 2,}')
    assert repair is not None and repair.text.count('"a"') == 2


@given(st.sampled_from(SCHEMAS), st.data())
def test_a_manifest_with_one_character_lost_is_either_left_alone_or_valid_json(
    schema: str, data: st.DataObject
) -> None:
    text = manifest_text(load_profile("file-sync"), schema)
    at = data.draw(st.integers(0, len(text) - 1))
    repair = repair_manifest(text[:at] + text[at + 1 :])
    assert repair is None or isinstance(json.loads(repair.text), dict)


@given(st.sampled_from(SCHEMAS), st.data())
def test_a_lost_bracket_or_comma_at_a_lines_end_comes_back(schema: str, data: st.DataObject) -> None:
    text = manifest_text(load_profile("file-sync"), schema)
    commas = [at for at, each in enumerate(text) if text[at : at + 2] == ",\n"]
    end = len(text.rstrip("}] \n"))
    for broken in (
        _without(text, data.draw(st.sampled_from(commas))),
        text[: data.draw(st.integers(end, len(text) - 1))],
    ):
        repaired = repair_manifest(broken)
        assert repaired is not None
        assert json.loads(repaired.text) == build_manifest(load_profile("file-sync"), schema)


@given(st.text(st.sampled_from("{}[]\",:“”'\\/* \nab1-NaN\x00é"), max_size=40))
def test_any_text_is_repaired_to_a_json_object_or_left_alone(text: str) -> None:
    repair = repair_manifest(text)
    if repair is not None:
        value = json.loads(repair.text, parse_constant=lambda name: pytest.fail(name))
        assert isinstance(value, dict)
        again = repair_manifest(repair.text)
        assert again is not None and again.changes == ()


def _without(text: str, at: int) -> str:
    return text[:at] + text[at + 1 :]
