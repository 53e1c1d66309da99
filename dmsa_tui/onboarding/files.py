"""Writes the program's files: whole, durable, and readable by their owner alone."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dmsa_tui.errors import StorageError, why

TEMPORARY = ".tmp"
"""Suffix of a file that is still being written, or that a killed process left behind."""


HELD_TRIES = 25 if os.name == "nt" else 1
"""Tries while another program holds the file: half a second on Windows."""


def private_directory(path: Path) -> Path:
    """`path`, made with mode 0700 together with its missing parents, or closed to 0700; OSError if it cannot be."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Put `data` at `path` with that mode (default: 0600), so that a reader or a crash meets the old file or the new.

    OSError leaves the old file as it was.
    """
    import tempfile

    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=TEMPORARY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None and os.name == "posix":
                os.fchmod(file.fileno(), mode)
            _sync(file.fileno())
        _patiently(partial(os.replace, name, path))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to `path` (mode 0600), durably; a line that a crash has torn before it keeps its own line.

    OSError leaves the file as it was; a link is not followed, and a pipe or a device is not written to.
    """
    descriptor = open_regular(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(descriptor).st_size
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
        try:
            if os.write(descriptor, line + b"\n") != len(line) + 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            _sync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if not size:
        _sync_directory(path.parent)


def open_regular(path: Path, flags: int) -> int:
    """Open a file of the program's own (mode 0600) and no link, pipe or device in its place; OSError for those."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, "It is a link, and this program follows none", str(path))
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "It is not a regular file", str(path))
    return descriptor


def write_privately(path: Path, text: str) -> None:
    """Put `text` at `path` in a directory of the program's own, which is made or closed to 0700 on the way.

    StorageError where the disk does not take part.
    """
    try:
        private_directory(path.parent)
        write_whole(path, text.encode())
    except OSError as error:
        raise StorageError(f"The file {path} could not be written: {why(error)}.") from None


def remove(path: Path) -> None:
    """Remove a file of the program's own that may have gone already; OSError if it stays."""
    _patiently(partial(path.unlink, missing_ok=True))


def sweep(directory: Path) -> None:
    """Remove what killed processes left in `directory`; what another program holds stays for the next time."""
    for name in os.listdir(directory):  # quicker than a pattern where there are many records
        if name.startswith(".") and name.endswith(TEMPORARY):
            with contextlib.suppress(OSError):
                (directory / name).unlink(missing_ok=True)


def _patiently(act: Callable[[], object]) -> None:
    # Windows refuses while a reader or a virus scanner has the file open, which passes within milliseconds.
    for left in reversed(range(HELD_TRIES)):
        try:
            act()
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(0.02)


def _sync(descriptor: int) -> None:
    """Flush a file to the disk itself: on macOS fsync leaves it in the drive's cache (Apple, fsync(2), 2026-11-28)."""
    if os.name == "posix":
        import fcntl

        full = getattr(fcntl, "F_FULLFSYNC", None)
        if full is not None:
            with contextlib.suppress(OSError):  # a network file system may not know it
                fcntl.fcntl(descriptor, full)
                return
    os.fsync(descriptor)


def _sync_directory(directory: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems refuse it, and the file itself is already in place
    finally:
        os.close(descriptor)


def changed_at(path: Path) -> int:
    """When it was last written, in nanoseconds; 0 if it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
