"""The figures of a run, as JSON or as sentences."""

import json

import click

from addin.commands.registry import Figures


def tell(figures: Figures, *, as_json: bool) -> None:
    """Print the figures of a run, as JSON or as sentences."""
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, default=str, indent=1))
        return
    for line in sentences(figures):
        click.echo(line)


def sentences(figures: Figures) -> list[str]:
    """Return the figures as sentences, those that are there."""
    said = []
    if "customers" in figures:
        billed = f"重算账单 {figures['billed']} 户，未能重算 {figures['unbilled']} 户"
        said.append(f"账期 {figures['month']}：{figures['customers']} 户，{billed}")
        counts = f"错误 {figures['errors']} 项，警告 {figures['warnings']} 项，提示 {figures['notices']} 项"
        said.append(f"发现：{counts}，涉及金额 {figures['stake_yuan']} 元")
    if "papers" in figures:
        nothing = "" if figures["papers"] or figures["refused"] else "：台账里没有需要出这种文书的行"
        said.append(f"文书：{len(figures['papers'])} 份{nothing}")
        said += [f"  {name}" for name in figures["papers"]]
        said += [f"  未出：{why}" for why in figures["refused"]]
    return [*said, *figures.get("remarks", ()), f"结果：{figures['result']}"]
