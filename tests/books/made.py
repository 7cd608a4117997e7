"""Workbooks as people have them, from two writers, and by hand where no writer goes; and small result sheets."""

import struct
import zipfile
from io import BytesIO

import openpyxl
import xlsxwriter
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from PIL import Image

from addin.books.result import Block, ResultColumn, ResultSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OURS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
"""Parts that get insertions; all others must keep their bytes."""


def raw_parts(path):
    """Name -> compressed bytes as they lie in the file, read without the product's code."""
    raw = path.read_bytes()
    found = {}
    for info in zipfile.ZipFile(BytesIO(raw)).infolist():
        name_size, extra_size = struct.unpack_from("<HH", raw, info.header_offset + 26)
        start = info.header_offset + 30 + name_size + extra_size
        found[info.filename] = raw[start : start + info.compress_size]
    return found


def text_of(path, name):
    return zipfile.ZipFile(path).read(name).decode()


def rezip(source, target, changes):
    """Copy a workbook with parts added, changed (by a function of the old text) or removed (``None``)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            change = changes.get(name, old.read(name) if name in old.namelist() else None)
            content = change(old.read(name).decode()) if callable(change) else change
            if content is not None:
                new.writestr(name, content)
    return target


def picture():
    stream = BytesIO()
    Image.new("RGB", (24, 16), "teal").save(stream, "PNG")
    stream.seek(0)
    return stream


def make_xlsxwriter(path):
    """A ledger with nearly everything that XlsxWriter can draw."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "台账"})
    bold, money = book.add_format({"bold": True, "bg_color": "#FFFF00"}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("客户台账")
    sheet.merge_range("A1:D1", "某供电公司 大客户台账", bold)
    sheet.write_row("A3", ["户号", "户名", "合同容量(kVA)", "电费(元)"], bold)
    for row in range(3, 13):
        sheet.write_row(row, 0, [f"04200000{row:02d}", f"客户{row} & <子>", 100 * row])
        sheet.write_number(row, 3, row * 1234.5, money)
        sheet.write_formula(row, 4, f"=C{row + 1}*2", None, 200 * row)
    sheet.write_comment("B4", "联系人已换")
    sheet.insert_image("F2", "logo.png", {"image_data": picture()})
    sheet.insert_textbox("H2", "说明")
    sheet.data_validation("C4:C20", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.conditional_format("D4:D20", {"type": "data_bar"})
    sheet.add_sparkline("F5", {"range": "客户台账!C4:D4"})
    sheet.freeze_panes(3, 1)
    sheet.autofilter("A3:D13")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=客户台账!$D$4:$D$13"})
    sheet.insert_chart("H8", chart)
    register = book.add_worksheet("通知书登记")
    register.add_table("A1:C3", {"name": "登记", "columns": [{"header": one} for one in ("文号", "户号", "日期")]})
    register.write_row("A2", ["整改-001", "0420000003"])
    register.write_row("A3", ["整改-002", "0420000004"])
    book.add_worksheet("隐藏的").hide()
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=客户台账!$D$4:$D$13"})
    book.add_chartsheet("图表页").set_chart(pie)
    book.define_name("容量", "=客户台账!$C$4:$C$13")
    book.close()
    return path


def make_openpyxl(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户台账"
    for row in (["户号", "电费"], ["0420000001", 12.5], ["0420000002", 13.5]):
        sheet.append(row)
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A2"].comment = Comment("重要", "张三")
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    sheet.print_title_rows = "1:1"
    book.save(path)
    return path


def make_grown(path):
    """XlsxWriter's book with what Excel adds over the years: macros, printer settings, custom XML, formula order."""
    plain = make_xlsxwriter(path.with_name("plain.xlsx"))
    types = (
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
        '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>'
    )
    links = (
        f'<Relationship Id="rId90" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/>'
        '<Relationship Id="rId91" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
    )
    printer = f'<Relationship Id="rId90" Type="{RELATIONS}/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
    changes = {
        "[Content_Types].xml": lambda text: text.replace("</Types>", f"{types}</Types>"),
        "xl/_rels/workbook.xml.rels": lambda text: text.replace("</Relationships>", f"{links}</Relationships>"),
        "xl/worksheets/_rels/sheet1.xml.rels": lambda text: text.replace(
            "</Relationships>", f"{printer}</Relationships>"
        ),
        "xl/vbaProject.bin": bytes(range(256)) * 40,
        "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer" * 99,
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="E4" i="1"/><c r="E5"/><c r="E6" l="1"/></calcChain>',
        "customXml/item1.xml": "<审计 xmlns='urn:x'>甲&amp;乙</审计>",
    }
    return rezip(plain, path, changes)


def make_by_hand(path, p="x:", *, strict=False):
    """A workbook as the Open XML SDK writes it: prefixes, absolute targets, no styles, names in other cases."""
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main" if strict else MAIN
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else RELATIONS
    own = f"xmlns:{p[:-1]}" if p else "xmlns"
    package = "http://schemas.openxmlformats.org/package/2006"
    cell = f'<{p}c r="A1" t="inlineStr"><{p}is><{p}t>户号</{p}t></{p}is></{p}c>'
    rows = f'<{p}sheetData><{p}row r="1">{cell}</{p}row></{p}sheetData>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/WorkBook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/Sheet.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="R1" Type="{relations}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/WorkBook.xml": f"<?xml version='1.0' encoding='utf-8'?><{p}workbook {own}=\"{main}\"><{p}workbookPr date1904='1'/><{p}sheets><{p}sheet {p and 'd2p1'}{'' if p else 'rel'}:id=\"R7\" xmlns:{'d2p1' if p else 'rel'}=\"{relations}\" name='客户&#x53F0;账' sheetId=\"4\"/></{p}sheets></{p}workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="R7" Type="{relations}/worksheet" Target="/xl/worksheets/sheet.xml"/></Relationships>',
        "xl/worksheets/Sheet.xml": f'\ufeff<{p}worksheet {own}="{main}">{rows}</{p}worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


COLUMNS = (
    ResultColumn("级别", 8, align="center"),
    ResultColumn("户号", 14),
    ResultColumn("问题", 40, wrap=True),
    ResultColumn("金额(元)", 14, "#,##0.00"),
    ResultColumn("处理状态", 10, choices=("处理中", "已核实"), editable=True),
)


def findings(amounts=(12.5, None), title="复核发现", marker="KeyWatt:findings:1", **more):
    """A small result sheet with two findings; the amounts tell one run from another."""
    values = (
        ["错误", "警告"],
        ["0420000003", "0420000004"],
        ["倍率不符", "甲 & <乙>"],
        list(amounts),
        [None, "处理中"],
    )
    block = Block(COLUMNS, values, links={1: ["'客户台账'!A4", None]}, tones=["error", "warning"], toned=(0,))
    return ResultSheet(title, marker, ("复核发现 2026-01", "说明"), (block,), ["id-1", "id-2"], **more)


def overview():
    """A result sheet of two tables."""
    blocks = (
        Block((ResultColumn("项目", 20), ResultColumn("户数", 8)), (["核查", "合计"], [3, 3]), heading="覆盖"),
        Block((ResultColumn("户名", 20), ResultColumn("金额", 12, "0.00")), (["甲"], [1.5]), heading="重点"),
    )
    return ResultSheet("本月概览", "KeyWatt:overview:1", ("本月概览",), blocks, landscape=False)
