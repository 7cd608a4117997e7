"""规则 and 帮助: opening what stands beside the workbook and what the program ships with."""

import platform
from pathlib import Path

import click

from addin import __version__
from addin.books.port import OpenBook
from addin.commands.documents import FOLDER
from addin.commands.handbook import handbook
from addin.commands.log import log_file
from addin.commands.registry import When, command
from addin.commands.rules import rule_book
from addin.facts import JobError

HANDBOOK = "使用说明.html"


@command(
    "rules open",
    label="打开规则",
    group="规则",
    tip="打开工作簿旁的 rules.xlsx；没有时打开随程序提供的那一份",
    icon="FileOpen",
    key_tip="O",
    place=1,
    typed=False,
)
def open_rules(book: OpenBook, _: str | None = None) -> str:
    """Open the rule book that a run on this workbook would use."""
    return _opened(rule_book(book.folder))


@command(
    "folder",
    label="打开文件夹",
    group="文书",
    tip="打开这本工作簿的文书所在的文件夹；还没有出过文书时打开工作簿所在的文件夹",
    icon="FileOpenRecentFile",
    key_tip="Z",
    place=9,
    typed=False,
)
def open_folder(book: OpenBook, _: str | None = None) -> str:
    """Open the folder of the papers, else that of the workbook.

    Raises:
        JobError: the workbook was never saved.
    """
    if book.folder is None:
        raise JobError(f"工作簿『{book.name}』还没有保存过，没有文件夹；请先保存（Ctrl+S）")
    papers = book.folder / FOLDER
    return _opened(papers if papers.exists() else book.folder)


@command(
    "handbook",
    label="使用说明",
    group="帮助",
    tip="打开给员工的使用说明：一个月的工作怎样做、每条发现怎样处理、按钮变灰怎么办",
    icon="Help",
    key_tip="H",
    place=1,
    when=When.ALWAYS,
    typed=False,
)
def open_handbook(_book: OpenBook | None = None, _: str | None = None) -> str:
    """Open the handbook for staff, written anew into the user's own folder."""
    path = log_file().with_name(HANDBOOK)
    path.write_text(handbook(), encoding="utf-8")
    return _opened(path)


@command(
    "log",
    label="运行日志",
    group="帮助",
    tip="打开本机的运行日志；出错时请把它发给维护人员",
    icon="FileProperties",
    key_tip="I",
    place=2,
    when=When.ALWAYS,
    typed=False,
)
def open_log(_book: OpenBook | None = None, _: str | None = None) -> str:
    """Open the log of this machine."""
    path = log_file()
    path.touch()
    return _opened(path)


@command(
    "about",
    label="关于",
    group="帮助",
    tip="程序版本、规则表和日志的位置",
    icon="ContactUs",
    key_tip="A",
    place=3,
    when=When.ALWAYS,
    typed=False,
)
def about(book: OpenBook | None = None, _: str | None = None) -> str:
    """Return what runs here: version, rule book, log."""
    rules = rule_book(book.folder if book else None)
    return (
        f"KeyWatt 电力大客户管理 {__version__}（Python {platform.python_version()}）\n"
        f"规则表：{rules}\n运行日志：{log_file()}\n数据不离开本机。"
    )


def _opened(path: Path) -> str:
    """Open a file or a folder with the program that the system has for it; raises ``JobError`` when it cannot."""
    if not path.exists():
        raise JobError(f"找不到「{path}」；安装可能不完整，请重新安装 KeyWatt")
    if click.launch(str(path)):
        raise JobError(f"「{path}」打不开：系统里没有打开它的程序；请自行打开这个位置")
    return f"已打开：{path}"
