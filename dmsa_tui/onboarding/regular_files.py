"""Reads the program's own files. A pipe, device or directory at their paths is refused at once."""

import errno
import os
import stat
from pathlib import Path

LARGEST = 16_000_000
"""Bytes; the largest file of the program's own, a report on thousands of projects, has a few million."""


def read_regular(path: Path, largest: int = LARGEST, *, links: bool = True) -> bytes:
    """What is in the file at `path`; OSError unless it is a regular file of at most `largest` bytes.

    Opening a pipe that nobody writes to would wait forever, and a device may have no end. `links`: whether a link to
    such a file is followed, as people have for their settings.
    """
    if not links and path.is_symlink():
        raise OSError(errno.ELOOP, "It is a link, and this program follows none", str(path))
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        state = os.fstat(descriptor)
        if stat.S_ISDIR(state.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "It is not a regular file", str(path))
        if state.st_size > largest:
            raise OSError(errno.EFBIG, f"It has more than {largest:,} bytes", str(path))
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(state.st_size or largest + 1)  # what is asked for is allocated; in /proc sizes are 0
    finally:
        os.close(descriptor)
