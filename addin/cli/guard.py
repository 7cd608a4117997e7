"""What may go wrong on the command line, as one sentence and exit code 2."""

import sys
import traceback
from collections.abc import Callable
from functools import wraps

import click

from addin import __version__
from addin.books.errors import BookError
from addin.cli.words import FAILED
from addin.commands.log import log_file, write
from addin.facts import JobError
from addin.reading import ReadError
from addin.rulebook import NoRule, RuleError

EXPECTED = (ReadError, BookError, RuleError, NoRule, JobError, FileNotFoundError, PermissionError)


def guarded(run: Callable[..., int]) -> Callable[..., None]:
    """Turn an error into its sentence and exit code 2; what nobody expected is kept in a file for whoever mends it."""

    @wraps(run)
    def inner(**options: object) -> None:
        try:
            code = run(**options)
        except EXPECTED as error:
            click.echo(f"没有完成：{sentence(error)}", err=True)
            code = FAILED
        except Exception as error:  # noqa: BLE001 - a person at the keyboard gets a sentence, whatever happened
            click.echo(f"没有完成：{unexpected(error)}", err=True)
            code = FAILED
        sys.exit(code)

    return inner


def sentence(error: Exception) -> str:
    """Return an error as a sentence; system errors get one, ours are one."""
    if isinstance(error, PermissionError):
        return f"「{error.filename}」没有读写权限；请检查文件夹权限，或换一个文件夹"
    if isinstance(error, FileNotFoundError) and error.filename:
        return f"「{error.filename}」不存在；请核对路径和文件名"
    return str(error.args[0] if error.args else error)


def unexpected(error: Exception) -> str:
    """Keep the trace of an error of the program's own in the log, and return what to do."""
    path = log_file()
    write(path, f"KeyWatt {__version__}\n{''.join(traceback.format_exception(error))}")
    kind = type(error).__name__
    return f"程序内部出错（{kind}），工作簿没有改动；请把「{path}」发给维护人员，并说明刚才运行的命令"
