"""数据: a published price table into the rule book."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from addin.books.port import OpenBook
from addin.commands.asking import BETWEEN, Ask
from addin.commands.price_sentences import price_sentences
from addin.commands.registry import Figures, command
from addin.commands.rule_rows import write_entries
from addin.facts import MONTH, JobError, month_spelt
from addin.published import PriceTable, read_price_table
from addin.published.changes import changes
from addin.published.entries import Entries, entries
from addin.published.plausible import implausible, unsized
from addin.published.regulated import blamed, in_order
from addin.published.review import REFUSED, Fault, faults, unchecked
from addin.published.unsaid import UnsaidError
from addin.rulebook import Rulebook
from addin.tables.choices import PROVINCES
from addin.tables.rules import RULE_TABLES

NAME = "prices import"
ASKED = {"province": "省份", "month": "执行月份", "source": "文件名称或文号", "sheet": "工作表名"}
"""What the button asks for where the file does not say it, by the attributes of ``Printed``."""
KEPT = "按待核导入"
_MOST_FAULTS = 8


class DoubtfulError(JobError):
    """Sums of a table do not hold, or its prices are of another size; nothing was written.

    Attributes:
        cells: a sentence for each cell.
    """

    def __init__(self, cells: Sequence[str]) -> None:
        """Word all of them."""
        super().__init__("\n".join([*cells, f"共 {len(cells)} 处不符"]))
        self.cells = cells


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
    NAME,
    label="导入电价表",
    group="数据",
    tip="读当月公布的电价表，核对分项和、系数和明细，列出与上月的变化，写入 rules.xlsx 的「电价」等表，其余内容不动",
    icon="GetExternalDataImportClassic",
    key_tip="D",
    place=3,
)
def import_beside(book: OpenBook, said: str | None = None) -> str | Ask:
    """Import a price table into the rule book beside the open workbook; ask for what is not said.

    Args:
        book: on the screen.
        said: path of the file, then what was asked for (``month=2026-02``) and ``KEPT``, ``BETWEEN`` between them.

    Raises:
        JobError: the workbook was never saved, has no rule book beside it, or no file was named.
    """
    rules = book.folder / "rules.xlsx" if book.folder else None
    if rules is None or not rules.exists():
        raise JobError(f"工作簿『{book.name}』所在的文件夹没有 rules.xlsx；请先保存工作簿，并把本单位的规则表放在旁边")
    if said is None:
        return Ask("当月电价表文件的完整路径（可在文件夹中按住 Shift 右击文件，选“复制文件地址”后粘贴）：")
    path, *told = said.split(BETWEEN)
    if not path.strip():
        raise JobError("没有填写电价表文件，什么也没有改；需要时请重新点「导入电价表」")
    answers = {what: answer for what, cut, answer in (one.partition("=") for one in told) if cut}
    printed = Printed(Path(path.strip().strip('"')), **answers)
    try:
        return "\n".join(price_sentences(import_prices(printed, rules, keep_doubtful=KEPT in told)))
    except UnsaidError as error:
        question = f"请填写{ASKED[error.what]}，如 {error.example}：\n{error}"
        return Ask(question, before=f"{said}{BETWEEN}{error.what}=")
    except DoubtfulError as error:
        return Ask(_keep(error.cells), yes=NAME, before=f"{said}{BETWEEN}{KEPT}")


def _keep(cells: Sequence[str]) -> str:
    """Return the question whether to import a table whose cells are doubtful."""
    more = [f"……共 {len(cells)} 处不符"] if len(cells) > _MOST_FAULTS else []
    yes = "点「是」：仍然导入，有疑问的格列入「电价待核」，能推出的写备选值。"
    no = "点「否」：什么也不写，与原表核对改正后再导入。"
    return "\n".join([*cells[:_MOST_FAULTS], *more, "", f"还没有写入。{KEPT}吗？", yes, no])


def import_prices(printed: Printed, rules: Path, *, keep_doubtful: bool = False) -> Figures:
    """Read a published price table, check it, and write its rows into the rule book, which is backed up first.

    Args:
        printed: the file and what the user says of it.
        rules: path of rules.xlsx.
        keep_doubtful: keep rows that would be refused, their cells under 电价待核 with the value that would fit.

    Returns:
        What was read, what changed against the month before, what was written.

    Raises:
        UnsaidError: more must be said of the file; DoubtfulError: its rows would be refused.
        ReadError, RuleError, BookError, JobError: nothing was written; a sentence.
    """
    printed = _understood(printed)
    rulebook = Rulebook.load(rules)
    given = (printed.province, printed.month, printed.source, printed.sheet)
    table = read_price_table(printed.path, *given, rulebook.all("user_classes"))
    in_force = rulebook.on(table.first_on, table.province)
    found = faults(table, in_force) + implausible(table, in_force, rulebook.all("prices"))
    found = in_order(blamed(found, table, in_force), table)
    if not keep_doubtful:
        _refuse(found)
    made = entries(table, rulebook.tables, found if keep_doubtful else ())
    copy = write_entries(made, rulebook)
    return _figures(table, rulebook, made, found) | {
        "remarks": _remarks(made, copy) + _other_days(table) + unchecked(table, in_force) + unsized(in_force),
        "result": str(rules),
    }


def _understood(printed: Printed) -> Printed:
    """Return it with the month as ``YYYY-MM``; refuse a province or a month that cannot be one."""
    month = month_spelt(printed.month)
    if printed.province and printed.province not in PROVINCES:
        seen = f"省份：看到『{printed.province}』，应为 {'、'.join(PROVINCES)} 之一"
        raise UnsaidError(seen, "province", "湖北")
    if month and not MONTH.fullmatch(month):
        raise UnsaidError(f"执行月份：看到『{month}』，应为 2026-02 这样的年月", "month", "2026-02")
    return replace(printed, month=month)


def _refuse(found: Sequence[Fault]) -> None:
    """Refuse a table whose sums do not hold or whose prices are of another size, naming every cell of those rows."""
    rows = {fault.row for fault in found if fault.code in REFUSED}
    if rows:
        raise DoubtfulError([fault.text for fault in found if fault.row in rows])


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
