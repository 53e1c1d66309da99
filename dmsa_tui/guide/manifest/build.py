"""The app manifest that a permission profile asks for, per schema version.

Sources: Procore documentation, building_apps_legacy_v3x_manifest_format and
building_apps_v3x_to_v4.1_manifest_migration (2024-05), and the permission builder's screenshots (2021 to 2024).
"""

import json
from typing import Any

from dmsa_tui.errors import unknown_name
from dmsa_tui.guide.action_values import INSTRUCTIONS_NAME, INSTRUCTIONS_URL, POST_INSTALLATION_NOTES
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.manifest.compare import LevelRow, ManifestFindings, UnknownTool, compare_manifest
from dmsa_tui.guide.manifest.syntax import Problem
from dmsa_tui.guide.profiles import Profile
from dmsa_tui.vocabulary import MANIFEST_SCHEMAS

__all__ = [
    "SCHEMAS",
    "LevelRow",
    "ManifestFindings",
    "Problem",
    "UnknownTool",
    "build_manifest",
    "compare_manifest",
    "manifest_text",
    "notes_on",
    "schema_for",
]

SCHEMAS = MANIFEST_SCHEMAS


def schema_for(edition_id: str) -> str:
    """The schema version of that portal edition's manifests; InvalidInput for an unknown edition."""
    return load_guide().edition(edition_id).manifest_schema


def build_manifest(profile: Profile, schema: str) -> dict[str, Any]:
    """The manifest of that schema version, "3.2" or "4.1", with the profile's rows; optional rows are left out.

    InvalidInput for another schema version.
    """
    _check(schema)
    permissions = {
        "company": {row.key: row.company.manifest_word for row in profile.rows if row.company > 1 and not row.optional},
        "project": {row.key: row.project.manifest_word for row in profile.rows if row.project > 1 and not row.optional},
    }
    manifest: dict[str, Any] = {
        "schema_version": schema,
        "post_installation_instruction": {
            "page": {"url": INSTRUCTIONS_URL, "label": INSTRUCTIONS_NAME},
            "notes": POST_INSTALLATION_NOTES,
        },
    }
    if schema == "3.2":
        instance = {"grant_type": "client_credentials", "permissions": permissions}
        manifest["components"] = {"oauth": {"instances": [instance]}}
    else:
        manifest["permissions"] = permissions
    return manifest


def manifest_text(profile: Profile, schema: str) -> str:
    """The manifest as complete, valid JSON, ready to paste."""
    return json.dumps(build_manifest(profile, schema), indent=2, ensure_ascii=False)


def notes_on(schema: str) -> tuple[str, ...]:
    """What to know about the manifest of that version: what in it was never seen in Procore's own JSON."""
    _check(schema)
    notes = [
        "Inferred: the level “admin”, the key “admin” and the company key “directory” have not been seen in Procore's"
        " own JSON; compare with what the portal's permission builder writes.",
        "Procore has renamed keys before (portfolio to home, budget to budgeting): the portal's own spelling wins.",
        f"Replace {INSTRUCTIONS_URL} with the sync tool's own help page.",
    ]
    if schema == "4.1":
        notes.append(
            "The components edition of the portal shows no JSON, and Procore has published none of it: there the"
            " permissions are clicked, and this text is for comparison only."
        )
    return tuple(notes)


def _check(schema: str) -> None:
    if schema not in SCHEMAS:
        raise unknown_name("manifest schema", schema, SCHEMAS)
