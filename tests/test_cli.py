"""The command line as a process: what it refuses and how, and what it does when its reader or its person leaves."""

import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from dmsa_tui import __version__
from dmsa_tui.cli import COMMANDS
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.practice.scenarios import SCENARIOS
from dmsa_tui.procore.environments import ENVIRONMENTS
from dmsa_tui.vocabulary import CHECKS
from tests import program

Done = subprocess.CompletedProcess[str]

PAIR = {"PROCORE_CLIENT_ID": "an-id", "PROCORE_CLIENT_SECRET": "a-secret", "PROCORE_COMPANY_ID": "1"}
EDITIONS = [edition.id for edition in load_guide().editions]
STEPS = [step.id for step in load_guide().steps]
on_posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices as POSIX has them")


def run(*words: str, **variables: str) -> Done:
    """The program with nothing on standard input, which is no terminal."""
    return program.run(*words, variables=os.environ | variables)


def one_sentence(done: Done) -> str:
    """What a refusal says, after looking at its form: one line, exit status 2, nothing on standard output."""
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"dmsa-tui: [^\n]+[.?]\n", done.stderr), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("words", "named", "valid"),
    [
        (["chekc"], "command “chekc”", COMMANDS),
        (["practice", "--scenario", "moon"], "scenario “moon”", SCENARIOS),
        (["demo", "--scenario", "moon"], "scenario “moon”", SCENARIOS),
        (["check", "--profile", "moon"], "profile “moon”", ["file-sync"]),
        (["manifest", "show", "--profile", "moon"], "profile “moon”", ["file-sync"]),
        (["check", "--environment", "moon"], "environment “moon”", ENVIRONMENTS),
        (["new", "Acme", "--company-id", "1", "--environment", "moon"], "environment “moon”", ENVIRONMENTS),
        (["new", "Acme", "--company-id", "1", "--environment", "production", "--edition", "moon"], "“moon”", EDITIONS),
        (["check", "--only", "moon"], "check “moon”", [check.id for check in CHECKS]),
        (["steps", "moon"], "step or task “moon”", STEPS),
        (["steps", "--edition", "moon"], "edition “moon”", EDITIONS),
        (["manifest", "show", "--edition", "moon"], "edition “moon”", EDITIONS),
    ],
)
def test_an_unknown_name_is_answered_with_the_valid_ones(words: list[str], named: str, valid: list[str]) -> None:
    said = one_sentence(run(*words, **PAIR))
    assert named in said
    assert [name for name in valid if name not in said] == []


def test_a_command_that_is_nearly_right_is_suggested() -> None:
    for more in ([], ["Acme"], ["--format", "json"]):
        done = run("chekc", *more)
        assert done.returncode == 2 and "Did you mean “check”?" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--color"],
        ["check", "--format", "xml"],
        ["check", "--secret", "hidden-canary"],
        ["new"],
        ["manifest", "burn"],
        ["demo", "--speed", "3"],
        ["demo", "--play", "--speed", "0"],
        ["demo", "--play", "--speed", "fast"],
    ],
)
def test_wrong_usage_prints_nothing_on_standard_output(words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dmsa-tui: ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["demo"], ["demo", "--scenario", "ready"]])
def test_without_a_terminal_the_wizard_names_what_works_without_one(words: list[str]) -> None:
    said = one_sentence(run(*words))
    assert "terminal" in said
    assert "`dmsa-tui check`" in said and "`dmsa-tui steps`" in said


def test_a_refused_wizard_leaves_nothing_behind() -> None:
    run("demo")
    run()
    assert list(Path.home().rglob("*")) == []


@pytest.mark.parametrize("option", ["--login-url", "--api-url"])
def test_plain_http_off_loopback_is_refused_before_anything_is_sent(option: str) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        port = listener.getsockname()[1]
        proxy = f"http://127.0.0.1:{port}"
        proxies = {"HTTP_PROXY": proxy, "http_proxy": proxy, "HTTPS_PROXY": proxy, "https_proxy": proxy}
        # 0.0.0.0 leads back to this machine; for the other host the listener stands as the proxy.
        for host in (f"0.0.0.0:{port}", "login.procore.example"):
            said = one_sentence(run("check", option, f"http://{host}", **PAIR, **proxies))
            assert "https://" in said and host in said
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_https_off_loopback_would_have_reached_the_listener_of_the_test_above() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [
            *program.COMMAND,
            "check",
            "--login-url",
            "https://login.procore.example",
            "--only",
            "credentials.token",
        ]
        environment = os.environ | PAIR | {"HTTPS_PROXY": proxy}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with program.beside(process):
            listener.settimeout(60)
            connection, _ = listener.accept()
            with connection:
                assert connection.recv(100).startswith(b"CONNECT login.procore.example:443")
            process.kill()


def test_the_version_is_the_package_s() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"dmsa-tui {__version__}\n", "")


def test_help_lists_every_command_with_its_own_line() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", done.stdout, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: dmsa-tui {command} ")


@on_posix
@pytest.mark.parametrize(
    ("words", "unbuffered"),
    [
        (["--help"], ""),  # unbuffered, argparse itself does not care whether anybody reads
        (["--version"], ""),
        (["paths"], ""),
        (["paths"], "1"),
        (["steps"], ""),
        (["check", "--schema"], "1"),
    ],
)
def test_a_reader_that_leaves_early_is_no_error_and_no_pass(words: list[str], unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*program.COMMAND, *words], stdout=writer, stderr=subprocess.PIPE, timeout=30,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@on_posix
def test_head_gets_its_line_and_nobody_complains() -> None:
    command = f"{sys.executable} -m dmsa_tui steps | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Portal edition: ") and done.stdout.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_under_the_output_is_one_sentence(unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*program.COMMAND, "paths"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert done.returncode == 4
    assert done.stderr == "dmsa-tui: The output cannot be written: no space left on device.\n"


@pytest.mark.parametrize("words", [["--help"], ["steps"], ["manifest", "show"]])
def test_an_output_that_knows_only_ascii_gets_the_nearest(words: list[str]) -> None:
    done = run(*words, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and done.stdout.isascii()
    if words == ["steps"]:
        assert " -> " in done.stdout and " ? " not in done.stdout


@on_posix
@pytest.mark.parametrize(
    ("words", "waiting"),
    [
        (["manifest", "validate"], "Paste the manifest"),
        (["check", "--company-id", "1", "--client-id", "an-id"], "Client secret"),
        (["practice"], "to stop"),
    ],
)
def test_control_c_in_a_terminal_ends_quietly_with_130(words: list[str], waiting: str) -> None:
    from tests.e2e.terminal import Terminal  # imports what only POSIX has

    for attempt in (1, 2):  # Python drops an interrupt that comes while it calls back from an import, which is rare
        with Terminal([*program.COMMAND, *words], os.environ | {"TERM": "xterm-256color"}) as terminal:
            terminal.wait_for(waiting)
            terminal.press("typed")
            if echoed := words[0] != "check":
                terminal.wait_for("typed")  # Ctrl+C throws away what the terminal has not shown yet
            terminal.press("ctrl+c")
            with suppress(*[AssertionError] * (attempt == 1)):
                assert terminal.wait_for_exit(15) == 130
                break
    assert "Traceback" not in terminal.text and "KeyboardInterrupt" not in terminal.text
    assert ("typed" in terminal.text) == echoed
