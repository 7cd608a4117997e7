"""Compression of VBA sources: [MS-OVBA] 2.4.1, chunks of 4,096 bytes of literals and copies.

Office reads every legal stream; which copies are chosen is the writer's. The longest match is taken, the nearest of
equals.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence

CHUNK = 4096
SHORTEST = 3
_PACKED, _RAW = 0xB000, 0x3000
"""Chunk headers: signature 0b011 with and without the flag that says compressed."""


def compress(data: bytes) -> bytes:
    """Return a CompressedContainer of the data."""
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(raw: bytes) -> bytes:
    """Return one chunk with its header; what would grow beyond a chunk stands uncompressed."""
    body = _sequences(list(_tokens(raw)))
    if len(body) > CHUNK:
        return struct.pack("<H", CHUNK - 1 | _RAW) + raw.ljust(CHUNK, b"\0")
    return struct.pack("<H", len(body) - 1 | _PACKED) + body


def _sequences(tokens: Sequence[bytes]) -> bytes:
    """Put a flag byte before each eight tokens: bit set = a copy of two bytes, clear = a literal of one."""
    groups = [tokens[start : start + 8] for start in range(0, len(tokens), 8)]
    return b"".join(bytes([_flags(group)]) + b"".join(group) for group in groups)


def _flags(group: Sequence[bytes]) -> int:
    return sum((len(token) - 1) << bit for bit, token in enumerate(group))


def _tokens(raw: bytes) -> Iterator[bytes]:
    """Yield literals and copy tokens, left to right."""
    seen: dict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(raw):
        length, start = _longest(raw, at, seen[raw[at : at + SHORTEST]])
        step = length or 1
        yield _copy(at, at - start, length) if length else raw[at : at + 1]
        for place in range(at, at + step):
            seen[raw[place : place + SHORTEST]].append(place)
        at += step


def _longest(raw: bytes, at: int, starts: Sequence[int]) -> tuple[int, int]:
    """Return length and start of the longest earlier run that repeats at a place; (0, 0) where none is worth it."""
    most = min((0xFFFF >> _offset_bits(at)) + SHORTEST, len(raw) - at)
    if most < SHORTEST:
        return 0, 0
    return max(((_common(raw, start, at, most), start) for start in starts), default=(0, 0))


def _common(raw: bytes, left: int, right: int, most: int) -> int:
    """Return how many bytes two places have in common."""
    length = SHORTEST
    while length < most and raw[left + length] == raw[right + length]:
        length += 1
    return length


def _copy(at: int, offset: int, length: int) -> bytes:
    """Return a CopyToken; how its 16 bits are shared depends on how far the chunk has come (2.4.1.3.19.1)."""
    return struct.pack("<H", (offset - 1) << (16 - _offset_bits(at)) | (length - SHORTEST))


def _offset_bits(at: int) -> int:
    return max((at - 1).bit_length(), 4)
