"""The command line, ``keywatt``: the same commands on closed files.

Exit code 0: nothing found; 1: findings of level 错误 or 警告; 2: could not run.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path

import click

from addin import __version__
from addin.books.errors import BookError
from addin.commands.audit import audit_month, grade, review, risk
from addin.commands.demo import demo
from addin.commands.documents import DOCUMENTS, make_documents
from addin.commands.registry import COMMANDS, Figures
from addin.commands.rules import check_rules, rule_book
from addin.commands.start import new_ledger
from addin.commands.steps import steps
from addin.facts import JobError
from addin.job import Order
from addin.reading import ReadError
from addin.rulebook import NoRule, RuleError
from addin.shipped import shipped

EXPECTED = (ReadError, BookError, RuleError, NoRule, JobError, FileNotFoundError, PermissionError)
FOUND, FAILED = 1, 2
BOOKS = click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path))
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="结果写到这个文件夹（默认：工作簿旁的「…-审计-月份」）。"
)
IN_PLACE = click.option("--in-place", is_flag=True, help="结果写回原工作簿，并保留备份。")
MONTH = click.option("--month", metavar="YYYY-MM", help="账期；默认取「设置」表的月份。")
AS_OF = click.option("--as-of", metavar="YYYY-MM-DD", help="期限按这一天计算；默认账期最后一天。")
RULES = click.option("--rules", type=click.Path(path_type=Path), help="规则表；默认用随程序提供的 rules.xlsx。")
JSON = click.option("--json", "as_json", is_flag=True, help="只输出 JSON 摘要。")


@click.group(help="KeyWatt 电力大客户管理：分级、电费复核、风险预警、文书。数据不离开本机。")
@click.version_option(__version__, prog_name="keywatt")
def main() -> None:
    """Hold the commands."""


def guarded(run: Callable[..., int]) -> Callable[..., None]:
    """Turn an expected error into its sentence and exit code 2."""

    @wraps(run)
    def inner(**options: object) -> None:
        try:
            code = run(**options)
        except EXPECTED as error:
            click.echo(f"没有完成：{sentence(error)}", err=True)
            code = FAILED
        sys.exit(code)

    return inner


def sentence(error: Exception) -> str:
    """Return an error as a sentence; system errors get one, ours are one."""
    if isinstance(error, PermissionError):
        return f"「{error.filename}」没有读写权限；请检查文件夹权限，或换一个文件夹"
    return str(error.args[0] if error.args else error)


def day(text: str | None) -> date | None:
    """Read ``--as-of``; raises ``JobError`` when it is no date."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise JobError(f"--as-of：看到『{text}』，应为 2026-01-31 这样的日期") from error


def rule_path(books: tuple[Path, ...], given: Path | None) -> Path:
    """Return the rule book: as given, else the one beside the first book, else the shipped one."""
    return given or rule_book(books[0].parent if books else None)


def _audit_command(name: str, run: Callable[..., Figures]) -> None:
    """Add one of the four audit jobs to the command line."""

    @main.command(name, help=COMMANDS[name].tip, short_help=COMMANDS[name].label)
    @BOOKS
    @MONTH
    @AS_OF
    @RULES
    @OUT
    @IN_PLACE
    @JSON
    @guarded
    def inner(  # noqa: PLR0913, PLR0917 - options of a command line
        books: tuple[Path, ...],
        month: str | None,
        as_of: str | None,
        rules: Path | None,
        out: Path | None,
        in_place: bool,  # noqa: FBT001
        as_json: bool,  # noqa: FBT001
    ) -> int:
        order = Order(books, rule_path(books, rules), name, month, day(as_of))
        with steps(quiet=as_json) as progress:
            figures = run(order, out, in_place, progress)
        tell(figures, as_json=as_json)
        return FOUND if figures["errors"] or figures["warnings"] else 0


for _name, _run in (("audit", audit_month), ("grade", grade), ("review", review), ("risk", risk)):
    _audit_command(_name, _run)


@main.command("document", help=COMMANDS["document"].tip, short_help="出文书")
@click.argument("kind", type=click.Choice([*DOCUMENTS]))
@BOOKS
@click.option("--customer", "customers", multiple=True, metavar="户号", help="只为这些户号出文书；可重复。")
@click.option("--all", "everyone", is_flag=True, help="为所有需要这种文书的行出文书。")
@MONTH
@AS_OF
@RULES
@OUT
@IN_PLACE
@JSON
@guarded
def document(  # noqa: PLR0913, PLR0917 - options of a command line
    kind: str,
    books: tuple[Path, ...],
    customers: tuple[str, ...],
    everyone: bool,  # noqa: FBT001
    month: str | None,
    as_of: str | None,
    rules: Path | None,
    out: Path | None,
    in_place: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> int:
    """Fill documents for the rows that call for them."""
    if not customers and not everyone:
        raise JobError("没有说明为谁出文书：请用 --customer 户号 指定，或用 --all 为所有需要的行出文书")
    order = Order(books, rule_path(books, rules), "document", month, day(as_of))
    with steps(quiet=as_json) as progress:
        figures = make_documents(kind, order, customers, out, in_place, progress)
    tell(figures, as_json=as_json)
    return FOUND if figures["refused"] else 0


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
    lines = problems.astype(object).where(problems.notna(), None).to_dict("records")
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, default=str, indent=1))
    for line in () if as_json else lines:
        where = f"{line['level']}：「{line['sheet']}」{line['cell']}"
        click.echo(f"{where}：看到『{line['seen']}』，应为{line['expected']}；{line['advice']}")
    grave = problems["level"].isin(("错误", "警告")).sum()
    if not as_json:
        click.echo(f"规则表检查完毕：错误或警告 {grave} 项，提示 {len(problems) - grave} 项")
    return FOUND if grave else 0


@main.command("new", help=COMMANDS["new"].tip, short_help=COMMANDS["new"].label)
@click.argument("folder", type=click.Path(path_type=Path))
@guarded
def new(folder: Path) -> int:
    """Put a blank ledger into a folder."""
    click.echo(f"已新建：{new_ledger(folder)}；请先填「设置」和「客户台账」，再运行 keywatt audit")
    return 0


@main.command("demo", help=COMMANDS["demo"].tip, short_help=COMMANDS["demo"].label)
@click.argument("folder", required=False, default="example", type=click.Path(path_type=Path))
@JSON
@guarded
def run_demo(folder: Path, as_json: bool) -> int:  # noqa: FBT001
    """Audit the example and make its documents."""
    with steps(quiet=as_json) as progress:
        figures = demo(folder, shipped("rules.xlsx"), progress)
    tell(figures, as_json=as_json)
    return 0


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
        said.append(f"文书：{len(figures['papers'])} 份")
        said += [f"  {name}" for name in figures["papers"]]
        said += [f"  未出：{why}" for why in figures["refused"]]
    return [*said, *figures.get("remarks", ()), f"结果：{figures['result']}"]


if __name__ == "__main__":
    main()
