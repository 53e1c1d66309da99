"""The setup record as JSON, with a digest over its content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from dmsa_tui.documents.setup_record.model import SCHEMA, SetupRecord

DIGEST = "digest"


def to_json(setup: SetupRecord) -> str:
    """The record as one JSON object (`dmsa-tui.setup-record/1`), indented, with a line end."""
    document = {"schema": SCHEMA, **asdict(setup), "written_at_local": setup.written_at.isoformat(timespec="seconds")}
    plain = json.loads(json.dumps(document, default=_utc_text))
    plain[DIGEST] = digest_of(plain)
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical form of everything but the digest: it tells an edit by hand, and is no signature."""
    content = {key: value for key, value in document.items() if key != DIGEST}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _utc_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no place in a setup record")
