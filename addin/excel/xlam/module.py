"""A VBA module: its name, its kind and its text."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """A module's kind: the class it is made from, and its line in the stream PROJECT."""

    STANDARD = ("", "Module={}")
    CLASS = ("0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}", "Class={}")
    WORKBOOK = ("0{00020819-0000-0000-C000-000000000046}", "Document={}/&H00000000")
    SHEET = ("0{00020820-0000-0000-C000-000000000046}", "Document={}/&H00000000")

    @property
    def base(self) -> str:
        """The class that a module of this kind is made from; empty for a standard module."""
        return self.value[0]

    @property
    def document(self) -> bool:
        """Tell whether a module of this kind belongs to the workbook or a sheet."""
        return self in {Kind.WORKBOOK, Kind.SHEET}


@dataclass(frozen=True, slots=True)
class Module:
    """A module's name, text as people write it, and kind."""

    name: str
    code: str = ""
    kind: Kind = Kind.STANDARD

    @property
    def source(self) -> str:
        """The text as the project holds it: attributes first, every line ended by CR LF.

        Raises:
            UnicodeEncodeError: something in it is not ASCII; Chinese stands in the ribbon and on the sheet of texts.
        """
        lines = [f'Attribute VB_Name = "{self.name}"', *self._attributes(), *self.code.strip("\n").splitlines()]
        text = "\r\n".join([*lines, ""])
        text.encode("ascii")
        return text

    def _attributes(self) -> list[str]:
        if not self.kind.base:
            return []
        ours = self.kind.document
        return [
            f'Attribute VB_Base = "{self.kind.base}"',
            "Attribute VB_GlobalNameSpace = False",
            "Attribute VB_Creatable = False",
            f"Attribute VB_PredeclaredId = {ours}",
            f"Attribute VB_Exposed = {ours}",
            "Attribute VB_TemplateDerived = False",
            f"Attribute VB_Customizable = {ours}",
        ]


def modules_in(folder: Path) -> list[Module]:
    """Read the modules of a folder: .cls is the workbook's own, .bas are standard ones, by name."""
    kinds = {".cls": Kind.WORKBOOK, ".bas": Kind.STANDARD}
    files = sorted(path for path in folder.iterdir() if path.suffix in kinds)
    return [Module(path.stem, path.read_text(encoding="ascii"), kinds[path.suffix]) for path in files]
