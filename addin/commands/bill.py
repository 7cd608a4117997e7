"""结果: one customer's bill of a month, row by row, and its 核算底稿."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from addin.billing.alternatives import alternatives
from addin.billing.causes.explanations import sentences
from addin.billing.causes.trial import explain
from addin.billing.comparing.inputs import read_texts
from addin.billing.comparing.workings import workings
from addin.billing.metering.repeats import counted_once
from addin.billing.money import yuan
from addin.billing.month import Billing
from addin.books.closed import ClosedBook, check_writable
from addin.books.elsewhere import open_elsewhere
from addin.commands.audit import result_book, save
from addin.commands.bill_inputs import inputs_of
from addin.commands.companions import load_whole
from addin.commands.registry import Figures, When, command
from addin.commands.worksheets import recomputed, worksheets
from addin.facts import JobError
from addin.job import Loaded, Order

Progress = Callable[[str], None]
MONEY = ("issued", "recomputed", "difference")


@command(
    "bill",
    label="核算底稿",
    group="结果",
    tip="重算所选客户本月的电费，写一张「核算底稿-户号」：从示数到合计都是可以核对的公式，附账单金额、差额和所依规则",
    icon="Calculator",
    key_tip="K",
    place=5,
    when=When.BOOK,
)
def bill(
    order: Order, customers: Sequence[str], out: Path | None, progress: Progress, *, write: bool = False
) -> Figures:
    """Recompute the month and tell the bills of some customers; write their worksheets where that is asked.

    Returns:
        ``month``, ``bills`` and ``remarks``, sentences about the run; where worksheets were asked for ``result``, the
        written workbook (empty: nobody had a statement).

    Raises:
        ReadError, RuleError, JobError, BookError: the run cannot go on, or a 户号 is not there; nothing was written.
    """
    loaded = load_whole(order, progress)
    billing = recomputed_for(customers, loaded, progress)
    figures: Figures = {
        "month": billing.month,
        "bills": bills_told(customers, billing, loaded),
        "remarks": open_elsewhere(loaded.order.books),
    }
    if not write:
        return figures
    able = [no for no in customers if no in billing.billed]
    if not able:
        return figures | {"result": ""}
    target = result_book(loaded, out)
    check_writable(target)
    progress("写核算底稿")
    book = ClosedBook(target if target.exists() else loaded.ledger.main)
    remarks = [*figures["remarks"], *book.notices, *_older(target, loaded)]
    for sheet in worksheets(able, billing, loaded, target.parent):
        book.write(sheet)
    save(book, target)
    return figures | {"result": str(target), "remarks": remarks}


def _older(target: Path, loaded: Loaded) -> list[str]:
    """Say where the results beside the worksheet are older than the ledger: the two may then disagree."""
    if not target.exists() or all(_saved(path) <= _saved(target) for path in loaded.order.books):
        return []
    return [f"台账在上次写「{target.name}」之后改过，其中别的结果表还是原来的：请重新审计"]


def _saved(path: Path) -> int:
    return path.stat().st_mtime_ns


def recomputed_for(customers: Sequence[str], loaded: Loaded, progress: Progress) -> Billing:
    """Return the month recomputed; raises ``JobError`` for a 户号 that is not in 客户台账."""
    known = set(loaded.ledger["customers"]["customer_no"])
    strangers = [no for no in customers if no not in known]
    if strangers:
        raise JobError(f"「客户台账」没有户号 {'、'.join(strangers)}：请核对户号（文本格式、前面的零不要丢）后重试")
    progress("重算账单")
    return recomputed(loaded)


def bills_told(customers: Sequence[str], billing: Billing, loaded: Loaded) -> list[dict[str, object]]:
    """Return the bills of customers as data, each with the ``cause`` that would give what was issued."""
    causes = _causes(customers, billing, loaded)
    return [_told(no, billing, loaded) | {"cause": causes.get(no, "")} for no in customers]


def _causes(customers: Sequence[str], billing: Billing, loaded: Loaded) -> dict[str, str]:
    """Return by 户号 which mistakes would give exactly what was issued, a sentence; nothing where none does."""
    bills = billing.totals[billing.totals["customer_no"].isin(customers)]
    mine = replace(billing, comparison=replace(billing.comparison, bills=bills))
    rules = loaded.rulebook.on(loaded.period.end, billing.province)
    said = sentences(explain(loaded.ledger, loaded.rulebook, mine, rules))
    return {str(no): text.lstrip("；") for no, text in said.items()}


def _told(no: str, billing: Billing, loaded: Loaded) -> dict[str, object]:
    """Return a customer's bill as data: its rows, totals [yuan, as decimal text] and the sentences about it."""
    customers = loaded.ledger["customers"].drop_duplicates("customer_no").set_index("customer_no")
    rows = _rows(no, billing)
    said = billing.doubts[billing.doubts["customer_no"] == no]
    doubts = [f"{one.component}：{one.reason}" if one.component else str(one.reason) for one in said.itertuples()]
    read = billing.archive.readings
    doubts += counted_once(read[read["customer_no"] == no])
    totals = billing.totals[billing.totals["customer_no"] == no]
    issued = totals["issued_fen"].iloc[0] if len(totals) else pd.NA
    if not len(totals):
        doubts.append(f"户号 {no} 在 {billing.month} 没有已出的账单，没有可比的金额")
        doubts += alternatives(no, billing)
    if no not in billing.billed and not said.size:
        doubts.append(f"户号 {no} 在 {billing.month} 没有账单也没有抄表记录，没有重算")
    ours = totals["recomputed_fen"].iloc[0] if len(totals) else _sum(rows) if no in billing.billed else pd.NA
    ours = pd.NA if billing.left_out(no) else ours
    return {
        "customer_no": no,
        "customer_name": customers.loc[no, "customer_name"],
        "recomputed": no in billing.billed,
        "partly": no in billing.partly,
        "rows": [
            _row(one) | {"inputs": inputs_of(one["line"], billing, loaded.rulebook)} for one in rows.to_dict("records")
        ],
        "issued_yuan": _text(issued),
        "recomputed_yuan": _text(ours),
        "difference_yuan": _text(issued - ours),
        "different": bool(len(totals) and totals["different"].iloc[0]),
        "doubts": doubts,
    }


def _rows(no: str, billing: Billing) -> pd.DataFrame:
    """Return the rows of 账单重算 of a customer; of one without a bill those of its statement."""
    beside = billing.compared[billing.compared["customer_no"] == no]
    if beside.empty:
        own = billing.lines[billing.lines["customer_no"] == no]
        named = {"quantity": "recomputed_quantity", "unit_price": "recomputed_price", "amount_fen": "recomputed_fen"}
        beside = own.rename(columns=named).rename(columns={"days": "recomputed_days"})
        beside = beside.assign(issued_fen=pd.NA, difference_fen=pd.NA, outcome="", line=own.index)
        read = read_texts(own, billing.inputs, billing.quantities, billing.segments)
        return beside.assign(working=workings(beside, read))
    return beside.assign(working=billing.workings)


def _row(one: dict[str, object]) -> dict[str, object]:
    money = {f"{name}_yuan": _text(one[f"{name}_fen"]) for name in MONEY}
    plain = {name: one[name] for name in ("component", "period", "working", "outcome", "rule")}
    return {name: value if _there(value) else "" for name, value in plain.items()} | money


def _sum(rows: pd.DataFrame) -> int:
    return int(rows["recomputed_fen"].sum())


def _there(value: object) -> bool:
    return not bool(pd.isna(value))


def _text(fen: object) -> str | None:
    """Return an amount as decimal text."""
    return str(yuan(int(Decimal(str(fen))))) if _there(fen) else None


def bill_sentences(figures: Figures) -> list[str]:
    """Return bills as lines for people."""
    lines: list[str] = []
    for one in figures["bills"]:
        lines.append(f"户号 {one['customer_no']}　{one['customer_name']}　账期 {figures['month']}")
        lines += [_line(row) for row in one["rows"]]
        if one["recomputed"]:
            beside = f"账单 {_grouped(one['issued_yuan']) or '无'}　差额 {_grouped(one['difference_yuan']) or '—'}"
            taken = "（未能重算的项按账单计入）" if one["partly"] and one["recomputed_yuan"] else ""
            lines.append(f"合计　重算 {_grouped(one['recomputed_yuan']) or '不全'}{taken}　{beside}")
        lines += [f"  {said}" for said in (one["cause"], *one["doubts"]) if said]
    lines += figures.get("remarks", [])
    return [*lines, *([f"结果：{figures['result']}"] if figures.get("result") else [])]


def _line(row: dict[str, object]) -> str:
    name = f"{row['component']}·{row['period']}" if row["period"] not in {"", "总"} else str(row["component"])
    ours = row["working"] or _grouped(row["recomputed_yuan"]) or "未能重算"
    beside = f"　账单 {_grouped(row['issued_yuan'])}　差额 {_grouped(row['difference_yuan']) or '—'}"
    beside = beside if row["issued_yuan"] else ""
    return f"  {name}：{ours}{beside}　{row['outcome']}　{row['rule']}".rstrip("　 ")


def _grouped(amount: object) -> str:
    """Return an amount with its thousands apart, as the sheets show it; empty where there is none."""
    return f"{Decimal(str(amount)):,}" if amount else ""
