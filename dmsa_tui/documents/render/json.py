"""What a document says, as one JSON object."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

DIGEST = "digest"


def to_json(schema: str, content: Any, **more: Any) -> str:
    """The content as one object with its schema's name, indented, with a line end; times are in UTC."""
    return written({"schema": schema, **asdict(content), **more})


def written(document: Mapping[str, Any]) -> str:
    """A document of plain values and times; in ASCII, so that no character in it turns or hides others."""
    return json.dumps(document, indent=2, default=_plain) + "\n"


def with_digest(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with a digest over its content."""
    plain = json.loads(json.dumps(document, default=_plain))
    return {**plain, DIGEST: digest_of(plain)}


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical form of everything but the digest: it tells an edit by hand, and is no signature."""
    content = {key: value for key, value in document.items() if key != DIGEST}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no place in a document")
