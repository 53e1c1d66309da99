"""Directories of a user who does not exist."""

from pathlib import Path

import pytest

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.store import Store


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Directories under `tmp_path`, none of which exists yet."""
    return Paths(tmp_path / "data", tmp_path / "config", tmp_path / "state", tmp_path / "logs")


@pytest.fixture
def store(paths: Paths) -> Store:
    """An empty store."""
    return Store(paths)
