"""The manifest that a profile asks for, and what is said about one that was pasted."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.guide.action_values import FIXED, INSTRUCTIONS_NAME
from dmsa_tui.guide.manifest.build import (
    SCHEMAS,
    ManifestFindings,
    build_manifest,
    compare_manifest,
    manifest_text,
    notes_on,
    schema_for,
)
from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.profiles import Profile, ProfileRow
from dmsa_tui.guide.sources import Source
from dmsa_tui.vocabulary import Level

LEVELS = {
    "company": {"admin": "admin", "directory": "admin", "documents": "admin", "home": "readonly"},
    "project": {"admin": "admin", "directory": "admin", "documents": "admin", "home": "readonly"},
}
SNIPPET = """"components": {
"oauth": {
"instances": [
{
"grant_type": "client_credentials"
}
]
"""

keys = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
levels = st.sampled_from(Level)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    rows = tuple(
        ProfileRow(key.title(), key, (), draw(levels), draw(levels), "because", optional=draw(st.booleans()))
        for key in draw(st.lists(keys, unique=True, max_size=6))
    )
    return Profile("any", "Any", "Any.", Source("a test", date(2026, 1, 1), "inferred"), rows)


def sentences(findings: ManifestFindings) -> str:
    return "\n".join(str(problem) for problem in (*findings.problems, *findings.notes))


def flat(**changes: Any) -> dict[str, Any]:
    page = {"url": "https://sync.test/setup", "label": "Setup"}
    manifest: dict[str, Any] = {
        "schema_version": "4.1",
        "post_installation_instruction": {"page": page, "notes": "Read this."},
        "permissions": LEVELS,
    }
    return {key: value for key, value in {**manifest, **changes}.items() if value is not None}


def nested(instance: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    given = {"grant_type": "client_credentials", "permissions": LEVELS} if instance is None else instance
    manifest = flat(schema_version="3.2", permissions=None, components={"oauth": {"instances": [given]}})
    return {**manifest, **changes}


def test_schema_3_2_nests_the_levels_in_the_oauth_component(file_sync: Profile) -> None:
    manifest = build_manifest(file_sync, "3.2")
    assert manifest["components"] == {
        "oauth": {"instances": [{"grant_type": "client_credentials", "permissions": LEVELS}]}
    }
    assert "permissions" not in manifest and manifest["schema_version"] == "3.2"


def test_schema_4_1_has_the_levels_at_the_top_and_no_grant_type(file_sync: Profile) -> None:
    manifest = build_manifest(file_sync, "4.1")
    assert manifest["permissions"] == LEVELS
    assert "components" not in manifest and "grant_type" not in json.dumps(manifest)


def test_all_three_post_installation_fields_are_filled_and_the_guide_offers_the_same_text(
    file_sync: Profile, guide: Guide
) -> None:
    instruction = build_manifest(file_sync, "4.1")["post_installation_instruction"]
    assert instruction["page"]["url"].startswith("https://") and instruction["page"]["label"] == INSTRUCTIONS_NAME
    assert instruction["notes"] == FIXED["notes"]
    offered = [name for action in guide.step("permissions").editions["components"].actions for name in action.copy]
    assert offered == ["instructions-name", "notes"]


def test_the_schema_follows_the_edition() -> None:
    assert [schema_for(id) for id in ("json-editor", "configuration-builder", "components")] == ["3.2", "4.1", "4.1"]
    with pytest.raises(InvalidInput, match="json-editor"):
        schema_for("nope")


def test_an_unknown_schema_is_refused_with_the_valid_ones(file_sync: Profile) -> None:
    for call in (lambda: build_manifest(file_sync, "5"), lambda: notes_on("5")):
        with pytest.raises(InvalidInput, match=r"3\.2, 4\.1"):
            call()


def test_what_was_never_seen_is_said() -> None:
    assert "admin" in notes_on("3.2")[0] and "directory" in notes_on("3.2")[0]
    assert any("components edition" in note for note in notes_on("4.1"))


@given(profile=profiles(), schema=st.sampled_from(SCHEMAS))
def test_a_built_manifest_is_valid_json_and_compares_clean_with_its_profile(profile: Profile, schema: str) -> None:
    text = manifest_text(profile, schema)
    assert json.loads(text) == build_manifest(profile, schema)
    findings = compare_manifest(text, profile, schema)
    assert findings.problems == () and findings.unknown == ()
    wanted = {
        (tab, row.key): level
        for row in profile.rows
        for tab, level in (("company", row.company), ("project", row.project))
        if not row.optional and level is not Level.NONE
    }
    assert {(row.tab, row.key): row.declared for row in findings.rows} == wanted


@given(profile=profiles(), schema=st.sampled_from(SCHEMAS), data=st.data())
def test_a_manifest_that_was_cut_anywhere_is_a_finding_with_a_place(
    profile: Profile, schema: str, data: st.DataObject
) -> None:
    text = manifest_text(profile, schema)
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    findings = compare_manifest(cut, profile)
    assert findings.state == "broken"
    (problem,) = findings.problems
    assert problem.line is not None and problem.column is not None
    assert 1 <= problem.line <= cut.count("\n") + 1


@given(st.text(st.sampled_from('{}[]",:“”\\/* \nab1-NaN\x00\ud800é'), max_size=40))
def test_any_text_gives_findings_and_agrees_with_json(text: str) -> None:
    profile = Profile("p", "P", "P.", Source("t", date(2026, 1, 1), "inferred"), ())
    findings = compare_manifest(text, profile)
    sentences(findings).encode("utf-8")
    try:
        value = json.loads(text)
    except ValueError:
        assert findings.state != "object" and findings.problems
    else:
        assert findings.state == "object" if isinstance(value, dict) and "NaN" not in text else findings.problems


KEYS = [
    "schema_version", "permissions", "company", "project", "components", "oauth", "instances", "grant_type",
    "post_installation_instruction", "page", "url", "notes", "documents",
]  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["admin", "readonly", "4.1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS) | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_any_json_gives_findings(value: Any) -> None:
    profile = Profile("p", "P", "P.", Source("t", date(2026, 1, 1), "inferred"), ())
    findings = compare_manifest(json.dumps(value), profile)
    assert findings.state == ("object" if isinstance(value, dict) else "broken")
    sentences(findings).encode("utf-8")


@pytest.mark.parametrize("wrap", ["{}", '{{"schema_version": "3.2",\n{}}}', "\ufeff{}", "{}\n\n"])
def test_the_printed_snippet_is_recognised_with_its_two_missing_braces(file_sync: Profile, wrap: str) -> None:
    findings = compare_manifest(wrap.format(SNIPPET), file_sync)
    assert findings.state == "broken"
    assert "two closing braces } are missing" in sentences(findings)


def test_the_snippet_with_its_braces_is_not_taken_for_the_printed_one(file_sync: Profile) -> None:
    assert "put the whole between { and }" in sentences(compare_manifest(SNIPPET + "}}", file_sync))
    assert compare_manifest("{" + SNIPPET + "}}}", file_sync).state == "object"


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('{"a": 1,}', 1, 8, "comma before a closing bracket"),
        ('{"a": [1,\n]}', 1, 9, "comma before a closing bracket"),
        ("{\n“a”: 1}", 2, 1, "typographic quote “"),
        ('{"a”: 1}', 1, 4, "typographic quote ”"),
        ("{'a': 1}", 1, 2, "single quote"),
        ('{"a": 1\n"b": 2}', 2, 1, "comma is missing"),
        ('{"a": [1}', 1, 9, "closing ] is expected"),
        ('{"a": 1}}', 1, 9, "is extra"),
        ('{"a": 1} and more', 1, 10, "complete before this"),
        ('{"a" 1}', 1, 6, "colon"),
        ('{"a": }', 1, 7, "value is expected"),
        ("{a: 1}", 1, 2, "key in double quotes"),
        ('{"a": 1 // no\n}', 1, 9, "no comments"),
        ('{"a": "x\ny"}', 1, 9, "control character"),
        ('{"a": "\\x"}', 1, 8, "backslash"),
        ('{"a": "x', 1, 7, "no closing quote"),
        ('{"a": {"b": 1', 1, 14, "2 closing brackets are missing at the end: } }"),
        ('{"a": {"b": [1]}', 1, 17, "the closing } is missing"),
        ('{"NaN": NaN}', 1, 9, "no NaN"),
        ('{"a": -Infinity}', 1, 7, "no -Infinity"),
    ],
)
def test_broken_json_is_explained_at_its_place(
    file_sync: Profile, text: str, line: int, column: int, said: str
) -> None:
    findings = compare_manifest(text, file_sync)
    (problem,) = findings.problems
    assert findings.state == "broken"
    assert (problem.line, problem.column) == (line, column)
    assert said in problem.sentence and problem.place == f"line {line}, column {column}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing here"),
        (" \n\ufeff\n", ""),
        ("<!DOCTYPE html><html>", "web page"),
        ("x" * 5_000_000, "5,000,000 characters"),
        ("[" * 200_000, "nested far too deeply"),
        ('{"a":' * 50_000, "nested far too deeply"),
    ],
)
def test_what_is_no_manifest_at_all_is_refused_in_a_sentence(file_sync: Profile, text: str, said: str) -> None:
    findings = compare_manifest(text, file_sync)
    assert findings.state in ("unusable", "broken") and said in sentences(findings)
    assert not findings.valid


def test_many_repeated_keys_take_no_time_and_deep_objects_no_stack(file_sync: Profile) -> None:
    assert len(compare_manifest("{" + '"a":1,' * 40_000 + '"a":1}', file_sync).problems) == 3
    deep = '{"a":' * 500 + "1" + "}" * 500
    assert compare_manifest(deep, file_sync).state == "object"
    assert compare_manifest('{"a":' + "1" * 5_000 + "}", file_sync).state == "object"


def test_a_repeated_key_is_named_with_its_path(file_sync: Profile) -> None:
    text = json.dumps(flat()).replace('"home": "readonly"', '"home": "readonly", "home": "admin"', 1)
    assert "permissions.company.home: The key is there twice" in sentences(compare_manifest(text, file_sync))


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (nested({"grant_type": "authorization_code", "permissions": LEVELS}), "grant type is “authorization_code”"),
        (nested({"permissions": LEVELS}), "grant_type: The key is missing"),
        (nested(components=None), "components: The key is missing"),
        (nested(components={"oauth": []}), "components.oauth: The key must have an object"),
        (nested(components={"oauth": {"instances": []}}), "list with one object"),
        (
            nested(components={"oauth": {"instances": [{"grant_type": "client_credentials"}] * 2}}),
            "several components",
        ),
        (nested({"grant_type": "client_credentials"}, permissions=LEVELS), "permissions: In schema 3.2 this belongs"),
        ({**nested(), "schema_version": "4.1"}, "components: Schema 4.1 has no components"),
        (flat(schema_version=4.1), "schema_version: The value must be a text"),
        (flat(schema_version=None), "schema_version: The key is missing"),
        (flat(permissions={**LEVELS, "portfolio": {}}), "permissions.portfolio: This is not a tab"),
        (flat(permissions=[]), 'an object with "company" and "project"'),
        (flat(permissions={**LEVELS, "company": []}), "permissions.company: The tools must be an object"),
        (
            flat(permissions={**LEVELS, "company": {**LEVELS["company"], "home": "Read-Only"}}),
            '“Read-Only” is not a level of a manifest; write "readonly"',
        ),
        (
            flat(permissions={**LEVELS, "company": {**LEVELS["company"], "budget": "none"}}),
            "leave the tool out for None",
        ),
    ],
)
def test_a_wrong_form_is_named_with_its_place(file_sync: Profile, manifest: dict[str, Any], said: str) -> None:
    findings = compare_manifest(json.dumps(manifest), file_sync)
    assert not findings.valid and said in sentences(findings)


def test_levels_in_the_wrong_place_are_still_compared(file_sync: Profile) -> None:
    for manifest in (
        nested({"grant_type": "client_credentials"}, permissions=LEVELS),
        {**nested(), "schema_version": "4.1"},
    ):
        findings = compare_manifest(json.dumps(manifest), file_sync)
        assert {row.verdict for row in findings.rows} == {"match"}


def test_another_schema_than_asked_for_is_a_problem(file_sync: Profile) -> None:
    assert compare_manifest(json.dumps(flat()), file_sync, "4.1").valid
    assert "write “3.2”, which was asked for" in sentences(compare_manifest(json.dumps(flat()), file_sync, "3.2"))


@pytest.mark.parametrize("manifest", [flat(), nested()])
def test_a_manifest_in_order_has_neither_problems_nor_notes(file_sync: Profile, manifest: dict[str, Any]) -> None:
    findings = compare_manifest(json.dumps(manifest), file_sync)
    assert (findings.problems, findings.notes, findings.valid) == ((), (), True)


def test_each_row_says_how_it_compares(file_sync: Profile) -> None:
    company = {"admin": "admin", "directory": "standard", "portfolio": "admin"}
    findings = compare_manifest(json.dumps(flat(permissions={**LEVELS, "company": company})), file_sync)
    verdicts = {row.tool: row.verdict for row in findings.rows if row.tab == "company"}
    assert verdicts == {"Admin": "match", "Directory": "too-low", "Documents": "missing", "Home": "above"}
    assert {row.verdict for row in findings.rows if row.tab == "project"} == {"match"}
    assert "Documents is declared as None, and the profile wants Admin" in sentences(findings)
    assert len(findings.problems) == 2 and len(findings.notes) == 1


def test_unknown_tools_are_listed_and_not_rejected(file_sync: Profile) -> None:
    project = {**LEVELS["project"], "rfi": "readonly", "webhooks_api": "standard"}
    findings = compare_manifest(json.dumps(flat(permissions={**LEVELS, "project": project})), file_sync)
    assert [(tool.tab, tool.key, tool.level) for tool in findings.unknown] == [("project", "rfi", "readonly")]
    assert findings.problems == ()


def test_a_manifest_without_permissions_is_not_well_formed_and_covers_nothing(file_sync: Profile) -> None:
    findings = compare_manifest(json.dumps(nested({"grant_type": "client_credentials"})), file_sync)
    assert not findings.valid and findings.grant_type == "client_credentials"
    assert [str(problem) for problem in findings.problems] == [
        "line 1, column 186, permissions: The manifest has no permissions yet, so every row is missing;"
        ' here belongs "permissions": {"company": {…}, "project": {…}}.'
    ]


def test_escape_characters_of_a_pasted_manifest_are_spelled_out(file_sync: Profile) -> None:
    tools = {**LEVELS["company"], "\u001b[2J\ud800": "\u202eadmin"}
    findings = compare_manifest(json.dumps(flat(permissions={**LEVELS, "company": tools})), file_sync)
    shown = sentences(findings) + findings.unknown[0].key + findings.unknown[0].level
    assert "\\u001b[2j\\ud800" in shown.lower() and "\u001b" not in shown and "\u202e" not in shown


def test_a_text_that_is_too_long_is_told_by_its_length_and_not_read(
    file_sync: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: Any, **__: Any) -> None:
        raise AssertionError("the text was parsed")

    monkeypatch.setattr(json, "loads", read)
    monkeypatch.setattr(json.JSONDecoder, "decode", read)
    for text in ('{"a": "' + "b" * 5_000_000 + '"}', "[" * 300_001, "• " * 150_001):
        findings = compare_manifest(text, file_sync)
        assert findings.state == "unusable"
        assert [problem.sentence for problem in findings.form] == [
            f"The text has {len(text):,} characters, and a manifest has a few thousand; paste the manifest alone."
        ]
