"""The one way in which files are written: whole, durable, and readable by their owner alone."""

import errno
import os
import tempfile
import time
from pathlib import Path

from dmsa_tui.errors import StorageError, why

TEMPORARY = ".tmp"
"""Suffix of a file that is still being written, or that a killed process left behind."""


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
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=TEMPORARY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None and os.name == "posix":
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        _replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to `path` (mode 0600), durably; a line that a crash has torn before it keeps its own line.

    OSError leaves the file as it was.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
        try:
            if os.write(descriptor, line + b"\n") != len(line) + 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if not size:
        _sync_directory(path.parent)


def write_privately(path: Path, text: str) -> None:
    """Put `text` at `path` in a directory of the program's own, which is made or closed to 0700 on the way.

    StorageError where the disk does not take part.
    """
    try:
        private_directory(path.parent)
        write_whole(path, text.encode())
    except OSError as error:
        raise StorageError(f"The file {path} could not be written: {why(error)}.") from None


def _replace(source: str, target: Path) -> None:
    # Windows refuses while a reader or a virus scanner has the target open, which passes within milliseconds.
    for _ in range(10 if os.name == "nt" else 0):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(0.02)
    os.replace(source, target)


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
