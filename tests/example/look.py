"""Writes the example's workbooks the way people keep them: titles, bands, colours, notes, a chart, a picture."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from ledger import LEDGER_SHEETS, RECORD_SHEETS, Cells, Example
from logo import logo
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

CREATED_AT = datetime(2026, 2, 2)  # noqa: DTZ001
FONT = {"font_name": "宋体", "font_size": 10}
BANDS = (
    ("基本信息", "户号", "供区", "#DDEBF7"), ("用电信息", "用电类别", "售电公司", "#E2EFDA"),
    ("重要用户", "重要用户等级", "自备电厂", "#FFF2CC"),
    ("结算与服务", "电费结算方式", "微信群", "#FCE4D6"),
)  # fmt: skip
HIDDEN = {"客户台账": ("法定代表人身份证号", "电子邮箱", "容量利用率"), "变压器台账": ("协议电量(kWh)",)}
GRADE_COLOURS = {"特级": "#F8CBAD", "一级": "#FFE699", "二级": "#C6E0B4"}
TITLES = {
    "客户台账": ("楚江供电公司大客户台账", "编制：大客户服务班　　数据截止：2026年1月31日　　单位：kVA、kW"),
    "变压器台账": ("受电设备（变压器、高压电动机）一览表",),
    "合同台账": ("供用电合同台账",), "隐患台账": ("客户侧用电安全隐患台账", "“闭环”须经两人复查签字"),
    "电费账单": ("电费账单导出", "导出时间：2026-02-02 08:15　　范围：大客户"),
}  # fmt: skip
TOTALS = {"客户台账": ("合同容量（kVA）", "运行容量(kVA)"), "收费记录": ("实收电费(元)", "实收违约金(元)")}
NOTES = {
    ("客户台账", "江城啤酒", "客户经理"): "2025-12 由彭立群交接，老资料在 3 号柜",
    ("客户台账", "云梦数据", "合同容量（kVA）"): "三期 8000kVA 在谈，先不改",
    ("客户台账", "友谊医院", "自备应急电源容量(kVA)"): "铭牌照片见档案袋",
    ("合同台账", "利民橡塑", "到期日期"): "自动续期一年，客户已电话确认",
    ("客户台账", "三江船舶", "运行容量(kVA)"): "2 号主变 2025-06 减容，冷备加封",
}  # fmt: skip
CHINESE_DATES = 31
"""Number format of dates that Chinese Excel keeps by its number only; the file holds no pattern for it."""


class Writer:
    """One workbook and the formats that its cells share."""

    def __init__(self, path: Path, example: Example, title: str) -> None:
        self.example = example
        self.book = xlsxwriter.Workbook(path, {"default_format_properties": FONT})
        self.book.set_properties({"title": title, "author": "大客户服务班", "created": CREATED_AT})
        self._formats: dict[tuple, xlsxwriter.format.Format] = {}

    def style(self, **properties: object) -> xlsxwriter.format.Format:
        """Return a format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(FONT | properties)
        return self._formats[key]

    def table(self, title: str, *, exported: bool = False) -> None:
        """Write one sheet: title rows, heading, cells, totals."""
        sheet = self.book.add_worksheet(title)
        rows = self.example.sheets[title]
        headings = list(rows[0])
        first = self._titles(sheet, title, headings)
        self._heading(sheet, first, headings, exported=exported)
        for offset, row in enumerate(rows, start=1):
            self._cells(sheet, title, first + offset, headings, row)
        self._totals(sheet, title, first + len(rows) + 1, headings, rows)
        self._widths(sheet, title, headings, rows)
        sheet.freeze_panes(first + 1, 3 if title == "客户台账" else 1)
        sheet.autofilter(first, 0, first + len(rows), len(headings) - 1)
        _print_set_up(sheet, first, wide=title == "客户台账")

    def _titles(self, sheet: Worksheet, title: str, headings: list[str]) -> int:
        """Write the rows above the heading; return the row of the heading."""
        last = min(len(headings) - 1, 17)
        for row, text in enumerate(TITLES.get(title, ())):
            size = 16 if row == 0 else 9
            sheet.merge_range(
                row, 0, row, last, text, self.style(bold=row == 0, font_size=size, align="left", valign="vcenter")
            )
            sheet.set_row(row, 28 if row == 0 else 15)
        if title != "客户台账":
            return len(TITLES.get(title, ()))
        for text, start, end, colour in BANDS:
            band = self.style(bold=True, align="center", border=1, bg_color=colour)
            sheet.merge_range(2, headings.index(start), 2, headings.index(end), text, band)
        return 3

    def _heading(self, sheet: Worksheet, row: int, headings: list[str], *, exported: bool) -> None:
        colour = "#D9D9D9" if exported else "#BDD7EE"
        style = self.style(
            bold=not exported, align="center", valign="vcenter", text_wrap=True, border=1, bg_color=colour
        )
        sheet.write_row(row, 0, headings, style)
        sheet.set_row(row, 18 if exported else 30)

    def _cells(self, sheet: Worksheet, title: str, number: int, headings: list[str], row: Cells) -> None:
        colour = GRADE_COLOURS.get(row.get("现等级")) if title == "客户台账" else None
        for column, heading in enumerate(headings):
            extra = {"bg_color": colour} if colour and heading in {"户名", "现等级"} else {}
            if heading == "容量利用率":
                self._ratio(sheet, number, headings, row)
            else:
                self._cell(
                    sheet, number, column, row[heading], extra | self._number_format(title, heading, row[heading])
                )
        self._note(sheet, title, number, headings, row)

    def _ratio(self, sheet: Worksheet, number: int, headings: list[str], row: Cells) -> None:
        top, bottom = (xl_rowcol_to_cell(number, headings.index(h)) for h in ("运行容量(kVA)", "合同容量（kVA）"))
        style = self.style(border=1, num_format="0%")
        sheet.write_formula(number, headings.index("容量利用率"), f"={top}/{bottom}", style, row["容量利用率"])

    def _number_format(self, title: str, heading: str, cell: object) -> dict[str, object]:
        if isinstance(cell, datetime):
            return {"num_format": "yyyy-mm-dd hh:mm"}
        if isinstance(cell, date):
            return {"num_format": CHINESE_DATES if title == "合同台账" else "yyyy-mm-dd"}
        if "(元)" in heading:
            return {"num_format": "#,##0.00"}
        if heading in {"户号", "用户编号"} and isinstance(cell, int):
            return {"num_format": "0"}
        return {"num_format": "@"} if isinstance(cell, str) else {}

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: object, properties: dict[str, object]) -> None:
        style = self.style(border=1, valign="vcenter", **properties)
        if cell is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(cell, (date, datetime)):
            sheet.write_datetime(row, column, cell, style)
        elif isinstance(cell, (int, float, Decimal)):
            sheet.write_number(row, column, float(cell), style)
        else:
            sheet.write_string(row, column, cell, style)

    def _note(self, sheet: Worksheet, title: str, number: int, headings: list[str], row: Cells) -> None:
        for (sheet_title, short, heading), text in NOTES.items():
            if sheet_title == title and row.get("户号") == self.example.customers[short].no:
                sheet.write_comment(number, headings.index(heading), text, {"author": "罗雨晴"})

    def _totals(self, sheet: Worksheet, title: str, number: int, headings: list[str], rows: list[Cells]) -> None:
        if title not in TOTALS:
            return
        style = self.style(
            bold=True, border=1, bg_color="#F2F2F2", num_format="#,##0.00" if title == "收费记录" else "#,##0"
        )
        for column in range(len(headings)):
            sheet.write_blank(number, column, None, style)
        sheet.write_string(number, 0, "合计", style)
        for heading in TOTALS[title]:
            column = headings.index(heading)
            cells = f"{xl_rowcol_to_cell(number - len(rows), column)}:{xl_rowcol_to_cell(number - 1, column)}"
            total = sum(Decimal(str(row[heading]).replace(",", "") if row[heading] is not None else 0) for row in rows)
            sheet.write_formula(number, column, f"=SUM({cells})", style, float(total))

    def _widths(self, sheet: Worksheet, title: str, headings: list[str], rows: list[Cells]) -> None:
        for column, heading in enumerate(headings):
            longest = max((_width(row[heading]) for row in rows[:60]), default=0)
            hidden = {"hidden": True} if heading in HIDDEN.get(title, ()) else None
            sheet.set_column(column, column, min(max(longest, _width(heading) * 0.7, 6) + 2, 40), None, hidden)


def _width(cell: object) -> float:
    if isinstance(cell, datetime):
        return 16
    if isinstance(cell, date):
        return 11
    text = "" if cell is None else str(cell)
    return sum(1.9 if ord(letter) > 255 else 1 for letter in text)


def _print_set_up(sheet: Worksheet, heading_row: int, *, wide: bool = False) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(0, heading_row)
    if wide:
        sheet.repeat_columns(0, 2)
        sheet.set_print_scale(62)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页")


def write_ledger(example: Example, path: Path) -> None:
    """Write 大客户台账.xlsx."""
    writer = Writer(path, example, "大客户台账")
    with writer.book:
        _cover(writer)
        for title in LEDGER_SHEETS:
            writer.table(title)
        _statistics(writer)


def write_records(example: Example, path: Path) -> None:
    """Write the month's export."""
    writer = Writer(path, example, "电费数据")
    with writer.book:
        for title in RECORD_SHEETS:
            writer.table(title, exported=True)


def _cover(writer: Writer) -> None:
    sheet = writer.book.add_worksheet("封面")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_default_row(15)
    sheet.set_column(0, 7, 12)
    picture = {"image_data": io.BytesIO(logo()), "description": "示例标志", "object_position": 3}
    sheet.insert_image("B3", "楚江供电.png", picture)
    sheet.merge_range(
        "D4:H6", "大 客 户 台 账", writer.style(bold=True, font_size=28, font_color="#1F4E79", valign="vcenter")
    )
    lines = ("湖北楚江供电有限责任公司　大客户服务班", "2026 年 1 月", "（示例：企业、人名、号码均为虚构）")
    for row, text in enumerate(lines, start=8):
        sheet.merge_range(row, 3, row, 7, text, writer.style(font_size=12, font_color="#595959"))


def _statistics(writer: Writer) -> None:
    """Write the sheet of figures that the section keeps for itself, with two charts."""
    sheet = writer.book.add_worksheet("台账统计")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    rows = writer.example.sheets["客户台账"]
    sheet.write_row(0, 0, ("等级", "户数", "合同容量合计"), writer.style(bold=True, border=1, bg_color="#BDD7EE"))
    for number, grade in enumerate(("特级", "一级", "二级", "三级"), start=1):
        mine = [row for row in rows if row["现等级"] == grade]
        kva = sum(Decimal(str(row["合同容量（kVA）"]).replace(",", "")) for row in mine)
        sheet.write_row(number, 0, (grade, len(mine), float(kva)), writer.style(border=1, num_format="#,##0"))
    for kind, column, place, title in (("pie", 1, "E2", "各等级户数"), ("column", 2, "E18", "各等级合同容量（kVA）")):
        chart = writer.book.add_chart({"type": kind})
        labels = {"value": True} if kind == "column" else {"percentage": True, "category": True}
        series = {
            "name": title,
            "categories": ["台账统计", 1, 0, 4, 0],
            "values": ["台账统计", 1, column, 4, column],
            "data_labels": labels,
        }
        chart.add_series(series)
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        sheet.insert_chart(place, chart)
    sheet.set_column(0, 2, 16)
