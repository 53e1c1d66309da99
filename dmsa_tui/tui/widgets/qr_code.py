"""A link as a QR code for another device's camera: dark on light whatever the theme, two modules in one cell."""

from functools import lru_cache

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

QUIET = 4
"""Light modules around the symbol, as ISO/IEC 18004 asks for."""
INK = "#000000 on #ffffff"
_CELLS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=8)
def modules(text: str) -> Modules | None:
    """The symbol with its quiet zone, row by row, True is dark; None if the text is too long for any symbol.

    Error correction L or better, never at the price of a larger symbol: a screen is neither torn nor dirty.
    """
    import segno  # pure Python and 20 ms: not before somebody wants a code

    try:
        symbol = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return None
    side = (False,) * QUIET
    rows = [(*side, *map(bool, row), *side) for row in symbol.matrix]
    blank = (False,) * len(rows[0])
    return (*(blank,) * QUIET, *rows, *(blank,) * QUIET)


def cells(drawn: Modules) -> list[str]:
    """Lines of half blocks, two rows of modules in each; an odd last row gets a light one below it."""
    light = (False,) * len(drawn[0])
    pairs = zip(drawn[::2], (*drawn[1::2], light), strict=False)
    return ["".join(map(_CELLS.__getitem__, zip(upper, lower, strict=True))) for upper, lower in pairs]


def size_of(drawn: Modules) -> Size:
    """Columns and rows on the screen."""
    return Size(len(drawn[0]), (len(drawn) + 1) // 2)


class QrCode(Widget):
    """Draws a code, or takes no room at all."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[str] = []
        self.display = False

    def show(self, drawn: Modules | None) -> None:
        """Draw this code; None draws nothing."""
        self._lines = [] if drawn is None else cells(drawn)
        self.display = drawn is not None
        self.refresh(layout=True)

    def render(self) -> Content:
        return Content.styled("\n".join(self._lines), INK)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self._lines[0]) if self._lines else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)
