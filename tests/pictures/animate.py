"""Draws `demo --play` as one animated SVG, for the README: `python -m tests.pictures.animate [FILE]`."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace

from tests.pictures.still import hide_this_machine, stopped_clock
from tests.pictures.walk import Look, Pictures, walking

PLACE = Path(__file__).parents[2] / "docs" / "demo-play.svg"
FONT = "text{font:20px 'Fira Code','DejaVu Sans Mono',monospace}"
LOOK = Look("dark", 80, 24)
SECONDS = 1.5
"""How long a frame is shown."""
PLACED = '<g transform="translate(9, 41)"'
RECT = re.compile(r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65"')
TEXT = re.compile(r'<text class="play-(r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]+)</text>')


async def play() -> list[str]:
    """A picture for each click that the demo shows by itself."""
    from dmsa_tui.session.session import Session
    from dmsa_tui.tui.dialogs.ending import EndingDialog
    from dmsa_tui.tui.steps import playing

    pictures, frames, held = Pictures(), list[str](), list[asyncio.Event]()

    async def until_drawn(_seconds: float) -> None:
        held.append(asyncio.Event())
        await held[-1].wait()

    vars(playing)["asyncio"] = SimpleNamespace(sleep=until_drawn)
    session = Session.for_rehearsal("fresh", reset=True)
    async with walking(session, pictures, LOOK) as walk:
        walk.app.plays_on = True
        walk.app.on_ready()
        while True:
            await walk.until(lambda: held or isinstance(walk.app.screen, EndingDialog), "more")
            await walk.picture("play")
            frames.append(pictures["play"])
            if not held:
                return frames
            held.pop().set()


def animated(frames: list[str]) -> str:
    """One SVG in which each piece of a frame is visible for as long as the frames have it."""
    seen, classes = dict[str, list[int]](), dict[str, str]()
    for number, frame in enumerate(frames):
        for piece in _pieces(frame, classes):
            seen.setdefault(piece, []).append(number)
    spans: dict[tuple[bool, int, int], list[str]] = {}
    for piece, numbers in seen.items():
        starts = [each for each in numbers if each - 1 not in numbers]
        ends = [each + 1 for each in numbers if each + 1 not in numbers]
        for first, end in zip(starts, ends, strict=True):
            spans.setdefault((piece.startswith("<text"), first, end), []).append(piece)
    chrome = re.sub(r"<style>.*?</style>|<defs>.*?</defs>", "", frames[0], flags=re.DOTALL).partition(PLACED)[0]
    css = [FONT, *(f".{name}{{{style}}}" for style, name in classes.items())]
    css.append(f"g g{{animation:{len(frames) * SECONDS:g}s step-end infinite}}g g rect{{height:24.65px}}")
    groups = []
    for is_text, first, end in sorted(spans):
        turns = {0: "hidden", first: "visible", end: "hidden"}
        when = "".join(f"{at * 100 / len(frames):.4g}%{{visibility:{how}}}" for at, how in turns.items())
        css.append(f"@keyframes k{first}-{end}{{{when}}}")
        groups.append(f'<g style="animation-name:k{first}-{end}">{"".join(spans[is_text, first, end])}</g>')
    begin = " ".join(chrome.split()).replace(">", f"><style>{''.join(dict.fromkeys(css))}</style>", 1)
    return f"{begin}{PLACED}>{''.join(groups)}</g></svg>\n"


def _pieces(frame: str, classes: dict[str, str]) -> Iterable[str]:
    """The frame's rectangles and texts, with class names that all frames share."""
    styles = dict(re.findall(r"\.play-(r\d+) \{ (.*?) \}", frame))
    for (fill, y), run in groupby(RECT.findall(frame), itemgetter(0, 2)):
        if f'<rect fill="{fill}" stroke' not in frame:  # that is the terminal's own ground
            name = classes.setdefault(f"fill: {fill}", f"r{len(classes)}")
            (_, x, _, first), *others = run
            width = float(first) + sum(float(each[3]) for each in others)
            yield f'<rect class="{name}" x="{x}" y="{y}" width="{width:g}"/>'
    for style, x, y, length, text in TEXT.findall(frame):
        name = classes.setdefault(styles[style], f"r{len(classes)}")
        shown = text.rstrip().replace("&#160;", "\u00a0")
        yield f'<text class="{name}" x="{x}" y="{y}" textLength="{length}">{shown}</text>'


def main(path: Path) -> None:
    """Write the animation."""
    with tempfile.TemporaryDirectory() as home:
        hide_this_machine(home)
        with stopped_clock():
            path.write_text(animated(asyncio.run(play())), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE)
