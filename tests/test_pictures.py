"""The committed pictures show the screens as they are."""

import subprocess
import sys
from pathlib import Path

from dmsa_tui.practice.portal import SETUP
from dmsa_tui.practice.rehearsal import Rehearsal

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
MAKE_AGAIN = "run `python screenshots/make.py`, look at the pictures, and commit them"


def test_every_picture_shows_its_screen_as_it_is_now(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCREENSHOTS / "make.py"), str(tmp_path)], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    made, kept = (
        {picture.stem: picture.read_bytes() for picture in place.glob("*.svg")} for place in (tmp_path, SCREENSHOTS)
    )
    assert made.keys() == kept.keys(), f"missing or left over: {sorted(made.keys() ^ kept.keys())}; {MAKE_AGAIN}"
    changed = sorted(name for name in made if made[name] != kept[name])
    assert not changed, f"changed since they were drawn: {', '.join(changed)}; {MAKE_AGAIN}"


def test_no_picture_shows_a_secret_or_an_id_or_fetches_anything() -> None:
    seen = Rehearsal("fresh")
    for action in SETUP:
        if action != "add-all-existing":  # all projects are permitted by then
            seen.perform(action)
    found = seen.credentials
    hidden = (found.client_secret, found.sandbox_client_secret, found.client_id, found.company_id)
    for picture in SCREENSHOTS.glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        for value in (*hidden, found.app_version_key):
            assert value is not None and value not in text, f"{picture.name} shows {value}"
        assert "url(http" not in text and "<image" not in text, f"{picture.name} fetches something"
