"""One run at a time in each company."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dmsa_tui.errors import StorageError, why
from dmsa_tui.onboarding.files import private_directory


@contextmanager
def only_run(directory: Path) -> Iterator[None]:
    """Hold the company's directory; StorageError while another run holds it, or if it cannot be written."""
    from filelock import FileLock, Timeout

    try:
        private_directory(directory)
        lock = FileLock(directory / "run.lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise StorageError("Another run is adding or removing projects in this company; wait until it ends.") from None
    except (OSError, NotImplementedError) as error:
        reason = why(error) if isinstance(error, OSError) else "its file system has no locks"
        raise StorageError(f"{directory} cannot be used: {reason}; nothing was sent.") from None
    try:
        yield
    finally:
        lock.release()
