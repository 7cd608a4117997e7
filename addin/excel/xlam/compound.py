"""A compound file ([MS-CFB] version 3): folders and files inside one file, which is what vbaProject.bin is.

Sectors of 512 bytes; what is shorter than 4,096 bytes stands in a stream of its own, in sectors of 64.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]
"""Names → contents, or a folder."""
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SMALL, SMALL_LIMIT = 512, 64, 4096
IDS = SECTOR // 4
"""Sector numbers in one sector."""
HEADER_FATS = 109
_FOLDER, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_ENTRY, _ENTRIES = struct.Struct("<64sHBBIII16sIQQIQ"), SECTOR // 128


@dataclass(slots=True)
class _Node:
    """A directory entry: its neighbours in the red-black tree of its folder, and where its content starts."""

    name: str
    kind: int
    content: bytes = b""
    children: list["_Node"] = field(default_factory=list)
    place: int = FREE
    left: int = FREE
    right: int = FREE
    child: int = FREE
    colour: int = _BLACK
    start: int = END

    @property
    def small(self) -> bool:
        """Tell whether the content stands in the stream of small sectors."""
        return 0 < len(self.content) < SMALL_LIMIT

    def packed(self) -> bytes:
        """Return the entry's 128 bytes; all times are zero, so the same content gives the same bytes."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = (self.left, self.right, self.child)
        return _ENTRY.pack(name, len(name), self.kind, self.colour, *links, b"", 0, 0, 0, self.start, len(self.content))


class _Sectors:
    """Contents cut into sectors, each chained to the next."""

    def __init__(self, size: int) -> None:
        self.size, self.chain, self.content = size, list[int](), bytearray()

    def put(self, content: bytes) -> int:
        """Add a content; return its first sector."""
        if not content:
            return END
        count, first = -(-len(content) // self.size), len(self.chain)
        self.chain += [*range(first + 1, first + count), END]
        self.content += content.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree) -> bytes:
    """Return the bytes of a compound file that holds the tree.

    Raises:
        ValueError: more than the header can list, about 6.8 MB.
    """
    root = _linked(_Node("Root Entry", _ROOT), tree)
    nodes = _numbered(root)
    small, large = _Sectors(SMALL), _Sectors(SECTOR)
    for node in nodes[1:]:
        node.start = 0 if node.kind == _FOLDER else (small if node.small else large).put(node.content)
    root.content = bytes(small.content)
    root.start = large.put(root.content)
    small_at, directory_at = large.put(_ids(small.chain)), large.put(_directory(nodes))
    return _file(large, directory_at, small_at, len(small.chain))


def _linked(parent: _Node, tree: Tree) -> _Node:
    """Hang a tree below a node, each folder sorted as the format asks: by length, then by upper case."""
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        value = tree[name]
        if isinstance(value, bytes):
            parent.children.append(_Node(name, _STREAM, value))
        else:
            parent.children.append(_linked(_Node(name, _FOLDER), value))
    return parent


def _numbered(root: _Node) -> list[_Node]:
    """Number all nodes, breadth first, link the children of each folder, and return them by number."""
    nodes = [root]
    for node in nodes:
        nodes += node.children
    for place, node in enumerate(nodes):
        node.place = place
    for node in nodes:
        node.child = _balanced(node.children, 0, len(node.children).bit_length() - 1)
    return nodes


def _balanced(children: Sequence[_Node], depth: int, deepest: int) -> int:
    """Link sorted children into a balanced tree and return its top; red on the deepest level keeps it red-black."""
    if not children:
        return FREE
    middle = len(children) // 2
    node = children[middle]
    node.colour = _RED if depth == deepest > 0 else _BLACK
    node.left = _balanced(children[:middle], depth + 1, deepest)
    node.right = _balanced(children[middle + 1 :], depth + 1, deepest)
    return node.place


def _directory(nodes: Sequence[_Node]) -> bytes:
    """Return the directory, filled up to whole sectors with unused entries."""
    unused = _ENTRY.pack(b"", 0, 0, 0, FREE, FREE, FREE, b"", 0, 0, 0, 0, 0)
    return b"".join(node.packed() for node in nodes) + unused * (-len(nodes) % _ENTRIES)


def _ids(numbers: Sequence[int]) -> bytes:
    """Return sector numbers, filled up to whole sectors."""
    return struct.pack(f"<{len(numbers)}I", *numbers).ljust(-(-len(numbers) // IDS) * SECTOR, b"\xff")


def _file(sectors: _Sectors, directory_at: int, small_at: int, small_count: int) -> bytes:
    """Return header, sectors and the table of their chains, which lists its own sectors too."""
    used = len(sectors.chain)
    count = -(-used // (IDS - 1))
    if count > HEADER_FATS:
        raise ValueError(f"a compound file of {used} sectors needs more tables than its header lists")
    tables = [*range(used, used + count), *[FREE] * (HEADER_FATS - count)]
    header = struct.pack(
        "<8s16s5H6s9I109I",
        bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, count, directory_at, 0, SMALL_LIMIT, small_at, -(-small_count // IDS), END, 0, *tables,
    )  # fmt: skip
    return header + bytes(sectors.content) + _ids([*sectors.chain, *[FAT] * count])
