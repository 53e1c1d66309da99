"""The levels that a stopped scan has read, in a file of the state directory, so that the next one need not ask again.

One file for each environment, company and client ID. It holds no secret: eight digits tell whether the pair is still
the same.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from dmsa_tui.checks.kept_levels import Levels, read_at, still_fresh
from dmsa_tui.errors import StorageError
from dmsa_tui.onboarding.files import remove, write_privately
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.regular_files import read_regular
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.procore.request_record import Answered, RequestRecord
from dmsa_tui.vocabulary import Level

SCHEMA = "dmsa-tui.kept-scan/1"
LARGEST = 8_000_000
"""Bytes of the file; 10,000 projects take 2 million."""
MOST = 30_000
"""Projects in it."""
_log = logging.getLogger(__name__)


class KeptScan:
    """What is kept for the questions of one client. A file that cannot be used is as good as none."""

    def __init__(self, paths: Paths, client: ProcoreClient) -> None:
        place = client.environment
        self.path = paths.kept_scan(place.id, client.company_id, client.client_id)
        self._asked = {
            "schema": SCHEMA,
            "login_url": place.login_url,
            "api_url": place.api_url,
            "company_id": client.company_id,
            "client_id": client.client_id,
            "pair": client.fingerprint,
        }

    def load(self, account: str, version: str) -> Levels:
        """`KeptLevels.load`; what is of another account, version or secret is removed."""
        try:
            document = json.loads(read_regular(self.path, LARGEST))
            if not self._asked.items() | {("account", account), ("version", version)} <= document["asked"].items():
                raise ValueError
            return still_fresh(_levels(document))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
            self._remove()
            return {}

    def keep(self, levels: Levels, account: str, version: str) -> None:
        """`KeptLevels.keep`. Where the disk refuses, the next scan reads all again: no reason to spoil this one."""
        if not levels:
            self._remove()
            return
        document = {"asked": self._asked | {"account": account, "version": version}} | _document(levels)
        try:
            write_privately(self.path, json.dumps(document, separators=(",", ":")))
        except StorageError as problem:
            _log.warning("%s", problem)

    def _remove(self) -> None:
        try:
            remove(self.path)
        except OSError as error:
            _log.warning("%s could not be removed (%s)", self.path, type(error).__name__)


def _document(levels: Levels) -> dict[str, Any]:
    """Equal levels once, and for each project which of them it has and when they were read."""
    places: dict[tuple[GrantedTool, ...], int] = {}
    projects = {}
    for id, answered in list(levels.items())[-MOST:]:
        place = places.setdefault(tuple(answered.value), len(places))
        request_record = answered.request_records[-1]
        cells = [request_record.url, request_record.request_id, request_record.elapsed_ms]
        projects[id] = [place, round(read_at(answered).timestamp(), 3), *cells]
    return {
        "levels": [[[tool.name, tool.friendly_name, tool.level, tool.level_name] for tool in each] for each in places],
        "projects": projects,
    }


def _levels(document: dict[str, Any]) -> Levels:
    """The reverse of `_document`. ValueError, LookupError or TypeError for what it did not write."""
    known = [
        [
            GrantedTool(visible(name), visible(shown), None if level is None else Level(level), visible(spelled))
            for name, shown, level, spelled in each
        ]
        for each in document["levels"]
    ]
    levels: Levels = {}
    for id, (place, at, url, request_id, elapsed) in document["projects"].items():
        when = datetime.fromtimestamp(at, UTC)
        if when > datetime.now(UTC):
            raise ValueError("read in the future")
        shown = None if request_id is None else visible(request_id)
        request_record = RequestRecord("GET", visible(url), 200, shown, int(elapsed), when)
        levels[visible(id)] = Answered(known[place], (request_record,))
    return levels
