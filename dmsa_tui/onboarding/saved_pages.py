"""The pages that are saved about customers, in one directory: their names, and what keeps each customer's apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from dmsa_tui.onboarding.filenames import SUFFIX, file_name
from dmsa_tui.onboarding.paths import Paths

EARLIER = "earlier-"
"""Begins, with a number, the second part of a file's name that a deleted onboarding of the same name left."""


def page_file(paths: Paths, name: str, suffix: str, what: str = "") -> Path:
    """Where a page about that customer is saved; without `what`, the setup record."""
    return paths.setup_records / page_name(name, suffix, what)


def page_name(name: str, suffix: str, what: str = "") -> str:
    """The name of that file."""
    return ".".join(each for each in (_stem(name), what, suffix) if each)


@contextmanager
def renamed_pages(paths: Paths, name: str, new_name: str) -> Iterator[None]:
    """Give the pages about a customer the new name, over nothing, and the old one again if what is done then fails.

    Raises OSError where the disk refuses.
    """
    set_aside(paths, new_name)
    try:
        _move(paths, name, new_name)
        yield
    except Exception:
        _move(paths, new_name, name)
        raise


def set_aside(paths: Paths, name: str) -> None:
    """Keep what a deleted onboarding of that name has left from being written over; OSError where the disk refuses."""
    if left := _pages(paths, name):
        stem = _stem(name)
        taken = {each.name.split(".")[1] for each in paths.setup_records.glob(f"{stem}.{EARLIER}*")}
        aside = next(part for number in count(1) if (part := f"{EARLIER}{number}") not in taken)
        for page in left:
            page.replace(page.with_name(f"{stem}.{aside}{page.name.removeprefix(stem)}"))


def _move(paths: Paths, name: str, new_name: str) -> None:
    for page in _pages(paths, name):
        page.replace(page.with_name(_stem(new_name) + page.name.removeprefix(_stem(name))))


def _pages(paths: Paths, name: str) -> list[Path]:
    """The pages about the onboarding that has this name now; a stem has no dot, so nobody else's are among them."""
    stem = _stem(name)
    return [each for each in paths.setup_records.glob(f"{stem}.*") if not each.name.startswith(f"{stem}.{EARLIER}")]


def _stem(name: str) -> str:
    return file_name(name).removesuffix(SUFFIX)
