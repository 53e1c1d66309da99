"""The standard streams, owned in one place: readers that leave, disks that are full, streams that are not there.

A failure of standard output is kept and decides the exit status, whoever handles the exception on its way. Standard
error carries notes: what it cannot take is dropped and changes nothing.
"""

import codecs
import errno
import io
import os
import sys
from types import TracebackType
from typing import TextIO, cast

from dmsa_tui.terminal.ascii_signs import spelled

UNWRITTEN_EXIT = 4
"""The output is closed, or its disk is full."""
UNREAD_EXIT = 141
"""The reader of the output has gone (`| head`): what a shell reports of a program that SIGPIPE ended, never a pass."""

_HANDLER = "dmsa-tui-nearest"


class StandardStreams:
    """Replaces `sys.stdin`, `sys.stdout` and `sys.stderr` while it is entered."""

    def __init__(self, platform: str = sys.platform) -> None:
        self._platform = platform
        self._before = (sys.stdin, sys.stdout, sys.stderr)

    def __enter__(self) -> "StandardStreams":
        absent = [stream is None for stream in self._before]
        for number, missing in enumerate(absent):
            if missing:
                _occupy(number)
        for stream in self._before[1:]:
            _accept_any_text(stream, self._platform)
        self._output = Guarded(self._before[1], must_arrive=True)
        if absent[0]:
            sys.stdin = open(os.devnull, encoding="utf-8")
        sys.stdout = cast(TextIO, self._output)
        sys.stderr = cast(TextIO, Guarded(self._before[2], must_arrive=False))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.stdin, sys.stdout, sys.stderr = self._before

    @property
    def broken(self) -> bool:
        """Whether something could not be written on standard output."""
        return self._output.fault is not None

    def delivered(self, status: int) -> int:
        """Hand over what is still buffered; `status`, or the exit status of an output that could not be written."""
        try:
            self._output.flush()
        except OSError:
            pass
        fault = self._output.fault
        if fault is None:
            return status
        if isinstance(fault, BrokenPipeError):
            return UNREAD_EXIT
        reason = "it is closed" if fault.errno == errno.EBADF else fault.strerror or str(fault)
        print(f"dmsa-tui: The output cannot be written: {reason[:1].lower()}{reason[1:]}.", file=sys.stderr)
        return UNWRITTEN_EXIT


class Guarded(io.TextIOBase):
    """A stream that remembers its first failure: one that must arrive fails from then on, the other drops the rest."""

    def __init__(self, stream: TextIO | None, *, must_arrive: bool) -> None:
        self._stream = stream
        self._must_arrive = must_arrive
        self.fault: OSError | None = None
        """The first failure."""

    def write(self, text: str) -> int:
        if self._stream is None or self.fault is not None:
            self._failed(self.fault or OSError(errno.EBADF, os.strerror(errno.EBADF)))
            return len(text)
        try:
            return self._stream.write(text)
        except OSError as fault:
            self._failed(fault)
        return len(text)

    def flush(self) -> None:
        if self._stream is None or self._stream.closed:  # the latter where this object is the last to go
            return
        try:
            self._stream.flush()
        except OSError as fault:
            self._failed(fault)

    def _failed(self, fault: OSError) -> None:
        if self.fault is None:
            self.fault = fault
            self._give_up()
        if self._must_arrive:
            raise fault

    def _give_up(self) -> None:
        """Drop what is buffered, so that Python does not complain at exit and end with a status of its own."""
        if self._stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return (self._stream and self._stream.encoding) or "utf-8"

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._stream.errors if self._stream else None

    def fileno(self) -> int:
        if self._stream is None:
            raise io.UnsupportedOperation("fileno")
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream is not None and self._stream.isatty()

    def writable(self) -> bool:
        return True


def drop_all() -> None:
    """The terminal has gone: drop what is buffered for it, as `Guarded` does for an output that fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)


def _occupy(number: int) -> None:
    """Open nothing under the number of a standard stream that is closed, so that no file of ours gets that number."""
    try:
        os.fstat(number)
    except OSError:
        os.open(os.devnull, os.O_RDWR)


def _accept_any_text(stream: TextIO | None, platform: str) -> None:
    """Let a stream print the nearest ASCII, or a question mark, for what its encoding does not have.

    On Windows, whose encodings lack most signs, a file or a pipe gets UTF-8 unless PYTHONIOENCODING says otherwise.
    """
    codecs.register_error(_HANDLER, _nearest)
    if not isinstance(stream, io.TextIOWrapper):
        return
    if platform == "win32" and not stream.isatty() and not os.environ.get("PYTHONIOENCODING"):
        stream.reconfigure(encoding="utf-8")
    if stream.errors == "strict":
        stream.reconfigure(errors=_HANDLER)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end]), error.end
