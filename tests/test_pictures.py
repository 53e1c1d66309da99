"""The committed pictures show the screens as they are."""

import re
import subprocess
import sys
from pathlib import Path

from dmsa_tui.practice.portal import SETUP
from dmsa_tui.practice.rehearsal import Rehearsal
from tests.pictures import animate
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
    for picture in (*SCREENSHOTS.rglob("*.svg"), animate.PLACE):
        text = picture.read_text(encoding="utf-8")
        for value in (*hidden, found.app_version_key):
            assert value is not None and value not in text, f"{picture.name} shows {value}"
        assert "url(http" not in text and "<image" not in text, f"{picture.name} fetches something"


def test_the_animation_shows_each_piece_while_its_frames_have_it() -> None:
    head = '<svg viewBox="0"><style>.play-r1 { fill: red }</style><rect fill="#000000" stroke="x"/>'

    def frame(*words: str) -> str:
        texts = "".join(
            f'<text class="play-r1" x="0" y="20" textLength="12.2" clip-path="u">{word}</text>' for word in words
        )
        return f'{head}<g transform="translate(9, 41)" clip-path="u">{texts}</g></svg>'

    svg = animate.animated([frame("always", "first"), frame("always", "later"), frame("always", "later")])
    assert ">always<" in svg and svg.count(">later<") == svg.count(">first<") == svg.count(">always<") == 1
    for span, turns in {
        "0-3": "0%{visibility:visible}100%{visibility:hidden}",
        "0-1": "0%{visibility:visible}33.33%{visibility:hidden}",
        "1-3": "0%{visibility:hidden}33.33%{visibility:visible}100%{visibility:hidden}",
    }.items():
        assert f"@keyframes k{span}{{{turns}}}" in svg
    assert f"animation:{3 * animate.SECONDS:g}s step-end infinite" in svg


def test_the_animation_goes_from_nothing_to_all_green_and_is_small() -> None:
    svg = animate.PLACE.read_bytes()
    assert len(svg) < 300_000
    text = svg.decode().replace("\u00a0", " ")
    assert "Create the app" in text and "Hand over the credentials" in text and "Practice Builders is set up" in text
