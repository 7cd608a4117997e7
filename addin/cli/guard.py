"""What may go wrong on the command line, as one sentence and exit code 2."""

import os
import sys
from collections.abc import Callable
from functools import wraps

import click

from addin.cli.words import FAILED
from addin.commands.saying import EXPECTED, sentence, unexpected


def guarded(run: Callable[..., int]) -> Callable[..., None]:
    """Turn an error into its sentence and exit code 2; what nobody expected is kept in a file for whoever mends it."""

    @wraps(run)
    def inner(**options: object) -> None:
        try:
            code = run(**options)
        except BrokenPipeError:
            code = _unread()
        except EXPECTED as error:
            click.echo(f"没有完成：{sentence(error)}", err=True)
            code = FAILED
        except Exception as error:  # noqa: BLE001 - a person at the keyboard gets a sentence, whatever happened
            click.echo(f"没有完成：{unexpected(error)}", err=True)
            code = FAILED
        sys.exit(code)

    return inner


def _unread() -> int:
    """Stop without a word: whoever read the output (``| head``) has closed it, and what is left of it goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
