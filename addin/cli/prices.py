"""``prices import``."""

from pathlib import Path

import click

from addin.cli.guard import guarded
from addin.cli.options import JSON, RULES
from addin.cli.root import main
from addin.cli.tell import tell
from addin.commands.price_sentences import price_sentences
from addin.commands.prices import DoubtfulError, Printed, import_prices
from addin.commands.registry import COMMANDS
from addin.facts import JobError
from addin.published.unsaid import UnsaidError


@main.group("prices", help="公布的电价表。", short_help="电价表")
def prices_group() -> None:
    """Hold the commands on published price tables."""


@prices_group.command("import", help=COMMANDS["prices import"].tip, short_help=COMMANDS["prices import"].label)
@click.argument("file", metavar="电价表", type=click.Path(path_type=Path))
@click.option("--province", default="", help="省份，与「设置」表同词；默认取表题。")
@click.option("--month", default="", metavar="YYYY-MM", help="执行月份；默认取表题。")
@click.option("--source", default="", help="文件名称或文号，写入「依据」；默认取表题。")
@click.option("--sheet", default="", help="工作表名；文件里有几张电价表时指定。")
@click.option(
    "--keep-doubtful",
    is_flag=True,
    help="合计、价比、量级或时段次序不符的行也导入，有疑问的格列入「电价待核」，能推出的写备选值。",
)
@RULES
@JSON
@guarded
def prices_import(  # noqa: PLR0913, PLR0917 - options of a command line
    file: Path,
    province: str,
    month: str,
    source: str,
    sheet: str,
    keep_doubtful: bool,  # noqa: FBT001
    rules: Path | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Import a published price table."""
    printed = Printed(file, province, month, source, sheet)
    try:
        figures = import_prices(printed, own_rules(file, rules), keep_doubtful=keep_doubtful)
    except UnsaidError as error:
        raise JobError(f"{error}；请用 --{error.what} {error.example} 指定") from error
    except DoubtfulError as error:
        raise JobError(f"{error}：没有写入；请与原表核对后改正，或加 --keep-doubtful 按待核导入") from error
    if as_json:
        tell(figures, as_json=True)
    for line in () if as_json else price_sentences(figures):
        click.echo(line)
    return 0


def own_rules(file: Path, given: Path | None) -> Path:
    """Return the rule book to write to: as given, else the one beside the file, else in the current folder.

    Raises:
        JobError: there is none; the shipped one is not written to unless it is named.
    """
    found = [path for path in (file.parent / "rules.xlsx", Path("rules.xlsx")) if path.exists()]
    if given is None and not found:
        raise JobError("没有找到要写入的 rules.xlsx：电价表旁边和当前文件夹都没有；请用 --rules 指定本单位的规则表")
    return given or found[0]
