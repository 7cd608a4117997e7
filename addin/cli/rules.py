"""``rules check``."""

import json
from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import FOUND, JSON, rule_path
from addin.cli.root import main
from addin.commands.registry import COMMANDS
from addin.commands.rules import check_rules, problem_lines


@main.group("rules", help="规则表 rules.xlsx。", short_help="规则表")
def rules_group() -> None:
    """Hold the commands on rules.xlsx."""


@rules_group.command("check", help=COMMANDS["rules check"].tip, short_help=COMMANDS["rules check"].label)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@JSON
@guarded
def rules_check(path: Path | None, as_json: bool) -> int:  # noqa: FBT001
    """Check the rule book."""
    problems = check_rules(path or rule_path((), None))
    if as_json:
        lines = problems.astype(object).where(problems.notna(), None).to_dict("records")
        click.echo(json.dumps(lines, ensure_ascii=False, default=str, indent=1))
    for line in () if as_json else problem_lines(problems):
        click.echo(line)
    grave = problems["level"].isin(("错误", "警告")).sum()
    if not as_json:
        click.echo(f"规则表检查完毕：错误或警告 {grave} 项，提示 {len(problems) - grave} 项")
    return FOUND if grave else 0
