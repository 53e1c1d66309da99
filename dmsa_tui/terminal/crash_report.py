"""The crash report: where the program failed, and that the answers are safe. It has no values: any may be secret."""

import traceback
from pathlib import Path

import dmsa_tui

PACKAGE = Path(dmsa_tui.__file__).parent


def innermost(error: BaseException) -> BaseException:
    """The error itself, or the first of those that tasks side by side have raised."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def place(error: BaseException) -> str:
    """The innermost line of this package that an error passed through, e.g. `tui/steps/promote.py:70`."""
    frames = [frame for frame in _frames(error) if _ours(frame.filename)]
    return f"{_short(frames[-1].filename)}:{frames[-1].lineno}" if frames else "outside this package"


def internal_error(error: BaseException) -> str:
    """A sentence for an error that ends only a task, e.g. one in the background."""
    return f"An internal error occurred: {type(error).__name__} in {place(error)}."


def crash_report(error: BaseException, where: str, records: Path | None) -> str:
    """A report that can be passed on: version, place, the chain of calls by file and line, and where the record is."""
    kind = type(innermost(error)).__name__
    lines = [
        f"dmsa-tui {dmsa_tui.__version__} has stopped: {kind} in {place(error)} ({where}).",
        *(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in _frames(error)),
    ]
    if records is not None:
        lines.append(f"Your saved answers are in {records}; start dmsa-tui again to continue.")
    return "\n".join(lines)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The calls that led to the error, through the groups that it is in."""
    frames = list(traceback.extract_tb(error.__traceback__))
    return frames + _frames(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else frames


def about_the_machine(error: OSError) -> bool:
    """Whether an error that nobody foresaw names a file of the person's or the system's, not one of this package."""
    return error.filename is not None and not _ours(str(error.filename))


def _ours(filename: str) -> bool:
    return Path(filename).is_relative_to(PACKAGE)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if _ours(filename) else f"{path.parent.name}/{path.name}"
