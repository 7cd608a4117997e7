"""Package: the parts of an OOXML file, their relations and content types.

References:
    ECMA-376 part 2 (Open Packaging Conventions): part names are compared without case; a target is relative to the
    folder of its source, or absolute.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr
from zipfile import BadZipFile

from addin.books.archive import Archive, Packed, pack
from addin.books.errors import BookError
from addin.books.markup import append_child, attributes, prefix, tag, tags
from addin.books.partnames import relations_of, resolved

CONTENT_TYPES = "[Content_Types].xml"
_LARGE = 1 << 20
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""")
_BOM = b"\xef\xbb\xbf"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part; ``target`` is the name of the part meant, also when it is missing."""

    id: str
    type: str
    target: str
    external: bool


class Package:
    """Parts by name, read from an archive; changes are kept aside until the file is written."""

    def __init__(self, archive: Archive) -> None:
        """Take the parts of ``archive``."""
        self._archive = archive
        self._known = {name.lower(): name for name in archive.names}
        self._changes: dict[str, Packed] = {}
        self._dropped: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts there are now."""
        return tuple(self._known.values())

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name.lower() in self._known

    def head(self, name: str, size: int) -> bytes:
        """Return the first ``size`` bytes of a part."""
        name = self._known[name.lower()]
        if name in self._changes:
            return self._changes[name].head(size)
        with _damage(name):
            return self._archive.head(name, size)

    def read(self, name: str) -> bytes:
        """Return a part's bytes."""
        name = self._known[name.lower()]
        if name in self._changes:
            return self._changes[name].unpack()
        with _damage(name):
            return self._archive.read(name)

    def text(self, name: str) -> str:
        """Return a part's text; a byte order mark stays in it. Raises ``BookError`` unless it is UTF-8."""
        content = self.read(name)
        declared = _ENCODING.match(content.removeprefix(_BOM))
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            declared and declared[1].lower() not in (b"utf-8", b"us-ascii")
        ):
            raise BookError(
                f"工作簿的部件 {name} 不是 UTF-8 编码，无法写回：请用 Excel 或 WPS 另存为 .xlsx 后重新运行。"
            )
        return content.decode("utf-8")

    def put(self, name: str, content: str | Packed) -> None:
        """Replace a part's content, or add the part."""
        name = self._known.setdefault(name.lower(), name)
        self._dropped.discard(name)
        if isinstance(content, str):
            content = pack([content], level=1 if len(content) > _LARGE else 6)
        self._changes[name] = content

    def add(self, name: str, content_type: str, content: str | Packed) -> None:
        """Add a part and declare its content type."""
        types = self.text(CONTENT_TYPES)
        override = f'<{prefix(types, "Types")}Override PartName="/{name}" ContentType="{content_type}"/>'
        self.put(CONTENT_TYPES, append_child(types, "Types", override))
        self.put(name, content)

    def drop(self, name: str) -> None:
        """Remove a part, its relations and its content type."""
        for gone in (name, relations_of(name)):
            actual = self._known.pop(gone.lower(), None)
            if actual:
                self._changes.pop(actual, None)
                self._dropped.add(actual)
        types = self.text(CONTENT_TYPES)
        kept = tag("Override").sub(lambda found: "" if _names(found[0], name) else found[0], types)
        if kept != types:
            self.put(CONTENT_TYPES, kept)

    def relations(self, name: str) -> list[Relation]:
        """Return the relations of a part, or of the package when ``name`` is empty."""
        path = relations_of(name)
        if not self.has(path):
            return []
        return [self._relation(name, found) for found in tags(self.text(path), "Relationship")]

    def related(self, name: str, kind: str) -> str | None:
        """Return the part to which ``name`` has a relation whose type ends in ``kind``, if there is one."""
        found = (relation.target for relation in self.relations(name) if relation.type.endswith(f"/{kind}"))
        return next((target for target in found if self.has(target)), None)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation of ``source`` and return its id."""
        path = relations_of(source)
        text = self.text(path)
        used = {relation.id for relation in self.relations(source)}
        free = next(key for number in range(1, len(used) + 2) if (key := f"rId{number}") not in used)
        xml = f'<{prefix(text, "Relationships")}Relationship Id="{free}" Type="{kind}" Target="/{target}"/>'
        self.put(path, append_child(text, "Relationships", xml))
        return free

    def relate_files(self, source: str, kind: str, files: Sequence[str]) -> dict[str, str]:
        """Give a part of our own relations to files outside the package, in place of all it had; return file → id."""
        keys = {file: f"rId{number}" for number, file in enumerate(files, 1)}
        if keys:
            each = "".join(
                f'<Relationship Id="{key}" Type="{kind}" Target={quoteattr(target)} TargetMode="External"/>'
                for target, key in ((quote(file, safe="/:"), key) for file, key in keys.items())
            )
            self.put(relations_of(source), f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{each}</Relationships>')
        return keys

    def unrelate(self, source: str, target: str) -> None:
        """Remove the relation of ``source`` to the part ``target``."""
        gone = {relation.id for relation in self.relations(source) if relation.target.lower() == target.lower()}
        path = relations_of(source)
        kept = tag("Relationship").sub(lambda m: "" if attributes(m[0]).get("Id") in gone else m[0], self.text(path))
        self.put(path, kept)

    def clear_relations(self, name: str) -> None:
        """Remove all relations of a part, and the parts that hung on it alone."""
        if not self.has(relations_of(name)):
            return
        before = self._reachable()
        actual = self._known.pop(relations_of(name).lower())
        self._changes.pop(actual, None)
        self._dropped.add(actual)
        for orphan in sorted(before - self._reachable()):
            self.drop(orphan)

    def write(self, out: BinaryIO) -> None:
        """Write the whole package."""
        self._archive.write(out, self._changes, self._dropped)

    def _relation(self, source: str, found: dict[str, str]) -> Relation:
        target = found.get("Target", "")
        full = resolved(source, target)
        full = full if self.has(full) else unquote(full)
        external = found.get("TargetMode") == "External"
        return Relation(found.get("Id", ""), found.get("Type", ""), self._known.get(full.lower(), full), external)

    def _reachable(self) -> set[str]:
        seen: set[str] = set()
        ahead = self._targets("")
        while ahead:
            seen |= ahead
            ahead = {target for name in ahead for target in self._targets(name)} - seen
        return seen

    def _targets(self, name: str) -> set[str]:
        return {one.target for one in self.relations(name) if not one.external and self.has(one.target)}


@contextmanager
def _damage(name: str) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise BookError(
            f"工作簿的部件 {name} 已损坏（{error}）：请从备份恢复，或用 Excel 的“打开并修复”另存。"
        ) from None


def _names(override: str, name: str) -> bool:
    return attributes(override).get("PartName", "").lstrip("/").lower() == name.lower()
