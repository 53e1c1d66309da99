"""The single-file program: packed by PyInstaller, and used from a directory elsewhere with an empty home."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock

from dmsa_tui import __version__
from tests.program import beside

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the workflow builds one"),
    pytest.mark.skipif(find_spec("PyInstaller") is None, reason="PyInstaller is absent"),
]

SPEC = Path(__file__).parents[2] / "bundle" / "dmsa-tui.spec"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program, packed once for all of the processes that run tests side by side: it takes a minute."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "single-file"
    packed = place / "dist" / "dmsa-tui"
    words = ["--log-level=ERROR", "--distpath", str(packed.parent), "--workpath", str(place / "work"), str(SPEC)]
    with FileLock(f"{place}.lock"):
        if not packed.exists():
            done = subprocess.run(
                [sys.executable, "-m", "PyInstaller", *words], cwd=base, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=600,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    return str(packed)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The variables of a newcomer, whose directory is not the checkout."""
    from tests.e2e.terminal import private_environment  # imports what only POSIX has

    (tmp_path / "home").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return {**private_environment(str(tmp_path / "home")), "PATH": "/usr/bin:/bin"}


def said(packed: str, *words: str, variables: Mapping[str, str]) -> str:
    """What the command prints; it has to succeed."""
    done = subprocess.run(
        [packed, *words], env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_finds_its_data_and_checks_a_company_that_it_serves_itself(packed: str, home: dict[str, str]) -> None:
    assert said(packed, "--version", variables=home) == f"dmsa-tui {__version__}\n"
    assert "(install)" in said(packed, "steps", "install", variables=home)
    assert "json-schema.org" in said(packed, "check", "--schema", variables=home)
    assert "complete" in said(packed, "completion", "bash", variables=home)
    process = subprocess.Popen(
        [packed, "practice", "--scenario", "ready"], env=home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with beside(process) as practice:
        assert practice.stdout is not None
        company = json.loads(practice.stdout.readline())
        hosts = ["--login-url", company["login_url"], "--api-url", company["api_url"]]
        ids = ["--company-id", company["company_id"], "--client-id", company["client_id"]]
        said(packed, "new", "Acme", "--environment", "production", *hosts, *ids, variables=home)
        config = Path(home["HOME"]) / ".config" / "dmsa-tui"
        config.mkdir(parents=True)
        (config / "settings.toml").write_text('secret-command = ["sh", "-c", "env > seen; echo $OWN_SECRET"]\n')
        variables = {**home, "OWN_SECRET": company["client_secret"]}
        report = said(packed, "check", "--all", "--format", "json", variables=variables)
        practice.terminate()  # its loader removes what it has unpacked
        practice.wait(60)
    assert json.loads(report)["verdict"] in ("pass", "warn")
    assert f"LD_LIBRARY_PATH={os.sep}" not in Path("seen").read_text(), "the command gets the system's own libraries"


def test_it_draws_its_screens(packed: str, home: dict[str, str]) -> None:
    from tests.e2e.terminal import Terminal

    with Terminal([packed, "demo"], home) as terminal:
        terminal.wait_for("Start the rehearsal")
        terminal.press("enter")
        terminal.wait_for("Create the app")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert "Traceback" not in terminal.text
