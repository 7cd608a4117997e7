"""数据: a published price table into the rule book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from addin.books.backup import backup
from addin.books.closed import ClosedBook
from addin.books.port import OpenBook
from addin.books.saving import check_writable
from addin.commands.asking import Ask
from addin.commands.price_sentences import price_sentences
from addin.commands.registry import Figures, command
from addin.facts import MONTH, JobError
from addin.published import PriceTable, read_price_table
from addin.published.changes import changes
from addin.published.entries import Entries, entries
from addin.published.plausible import implausible, unsized
from addin.published.review import REFUSED, Fault, faults, unchecked
from addin.rulebook import Rulebook
from addin.tables.choices import PROVINCES
from addin.tables.rules import RULE_TABLES


@dataclass(frozen=True, slots=True)
class Printed:
    """What the user says of the file.

    Attributes:
        path: of the price table.
        province: as 设置 names it; empty: as the title says.
        month: ``YYYY-MM``; empty: as the title says.
        source: name of the document, for 依据; empty: the title.
        sheet: title of the sheet; empty: the only one with prices.
    """

    path: Path
    province: str = ""
    month: str = ""
    source: str = ""
    sheet: str = ""


@command(
    "prices import",
    label="导入电价表",
    group="数据",
    tip="读当月公布的电价表，核对分项和、系数和明细，列出与上月的变化，写入 rules.xlsx 的「电价」等表，其余内容不动",
    icon="GetExternalDataImportClassic",
    key_tip="D",
    place=3,
)
def import_beside(book: OpenBook, said: str | None = None) -> str | Ask:
    """Import a price table into the rule book beside the open workbook; without a file, ask for it.

    Raises:
        JobError: the workbook was never saved, has no rule book beside it, or no file was named.
    """
    rules = book.folder / "rules.xlsx" if book.folder else None
    if rules is None or not rules.exists():
        raise JobError(f"工作簿『{book.name}』所在的文件夹没有 rules.xlsx；请先保存工作簿，并把本单位的规则表放在旁边")
    if said is None:
        return Ask("当月电价表文件的完整路径（可在文件夹中按住 Shift 右击文件，选“复制文件地址”后粘贴）：")
    if not said.strip():
        raise JobError("没有填写电价表文件，什么也没有改；需要时请重新点「导入电价表」")
    return "\n".join(price_sentences(import_prices(Printed(Path(said.strip().strip('"'))), rules)))


def import_prices(printed: Printed, rules: Path, *, keep_doubtful: bool = False) -> Figures:
    """Read a published price table, check it, and write its rows into the rule book, which is backed up first.

    Args:
        printed: the file and what the user says of it.
        rules: path of rules.xlsx.
        keep_doubtful: keep rows that would be refused, their cells under 电价待核 with the value that would fit.

    Returns:
        What was read, what changed against the month before, what was written.

    Raises:
        ReadError, RuleError, BookError, JobError: nothing was written; a sentence.
    """
    _refuse_unknown(printed)
    rulebook = Rulebook.load(rules)
    given = (printed.province, printed.month, printed.source, printed.sheet)
    table = read_price_table(printed.path, *given, rulebook.all("user_classes"))
    in_force = rulebook.on(table.first_on, table.province)
    found = faults(table, in_force) + implausible(table, in_force, rulebook.all("prices"))
    if not keep_doubtful:
        _refuse(found)
    made = entries(table, rulebook.tables, found if keep_doubtful else ())
    copy = _write(made, rulebook)
    return _figures(table, rulebook, made, found) | {
        "remarks": _remarks(made, copy) + _other_days(table) + unchecked(table, in_force) + unsized(in_force),
        "result": str(rules),
    }


def _refuse_unknown(printed: Printed) -> None:
    """Refuse a province or a month that cannot be one."""
    if printed.province and printed.province not in PROVINCES:
        raise JobError(f"--province：看到『{printed.province}』，应为 {'、'.join(PROVINCES)} 之一")
    if printed.month and not MONTH.fullmatch(printed.month):
        raise JobError(f"--month：看到『{printed.month}』，应为 2026-02 这样的年月")


def _refuse(found: Sequence[Fault]) -> None:
    """Refuse a table whose sums do not hold or whose prices are of another size, naming every cell."""
    grave = [fault.text for fault in found if fault.code in REFUSED]
    if grave:
        advice = "没有写入；请与原表核对后改正，或加 --keep-doubtful 按待核导入"
        raise JobError("\n".join([*grave, f"共 {len(grave)} 处不符：{advice}"]))


def _write(made: Entries, rulebook: Rulebook) -> str:
    """Write the entries into the rule book; return the name of the backup, empty when nothing had to be written."""
    if made.empty:
        return ""
    check_writable(rulebook.path)
    book = ClosedBook(rulebook.path)
    for name, rows in made.taken_back.items():
        title, _, letters = _header(rulebook, name)
        cells = {(row, letters[column]): value for row, line in rows.items() for column, value in line.items()}
        book.set_values(title, cells)
    for name, new in made.added.items():
        title, row, letters = _header(rulebook, name)
        _refuse_unplaced(name, letters, new)
        book.append_rows(title, row, letters, new)
    copy = backup(rulebook.path)
    book.save(rulebook.path)
    return copy.name


def _header(rulebook: Rulebook, name: str) -> tuple[str, int, dict[str, str]]:
    """Return title, header row and letters of a rule table."""
    found = rulebook.ledger.header(name, rulebook.path)
    if found is None:
        title = RULE_TABLES[name].title
        raise JobError(f"规则表「{rulebook.path.name}」没有「{title}」表，无处写入；请从随程序提供的 rules.xlsx 补回")
    return found


def _refuse_unplaced(name: str, letters: Mapping[str, str], new: Sequence[Mapping[str, object]]) -> None:
    """Refuse rows with a value for a column that the user's own table does not have (such as 用户档)."""
    values = {column for row in new for column, value in row.items() if column not in letters and not pd.isna(value)}
    if values:
        table = RULE_TABLES[name]
        lacking = "、".join(column.title for column in table if column.name in values)
        raise JobError(
            f"规则表「{table.title}」没有「{lacking}」列，无处写入；请从随程序提供的 rules.xlsx 补上该列再导入"
        )


def _figures(table: PriceTable, rulebook: Rulebook, made: Entries, found: Sequence[Fault]) -> Figures:
    moved = changes(table, rulebook.all("prices"))
    return {
        "province": table.province,
        "month": table.month,
        "first_on": f"{table.first_on}",
        "last_on": f"{table.last_on}",
        "source": table.source,
        "rows": len(table.rows),
        "added": {RULE_TABLES[name].title: len(rows) for name, rows in made.added.items()},
        "taken_back": {RULE_TABLES[name].title: len(rows) for name, rows in made.taken_back.items()},
        "same": made.same,
        "before": moved.month,
        "changes": moved.cells.to_dict("records"),
        "faults": [{"code": fault.code, "text": fault.text} for fault in found],
    }


def _remarks(made: Entries, copy: str) -> list[str]:
    said = [f"原规则表备份为「{copy}」"] if copy else ["与规则表中已有的完全相同，没有写入"]
    return said + [f"规则表原有而本表没有的价格行，未改动：{key}" for key in made.left]


def _other_days(table: PriceTable) -> list[str]:
    """Say that a table of some days leaves the others of the month as they are."""
    month = pd.Period(table.month, "M")
    whole = (table.first_on, table.last_on) == (month.start_time.date(), month.end_time.date())
    advice = f"{table.month} 其余各日的价格不在本表内，规则表没有的须另行导入，否则这些日子的电费列为未能核查"
    return [] if whole else [f"本表只管 {table.first_on} 至 {table.last_on}：{advice}"]
