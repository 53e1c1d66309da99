"""Keys of a manifest that do not belong there, and texts that look like a secret: at every depth."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from dmsa_tui.guide.manifest.positions import DEEPEST, joined
from dmsa_tui.procore.pasted import holds_credential

INSTANCES = "components.oauth.instances"
TOP_KEYS = frozenset(
    {
        "schema_version",
        "app_manifest",
        "post_installation_instruction",
        "components",
        "permissions",
        "fullscreen",
        "sidepanel",
    }
)
_KNOWN = {
    "": TOP_KEYS,
    "components.oauth": frozenset({"instances"}),
    INSTANCES: frozenset({"grant_type", "permissions"}),
    "post_installation_instruction": frozenset({"page", "notes"}),
    "post_installation_instruction.page": frozenset({"url", "label"}),
}
"""Place, without the numbers of list items → the keys that it may have."""
_NOT_NEEDED = {
    **dict.fromkeys(("scope", "scopes"), "Scopes do not exist at Procore: permissions take their place"),
    **dict.fromkeys(
        ("redirect_uri", "redirect_uris", "redirect_url", "callback_url"),
        "A service account signs in without a person and needs no redirect URI",
    ),
    "client_id": "A manifest needs no client ID: Procore makes it when the version is promoted",
}
SECRET_KEYS = frozenset({"client_secret", "secret", "password", "token", "access_token", "refresh_token", "api_key"})


class Remark(NamedTuple):
    """One thing that does not belong into a manifest."""

    severity: str
    place: str
    sentence: str


def remarks(manifest: dict[str, Any]) -> Iterator[Remark]:
    """What does not belong there, in the order of the text. No sentence repeats a value."""
    for place, pattern, key, value in _keys(manifest, "", "", 0):
        if isinstance(value, str) and holds_credential(value):
            yield Remark("error", place, _secret(place))
        elif key is None:  # an item of a list
            continue
        elif holds_credential(key) or (key.lower() in SECRET_KEYS and value not in ("", None)):
            yield Remark("error", place, _secret(place))
        elif pattern == "components" and key != "oauth":
            if key == "permissions":
                yield Remark("error", place, f"Permissions are too high up here; they belong in {INSTANCES}[0].")
            else:
                yield Remark("error", place, "This component is unknown; remove it: only oauth is needed.")
        elif pattern == "components.oauth" and key in ("permissions", "grant_type"):
            yield Remark("error", place, f"This is one level too high; it belongs in {INSTANCES}[0].")
        elif pattern in _KNOWN and key not in _KNOWN[pattern]:
            if key.lower() in _NOT_NEEDED:
                yield Remark("caution", place, f"{_NOT_NEEDED[key.lower()]}; leave it out.")
            else:
                sentence = "This key is unknown; remove it, unless the portal itself wrote it."
                yield Remark("caution", place, sentence)


def _secret(place: str) -> str:
    seen = " The notes and the label are shown to every customer's administrator." if place.startswith("post_") else ""
    return f"This looks like a client secret; remove it: a manifest must not contain one.{seen}"


def _keys(value: Any, place: str, pattern: str, depth: int) -> Iterator[tuple[str, str, str | None, Any]]:
    """Place of the key, the place of its object without numbers, the key (None in a list), and the value."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            at = joined(place, key)
            yield at, pattern, key, inner
            yield from _keys(inner, at, joined(pattern, key), depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            at = f"{place}[{number}]"
            yield at, pattern, None, inner
            yield from _keys(inner, at, pattern, depth + 1)
