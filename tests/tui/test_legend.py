"""F1 says what each sign means that is drawn anywhere."""

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from dmsa_tui.tui import legend
from dmsa_tui.tui.widgets.open_action import UNSEEN
from dmsa_tui.tui.widgets.signs import SIGNS

TUI = Path(legend.__file__).parent
FRAMES = range(0x2500, 0x25A0)
"""Lines and blocks: of a frame, a bar, a code for a camera."""


def drawn() -> Iterator[tuple[str, str]]:
    """Each sign in a text of the interface that is no docstring, and the module."""
    for path in sorted(TUI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for each in ast.walk(tree):
            if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in said:
                signs = (sign for sign in each.value if unicodedata.category(sign) == "So" and ord(sign) not in FRAMES)
                yield from ((sign, path.name) for sign in signs)


def test_each_sign_that_is_drawn_is_in_the_legend() -> None:
    every = legend.OF_EVERY | legend.OF_FOLDS | legend.OF_ACTIONS | legend.OF_LEVELS | legend.OF_PRACTICE
    explained = {sign for signs in every for sign in signs} | {sign.sign for sign in SIGNS.values()}
    found = dict(drawn())
    assert {"●", "◀", "✎", "✕", "⇥"} <= found.keys(), "signs are found"
    assert {sign: where for sign, where in found.items() if sign not in explained} == {}
    assert UNSEEN.strip() in explained and legend.MEANINGS.keys() == SIGNS.keys()
