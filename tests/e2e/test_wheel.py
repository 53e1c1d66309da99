"""The wheel: built from this checkout, installed elsewhere, and used from there."""

import json
import os
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

import pytest
from filelock import FileLock

from dmsa_tui import __version__

CHECKOUT = Path(__file__).parents[2]


def command(*words: str, cwd: Path, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A command that has to succeed."""
    done = subprocess.run(
        words, cwd=cwd, env=os.environ | (env or {}), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once for all of the processes that run tests side by side."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "wheel"
    with FileLock(f"{shared}.lock"):
        if not list(shared.glob("*.whl")):
            build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(shared)]
            command(sys.executable, *build, str(CHECKOUT), cwd=base)
    (found,) = shared.glob("*.whl")
    return found


def installed(wheel: Path, target: Path) -> dict[str, str]:
    """Install the wheel into `target`; the variables with which a process finds it there before the checkout."""
    pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    command(sys.executable, *pip, "--target", str(target), str(wheel), cwd=target.parent)
    return {"PYTHONPATH": str(target), "TERM": "xterm-256color"}


def test_it_holds_the_package_with_all_of_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        packed = {name: opened.read(name) for name in opened.namelist()}
    info = f"dmsa_tui-{__version__}.dist-info"
    source = {
        path.relative_to(CHECKOUT).as_posix(): path.read_bytes()
        for path in (CHECKOUT / "dmsa_tui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {PurePosixPath(name).suffix for name in source} >= {".py", ".toml", ".tcss", ".json"}
    assert "dmsa_tui/py.typed" in source
    assert {name: data for name, data in packed.items() if not name.startswith(info)} == source
    assert f"{info}/licenses/LICENSE" in packed


def test_it_says_what_it_is_and_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        info = f"dmsa_tui-{__version__}.dist-info"
        said = HeaderParser().parsestr(opened.read(f"{info}/METADATA").decode())
        scripts = opened.read(f"{info}/entry_points.txt").decode()
    assert (said["Name"], said["Version"]) == ("dmsa-tui", __version__)
    needs = [each for each in said.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert any(each.startswith("textual") for each in needs)
    assert not any(each.startswith(("pytest", "click", "rich")) for each in needs)
    assert "dmsa-tui = dmsa_tui.__main__:run" in scripts


def test_the_installed_copy_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = installed(wheel, target)

    where = (
        "import sys; from dmsa_tui import cli; cli.main(['steps']); cli.main(['check', '--schema']);"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('dmsa_tui')), file=sys.stderr, sep='\\n')"
    )
    loaded = command(sys.executable, "-c", where, cwd=elsewhere, env=env).stderr.splitlines()
    assert len(loaded) > 10
    assert [path for path in loaded if not Path(path).is_relative_to(target)] == []

    program = [sys.executable, "-m", "dmsa_tui"]
    said = command(str(target / "bin" / "dmsa-tui"), "--version", cwd=elsewhere, env=env).stdout
    assert said == f"dmsa-tui {__version__}\n"
    assert "(create-app)" in command(*program, "steps", cwd=elsewhere, env=env).stdout
    with subprocess.Popen(
        [*program, "practice", "--scenario", "ready"], cwd=elsewhere, env=os.environ | env, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as practice:  # fmt: skip
        try:
            assert practice.stdout is not None
            company = json.loads(practice.stdout.readline())
            ids = ["--company-id", company["company_id"], "--client-id", company["client_id"]]
            urls = ["--login-url", company["login_url"], "--api-url", company["api_url"]]
            secret = {"PROCORE_CLIENT_SECRET": company["client_secret"]}
            checked = command(*program, "check", *urls, *ids, "--format", "json", cwd=elsewhere, env=env | secret)
        finally:
            practice.kill()
    assert json.loads(checked.stdout)["verdict"] == "pass"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal")
def test_the_installed_copy_draws_its_first_screen(wheel: Path, tmp_path: Path) -> None:
    from tests.e2e.terminal import Terminal  # imports what only POSIX has

    target = tmp_path / "site"
    env = os.environ | installed(wheel, target)
    # A terminal starts in this process's directory, so the checkout is taken out of the way by -P.
    with Terminal([sys.executable, "-P", "-m", "dmsa_tui", "demo"], env) as terminal:
        terminal.wait_for("(?i)rehears")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    assert "Traceback" not in terminal.text
