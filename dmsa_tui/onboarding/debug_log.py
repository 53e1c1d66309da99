"""A debug log, off by default: what happened when, without IDs, names or secrets."""

import contextlib
import logging
import os
import re
import time
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from dmsa_tui.errors import StorageError, why
from dmsa_tui.onboarding.files import open_regular, private_directory

FILE = "debug.log"
LARGEST = 1_000_000
"""Bytes of one file; there are four at the most. Where another program holds the file, it grows until that ends."""
KEPT_FOR = 7 * 86_400.0
"""Seconds after which an old log is removed, when a new one begins."""
_LOGGERS = {"dmsa_tui": logging.DEBUG}
"""Method, address and status of each request are logged; headers and bodies are not."""
_HIDDEN = (
    (re.compile(r"\?\S*"), "?…"),
    (re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE), "‹key›"),
    (re.compile(r"[A-Za-z0-9_+/=-]{32,}(?:\.[A-Za-z0-9_-]+)*"), "‹long word›"),
    (re.compile(r"[0-9]{5,}"), "‹number›"),
)
"""Patterns that are hidden in case one is logged by mistake."""


def start(directory: Path) -> Path:
    """Log into `directory`, and return the file. Raises StorageError if it cannot be written."""
    path = directory / FILE
    try:
        private_directory(directory)
        for old in directory.glob(f"{FILE}.*"):
            with contextlib.suppress(OSError):  # another window has moved it, or a reader holds it
                if time.time() - old.stat().st_mtime > KEPT_FOR:
                    old.unlink()
        handler = _Handler(path, maxBytes=LARGEST, backupCount=3, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"The log {path} cannot be written: {why(error)}.") from None
    handler.setFormatter(_Redacting("%(asctime)s %(name)s %(levelname)s %(message)s"))
    for name, level in _LOGGERS.items():
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.addHandler(handler)
        logger.propagate = False
    return path


def stop() -> None:
    """Close the log, if there is one."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        for handler in [each for each in logger.handlers if isinstance(each, _Handler)]:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


class _Handler(RotatingFileHandler):
    """Writes files that only their owner can read; on a full disk a line is lost."""

    def _open(self) -> TextIOWrapper:
        descriptor = open_regular(Path(self.baseFilename), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.chmod(self.baseFilename, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="replace")

    def doRollover(self) -> None:
        """Begin a new file, or go on in this one: Windows does not rename a file that another window has open.

        The next try is as many bytes later, because each try removes the oldest log.
        """
        try:
            super().doRollover()
        except OSError:
            self.maxBytes += LARGEST
        else:
            self.maxBytes = LARGEST

    def handleError(self, record: logging.LogRecord) -> None:
        """Do nothing: logging must not disturb the program, and logging's own report would show the message."""


class _Redacting(logging.Formatter):
    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        text = " ⏎ ".join(super().format(record).splitlines())
        stamp, message = text[:23], text[23:]  # the time is not a number to hide
        for pattern, instead in _HIDDEN:
            message = pattern.sub(instead, message)
        return stamp + message

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Type and place of the error. Its text may quote anything."""
        frames = traceback.extract_tb(ei[2])
        places = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        return f"{ei[0].__name__ if ei[0] else 'error'} at {' > '.join(places)}"
