"""A practice company for each test."""

from functools import partial
from pathlib import Path

import pytest

from tests.permit.company import Serve, serve_company


@pytest.fixture
def company(tmp_path: Path) -> Serve:
    """Serves a scenario; see `serve_company`."""
    return partial(serve_company, tmp_path)
