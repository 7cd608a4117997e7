"""Compound files (OLE2), as far as an .xls needs it: one stream out of the container."""

import struct
from collections.abc import Sequence

_FREE = 0xFFFFFFF0
"""Sector numbers from here on mark free sectors and ends of chains."""
_ENTRY = 128


def stream(content: bytes, *names: str) -> bytes:
    """Return the first stream of one of these names.

    Raises:
        KeyError: there is none.
        struct.error: the container is damaged.
    """
    container = _Container(content)
    return container.read(next((name for name in names if name in container.entries), names[0]))


class _Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        fat_count, directory = struct.unpack_from("<II", content, 44)
        self._cutoff, mini_fat, _, difat, _ = struct.unpack_from("<IIIII", content, 56)
        self._fat = self._table(self._fat_sectors(difat)[:fat_count])
        self._mini_fat = self._table(self._chain(mini_fat, self._fat))
        listing = self._joined(self._chain(directory, self._fat))
        self.entries = dict(_entry(listing[at : at + _ENTRY]) for at in range(0, len(listing) - _ENTRY + 1, _ENTRY))

    def read(self, name: str) -> bytes:
        """Return a stream; short ones live in sectors of 64 bytes inside the root's stream."""
        start, size = self.entries[name]
        if size >= self._cutoff:
            return self._joined(self._chain(start, self._fat))[:size]
        root = self._joined(self._chain(self.entries["Root Entry"][0], self._fat))
        step = self._mini_size
        return b"".join(root[at * step : (at + 1) * step] for at in self._chain(start, self._mini_fat))[:size]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _joined(self, sectors: Sequence[int]) -> bytes:
        return b"".join(map(self._sector, sectors))

    def _table(self, sectors: Sequence[int]) -> tuple[int, ...]:
        joined = self._joined(sectors)
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _fat_sectors(self, difat: int) -> list[int]:
        """Return the sectors of the allocation table: 109 in the header, more in a chain of sectors."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        while difat < _FREE and len(sectors) * self._size <= len(self._content):
            *more, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            sectors += more
        return [sector for sector in sectors if sector < _FREE]

    @staticmethod
    def _chain(start: int, table: Sequence[int]) -> list[int]:
        chain: list[int] = []
        while start < len(table) and len(chain) <= len(table):
            chain.append(start)
            start = table[start]
        return chain


def _entry(raw: bytes) -> tuple[str, tuple[int, int]]:
    length = struct.unpack_from("<H", raw, 64)[0]
    name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
    return name, struct.unpack_from("<II", raw, 116)
