"""A process that has every command imported. It forks for each run that `tests.program` orders on its socket."""

import atexit
import gc
import io
import json
import os
import pkgutil
import socket
import sys
import threading
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn, TextIO, cast

import dmsa_tui
from dmsa_tui.guide.loader import load_guide

LONGEST_ORDER = 1 << 18
PYTHON_COULD_NOT_FLUSH = 120
IMPORTED_LATER = (
    "anyio._backends._asyncio", "anyio.streams.tls", "anyio._core._testing", "certifi", "concurrent.futures.thread",
    "httpcore", "importlib_metadata", "jaraco.context", "jaraco.functools", "shtab",
)  # fmt: skip
"""What libraries import where they need it first: half of the time of a short command."""


def import_everything() -> None:
    """All but the screens, which few commands draw; and read the guide, which each command would."""
    for each in pkgutil.walk_packages(dmsa_tui.__path__, "dmsa_tui."):
        if not each.name.startswith(("dmsa_tui.tui.", "dmsa_tui.__main__")):
            import_module(each.name)
    for name in IMPORTED_LATER:
        if find_spec(name.partition(".")[0]):  # a newer Python has some of them itself
            import_module(name)
    load_guide()
    gc.collect()
    gc.freeze()


def serve(orders: socket.socket) -> dict[str, Any] | None:
    """Fork for each order and answer with the exit status. It returns an order in the fork, and None at the end."""
    while True:
        order, files, _, _ = socket.recv_fds(orders, LONGEST_ORDER, 3)
        if not order:
            return None
        process = os.fork()
        if not process:
            orders.close()
            found: dict[str, Any] = json.loads(order)
            become(found, files)
            return found
        for each in files:
            os.close(each)
        orders.send(str(process).encode())
        _, status = os.waitpid(process, 0)
        orders.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(order: dict[str, Any], files: list[int]) -> None:
    """Take over the variables, the directory and the standard streams of a run."""
    os.environ.clear()
    os.environ.update(order["variables"])
    time.tzset()
    os.chdir(order["directory"])
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    for number in range(3):
        os.close(number)
    for number, file in zip(order["streams"], files, strict=True):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (
        cast(TextIO, opened(number) if number in order["streams"] else None) for number in range(3)
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc,assignment]


def opened(number: int) -> TextIO:
    """A standard stream as Python opens it when it starts (`create_stdio` in CPython's pylifecycle.c)."""
    mode, unbuffered = ("wb", bool(os.environ.get("PYTHONUNBUFFERED"))) if number else ("rb", False)
    binary = open(number, mode, 0 if unbuffered else -1, closefd=False)  # noqa: SIM115  it stays open to the end
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8:surrogateescape").partition(":")
    return io.TextIOWrapper(
        cast(io.BufferedWriter, binary), encoding, "backslashreplace" if number == 2 else errors or "strict",
        newline="\n" if number else None, line_buffering=number == 2 or binary.isatty(), write_through=unbuffered,
    )  # fmt: skip


def end(status: int) -> NoReturn:
    """End as Python does (`Py_FinalizeEx`), but for freeing its memory object by object, which takes the longest."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except Exception:
            status = PYTHON_COULD_NOT_FLUSH
    os._exit(status)


if __name__ == "__main__":
    import_everything()
    order = serve(socket.socket(fileno=int(sys.argv[1])))
    if order is not None:
        end(import_module(order["module"]).main(order["words"]))
