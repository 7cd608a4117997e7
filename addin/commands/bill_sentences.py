"""Bills as lines for people."""

from decimal import Decimal

from addin.commands.registry import Figures


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
    """Return a row; a working begins with the point that is billed apart, without one the name tells it."""
    name = f"{row['component']}·{row['period']}" if row["period"] not in {"", "总"} else str(row["component"])
    name += f"·{row['point_no']}" if row["point_no"] and not row["working"] else ""
    ours = row["working"] or _grouped(row["recomputed_yuan"]) or "未能重算"
    beside = f"　账单 {_grouped(row['issued_yuan'])}　差额 {_grouped(row['difference_yuan']) or '—'}"
    beside = beside if row["issued_yuan"] else ""
    return f"  {name}：{ours}{beside}　{row['outcome']}　{row['rule']}".rstrip("　 ")


def _grouped(amount: object) -> str:
    """Return an amount with its thousands apart, as the sheets show it; empty where there is none."""
    return f"{Decimal(str(amount)):,}" if amount else ""
