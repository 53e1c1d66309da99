"""What does not belong into a manifest is named at every depth, and what its check dictates is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dmsa_tui.guide.manifest.compare import compare_manifest
from dmsa_tui.guide.manifest.repair import repair_manifest
from dmsa_tui.guide.profiles import Profile

SECRET = "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0Dd-Ss_Aa1Pp3o"
LEVELS = {
    tab: {"admin": "admin", "directory": "admin", "documents": "admin", "home": "readonly"}
    for tab in ("company", "project")
}
PAGE = {"page": {"url": "https://sync.example.org/help", "label": "Help"}, "notes": "Read the help page."}


def nested() -> dict[str, Any]:
    instance = {"grant_type": "client_credentials", "permissions": LEVELS}
    return {
        "schema_version": "3.2",
        "post_installation_instruction": PAGE,
        "components": {"oauth": {"instances": [instance]}},
    }


def changed(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> str:
    manifest = json.loads(json.dumps(nested()))
    change(manifest, manifest["components"]["oauth"]["instances"][0])
    return json.dumps(manifest)


def test_the_documented_form_is_well_formed(file_sync: Profile) -> None:
    assert compare_manifest(json.dumps(nested()), file_sync).form == ()
    flat = {"schema_version": "4.1", "post_installation_instruction": PAGE, "permissions": LEVELS}
    assert compare_manifest(json.dumps(flat), file_sync).form == ()


@pytest.mark.parametrize(
    ("change", "severity", "said"),
    [
        (lambda top, one: top["components"]["oauth"].update(permissions=one.pop("permissions")), "error", "too high"),
        (lambda top, one: top["components"].update(permissions=one.pop("permissions")), "error", "too high"),
        (lambda top, one: top.update(permissions=one.pop("permissions")), "error", "belongs in"),
        (lambda top, one: one.update(permissions=LEVELS["company"]), "error", "not a tab of permissions"),
        (lambda top, one: top["components"].update(webhooks={}), "error", "component is unknown"),
        (lambda top, one: one.update(client_secret=SECRET), "error", "client secret"),
        (lambda top, one: one.update(client_secret="short"), "error", "client secret"),
        (lambda top, one: one.update(deep=[{"x": [SECRET]}]), "error", "client secret"),
        (lambda top, one: top["post_installation_instruction"].update(notes=f"x {SECRET}."), "error", "administrator"),
        (lambda top, one: top["post_installation_instruction"]["page"].update(label=SECRET), "error", "administrator"),
        (lambda top, one: one.pop("permissions"), "error", "no permissions"),
        (lambda top, one: one.update(scopes=["read"]), "caution", "Scopes do not exist"),
        (lambda top, one: one.update(redirect_uri="http://localhost"), "caution", "no redirect URI"),
        (lambda top, one: top.update(redirect_uri="http://localhost"), "caution", "no redirect URI"),
        (lambda top, one: one.update(client_id="x"), "caution", "no client ID"),
        (lambda top, one: one.update(foo=1), "caution", "unknown"),
        (lambda top, one: top["components"]["oauth"].update(foo=1), "caution", "unknown"),
        (lambda top, one: top["post_installation_instruction"]["page"].update(foo=1), "caution", "unknown"),
        (lambda top, one: top.update(foo=1), "caution", "unknown"),
    ],
)
def test_what_does_not_belong_there_is_named(
    file_sync: Profile, change: Callable[[dict[str, Any], dict[str, Any]], object], severity: str, said: str
) -> None:
    form = compare_manifest(changed(change), file_sync).form
    assert [each for each in form if each.severity == severity and said in each.sentence], form
    assert SECRET[:20] not in str(form)
    if severity == "caution":
        assert compare_manifest(changed(change), file_sync).valid


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (changed(lambda top, one: top.update(schema_version=3.2)), nested()),
        (changed(lambda top, one: one["permissions"]["company"].update(home="Read-Only", admin="Admin")), nested()),
        (changed(lambda top, one: one["permissions"]["company"].update(Budget="None")), nested()),
        (changed(lambda top, one: one["permissions"]["project"].update(home="READ ONLY")), nested()),
        (changed(lambda top, one: one.update(client_secret=SECRET)), nested()),
        (json.dumps(nested()).replace('[{"grant', '["grant').replace('}]', ']'), nested()),
        ("\ufeff• " + json.dumps(nested(), indent=1).replace("\n", "\n\u00a0• ", 1).replace('"', "”"), nested()),
    ],
)  # fmt: skip
def test_what_is_dictated_is_written(file_sync: Profile, text: str, wanted: dict[str, Any]) -> None:
    repair = repair_manifest(text)
    assert repair is not None and repair.changes
    assert json.loads(repair.text) == wanted
    assert compare_manifest(repair.text, file_sync).valid and SECRET not in repair.text


@pytest.mark.parametrize(
    "text", ['{"a": ["b": 1]}', '{"a": ["b": 1, "c": [2]]}', '{"a": ["b": {"c": 1}, "d": 2], "e": []}', '{"a": ["b": 1']
)
def test_a_list_that_begins_with_a_key_lacks_a_brace(file_sync: Profile, text: str) -> None:
    assert "opening {" in compare_manifest(text, file_sync).form[0].sentence
    repair = repair_manifest(text)
    assert repair is not None and isinstance(json.loads(repair.text)["a"][0], dict)
