"""The papers of four real cases in a browser and on paper: nothing is cut off, and they stay short."""

from pathlib import Path

import pytest

from dmsa_tui import cli
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import ExpectMode
from dmsa_tui.onboarding.store import Store
from tests.commands.conftest import Serve
from tests.documents.chromium import Page, needs_chromium, pages_of

LONGEST = {"handout": 2, "handoff": 3, "review": 3}
"""Command → pages of A4 or Letter."""


@needs_chromium
@pytest.mark.parametrize("scenario", ["fresh", "ready", "missing-documents", "large-company"])
def test_the_papers_fit_the_screen_and_a_few_pages(
    scenario: str, serve: Serve, chromium: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = serve(scenario)
    answers = {"expect": ExpectMode.ALL, "future_projects": True, "app_name": "Cedar Sync", "app_version_key": "k" * 36}
    Store(Paths.default()).create(served.record("Cedar Homes", **answers))
    if scenario != "fresh":
        cli.main(["check", "Cedar Homes"])
    for command, most in LONGEST.items():
        file = tmp_path / f"{scenario}-{command}.html"
        assert cli.main([command, "Cedar Homes", "-o", str(file)]) == 0
        chromium.open(file)
        assert chromium.eval("document.documentElement.scrollWidth <= innerWidth"), command
        assert chromium.eval("document.querySelectorAll('script, img, iframe, link').length") == 0
        for size in ({}, {"paperWidth": 8.5, "paperHeight": 11}):
            assert 1 <= pages_of(chromium.printed(**size)) <= most, (command, size)
    capsys.readouterr()
