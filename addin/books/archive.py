"""Archive: a zip whose members are copied raw, in their compressed form, save those that are replaced.

References:
    APPNOTE.TXT 6.3 (PKWARE): local headers, central directory.
"""

import struct
import zlib
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from addin.books.errors import BookError

_CENTRAL = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_END = b"PK\x05\x06"
_FOUR_GIB = 0xFFFFFFFF
_DAY_ONE = (0, 33)  # 1980-01-01 00:00, the earliest a zip can say: same input, same bytes
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Packed:
    """A member's new content, deflated.

    Attributes:
        crc: CRC-32 of the plain content.
        size: of the plain content [bytes].
        data: raw deflate stream, in pieces.
    """

    crc: int
    size: int
    data: tuple[bytes, ...]

    def unpack(self) -> bytes:
        """Return the plain content."""
        return zlib.decompress(b"".join(self.data), -zlib.MAX_WBITS)

    def head(self, size: int) -> bytes:
        """Return at most the first ``size`` bytes of the plain content."""
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(b"".join(self.data), size)


class _Packer:
    """Deflates and sums up piece by piece, so that a large sheet never stands in memory as a whole."""

    def __init__(self, level: int) -> None:
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
        self._crc, self._size, self._data = 0, 0, list[bytes]()

    def feed(self, piece: str) -> None:
        content = piece.encode()
        self._crc = zlib.crc32(content, self._crc)
        self._size += len(content)
        self._data.append(self._deflate.compress(content))

    def finish(self) -> Packed:
        return Packed(self._crc, self._size, (*filter(None, self._data), self._deflate.flush()))


def pack(pieces: Iterable[str], level: int = 6) -> Packed:
    """Deflate text piece by piece, on a second thread while the next piece is being made (zlib frees the lock)."""
    packer = _Packer(level)
    with ThreadPoolExecutor(1) as second:
        pending: Future[None] | None = None
        for piece in pieces:
            if pending:
                pending.result()
            pending = second.submit(packer.feed, piece)
        if pending:
            pending.result()
    return packer.finish()


@dataclass(frozen=True, slots=True)
class _Member:
    """One member as it lies in the file: its directory entry, and where its local header and data stand."""

    info: ZipInfo
    entry: bytes
    start: int
    end: int


class Archive:
    """The members of a zip file held in memory.

    Raises:
        BadZipFile: damaged.
        BookError: of a form that cannot be copied member by member.
    """

    def __init__(self, raw: bytes) -> None:
        """Read the directory of the zip file ``raw``."""
        self._raw = raw
        self._zip = ZipFile(BytesIO(raw))
        self._members = _members(self._zip, raw)

    @property
    def names(self) -> Collection[str]:
        """Member names with forward slashes and no leading one, in the file's order."""
        return self._members.keys()

    def read(self, name: str) -> bytes:
        """Return a member's plain content."""
        return self._zip.read(self._members[name].info)

    def head(self, name: str, size: int) -> bytes:
        """Return at most the first ``size`` bytes of a member's plain content."""
        with self._zip.open(self._members[name].info) as member:
            return member.read(size)

    def write(self, out: BinaryIO, changes: Mapping[str, Packed], dropped: Collection[str]) -> None:
        """Write the archive: changed members in their place, new ones behind, all others raw."""
        directory = []
        for name, member in sorted(self._members.items(), key=lambda pair: pair[1].start):
            if name in changes:
                directory.append(_emit(out, member.info.orig_filename, changes[name]))
            elif name not in dropped:
                directory.append(self._copy(out, member))
        directory += [_emit(out, name, changes[name]) for name in changes if name not in self._members]
        _emit_directory(out, directory, self._zip.comment)

    def _copy(self, out: BinaryIO, member: _Member) -> bytes:
        offset = out.tell()
        out.write(memoryview(self._raw)[member.start : member.end])
        return member.entry[:42] + struct.pack("<I", offset) + member.entry[46:]


def _members(opened: ZipFile, raw: bytes) -> dict[str, _Member]:
    infos = opened.infolist()
    entries = _entries(raw, opened.start_dir)
    starts = sorted(info.header_offset for info in infos)
    ends = dict(zip(starts, [*starts[1:], opened.start_dir], strict=True))
    found = {
        info.filename.replace("\\", "/").lstrip("/"): _Member(info, entry, info.header_offset, ends[info.header_offset])
        for info, entry in zip(infos, entries, strict=False)
    }
    if len({name.lower() for name in found}) != len(infos) or len(entries) != len(infos):
        raise BookError("工作簿的压缩包里有重名或缺失的部件，已损坏：请用 Excel 或 WPS 打开并另存一份，再重新运行。")
    return found


def _entries(raw: bytes, start: int) -> list[bytes]:
    """Return the directory's entries as they lie; they are written again with nothing but their offset changed."""
    found = []
    while raw[start : start + 4] == _CENTRAL:
        size = 46 + sum(struct.unpack_from("<HHH", raw, start + 28))
        if struct.unpack_from("<I", raw, start + 42)[0] == _FOUR_GIB:
            raise BookError("工作簿的压缩包为 zip64 格式（超过 4 GB），无法写回：请另存为普通 .xlsx 后重新运行。")
        found.append(raw[start : start + size])
        start += size
    if not found:
        raise BadZipFile("no directory")
    return found


def _emit(out: BinaryIO, name: str, packed: Packed) -> bytes:
    offset, raw_name = out.tell(), name.encode()
    flags = 0 if name.isascii() else _UTF8
    sizes = (packed.crc, sum(map(len, packed.data)), packed.size)
    header = struct.pack("<HHHHHIIIHH", 20, flags, 8, *_DAY_ONE, *sizes, len(raw_name), 0)
    out.write(_LOCAL + header + raw_name)
    out.writelines(packed.data)
    return b"".join((_CENTRAL, b"\x14\0", header, struct.pack("<HHHII", 0, 0, 0, 0, offset), raw_name))


def _emit_directory(out: BinaryIO, entries: list[bytes], comment: bytes) -> None:
    start = out.tell()
    out.writelines(entries)
    size = out.tell() - start
    out.write(_END + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), size, start, len(comment)) + comment)
