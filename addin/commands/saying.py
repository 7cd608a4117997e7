"""What a run tells its user, as sentences: its figures, or why it did not happen."""

import traceback
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from addin import __version__
from addin.books.errors import BookError
from addin.commands.log import log_file, write
from addin.commands.registry import Figures
from addin.facts import JobError
from addin.reading import ReadError
from addin.register import Check
from addin.rulebook import NoRule, RuleError

EXPECTED = (ReadError, BookError, RuleError, NoRule, JobError, FileNotFoundError, PermissionError)
"""Errors whose sentence says what to do; any other is one of the program's own."""


def sentences(figures: Figures) -> list[str]:
    """Return the figures as sentences, those that are there."""
    said = []
    if "customers" in figures:
        said.append(f"账期 {figures['month']}：{figures['customers']} 户{_of_the_bills(figures)}")
        counts = f"错误 {figures['errors']} 项，警告 {figures['warnings']} 项，提示 {figures['notices']} 项"
        said.append(f"发现：{counts}，涉及金额 {Decimal(figures['stake_yuan']):,} 元")
        said += _of_the_data(figures["data_problems"])
        said += figures["failed"]
    if "papers" in figures:
        nothing = "" if figures["papers"] or figures["refused"] else "：台账里没有需要出这种文书的行"
        said.append(f"文书：{len(figures['papers'])} 份{nothing}")
        said += [f"  {name}" for name in figures["papers"]]
        said += [f"  未出：{why}" for why in figures["refused"]]
    return [*said, *figures.get("remarks", ()), f"结果：{figures['result']}"]


def _of_the_bills(figures: Figures) -> str:
    """Say how many customers' bills were recomputed; nothing where that was not asked for."""
    if "billed" not in figures:
        return ""
    said = f"，重算账单 {figures['billed']} 户，未能重算 {figures['unbilled']} 户"
    return said if figures["billed"] or figures["unbilled"] else "，没有这个月的账单可以重算"


def _of_the_data(problems: Mapping[str, int]) -> list[str]:
    """Say how many cells could not be taken as they stand; notes alone are not worth a line."""
    grave = [f"{level} {problems[level]} 项" for level in ("错误", "警告") if level in problems]
    return [f"数据问题：{'，'.join(grave)}，请先看「数据问题」表"] if grave else []


def sentence(error: Exception) -> str:
    """Return an error as a sentence; system errors get one, ours are one."""
    if isinstance(error, PermissionError):
        return f"「{error.filename}」没有读写权限；请检查文件夹权限，或换一个文件夹"
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"「{error.filename}」不存在；请核对路径和文件名"
    return str(error.args[0] if error.args else error)


def unexpected(error: Exception) -> str:
    """Keep the trace of an error of the program's own in the log, and return what to do."""
    path, kind = _logged(error)
    return f"程序内部出错（{kind}），工作簿没有改动；请把「{path}」发给维护人员，并说明刚才运行的命令"


def check_failed(one: Check, error: Exception) -> str:
    """Keep the trace of a check that failed in the log, and return what to do; the other checks go on.

    Raises:
        Exception: ``error`` itself, where it is one whose sentence says why the run cannot go on.
    """
    if isinstance(error, EXPECTED):
        raise error
    path, kind = _logged(error)
    which = f"检查 {one.code}「{one.title}」程序内部出错（{kind}）"
    return f"{which}，本次未能核查，其他检查不受影响；请把「{path}」发给维护人员"


def _logged(error: Exception) -> tuple[Path, str]:
    """Write the trace of an error into the log of this machine; return where that is, and the kind of the error."""
    path = log_file()
    write(path, f"KeyWatt {__version__}\n{''.join(traceback.format_exception(error))}")
    return path, type(error).__name__
