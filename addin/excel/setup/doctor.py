"""``addin doctor``: what would stop the add-in on this machine, and how to mend it."""

from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath

from addin.commands.registry import command
from addin.excel.setup import excel, opens
from addin.excel.setup.installing import trusted_key, versions
from addin.excel.setup.machine import DLLS, Machine
from addin.excel.xlam.build import NAME

Troubles = Iterator[str]
FILES = "没有 Excel 也能用：keywatt audit 处理工作簿文件，结果相同"


@command(
    "addin doctor",
    label="检查加载项",
    group="安装",
    tip="检查这台机器上会妨碍加载项的地方（没有 Excel、WPS 接管、宏被策略禁用、缺文件等），说明怎样处理；不改任何设置",
    button=False,
)
def doctor(machine: Machine) -> list[str]:
    """Return what would stop the add-in, a sentence each with what to do; empty when nothing would."""
    return [trouble for examine in EXAMINATIONS for trouble in examine(machine)]


def _program(machine: Machine) -> Troubles:
    """Excel is there, it is Excel, and the bridge has a library of its width."""
    program = excel.excel_program(machine.registry)
    if not program:
        yield f"没有找到 Excel：请先安装 Excel 2016 或更新的版本；{FILES}"
    elif excel.is_wps(program):
        yield (
            f"WPS 接管了 Excel（Excel.Application 指向『{program}』）：请在 WPS「配置工具 → 兼容设置」取消"
            f"「WPS Office 兼容第三方系统和软件」，再修复 Office；{FILES}"
        )
    elif excel.is_32_bit(Path(program)) and not (machine.folder / DLLS[1]).exists():
        yield f"这是 32 位 Excel，缺少它要用的「{DLLS[1]}」：请重新运行 keywatt addin install"


def _policies(machine: Machine) -> Troubles:
    """Nothing forbids add-ins, and Excel has not disabled ours."""
    for version in versions(machine.registry):
        for policy in excel.blocking(machine.registry, version):
            yield (
                f"Excel {version} 的设置{policy.meaning}（{policy.name}）挡住了加载项：请在「文件 → 选项 → 信任中心」"
                f"关闭它；灰色不能改时由单位策略管理，请信息部门为「{machine.folder}」放行"
            )
        if excel.disabled(machine.registry, version, NAME):
            yield (
                f"Excel {version} 把加载项列入了「禁用项目」：请在「文件 → 选项 → 加载项」底部的「管理」选"
                "「禁用项目」，转到，选中 KeyWatt 后启用"
            )


def _files(machine: Machine) -> Troubles:
    """All files are there, none is marked as downloaded, and Windows lets the library be loaded."""
    for name in (NAME, *DLLS):
        path = machine.folder / name
        if not path.exists():
            yield f"缺少「{path}」：请运行 keywatt addin install"
        elif machine.marked(path):
            yield f"「{path}」带有「来自其他计算机」的标记，Excel 会不声不响地不打开它：请运行 keywatt addin install"
    library = machine.folder / DLLS[0]
    if library.exists() and not machine.loads(library):
        yield (
            f"Windows 或杀毒软件不让加载「{library}」：加载项会改用较慢的方式（每点一次启动一次程序）；"
            "请信息部门把这个文件列入白名单"
        )


def _registration(machine: Machine) -> Troubles:
    """Excel knows the add-in, trusts its folder, and comes to it before a gap."""
    path = PureWindowsPath(machine.folder / NAME)
    for version in versions(machine.registry):
        trusted = machine.registry.values(trusted_key(version)).get("Path")
        if trusted != f"{path.parent}\\":
            yield f"Excel {version} 没有把「{path.parent}」登记为受信任位置：请运行 keywatt addin install"
        if not opens.reached(machine.registry, version, path):
            yield f"Excel {version} 启动时不会打开加载项（OPEN 值缺失或编号有缺口）：请运行 keywatt addin install"


def _paths(machine: Machine) -> Troubles:
    """The bridge's library speaks the system's code page only."""
    for text in (str(machine.folder), machine.program()):
        if not machine.in_code_page(text):
            yield (
                f"路径『{text}』里有系统代码页以外的字，加载项启动不了程序："
                r"请装到另一个文件夹，如 keywatt addin install --folder D:\KeyWatt"
            )


EXAMINATIONS: tuple[Callable[[Machine], Troubles], ...] = (_program, _policies, _files, _registration, _paths)
"""In the order in which the troubles are worth mending."""
