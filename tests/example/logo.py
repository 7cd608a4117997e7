"""The picture on the cover: a small sign drawn point by point, so that no library's version shows in it."""

import struct
import zlib

SIZE, FINE = 120, 3
BOLT = ((0.56, 0.12), (0.28, 0.56), (0.47, 0.56), (0.40, 0.88), (0.72, 0.42), (0.52, 0.42))
PALETTE = ((255, 255, 255), (31, 78, 121), (255, 192, 0))


def logo() -> bytes:
    """Return a PNG: a bolt on a disc."""
    rows = b"".join(b"\0" + bytes(part for x in range(SIZE) for part in _point(x, y)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _point(x: int, y: int) -> tuple[int, int, int]:
    """Return a point's colour, the mean of a few finer ones."""
    inks = [
        _ink((x + (a + 0.5) / FINE) / SIZE, (y + (b + 0.5) / FINE) / SIZE) for a in range(FINE) for b in range(FINE)
    ]
    return tuple(sum(PALETTE[ink][part] for ink in inks) // len(inks) for part in range(3))


def _ink(x: float, y: float) -> int:
    if (x - 0.5) ** 2 + (y - 0.5) ** 2 > 0.235:
        return 0
    return 2 if _inside(x, y) else 1


def _inside(x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(BOLT, BOLT[1:] + BOLT[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
