"""An office package (zip): a few members are replaced, all others copied as they are, still compressed."""

import copy
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold: same input, same bytes


class Package:
    """A zip file held in memory, to be written many times with other contents of some members.

    Attributes:
        names: names of the members, in the order of the file.
    """

    def __init__(self, path: Path) -> None:
        """Read the whole file; raises ``OSError``, or ``zipfile.BadZipFile`` when it is no zip."""
        self._bytes = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(self._bytes)) as package:
            self._infos = sorted(package.infolist(), key=lambda info: info.header_offset)
            self._members = {info.filename: package.read(info) for info in self._infos}
            self._ends = [info.header_offset for info in self._infos[1:]] + [package.start_dir]
        self.names = list(self._members)

    def read(self, name: str) -> bytes:
        """Return the content of one member."""
        return self._members[name]

    def replaced(self, contents: Mapping[str, bytes]) -> bytes:
        """Return the package as bytes with the given members replaced, the same bytes for the same contents."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for info, end in zip(self._infos, self._ends, strict=True):
                if info.filename in contents:
                    package.writestr(_fresh(info.filename), contents[info.filename])
                else:
                    _append_raw(package, target, info, self._bytes[info.header_offset : end])
        return target.getvalue()


def _fresh(name: str) -> zipfile.ZipInfo:
    """Return the entry of a replaced member: fixed date, one platform."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def _append_raw(package: zipfile.ZipFile, target: io.BytesIO, info: zipfile.ZipInfo, record: bytes) -> None:
    """Append a member's local record without unpacking it; zipfile then lists it in its directory."""
    entry = copy.copy(info)
    entry.header_offset = target.seek(package.start_dir)
    target.write(record)
    package.filelist.append(entry)
    package.NameToInfo[entry.filename] = entry
    package.start_dir = target.tell()
