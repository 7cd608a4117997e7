"""The package around it all: a workbook with one hidden sheet, a VBA project and a ribbon, byte for byte repeatable."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from addin.excel.xlam.module import Kind, Module
from addin.excel.xlam.project import vba_project

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MICROSOFT = "http://schemas.microsoft.com/office"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH = (2020, 1, 1, 0, 0, 0)
"""The time of every part."""
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
WORKBOOK = (
    f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr codeName="ThisWorkbook"/><sheets>'
    '<sheet name="text" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What an add-in holds.

    Attributes:
        project: name of the VBA project.
        title: name shown in the list of add-ins.
        modules: VBA modules; the workbook's own among them.
        ribbon: customUI14.xml.
        texts: rows of the sheet ``text``, key to text.
    """

    project: str
    title: str
    modules: Sequence[Module]
    ribbon: bytes
    texts: Mapping[str, str]


def package(contents: Contents, *, kind: str = "addin") -> bytes:
    """Return the bytes of an .xlam; ``kind="sheet"`` gives the .xlsm with the same parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        for name, part in _parts(contents, kind).items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), part)  # stored: how zlib packs depends on the machine
    return raw.getvalue()


def _parts(contents: Contents, kind: str) -> dict[str, str | bytes]:
    modules = [*contents.modules, Module("Sheet1", kind=Kind.SHEET)]
    return {
        "[Content_Types].xml": _types(kind),
        "_rels/.rels": _relations(
            (f"{DOCUMENT}/officeDocument", "xl/workbook.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "docProps/core.xml": _properties(contents.title),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{DOCUMENT}/worksheet", "worksheets/sheet1.xml"),
            (f"{DOCUMENT}/styles", "styles.xml"),
            (f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": _sheet(contents.texts),
        "xl/vbaProject.bin": vba_project(contents.project, sorted(modules, key=_documents_first)),
        "customUI/customUI14.xml": contents.ribbon,
    }


def _documents_first(module: Module) -> tuple[bool, str]:
    return not module.kind.document, module.name


def _types(kind: str) -> str:
    """Return the content types of the parts."""
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    parts = {
        "/xl/workbook.xml": f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml",
        "/xl/styles.xml": f"{SHEET_TYPE}.styles+xml",
        "/xl/worksheets/sheet1.xml": f"{SHEET_TYPE}.worksheet+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rows = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items()]
    rows += [f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()]
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    rows = (f'<Relationship Id="rId{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _properties(title: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )


def _sheet(texts: Mapping[str, str]) -> str:
    """Return the sheet of texts: key in column A, text in column B."""
    rows = (
        f'<row r="{row}">{_cell(f"A{row}", key)}{_cell(f"B{row}", text)}</row>'
        for row, (key, text) in enumerate(texts.items(), 1)
    )
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr codeName="Sheet1"/>{data}</worksheet>'


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
