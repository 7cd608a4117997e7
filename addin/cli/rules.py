"""``rules check``, ``rules update``."""

import json
from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import FOUND, JSON, rule_path
from addin.cli.root import main
from addin.cli.tell import tell
from addin.commands.registry import COMMANDS
from addin.commands.rule_update import add_lacking_rows, update_sentences
from addin.commands.rules import check_rules, problem_lines
from addin.facts import JobError


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


@rules_group.command("update", help=COMMANDS["rules update"].tip, short_help=COMMANDS["rules update"].label)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@JSON
@guarded
def rules_update(path: Path | None, as_json: bool) -> int:  # noqa: FBT001
    """Add the rows that an earlier rule book lacks."""
    if path is None and not Path("rules.xlsx").exists():
        raise JobError("当前文件夹没有 rules.xlsx；请写明本单位规则表的路径")
    figures = add_lacking_rows(path or Path("rules.xlsx"))
    if as_json:
        tell(figures, as_json=True)
    for line in () if as_json else update_sentences(figures):
        click.echo(line)
    return 0
