"""What an import of prices says on the console."""

from collections import defaultdict

from addin.commands.registry import Figures


def price_sentences(figures: Figures) -> list[str]:
    """Return what an import did: the table, what changed, faults, what was written."""
    days = f"{figures['first_on']} 至 {figures['last_on']}"
    said = [f"{figures['province']} {days}：{figures['rows']} 行价格（{figures['source']}）"]
    said += _changed(figures)
    said += [f"提示（{one['code']}）：{one['text']}" for one in figures["faults"]]
    for word, counts in (("新增", figures["added"]), ("更正，作废旧行", figures["taken_back"])):
        tables = [f"「{title}」{count} 行" for title, count in counts.items() if count]
        said += [f"{word} {'、'.join(tables)}"] if tables else []
    return [*said, *figures["remarks"], f"结果：{figures['result']}"]


def _changed(figures: Figures) -> list[str]:
    """Return the comparison with the month before; a price that is the same in every row is told once."""
    if not figures["before"]:
        return ["规则表没有上月的电价，未作比较"]
    alike: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for one in figures["changes"]:
        title = one["cell"].rpartition(" ")[2]
        alike[title, one["before"], one["after"], one["change"]].append(one["cell"])
    lines = []
    for (title, before, after, change), cells in alike.items():
        names = [f"各行 {title}"] if len(cells) == figures["rows"] > 1 else cells
        lines += [f"  {name}：{before or '无'} → {after or '无'}" + f"（{change}）" * bool(change) for name in names]
    return [f"与 {figures['before']} 相比，变化 {len(figures['changes'])} 格：", *lines]
