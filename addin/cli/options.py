"""Arguments and options that several commands share, and what they mean."""

from datetime import date, datetime
from pathlib import Path

import click

from addin.commands.rules import rule_book
from addin.facts import MONTH as YEAR_MONTH
from addin.facts import JobError, month_spelt

FOUND = 1
"""Exit code of a run that found something."""
BOOKS = click.argument("books", nargs=-1, required=True, metavar="工作簿...", type=click.Path(path_type=Path))
OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="结果写到这个文件夹（默认：工作簿旁的「…-审计-月份」）。"
)
IN_PLACE = click.option("--in-place", is_flag=True, help="结果写回原工作簿，并保留备份。")
MONTH = click.option("--month", metavar="YYYY-MM", help="账期；默认取「设置」表的月份。")
AS_OF = click.option("--as-of", metavar="YYYY-MM-DD", help="期限按这一天计算；默认账期最后一天。")
RULES = click.option("--rules", type=click.Path(path_type=Path), help="规则表；默认用随程序提供的 rules.xlsx。")
JSON = click.option("--json", "as_json", is_flag=True, help="只输出 JSON 摘要。")


def month_of(text: str | None) -> str | None:
    """Read ``--month``; raises ``JobError`` when it is none."""
    month = month_spelt(text) if text else None
    if month and not YEAR_MONTH.fullmatch(month):
        raise JobError(f"--month：看到『{text}』，应为 2026-01 这样的年月")
    return month


def one_place(out: Path | None, *, in_place: bool) -> None:
    """Raise ``JobError`` for an order to write to two places."""
    if out and in_place:
        raise JobError("--out 与 --in-place 不能同时用：写进文件夹用 --out，写回原工作簿用 --in-place，请只留一个")


def day(text: str | None) -> date | None:
    """Read ``--as-of``; raises ``JobError`` when it is no date."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise JobError(f"--as-of：看到『{text}』，应为 2026-01-31 这样的日期") from error


def rule_path(books: tuple[Path, ...], given: Path | None) -> Path:
    """Return the rule book: as given, else the one beside the first book, else the shipped one."""
    return given or rule_book(books[0].parent if books else None)
