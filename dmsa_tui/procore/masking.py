"""Hides every known secret and token in what came over the wire, before anything else sees it.

A secret is found whole or by any part of `PART` characters or more, in any letter case, as it is or written as
percent codes, HTML entities, JSON escapes, Base64 or hexadecimal digits, and with tags, blanks or punctuation between.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from dmsa_tui.procore.secret import MASK, PART, Secret

_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789-_.~+/"
_DROPPED = bytes(set(range(256)) - set(_KEPT) - set(_KEPT.upper()))
_WORD = 8
"""Bytes of a machine word: text is first looked through by whole words, which is fast."""
_ESCAPE = re.compile(r"%[0-9a-f]{2}|&#?[0-9a-z]{1,31};?|\\u[0-9a-f]{4}|\\[nrtbf\"/\\]", re.IGNORECASE)
_BLANKS = dict.fromkeys("nrtbf", " ")
_TAG = re.compile(r"<[^<>]*>")
_ROUNDS = 4
"""How many encodings on top of each other are undone."""
_LONGEST_PIECE = 20_000
"""Characters of one string; a longer one that holds a part of a secret is hidden whole."""
_CHUNK, _OVERLAP = 128 * 1024, 1024
"""Bytes that are looked at in one go, 20 ms at the worst: no other thread can run meanwhile. How many twice."""
_MOST = 200_000
"""Characters of one answer that are looked at one by one; what is left of it is hidden string by string."""
_QUICK_BYTES = 96 * 1024
"""Bytes of an answer that one quick look may take: 10 ms at the worst."""
_FEW_ROWS = 3
_FEW_ESCAPES = 256
"""Characters that may begin an escape or a tag, in an answer that a quick look may take."""
LONGEST_PAGE = 8192
"""Bytes of an answer that is not JSON; the rest of a page is not kept."""


class Masking:
    """The secrets of one client: the pair's, and every token of the run, old ones too."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._secrets: list[Secret] = []
        self._plain: set[str] = set()
        self._base64: set[str] = set()
        self._hex: set[str] = set()
        self._words: set[int] = set()
        self._odd: list[Secret] = []
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: Secret) -> None:
        """Hide this one too, from now on."""
        if not secret or secret in self._secrets:
            return
        self._secrets.append(secret)
        text = secret.reveal()
        plain = _squeezed(text)
        if len(plain) < PART or len(plain) != len(text):
            # Too short to tell a part of it from a word, or of characters that no secret of Procore's has.
            self._odd.append(secret)
        if len(plain) < PART:
            return
        data = text.encode("utf-8", "surrogatepass")
        for start in range(3):
            for encoded in (base64.b64encode(data[start:]), base64.urlsafe_b64encode(data[start:])):
                self._add(self._base64, encoded.decode().rstrip("=").lower(), PART * 4 // 3)
        self._add(self._hex, data.hex(), PART * 2)
        self._add(self._plain, plain, PART)

    def _add(self, parts: set[str], form: str, size: int) -> None:
        parts.update(_windows(form, size))
        data = form.encode()
        self._words.update([int.from_bytes(data[at : at + _WORD], "little") for at in range(len(data) - _WORD + 1)])

    def text(self, text: str) -> str:
        """`text` with dots for every secret in it."""
        for odd in self._odd:
            text = odd.hidden_in(text)
        if len(text) < PART or not self._may_show(text.encode("utf-8", "surrogatepass")):
            return text
        return self._masked(text) if len(text) <= _LONGEST_PIECE else MASK

    def needs_no_mask(self, body: bytes) -> bool:
        """Whether a quick look is enough to know that `body()` returns the body as it is. It may hold an event loop."""
        if len(body) > _QUICK_BYTES or self._odd or not _is_json(body):
            return False
        distinct = _distinct(body)
        few = sum(map(distinct.count, (b"%", b"&", b"\\", b"<"))) <= _FEW_ESCAPES
        return few and not self._may_show(distinct)

    def body(self, body: bytes) -> bytes:
        """An answer's body with dots for every secret in it. JSON stays JSON; of a page the beginning is kept."""
        if not _is_json(body):
            body = body[:LONGEST_PAGE]
        if not self._odd and not self._may_show_anywhere(body):
            return body
        text = body.decode("utf-8", "surrogateescape")
        for odd in self._odd:
            text = odd.hidden_in(text)
        if len(body) <= LONGEST_PAGE:  # whole, so that a tag's quotes do not stand between two halves of a secret
            return self._masked(text).encode("utf-8", "surrogateescape")
        left, pieces = _MOST, text.split('"')
        for index, piece in enumerate(pieces):
            if len(piece) >= PART and self._may_show_anywhere(piece.encode("utf-8", "surrogateescape")):
                left -= len(piece)
                pieces[index] = self._masked(piece) if len(piece) <= _LONGEST_PIECE and left > 0 else MASK
        return '"'.join(pieces).encode("utf-8", "surrogateescape")

    def _may_show_anywhere(self, data: bytes) -> bool:
        """The same for text of any length, which is looked at in chunks."""
        return any(self._may_show(_distinct(chunk)) for chunk in _chunks(data))

    def _may_show(self, data: bytes) -> bool:
        """Whether a second look is needed; False is certain."""
        if not self._words:
            return False
        if self._met(data):
            return True
        text, rounds = data, 0
        while rounds < _ROUNDS and (b"%" in text or b"&" in text or b"\\" in text):
            decoded = _ESCAPE.sub(_decoded, text.decode("utf-8", "replace")).encode("utf-8", "replace")
            if decoded == text:
                break
            text, rounds = decoded, rounds + 1
            if self._met(text):
                return True
        return any(
            b"<" in each and self._met(_TAG.sub("", each.decode("utf-8", "replace")).encode("utf-8", "replace"))
            for each in (data, text)
        )

    def _met(self, data: bytes) -> bool:
        """Whether a word of a secret's form lies at one of every four places: a part of 12 covers at least one."""
        view = memoryview(data.lower().translate(None, _DROPPED))
        return any(
            not self._words.isdisjoint(view[start : start + (len(view) - start) // _WORD * _WORD].cast("Q"))
            for start in (0, _WORD // 2)
            if len(view) >= start + _WORD
        )

    def _masked(self, text: str) -> str:
        hidden: list[tuple[int, int]] = []
        letters = [(letter, at, at + 1) for at, letter in enumerate(text)]
        for _ in range(_ROUNDS + 1):
            hidden += self._found(letters)
            hidden += self._found(_without_tags(letters))
            shorter = _unescaped(letters)
            if len(shorter) == len(letters):
                break
            letters = shorter
        shown, end = [], 0
        for first, last in _merged(hidden):
            first -= _backslashes(text, first) % 2  # half of a JSON escape would spoil the rest
            shown += [text[end:first], MASK]
            end = last
        return "".join((*shown, text[end:]))

    def _found(self, letters: "Letters") -> Iterator[tuple[int, int]]:
        """Where parts of secrets are, as places in the text as it came."""
        kept = [letter for letter in letters if letter[0].lower().encode("utf-8", "replace") in _KEPT_LETTERS]
        squeezed = "".join(each[0].lower() for each in kept)
        sizes = ((PART, self._plain), (PART * 4 // 3, self._base64), (PART * 2, self._hex))
        for start in range(len(squeezed)):
            for size, parts in sizes:
                if squeezed[start : start + size] in parts:
                    yield kept[start][1], kept[start + size - 1][2]


Letters = list[tuple[str, int, int]]
"""Each letter that a reader would see, and from where to where it stands in the text as it came."""
_KEPT_LETTERS = frozenset(bytes((each,)) for each in _KEPT)


def _is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b'"'))


def _chunks(data: bytes) -> Iterator[bytes]:
    """The text in chunks, each to a quote; where none is near, chunks overlap, so that no part of a secret is cut."""
    start = 0
    while len(data) > start + _CHUNK:
        quote = data.rfind(b'"', start, start + _CHUNK) + 1
        end = quote or start + _CHUNK
        yield data[start:end]
        start = quote or end - _OVERLAP
    yield data[start:]


def _distinct(body: bytes) -> bytes:
    """A large answer with what its rows repeat only once. No string is cut: a quote ends each piece."""
    if len(body) <= LONGEST_PAGE:
        return body
    rows = body.split(b'},{"')
    if len(rows) > _FEW_ROWS and b"\\" not in body:  # else a quote may be a part of a string
        end = _common_end(rows[1], rows[2])
        repeated = _repeated(rows[1].removesuffix(end), rows[2].removesuffix(end))
        left = b'"'.join(row.removesuffix(end) for row in rows)
        for each in repeated:
            left = left.replace(each, b'"')
        if len(left) < len(body) // 2:
            return b'"'.join((left, end, *repeated))
    return b'"'.join({*body.split(b',"')})


def _common_end(one: bytes, other: bytes) -> bytes:
    """What two rows end with, from a quote on."""
    same = 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        same += 1
    return b"".join(one[len(one) - same :].partition(b'"')[1:])


def _repeated(one: bytes, other: bytes) -> list[bytes]:
    """What two rows have in common, each from a quote to a quote, the longest first."""
    pieces = zip(one.split(b'"'), other.split(b'"'), strict=False)
    runs = groupby(list(pieces)[1:], lambda pair: pair[0] == pair[1])
    return sorted((b'"%b"' % b'"'.join(mine for mine, _ in run) for same, run in runs if same), key=len, reverse=True)


def _squeezed(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").lower().translate(None, _DROPPED).decode()


def _windows(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def _decoded(match: re.Match[str]) -> str:
    escape = match[0]
    if escape[0] == "%":
        return chr(int(escape[1:], 16))
    if escape[0] == "&":
        import html  # its table of names is large, and few answers have an entity

        return html.unescape(escape)
    return chr(int(escape[2:], 16)) if escape[1] in "uU" else _BLANKS.get(escape[1], escape[1])


def _unescaped(letters: Letters) -> Letters:
    text = "".join(letter[0] for letter in letters)
    result, end = [], 0
    for match in _ESCAPE.finditer(text):
        decoded = _decoded(match)
        if decoded == match[0]:
            continue
        first, last = match.span()
        result += letters[end:first]
        result += [(each, letters[first][1], letters[last - 1][2]) for each in decoded]
        end = last
    return [*result, *letters[end:]]


def _without_tags(letters: Letters) -> Letters:
    text = "".join(letter[0] for letter in letters)
    result, end = [], 0
    for match in _TAG.finditer(text):
        result += letters[end : match.start()]
        end = match.end()
    return [*result, *letters[end:]]


def _backslashes(text: str, end: int) -> int:
    return end - len(text[:end].rstrip("\\"))


def _merged(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begun: tuple[int, int] | None = None
    for first, last in sorted(places):
        if begun is not None and first <= begun[1]:
            begun = (begun[0], max(begun[1], last))
        else:
            if begun is not None:
                yield begun
            begun = (first, last)
    if begun is not None:
        yield begun
