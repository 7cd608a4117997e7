"""A published price table → rows of 电价 and of 系统运行费明细, each cell with its address in the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from addin.published import words
from addin.published.days import Days, printed_days
from addin.published.headings import find_headings, has_header, refuse_sideways, titles_of
from addin.published.notes import system_operation_items
from addin.published.price_rows import COLUMNS, TITLES, price_rows, refuse_twice
from addin.published.sheet import PrintedSheet
from addin.published.unsaid import UnsaidError
from addin.reading.grid import open_book
from addin.reading.problems import ReadError
from addin.rulebook.in_force import effective


@dataclass(frozen=True)
class PriceTable:
    """One month's prices of one province as published.

    Attributes:
        path: of the file.
        sheet: its title.
        province: in the words of 设置.
        month: ``YYYY-MM``.
        first_on: first day of the month on which the prices hold.
        last_on: last day of it.
        source: name of the document, for 依据.
        rows: ``COLUMNS``, index = sheet row.
        items: item, item_yuan_per_kwh of the system operation charge; empty when none is printed.
        addresses: (sheet row, column) → address in the file.
    """

    path: Path
    sheet: str
    province: str
    month: str
    first_on: date
    last_on: date
    source: str
    rows: pd.DataFrame
    items: pd.DataFrame
    addresses: Mapping[tuple[int, str], str]

    def where(self, row: int, column: str) -> str:
        """Return the place of a cell in words; the first row stands for what the whole table shares."""
        return (
            f"《{self.path.name}》「{self.sheet}」{self.addresses.get((row, column), f'第{row}行')}「{TITLES[column]}」"
        )


def read_price_table(  # noqa: PLR0913, PLR0917 - what the file does not say must be given
    path: Path,
    province: str = "",
    month: str = "",
    source: str = "",
    sheet_title: str = "",
    classes: pd.DataFrame | None = None,
) -> PriceTable:
    """Read a published price table.

    Args:
        path: .xlsx, .xlsm, .xlsb, .xls or .csv.
        province: as 设置 names it; empty: as the title says.
        month: ``YYYY-MM``; empty: as the title says.
        source: name of the document; empty: the title.
        sheet_title: of the sheet; empty: the only one with a price table.
        classes: every row of 用户档; a province that is in it prints a row for each class, and no line loss.

    Raises:
        ReadError: the file, its header or a cell cannot be read, or title and arguments do not agree; a sentence.
        UnsaidError: neither says what must be known.
    """
    sheet = _sheet(path, sheet_title)
    titles = titles_of(sheet)
    place = f"《{path.name}》「{sheet.title}」"
    texts = list(titles.values())
    own_province = words.chosen(province, words.province(texts), f"{place}的表题", "省份", ("province", "湖北"))
    days = printed_days({f"{place}{at}": text for at, text in titles.items()}, f"{place}的表题", month)
    name = source or _document(texts)
    if not name:
        raise UnsaidError(f"{place}的表题没有文件名称，不知依据", "source", "文件名称或文号")
    own_classes = _classes(classes, own_province, days)
    heads = find_headings(sheet, classed=own_classes is not None)
    rows, addresses, end = price_rows(sheet, heads, own_classes)
    keys = own_province + "-" + days.month + "-" + rows["tariff"] + "-" + rows["voltage"]
    keys += ("-" + rows["user_class"]).fillna("")
    rows = rows.assign(key=keys, province=own_province, month=days.month)[list(COLUMNS)]
    refuse_twice(sheet, rows, heads)
    items = system_operation_items(sheet, end, heads.scales["system_operation_yuan_per_kwh"])
    held = days.month, days.first_on, days.last_on
    return PriceTable(path, sheet.title, own_province, *held, name, rows, items, addresses)


def _sheet(path: Path, title: str) -> PrintedSheet:
    """Return the sheet asked for, or the only one that holds a price table."""
    book = open_book(path)
    if title and title not in book.sheets:
        names = "、".join(book.sheets)
        raise UnsaidError(f"《{path.name}》里没有工作表「{title}」（现有：{names}）", "sheet", next(iter(book.sheets)))
    sheets = [PrintedSheet(book, one) for one in ((title,) if title else book.sheets)]
    found = [sheet for sheet in sheets if title or has_header(sheet)]
    if not found:
        for sheet in sheets:
            refuse_sideways(sheet)
        raise ReadError(
            f"《{path.name}》里找不到电价表（表头应有 电压等级、代理购电价格、输配电价）；请检查是否选对了文件"
        )
    if len(found) > 1:
        names = "、".join(sheet.title for sheet in found)
        raise UnsaidError(
            f"《{path.name}》里有 {len(found)} 张电价表（{names}），一次导入一张", "sheet", found[0].title
        )
    return found[0]


def _document(titles: list[str]) -> str:
    """Return the name of the document, its units left out; empty where no title speaks of prices."""
    named = next((text for text in titles if "电价" in text or "价格" in text), "")
    return re.sub(r"\(?单位[:：][^()]*\)?", "", named).strip()


def _classes(classes: pd.DataFrame | None, province: str, days: Days) -> pd.DataFrame | None:
    """Return the classes of a province on the first day; ``None`` where it never had any; refuse a month without."""
    mine = classes[classes["province"] == province] if classes is not None else pd.DataFrame()
    if mine.empty:
        return None
    held = effective(mine, days.first_on)
    if held.empty:
        raise ReadError(f"规则表「用户档」没有 {province} 在 {days.month} 有效的行，不知价表各行是哪一档；请补上再导入")
    return held
