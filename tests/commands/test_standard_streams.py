"""Every command on streams that are closed, full, left by their reader or not there: what its exit status says."""

import asyncio
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dmsa_tui import cli
from dmsa_tui.commands import paths, wizard
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode, Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.practice.company import COMPANY_NAME
from dmsa_tui.terminal import output
from tests import program

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="a shell and devices as POSIX has them"),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full"),
]

LONG = bool(os.environ.get("DMSA_TUI_LONG_TESTS"))
"""Whether each command is tried with and without a buffer; else the commands take turns."""
Serve = Callable[[str], Any]
Words = Callable[[Serve], list[str]]

UNWRITTEN, CRASHED, UNREAD = 4, 70, 141
LOST = {"stdout closed": UNWRITTEN, "stdout full": UNWRITTEN, "stdout gone": UNREAD, "all closed": UNWRITTEN}
"""How the output is lost → the status of a command that has something to say."""
NOT_MISSED = ["stderr closed", "stderr full", "stderr gone", "stdin closed", "stdin and stderr closed"]
"""What changes no result and no status."""
NUMBERS = {"stdin": [0], "stdout": [1], "stderr": [2], "stdin and stderr": [0, 2], "all": [0, 1, 2]}


@pytest.fixture
def ends() -> Iterator[dict[str, int | None]]:
    """What a stream may lead to: nothing, a disk that is full, a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    full = os.open("/dev/full", os.O_WRONLY)
    yield {"closed": program.CLOSED, "full": full, "gone": writer}
    os.close(writer)
    os.close(full)


def of(*words: str) -> Words:
    return lambda serve: list(words)


def of_company(*words: str) -> Words:
    return lambda serve: [words[0], *serve("ready").options, *words[1:]]


def of_hosts(serve: Serve) -> list[str]:
    return ["doctor", *serve("ready").options[:4]]


def of_saved(*words: str, scenario: str = "ready") -> Words:
    def saved(serve: Serve) -> list[str]:
        store = Store(Paths.default())
        store.forget("Acme")
        store.create(serve(scenario).record("Acme", expect=ExpectMode.ALL, future_projects=True))
        return list(words)

    return saved


def of_setup_record(serve: Serve) -> list[str]:
    company = serve("ready")
    store = Store(Paths.default())
    store.forget("Acme")
    store.create(company.record("Acme", expect=ExpectMode.ALL, future_projects=True))
    assert cli.main(["check", "Acme"]) == cli.main(["handoff", "Acme", "-o", "record.json"]) == 0
    return ["verify", "record.json", *company.options[:4]]


COMMANDS: dict[str, Words] = {
    "": of(),
    "--help": of("--help"),
    "--version": of("--version"),
    "demo": of("demo"),
    "check": of_company("check", "--only", "company.reachable"),
    "check --format json": of_company("check", "--only", "company.reachable", "--format", "json"),
    "check --all": of_saved("check", "--all", "--strict"),
    "verify": of_setup_record,
    "permit": of_company("permit"),
    "permit --apply": of_saved(
        "permit", "Acme", "--apply", "--yes", "--confirm", COMPANY_NAME, scenario="update-reset"
    ),
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
    "secret": of_saved("secret", "Acme", "--delete"),
    "forget": of("forget", "Acme", "--yes"),
    "paths": of("paths"),
    "doctor": of_hosts,
    "practice": of("practice", "--list"),
}
REFUSED = {"", "demo"}
"""What wants a terminal, and says so."""
SILENT = {"set", "archive", "secret", "forget"}
"""What has no result to print."""


def test_every_command_is_in_the_table() -> None:
    assert set(cli.COMMANDS) <= {words.split()[0] for words in COMMANDS if words}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_happens_to_a_stream_decides_the_status_and_nothing_else(
    command: str, serve: Serve, ends: dict[str, int | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(Paths.default())
    store.create(Onboarding("Acme", company_id="1"))
    words = COMMANDS[command](serve)
    record = store.load("Acme")
    monkeypatch.setenv("PROCORE_CLIENT_SECRET_ACME", os.environ.get("PROCORE_CLIENT_SECRET", ""))
    place = list(COMMANDS).index(command)
    by_an_interpreter = ([*LOST, *NOT_MISSED] + [""] * len(COMMANDS))[place]  # each way once

    def run(how: str = "", unbuffered: str = "") -> "subprocess.CompletedProcess[str]":
        for name in store.names():
            store.forget(name)
        store.create(replace(record))
        which, _, end = how.rpartition(" ")
        streams = dict.fromkeys(NUMBERS[which], ends[end]) if how else {}
        variables = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        if how == by_an_interpreter:
            return interpreted(words, variables, streams)
        return program.run(*words, variables=variables, streams=streams)

    usual = run()
    assert usual.returncode == (2 if command in REFUSED else 0), usual.stderr
    assert bool(usual.stdout) == (command not in {*REFUSED, *SILENT}), usual.stdout
    for how in NOT_MISSED:
        done = run(how)
        assert (how, done.returncode, bool(done.stdout)) == (how, usual.returncode, bool(usual.stdout))
    for turn, (how, status) in enumerate(LOST.items(), place):
        for unbuffered in ("", "1") if LONG else ("1" * (turn % 2),):
            done = run(how, unbuffered)
            expected = status if usual.stdout else usual.returncode
            assert (how, unbuffered, done.returncode) == (how, unbuffered, expected), done.stderr
            assert "Traceback" not in done.stderr and "Exception" not in done.stderr
            if how != "all closed":
                assert ("output cannot be written" in done.stderr) == (bool(usual.stdout) and status == UNWRITTEN)


def interpreted(
    words: list[str], variables: Mapping[str, str], streams: Mapping[int, int | None]
) -> "subprocess.CompletedProcess[str]":
    """The program in an interpreter of its own, its streams as a shell redirects them."""
    redirections = (f"{number}>&{'-' if file is program.CLOSED else file}" for number, file in streams.items())
    return subprocess.run(
        ["bash", "-c", f'exec "$@" {" ".join(redirections)}', "bash", *program.COMMAND, *words],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env=variables,
        pass_fds=[file for file in streams.values() if file is not program.CLOSED],
    )  # fmt: skip


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
    name = "N" if words and words[0] in ("archive", "handoff", "handout", "review", "secret", "forget") else ""
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
def test_a_reader_that_leaves_ends_a_long_run(serve: Serve, ends: dict[str, int | None], options: list[str]) -> None:
    company = serve("missing-documents")
    if options == ["--all"]:
        store = Store(Paths.default())
        for name in ("Acme", "Bolt"):
            store.create(company.record(name))
        target = options
    else:
        target = [*company.options, *options]
    done = subprocess.run(
        [sys.executable, "-m", "dmsa_tui", "check", *target], stdout=ends["gone"], stderr=subprocess.PIPE, text=True,
        timeout=60, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.returncode == UNREAD and "Error" not in done.stderr


def test_a_stream_that_was_closed_first_has_nothing_left_to_flush() -> None:
    stream = io.StringIO()
    guarded = output.Guarded(stream, must_arrive=True)
    guarded.write("text")
    stream.close()
    guarded.close()  # as Python does when it collects the object
    assert guarded.fault is None
