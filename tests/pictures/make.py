"""Draws every screen in both themes and two sizes, and the gallery that shows them: `python -m tests.pictures.make`.

It walks the demo without a terminal, once for each look, and writes into `screenshots/`; with the id of a look and a
directory it draws that look alone, into that directory.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.pictures.scenes import TITLES, draw_all
from tests.pictures.still import hide_this_machine, stopped_clock
from tests.pictures.walk import LOOKS, Look, Pictures

PLACE = Path(__file__).parents[2] / "screenshots"


def draw(look: Look, directory: Path) -> None:
    """Write the pictures of that look into `directory`."""
    pictures: Pictures = {}
    with tempfile.TemporaryDirectory() as home:
        hide_this_machine(home)
        with stopped_clock():
            asyncio.run(draw_all(pictures, look))
    (directory / look.id).mkdir(parents=True, exist_ok=True)
    for name, svg in pictures.items():
        if home in svg:
            raise SystemExit(f"The picture {name} shows the path of this machine's home.")
        (directory / look.id / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def draw_everything() -> None:
    """Write all pictures, a process for each look, and the gallery."""
    walks = [subprocess.Popen([sys.executable, "-m", __spec__.name, look.id, str(PLACE)]) for look in LOOKS]
    if any(walk.wait() for walk in walks):
        raise SystemExit("Not all pictures were drawn.")
    (PLACE / "README.md").write_text(gallery(), encoding="utf-8", newline="\n")


def gallery() -> str:
    """The page that shows all pictures."""
    lines = [
        "# What dmsa-tui looks like",
        "",
        "Every screen, in the dark and the light theme, at 120×36 and at 80×24. The pictures are of the demo; the",
        "customers on the first screen are invented. `python -m tests.pictures.make` draws them and writes this page.",
    ]
    for name, title in TITLES.items():
        lines += ["", f"## {title}", "", "| dark | light |", "| --- | --- |"]
        for columns, rows in dict.fromkeys((look.columns, look.rows) for look in LOOKS):
            at = f"{columns}x{rows}"
            cells = (f"![{title}, {theme}, {at}]({theme}-{at}/{name}.svg)" for theme in ("dark", "light"))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        draw(next(look for look in LOOKS if look.id == sys.argv[1]), Path(sys.argv[2]))
    else:
        draw_everything()
