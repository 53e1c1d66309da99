"""Directories of a user who does not exist, practice companies on loopback, and one browser for all."""

from collections.abc import Iterator

import pytest

from tests.commands.conftest import serve
from tests.documents.chromium import Page, browser
from tests.onboarding.conftest import paths

__all__ = ["chromium", "paths", "serve"]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A headless Chromium."""
    with browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started
