"""A scan that the hourly limit stops goes on where it was: what it has read is kept for an hour."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest

from dmsa_tui.checks.expectation import ALL_ACTIVE
from dmsa_tui.checks.kept_levels import Levels
from dmsa_tui.checks.model import Result
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.target import ProjectScope, Target
from dmsa_tui.guide.profiles import load_profile
from dmsa_tui.onboarding.kept_scan import KeptScan
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.company import many_projects
from dmsa_tui.practice.http.application import build
from dmsa_tui.practice.rehearsal import Rehearsal
from dmsa_tui.practice.transport import transport
from dmsa_tui.practice.world import Window
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.procore.records import GrantedTool
from dmsa_tui.procore.request_record import Answered, RequestRecord
from dmsa_tui.procore.secret import Secret
from dmsa_tui.vocabulary import Cause, Level, Status

PROJECTS, HOUR = 120, 3600
PLACE, COMPANY, APP = ENVIRONMENTS["production"], "562949953421312", "client-0123456789"


def paths_in(home: Path) -> Paths:
    return Paths(home / "data", home / "config", home / "state", home / "logs")


def client(secret: str = "one") -> ProcoreClient:
    return cast(
        ProcoreClient,
        SimpleNamespace(
            environment=PLACE, company_id=COMPANY, client_id=APP, fingerprint=Secret(secret).fingerprint(APP)
        ),
    )


def read(minutes_ago: float, id: str = "1", level: Level = Level.ADMIN) -> Levels:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    tools = [GrantedTool("documents", "Documents", level, level.label)]
    return {id: Answered(tools, (RequestRecord("GET", "https://api.procore.com/x", 200, "r-1", 80, at),))}


async def test_a_stopped_scan_goes_on_in_another_run_and_says_how_old_its_rows_are(tmp_path: Path) -> None:
    rehearsal, paths, asked = Rehearsal("ready"), paths_in(tmp_path), list[str]()
    company = rehearsal.world.company
    company.projects = many_projects(rehearsal.world, PROJECTS)
    company.memberships = dict.fromkeys(
        (each.id for each in company.projects), next(iter(company.memberships.values()))
    )
    noted, apps = rehearsal.credentials, list[Any]()
    assert noted.client_id and noted.client_secret
    target = Target(
        PLACE, noted.company_id, noted.client_id, load_profile("file-sync"), expect=ALL_ACTIVE,
        projects=ProjectScope("all"),
    )  # fmt: skip

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        if b"project_id=" in scope["query_string"] and "settings/permissions" in scope["path"]:
            asked.append(scope["query_string"].decode())
        await apps[-1](scope, receive, send)

    async def scan(requests: int, scope: Literal["all", "sample"] = "all") -> Result:
        rehearsal.world.windows = (Window(requests, HOUR),)
        apps.append(build(rehearsal.world))  # with a fresh hour
        asked.clear()
        over, secret = transport(watched), Secret(noted.client_secret or "")
        async with ProcoreClient(PLACE, noted.company_id, noted.client_id or "", secret, transport=over) as asking:
            kept = KeptScan(paths, asking)
            about = Target(**{**vars(target), "projects": ProjectScope(scope)})
            report = await Runner(asking, about, kept=kept, only=("permissions.project",)).run()
            return next(each for each in report.results if each.id == "permissions.project")

    first = await scan(60)
    assert (first.status, first.cause) == (Status.UNVERIFIED, Cause.RATE_LIMITED)
    read_first, done = set(asked), first.details["checked"]
    (file,) = (paths.state / "scans").iterdir()
    assert 0 < done < PROJECTS
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600 and file.parent.stat().st_mode & 0o777 == 0o700
    text = file.read_text()
    assert noted.client_secret not in text and len(json.loads(text)["levels"]) == 1, "equal levels are held once"

    await scan(HOUR, "sample")
    assert len(asked) == 5 and file.exists(), "a sample is always asked"

    document = json.loads(text)
    for row in document["projects"].values():
        row[1] -= 40 * 60
    document["levels"].append([[name, shown, 1, "None"] for name, shown, *_ in document["levels"][0]])
    next(iter(document["projects"].values()))[0] = 1  # too low on one project, which may have been mended since
    file.write_text(json.dumps(document))
    second, kept = await scan(HOUR), done - 1
    assert second.status is Status.PASS and len(asked) == PROJECTS - kept and len(read_first & set(asked)) == 1
    assert f"{PROJECTS} of {PROJECTS} permitted projects, {kept} of them read 40 minutes ago" in second.summary
    assert sum("read_at" in row for row in second.details["projects"]) == kept
    assert not file.exists(), "a scan that is through keeps nothing"

    assert "ago" not in (await scan(HOUR)).summary and len(asked) == PROJECTS


def test_what_another_secret_account_version_or_hour_has_read_does_not_count(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    scan = KeptScan(paths, client())
    scan.keep({**read(59), **read(61, "2")}, "7", "installed/1/None")
    assert list(scan.load("7", "installed/1/None")) == ["1"]
    for other, account, version in (
        (KeptScan(paths, client("two")), "7", "installed/1/None"),
        (scan, "8", "installed/1/None"),
        (scan, "7", "installed/2/None"),
    ):
        scan.keep(read(1), "7", "installed/1/None")
        assert other.load(account, version) == {}
        assert not scan.path.exists()


@pytest.mark.parametrize(
    "damage",
    ["{", "[]", '{"asked": 1}', '"levels":[[["documents","Documents",9,"x"]]]', '"projects":{"1":[7,1,"u",null,1]}',
     '"projects":{"1":[0,1e300,"u",null,1]}', '"projects":{"1":[0,99999999999,"u",null,1]}'],
)  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(damage: str, tmp_path: Path) -> None:
    scan = KeptScan(paths_in(tmp_path), client())
    scan.keep(read(1), "7", "")
    whole = json.loads(scan.path.read_text())
    part = json.loads("{" + damage + "}") if damage.startswith('"') else None
    scan.path.write_text(damage if part is None else json.dumps(whole | part))
    assert scan.load("7", "") == {} and not scan.path.exists()


def test_what_was_kept_goes_with_its_onboarding(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    scan, store = KeptScan(paths, client()), Store(paths)
    scan.keep(read(1), "7", "")
    store.create(Onboarding("Example Homes", environment=PLACE.id, company_id=COMPANY, client_id=APP))
    assert scan.path.exists()
    store.forget("Example Homes")
    assert not scan.path.exists()
