"""The guide as shipped, and a copy of its files to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dmsa_tui.guide.guide_table import data_root
from dmsa_tui.guide.loader import load_guide
from dmsa_tui.guide.model import Guide
from dmsa_tui.guide.profiles import Profile, load_profile


@pytest.fixture
def guide() -> Guide:
    return load_guide()


@pytest.fixture
def file_sync() -> Profile:
    return load_profile("file-sync")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the guide's files."""
    return Path(shutil.copytree(str(data_root()), tmp_path / "data"))


@pytest.fixture
def edit(copy: Path) -> Callable[[str, str, str], None]:
    """Replaces the first occurrence of a text in one file of the copy; the text must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
