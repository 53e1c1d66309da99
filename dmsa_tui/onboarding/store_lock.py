"""The lock under which records are written, one writer at a time, and why one could not be saved."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dmsa_tui.errors import StorageError, quoted, why
from dmsa_tui.onboarding.files import TEMPORARY, private_directory

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another process that is writing."""
_log = logging.getLogger(__name__)


@contextmanager
def writing(directory: Path, name: str, timeout: float | None = None) -> Iterator[None]:
    """Hold the lock of the records in `directory`, to write that customer's.

    StorageError where another process holds it for `timeout` seconds (default: LOCK_TIMEOUT), or the disk refuses.
    """
    from filelock import FileLock, Timeout

    timeout = LOCK_TIMEOUT if timeout is None else timeout
    lock = FileLock(directory / ".lock", timeout=timeout, mode=0o600)
    try:
        private_directory(directory)
        lock.acquire()
    except Timeout:
        raise StorageError(
            f"The onboarding {quoted(name)} could not be saved: another window has locked {lock.lock_file} for "
            f"{timeout:.0f} seconds; close it and try again."
        ) from None
    except OSError as error:
        raise unwritten(directory, name, error) from None
    except NotImplementedError:
        raise unwritten(directory, name, OSError(errno.ENOTSUP, "Its file system has no locks")) from None
    try:
        yield
    finally:
        lock.release()


def unwritten(directory: Path, name: str, error: OSError) -> StorageError:
    """Why that customer's record could not be saved there, which the log gets too."""
    _log.info("record not written: %s", why(error))  # a warning would be printed where no log is kept
    own = error.filename and not str(error.filename).endswith(TEMPORARY)
    return StorageError(
        f"The onboarding {quoted(name)} could not be saved in {error.filename if own else directory}: "
        f"{why(error)}; what was saved before is unchanged."
    )
