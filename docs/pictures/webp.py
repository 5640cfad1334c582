"""An animated WebP made of still ones: a container, in which the stills' data stays as it is.

Source: "WebP Container Specification", the chunks VP8X, ANIM and ANMF; RFC 9649.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FOREVER = 0
IMAGE_CHUNKS = (b"ALPH", b"VP8 ", b"VP8L")
ANIMATED = 0x02
OVERWRITE = 0x02
"""A frame replaces what was there; it is not blended with it."""


@dataclass(frozen=True, slots=True)
class Still:
    """One picture of the film, as a WebP file, and for how many milliseconds it is shown."""

    file: bytes
    shown_ms: int


def animated(stills: Sequence[Still], width: int, height: int) -> bytes:
    """Return the WebP file that shows `stills`, all of `width` by `height` pixels, for ever."""
    extended = bytes([ANIMATED, 0, 0, 0]) + _three(width - 1) + _three(height - 1)
    chunks = [_chunk(b"VP8X", extended), _chunk(b"ANIM", b"\xff" * 4 + bytes([FOREVER, 0]))]
    for still in stills:
        place = _three(0) + _three(0) + _three(width - 1) + _three(height - 1)
        image = b"".join(_chunk(*each) for each in chunks_of(still.file) if each[0] in IMAGE_CHUNKS)
        flags = bytes([OVERWRITE])
        chunks.append(_chunk(b"ANMF", place + _three(still.shown_ms) + flags + image))
    return _chunk(b"RIFF", b"WEBP" + b"".join(chunks))


def chunks_of(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a WebP file: name and content.

    Raises:
        ValueError: this is no WebP file.
    """
    if file[:4] != b"RIFF" or file[8:12] != b"WEBP":
        raise ValueError("this is no WebP file: it does not begin with RIFF … WEBP")
    at = 12
    while at + 8 <= len(file):
        size = int.from_bytes(file[at + 4 : at + 8], "little")
        yield file[at : at + 4], file[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
