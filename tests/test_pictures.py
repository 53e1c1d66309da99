"""The committed pictures show the screens as they are."""

import re
import subprocess
import sys
from pathlib import Path

from dmsa_tui.practice.portal import SETUP
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.pictures.make import gallery
from tests.pictures.scenes import TITLES
from tests.pictures.walk import LOOKS

PROJECT = Path(__file__).parents[1]
SCREENSHOTS = PROJECT / "screenshots"
MAKE_AGAIN = "run `python -m tests.pictures.make`, look at the pictures, and commit them"


def test_every_picture_shows_its_screen_as_it_is_now(tmp_path: Path) -> None:
    look = LOOKS[1]  # the others come from the same walk, in other colors or more room
    done = subprocess.run(
        [sys.executable, "-m", "tests.pictures.make", look.id, str(tmp_path)],
        capture_output=True, text=True, timeout=240, cwd=PROJECT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made, kept = (
        {picture.stem: picture.read_bytes() for picture in (place / look.id).glob("*.svg")}
        for place in (tmp_path, SCREENSHOTS)
    )
    assert made.keys() == kept.keys(), f"missing or left over: {sorted(made.keys() ^ kept.keys())}; {MAKE_AGAIN}"
    changed = sorted(name for name in made if made[name] != kept[name])
    assert not changed, f"changed since they were drawn: {', '.join(changed)}; {MAKE_AGAIN}"


def test_the_gallery_shows_every_screen_in_every_look() -> None:
    assert (SCREENSHOTS / "README.md").read_text(encoding="utf-8") == gallery(), MAKE_AGAIN
    shown = set(re.findall(r"\]\((\S+\.svg)\)", gallery()))
    assert len(shown) == len(TITLES) * len(LOOKS)
    assert {picture.relative_to(SCREENSHOTS).as_posix() for picture in SCREENSHOTS.rglob("*.svg")} == shown


def test_no_picture_shows_a_secret_or_an_id_or_fetches_anything() -> None:
    seen = Rehearsal("fresh")
    for action in SETUP:
        if action != "add-all-existing":  # all projects are permitted by then
            seen.perform(action)
    found = seen.credentials
    hidden = (found.client_secret, found.sandbox_client_secret, found.client_id, found.company_id)
    for picture in SCREENSHOTS.rglob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        for value in (*hidden, found.app_version_key):
            assert value is not None and value not in text, f"{picture.name} shows {value}"
        assert "url(http" not in text and "<image" not in text, f"{picture.name} fetches something"
