"""The program as a process at the price of a fork: a helper process has it imported, and forks for each run.

The fork has the run's own words, variables, directory and standard streams, and ends as every interpreter does. What
only a new interpreter shows (which modules a command imports, how Python itself takes a stream) is tested with one.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

COMMAND = [sys.executable, "-m", "dmsa_tui"]
"""The program in an interpreter of its own."""
CHECKOUT = Path(__file__).parents[1]
BOUND = 60.0
"""Seconds after which a run counts as hanging."""
CLOSED = None
T = TypeVar("T", str, bytes)


def run(
    *words: str,
    given: str | bytes = b"",
    variables: Mapping[str, str] | None = None,
    streams: Mapping[int, int | None] | None = None,
    module: str = "dmsa_tui.cli",
) -> "subprocess.CompletedProcess[str]":
    """Run `dmsa-tui` with these words; return its exit status and what it said.

    `given` is what it reads, `variables` are its environment (else this process's). `streams` has other files for
    standard streams, or CLOSED. `module` has the `main` that runs in place of the program's.
    """
    data = given.encode() if isinstance(given, str) else given
    if sys.platform != "linux":
        assert not streams
        begin = f"import sys; from {module} import main; sys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", begin, *words]
        done = subprocess.run(command, input=data, env=variables, capture_output=True, timeout=BOUND)
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())
    with ExitStack() as stack:
        own = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        own[0].write(data)
        own[0].seek(0)
        status = _server().run(
            {
                "words": words,
                "module": module,
                "variables": {
                    name: value
                    for name, value in (os.environ if variables is None else variables).items()
                    if name != "PYTEST_CURRENT_TEST"  # it may be as long as what the test gives
                },
                "directory": os.getcwd(),
            },
            {**{number: each.fileno() for number, each in enumerate(own)}, **(streams or {})},
        )
        return subprocess.CompletedProcess(words, status, *map(_content, own[1:]))


@contextmanager
def beside(process: "subprocess.Popen[T]") -> "Iterator[subprocess.Popen[T]]":
    """A program that runs beside the test, and ends with it at the latest; `Popen` would wait where the test fails."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def end_helper() -> None:
    """End the helper process, if a test has needed it."""
    if _server.cache_info().currsize:
        _server().end()


@cache
def _server() -> "_Server":
    return _Server()


class _Server:
    """The helper process; it ends when this end of its socket is closed."""

    def __init__(self) -> None:
        self._orders, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fork_server", str(other.fileno())], cwd=CHECKOUT,
                pass_fds=[other.fileno()], stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def end(self) -> None:
        """Wait for its end."""
        self._orders.close()
        self._process.wait(BOUND)

    def run(self, order: dict[str, Any], streams: Mapping[int, int | None]) -> int:
        """The exit status, negative for a signal, as `subprocess` has it."""
        files = {number: file for number, file in streams.items() if file is not CLOSED}
        socket.send_fds(self._orders, [json.dumps({**order, "streams": [*files]}).encode()], [*files.values()])
        process = int(self._answer())
        try:
            return int(self._answer())
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            self._answer()
            raise

    def _answer(self) -> bytes:
        if not select.select([self._orders], [], [], BOUND)[0]:
            raise TimeoutError(f"no answer within {BOUND:.0f} s")
        answer = self._orders.recv(64)
        assert answer, "the helper process has ended"
        return answer
