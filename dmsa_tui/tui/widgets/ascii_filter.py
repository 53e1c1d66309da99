"""Draws every screen in ASCII, cell for cell, after it has been laid out."""

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from dmsa_tui.terminal.ascii_signs import NEAREST


class _Table(dict[int, str]):
    """For `str.translate`: what is met for the first time is judged once."""

    def __init__(self, encoding: str) -> None:
        super().__init__({ord(sign): ascii_sign for sign, ascii_sign in NEAREST.items()})
        self._encoding = encoding

    def __missing__(self, code: int) -> str:
        character = chr(code)
        try:
            character.encode(self._encoding)
            drawn = character
        except UnicodeEncodeError:
            drawn = "?" * get_character_cell_size(character)
        self[code] = drawn
        return drawn


class AsciiFilter(LineFilter):
    """Our signs become ASCII; other text stays as far as `encoding` has it, else it is as many question marks."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._table = _Table(encoding)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells in the same styles."""
        return [
            segment if segment.text.isascii() else Segment(self.drawn(segment.text), segment.style, segment.control)
            for segment in segments
        ]

    def drawn(self, text: str) -> str:
        """`text` in as many cells."""
        translated = text.translate(self._table)
        if cell_len(translated) == cell_len(text):
            return translated
        # A joined or widened character is not as wide as its parts.
        clusters = (text[start:end] for start, end, _ in split_graphemes(text)[0])
        return "".join(map(self._cluster, clusters))

    def _cluster(self, cluster: str) -> str:
        translated = cluster.translate(self._table)
        width = cell_len(cluster)
        return translated if cell_len(translated) == width else "?" * width
