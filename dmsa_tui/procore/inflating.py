"""Reads an answer's body within limits: what is inflated is counted while it is inflated."""

import zlib
from collections.abc import AsyncIterator

from dmsa_tui.procore.control_characters import visible

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer that are read; a page of 1,000 projects has one to three millions."""
_STEP = 256 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class Unreadable(Exception):
    """A body that is not read. `str()` ends the sentence "The answer of HOST …"."""


async def inflated(chunks: AsyncIterator[bytes], encoding: str) -> bytes:
    """The body that comes in `chunks`, under that Content-Encoding. Raises Unreadable.

    gzip once is all that was asked for (RFC 9110 section 12.5.3), so nothing else is undone.
    """
    layers = [each for each in encoding.lower().replace(" ", "").split(",") if each not in ("", "identity")]
    if layers not in ([], ["gzip"], ["x-gzip"]):
        raise Unreadable(f"is encoded as “{visible(encoding, 60)}”, which was not requested")
    unzip = zlib.decompressobj(_GZIP) if layers else None
    body, came = bytearray(), 0
    async for chunk in chunks:
        came += len(chunk)
        body += chunk if unzip is None else _unzipped(unzip, chunk, LARGEST + 1 - len(body))
        if max(len(body), came) > LARGEST:
            raise Unreadable(f"is larger than {LARGEST / 1_048_576:g} MB")
    if unzip is not None and came and not unzip.eof:
        raise Unreadable("cannot be decoded: its compressed data breaks off")
    return bytes(body)


def _unzipped(unzip: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    data = bytearray()
    while chunk and not unzip.eof and len(data) < room:
        try:
            data += unzip.decompress(chunk, min(_STEP, room - len(data)))
        except zlib.error:
            raise Unreadable("cannot be decoded: it is not valid compressed data") from None
        chunk = unzip.unconsumed_tail
    return bytes(data)
