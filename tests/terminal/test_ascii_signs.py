"""Signs in ASCII: which terminal needs them, and that every cell stays where it is."""

import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._border import BORDER_CHARS
from textual.color import Color
from textual.scrollbar import ScrollBarRender

import dmsa_tui
from dmsa_tui.terminal.ascii_signs import NEAREST, ascii_encoding, spelled
from dmsa_tui.tui.widgets.ascii_filter import AsciiFilter
from dmsa_tui.tui.widgets.signs import SIGNS

PACKAGE = Path(dmsa_tui.__file__).parent
READ_ONLY = {
    ("checks", "list_lines.py"), ("checks", "spelling.py"),
    ("guide", "manifest", "cleaning.py"), ("onboarding", "searching.py"), ("onboarding", "validation.py"),
}  # fmt: skip
"""Modules whose signs are looked for in what people paste, and drawn nowhere; the practice company's are text too."""
UTF_8 = {"LANG": "de_DE.UTF-8", "TERM": "xterm-256color"}
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="a console of Windows is asked for its code page")


def test_every_sign_that_is_drawn_has_ascii_of_its_width() -> None:
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml")]
    ours = {
        character
        for path in files
        if path.relative_to(PACKAGE).parts not in READ_ONLY and "practice" not in path.parts
        for character in re.findall(r"[^\x00-\x7f]", path.read_text("utf-8"))
    }
    borders = {character for rows in BORDER_CHARS.values() for row in rows for character in row}
    textuals = borders | {*ScrollBarRender.VERTICAL_BARS, *ScrollBarRender.HORIZONTAL_BARS}
    drawn = {character for character in ours | textuals if not character.isascii()}
    assert len(drawn) > 60 and drawn - set(NEAREST) == set()
    assert {sign for sign, near in NEAREST.items() if not near.isascii() or cell_len(sign) != len(near)} == set()


def test_no_two_states_share_their_ascii_sign() -> None:
    for signs in ([*SIGNS.values()],):
        drawn = [spelled(each.sign) for each in signs]
        assert len({*drawn}) == len(drawn), drawn


@on_posix
@pytest.mark.parametrize(
    ("environment", "stream", "needed"),
    [
        (UTF_8, "utf-8", None),
        ({}, "utf-8", None),
        ({"LANG": "C"}, "utf-8", "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", "ascii"),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8", None),
        ({"LANG": "de_DE", "LC_CTYPE": "C.UTF-8"}, "utf-8", None),
        ({"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, "utf-8", None),
        ({**UTF_8, "LC_ALL": "POSIX"}, "utf-8", "ascii"),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, "utf-8", None),
        ({"LANG": "de_DE"}, "iso8859-1", "iso8859-1"),
        ({"LANG": "ru_RU.KOI8-R"}, "koi8-r", "koi8-r"),
        ({**UTF_8, "TERM": "linux"}, "utf-8", "utf-8"),
        ({**UTF_8, "TERM": "linux-16color"}, "utf-8", "utf-8"),
    ],
)
def test_the_terminal_tells_whether_it_has_the_signs(
    environment: dict[str, str], stream: str, needed: str | None
) -> None:
    assert ascii_encoding("auto", environment, stream) == needed


def test_the_person_has_the_last_word() -> None:
    assert ascii_encoding("ascii", UTF_8, "utf-8") == "utf-8"
    assert ascii_encoding("unicode", {"LANG": "C", "TERM": "linux"}, "utf-8") is None


@pytest.mark.parametrize(
    ("text", "in_ascii", "in_utf_8"),
    [
        ("✔ “Côté” → 建設…", '+ "C?t?" > ????.', '+ "Côté" > 建設.'),
        ("a 👨‍👩‍👧 family", "a ?? family", "a 👨‍👩‍👧 family"),
        ("🏗️ sign", "?? sign", "🏗️ sign"),
        ("e" + "\u0301" * 5, "e", "e" + "\u0301" * 5),
        ("\u202e", "", "\u202e"),
    ],
)
def test_text_from_outside_keeps_its_cells(text: str, in_ascii: str, in_utf_8: str) -> None:
    assert AsciiFilter("ascii").drawn(text) == in_ascii
    assert AsciiFilter("utf-8").drawn(text) == in_utf_8
    assert cell_len(in_ascii) == cell_len(in_utf_8) == cell_len(text)


def test_styles_and_what_a_click_means_stay() -> None:
    style = Style(bold=True, meta={"step": "install"})
    plain, signed = Segment("Install", style), Segment("✔ ", style)
    drawn = AsciiFilter("ascii").apply([plain, signed], Color.parse("black"))
    assert drawn == [plain, Segment("+ ", style)] and drawn[0] is plain
    assert drawn[1].style is style


def test_a_line_of_a_command_may_grow() -> None:
    assert spelled("Admin → Tools…") == "Admin -> Tools..."
    assert spelled("建") == "?"
