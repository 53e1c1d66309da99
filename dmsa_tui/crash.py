"""What is said when the program itself fails: where, and that the answers are safe. No values: any may be secret."""

import traceback
from pathlib import Path

import dmsa_tui

PACKAGE = Path(dmsa_tui.__file__).parent


def place(error: BaseException) -> str:
    """The innermost line of this package that an error passed through, e.g. `screens/promote.py:70`."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _ours(frame.filename)]
    return f"{_short(frames[-1].filename)}:{frames[-1].lineno}" if frames else "outside this package"


def crash_report(error: BaseException, where: str, records: Path | None) -> str:
    """A report that can be passed on: version, place, the chain of calls by file and line, and where the record is."""
    lines = [
        f"dmsa-tui {dmsa_tui.__version__} has stopped: {type(error).__name__} in {place(error)} ({where}).",
        *(
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ),
    ]
    if records is not None:
        lines.append(f"Every answer that was saved is in {records}; start dmsa-tui again to go on.")
    return "\n".join(lines)


def _ours(filename: str) -> bool:
    return Path(filename).is_relative_to(PACKAGE)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if _ours(filename) else f"{path.parent.name}/{path.name}"
