"""Every command on streams that are closed, full, left by their reader or not there: what its exit status says."""

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui import cli
from dmsa_tui.commands import paths, wizard
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="a shell and devices as POSIX has them"),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full"),
]

Serve = Callable[[str], Any]
Words = Callable[[Serve], list[str]]

UNWRITTEN, CRASHED, UNREAD = 4, 70, 141
LOST = {">&-": UNWRITTEN, ">/dev/full": UNWRITTEN, ">&$GONE": UNREAD, "<&- >&- 2>&-": UNWRITTEN}
"""How the output is lost → the status of a command that has something to say."""
NOT_MISSED = ["2>&-", "2>/dev/full", "2>&$GONE", "<&-", "<&- 2>&-"]
"""Redirections that change no result and no status."""


@pytest.fixture
def gone() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def of(*words: str) -> Words:
    return lambda serve: list(words)


def of_company(*words: str) -> Words:
    return lambda serve: [words[0], *serve("ready").options, *words[1:]]


def of_hosts(serve: Serve) -> list[str]:
    return ["doctor", *serve("ready").options[:4]]


def of_setup_record(serve: Serve) -> list[str]:
    company = serve("ready")
    record = company.record("Acme")
    store = Store(Paths.default())
    store.forget("Acme")
    store.create(record)
    assert cli.main(["handoff", "Acme", "--format", "json", "-o", "record.json"]) == 0
    return ["verify", "record.json", *company.options[:4]]


COMMANDS: dict[str, Words] = {
    "": of(),
    "--help": of("--help"),
    "--version": of("--version"),
    "demo": of("demo"),
    "check": of_company("check", "--only", "company.reachable"),
    "check --format json": of_company("check", "--only", "company.reachable", "--format", "json"),
    "verify": of_setup_record,
    "permit": of_company("permit"),
    "new": of("new", "Bolt", "--environment", "production", "--company-id", "1"),
    "set": of("set", "Acme", "app-name=Sync"),
    "steps": of("steps"),
    "manifest": of("manifest", "show"),
    "archive": of("archive", "Acme"),
    "completion": of("completion", "bash"),
    "handoff": of("handoff", "Acme"),
    "handout": of("handout", "Acme"),
    "review": of("review", "Acme"),
    "list": of("list"),
    "forget": of("forget", "Acme", "--yes"),
    "paths": of("paths"),
    "doctor": of_hosts,
    "practice": of("practice", "--list"),
}


def test_every_command_is_in_the_table() -> None:
    assert set(cli.COMMANDS) <= {words.split()[0] for words in COMMANDS if words}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_happens_to_a_stream_decides_the_status_and_nothing_else(
    command: str, serve: Serve, gone: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(Paths.default())
    store.create(Onboarding("Acme", company_id="1"))
    words = COMMANDS[command](serve)

    def run(streams: str, unbuffered: str = "") -> "subprocess.CompletedProcess[str]":
        for name in store.names():
            store.forget(name)
        store.create(Onboarding("Acme", company_id="1"))
        return subprocess.run(
            ["bash", "-c", f'exec "$@" {streams}', "bash", sys.executable, "-m", "dmsa_tui", *words], text=True,
            capture_output=True, timeout=60, pass_fds=[gone],
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered, "GONE": str(gone)},
        )  # fmt: skip

    usual = run("")
    assert usual.returncode in (0, 2, 3, UNWRITTEN), usual.stderr
    for streams in NOT_MISSED:
        done = run(streams)
        assert (streams, done.returncode, bool(done.stdout)) == (streams, usual.returncode, bool(usual.stdout))
    for streams, status in LOST.items():
        for unbuffered in ("", "1"):
            done = run(streams, unbuffered)
            expected = status if usual.stdout else usual.returncode
            assert (streams, unbuffered, done.returncode) == (streams, unbuffered, expected), done.stderr
            assert "Traceback" not in done.stderr and "Exception" not in done.stderr
            if "2>" not in streams:
                assert ("output cannot be written" in done.stderr) == (bool(usual.stdout) and status == UNWRITTEN)


@pytest.mark.parametrize("words", [[], *([each] for each in cli.COMMANDS)])
def test_a_fault_of_the_program_is_70_with_its_place_and_no_value(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*given: object) -> int:
        async def fails() -> None:
            raise ZeroDivisionError("canary-value")

        async def side_by_side() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())

        asyncio.run(side_by_side())
        return 0

    monkeypatch.setattr(cli._command(words[0]) if words else wizard, "run", fail)
    required = {
        "completion": "bash",
        "new": "N --environment production --company-id 1",
        "set": "N a=b",
        "manifest": "show",
    }
    name = "N" if words and words[0] in ("archive", "handoff", "handout", "review", "forget") else ""
    assert cli.main([*words, *required.get(words[0] if words else "", name).split()]) == CRASHED
    said = capsys.readouterr().err
    assert "has stopped: ZeroDivisionError" in said and " in fails\n" in said and "canary" not in said


def test_a_file_that_nobody_foresaw_is_a_sentence_and_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*given: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", "a-file")

    monkeypatch.setattr(paths, "run", fail)
    assert cli.main(["paths"]) == UNWRITTEN
    assert capsys.readouterr().err == "dmsa-tui: a-file cannot be used: permission denied.\n"


def test_a_practice_company_that_cannot_announce_itself_does_not_serve() -> None:
    words = ["bash", "-c", 'exec "$@" >&-', "bash", sys.executable, "-m", "dmsa_tui", "practice"]
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == UNWRITTEN and "output cannot be written: it is closed" in done.stderr


@pytest.mark.parametrize("options", [["--watch", "0.1"], ["--all"]])
def test_a_reader_that_leaves_ends_a_long_run(serve: Serve, gone: int, options: list[str]) -> None:
    company = serve("missing-documents")
    if options == ["--all"]:
        store = Store(Paths.default())
        for name in ("Acme", "Bolt"):
            store.create(company.record(name))
        target = options
    else:
        target = [*company.options, *options]
    done = subprocess.run(
        [sys.executable, "-m", "dmsa_tui", "check", *target], stdout=gone, stderr=subprocess.PIPE, text=True,
        timeout=60, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.returncode == UNREAD and "Error" not in done.stderr
