"""Every problem of a manifest has a line and a column, and they are the right ones."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.guide.manifest.build import compare_manifest
from dmsa_tui.guide.manifest.positions import Places
from dmsa_tui.guide.profiles import Profile

NOTES = '"post_installation_instruction": {"page": {"url": "https://a.test", "label": "A"}, "notes": "N"}'
PROJECT = '"project": {"admin": "admin", "directory": "admin", "documents": "admin", "home": "readonly"}'


def flat(company: str, more: str = "") -> str:
    """A manifest of five lines and more; the company's tools are on line 5."""
    return (
        '{\n  "schema_version": "4.1",\n  ' + NOTES + ',\n  "permissions": {"company":\n' + company + ",\n" + PROJECT
        + "}" + more + "\n}"
    )  # fmt: skip


def nested(instance: str, schema: str = "3.2") -> str:
    """A manifest whose OAuth instance is on line 4."""
    return (
        '{\n  "schema_version": "' + schema + '", ' + NOTES + ',\n  "components": {"oauth": {"instances": [\n'
        + instance + "\n]}}}"
    )  # fmt: skip


GRANT = '"grant_type": "client_credentials"'
MALFORMED: list[tuple[str, int, int, str]] = [
    # no JSON at all
    ("", 1, 1, "nothing here"),
    ("\n\n  <html>", 3, 3, "web page"),
    ('\n  "4.1"', 2, 3, "not a manifest"),
    ("[" * 100_000, 1, 13, "nested far too deeply"),
    # broken JSON
    ('{\n"a": 1,\n}', 2, 7, "extra comma"),
    ('{\n  “a”: 1}', 2, 3, "straight one"),
    ('{"a": "b”}', 1, 9, "straight one"),
    ("{\n\t'a': 1}", 2, 2, "needs the double one"),
    ('{"a": 1\n"b": 2}', 2, 1, "comma is missing"),
    ('{"a": [1,\n2}', 2, 2, "closing ] is expected"),
    ('{"a": {"b": 1]}', 1, 14, "closing } is expected"),
    ('{"a": 1}\n}', 2, 1, "is extra; remove it"),
    ('{"a": 1}\n{"b": 1}', 2, 1, "remove what follows"),
    ('{"a"\n1}', 2, 1, "colon : is expected"),
    ('{"a":\n}', 2, 1, "value is expected"),
    ('{"a": admin}', 1, 7, "in double quotes"),
    ("{a: 1}", 1, 2, "key in double quotes"),
    ('{"a": 1 // why\n}', 1, 9, "no comments"),
    ('{/* why */ "a": 1}', 1, 2, "no comments"),
    ('{"a": "x\ny"}', 1, 9, "control character"),
    ('{"a": "C:\\dir"}', 1, 10, "double it or remove it"),
    ('{"a": "x', 1, 7, "no closing quote"),
    ('{\n"a": {"b": [1\n', 2, 14, "are missing at the end: ] } }"),
    ('{"a": NaN}', 1, 7, "no NaN"),
    ('  "components": {}', 1, 3, "put the whole between { and }"),
    # JSON that is no manifest as it should be
    ('{\n"permissions": {"company": {}, "project": {}}}', 1, 1, 'write "schema_version"'),
    ('{\n"schema_version": 4.1}', 2, 19, "text in double quotes"),
    ('{"schema_version":\n "9"}', 2, 2, "is not known; write 3.2 or 4.1"),
    ('{"schema_version": "3.2", "x": 1}', 1, 1, "; write "),
    (nested('{"permissions": {}}'), 4, 1, 'write "grant_type": "client_credentials"'),
    (nested('{"grant_type":\n "authorization_code"}'), 5, 2, "needs “client_credentials”"),
    (nested("{" + GRANT + "},\n{" + GRANT + "}"), 3, 41, "keep one"),
    (nested('"client_credentials"'), 3, 41, "a list with one object"),
    (nested("{" + GRANT + "}", "4.1"), 3, 3, "remove them, and put permissions at the top level"),
    (nested('{\n' + GRANT + ',\n"permissions": []}'), 6, 16, 'an object with "company" and "project"'),
    (flat("[]"), 5, 1, 'an object such as {"documents": "admin"}'),
    (flat('{"documents": "owner"}'), 5, 15, "the known levels are readonly, standard, admin"),
    (flat('{"documents": "Read-Only"}'), 5, 15, 'write "readonly"'),
    (flat('{"documents": "none"}'), 5, 15, "leave the tool out"),
    (flat('{"documents": 4}'), 5, 15, "text in double quotes"),
    (flat('{"Documents": "admin"}'), 5, 2, "write “documents”"),
    (flat('{"documents": "standard"}'), 5, 15, 'write "documents": "admin"'),
    (flat('{"rfi": "readonly"}'), 5, 9, "unknown to the profile"),
    (flat("{}"), 5, 1, 'write "home": "readonly"'),
    (flat('{"home": "admin", "home": "readonly"}'), 5, 19, "remove one"),
    (flat("{}", ', "portfolio": 1'), 6, 97, "This key is unknown"),
    (flat('{}, "portfolio": {}'), 5, 5, "This is not a tab"),
    ('{"schema_version": "4.1",\n "post_installation_instruction": {"notes": ""}}', 2, 35, "requires all three"),
    ('{"schema_version": "4.1",\n' + NOTES.replace('"N"', '\n""') + "}", 3, 1, "The value is empty; write one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "said"), MALFORMED, ids=[each[3][:40] for each in MALFORMED])
def test_a_malformed_manifest_is_explained_at_its_line_and_column(
    file_sync: Profile, text: str, line: int, column: int, said: str
) -> None:
    findings = compare_manifest(text, file_sync)
    problems = [*findings.problems, *findings.notes]
    assert (line, column) in [(each.line, each.column) for each in problems if said in each.sentence], "\n".join(
        map(str, problems)
    )
    assert all(each.line and each.column for each in problems)


def test_unknown_tools_and_levels_are_cautions_and_leave_the_form_valid(file_sync: Profile) -> None:
    findings = compare_manifest(flat('{"documents": "owner", "rfi": "viewer"}'), file_sync)
    assert findings.valid
    assert [(tool.key, tool.level) for tool in findings.unknown] == [("rfi", "viewer")]
    assert {row.verdict for row in findings.rows if row.tool == "Documents" and row.tab == "company"} == {"unknown"}


names = st.text(st.sampled_from('ab_é😀\\"{}],:\n'), min_size=1, max_size=4)
"""Keys without what stands between the keys of a path."""
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


def paths(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Each value below `value` with its path."""
    found = [(path, value)]
    if isinstance(value, dict):
        for key, inner in value.items():
            shown = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in key)
            found += paths(inner, f"{path}.{shown}" if path else shown)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += paths(inner, f"{path}[{index}]")
    return found


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), values), st.sampled_from([None, 0, 2]), st.booleans())
def test_at_the_place_of_each_value_that_value_stands(value: dict[str, Any], indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    places, lines = Places(text), text.split("\n")
    for path, expected in paths(value):
        if path.count(".") + path.count("[") > 10:
            continue
        line, column = places.value(path)
        rest = "\n".join(lines[line - 1 :])[column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == expected


def test_what_is_absent_is_placed_at_what_is_around_it() -> None:
    places = Places('{"a":\n {"b": [1]}}')
    assert places.value("a.x.y") == (2, 2) and places.value("a.b[4]") == (2, 8) and places.value("z") == (1, 1)
    assert places.key("a.b") == (2, 3) and places.value("a.b[0]") == (2, 9)


TOO_LONG = {
    "5 MB of pairs": "{" + '"a": "b", ' * 500_000 + '"z": 1}',
    "5 MB of [": "[" * 5_000_000,
    "5 MB of {": '{"a":' * 1_000_000,
}
LARGE = {
    "15,000 tools": flat("{" + ", ".join(f'"t{n}": "admin"' for n in range(15_000)) + "}"),
    "900 lists": '{"x": ' + "[" * 900 + "]" * 900 + "}",
    "800 objects": '{"permissions": {"company": ' + '{"a":' * 800 + "1" + "}" * 801 + "}",
    "numbers": "[" + "1," * 140_000 + "1]",
    "numbers and a repeated key": '{"a": [' + "1," * 140_000 + '1], "a": 1}',
    "a key 20,000 times": "{" + '"a": 1,' * 20_000 + '"a": 1}',
    "backslashes": '"' + "\\" * 290_000,
    "opened quotes": '"a: ' * 70_000,
    "spaces": "{" + " " * 290_000,
}


HANGS = 30.0
"""Seconds of processor time, which do not grow with the machine's load. The texts take less than one second each;
work that grows with the square of their length takes far longer than this."""


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_five_megabytes_are_refused_by_their_length(file_sync: Profile, text: str) -> None:
    (problem,) = compare_manifest(text, file_sync).problems
    assert f"The text has {len(text):,} characters" in problem.sentence


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_long_texts_and_deep_nesting_are_explained_without_hanging(file_sync: Profile, text: str) -> None:
    started = time.process_time()
    findings = compare_manifest(text, file_sync)
    assert findings.problems
    assert time.process_time() - started < HANGS
