"""``addin install`` and ``addin uninstall``: for this user only, no administrator rights."""

from pathlib import Path, PureWindowsPath

from addin.commands.registry import command
from addin.excel.setup import opens
from addin.excel.setup.building import build_add_in
from addin.excel.setup.machine import DLLS, Machine
from addin.excel.setup.record import NAME as RECORD
from addin.excel.setup.record import Record, record_in
from addin.excel.setup.registry import Registry, missing_keys
from addin.excel.xlam.build import NAME
from addin.facts import JobError

VERSIONS = ("16.0", "15.0")
"""Registry names of Excel 2016 to 365, and of 2013."""


@command(
    "addin install",
    label="安装加载项",
    group="安装",
    tip="把加载项复制到本用户的 KeyWatt 文件夹，登记为受信任位置并让 Excel 启动时打开它；不需要管理员权限",
    button=False,
)
def install(machine: Machine) -> list[str]:
    """Copy the add-in and register it; again over an earlier one, as often as wanted.

    Returns:
        What was done, a sentence each.

    Raises:
        JobError: a file is in use by Excel, or xlwings' libraries are missing.
    """
    folder, before = machine.folder, record_in(machine.folder)
    folder.mkdir(parents=True, exist_ok=True)
    done = Record(keys=before.keys, files=sorted({*before.files, *_copied(machine)}))
    for version in versions(machine.registry):
        _register(machine.registry, version, folder, done)
    done.save(folder)
    return [
        f"已安装到：{folder}",
        f"已登记到 Excel {'、'.join(done.versions)}：受信任位置，启动时打开",
        "请关闭全部 Excel 窗口再打开，功能区会出现「大客户」；没有出现时请运行 keywatt addin doctor",
    ]


@command(
    "addin uninstall",
    label="卸载加载项",
    group="安装",
    tip="删除安装时复制的文件和写入的每一个注册表值；台账、结果和日志不动",
    button=False,
)
def uninstall(machine: Machine) -> list[str]:
    """Take away what installing wrote; what others registered stays, and moves up.

    Raises:
        JobError: a file is in use by Excel.
    """
    folder, record = machine.folder, record_in(machine.folder)
    running = machine.bundle() == folder
    _remove_files(folder, [*DLLS, NAME] if running else [*record.files, NAME])
    for version in record.versions or versions(machine.registry):
        opens.remove(machine.registry, version, PureWindowsPath(folder / NAME))
        for name in ("Path", "Description"):
            machine.registry.remove(trusted_key(version), name)
        machine.registry.remove_key(trusted_key(version))
    for key in reversed(record.keys):
        machine.registry.remove_key(key)
    (folder / RECORD).unlink(missing_ok=True)
    rest = [f"程序自身正在运行，不能删除自己：请最后手工删除文件夹「{folder}」"] if running else []
    return ["已卸载：加载项和它的注册表登记已全部删除；台账、结果和日志不动", *rest]


def trusted_key(version: str) -> str:
    """Return the key of our trusted location."""
    return rf"HKCU\Software\Microsoft\Office\{version}\Excel\Security\Trusted Locations\KeyWatt"


def versions(registry: Registry) -> list[str]:
    """Return the versions of Excel that this user has started; the newest where none was yet."""
    found = [one for one in VERSIONS if registry.exists(rf"HKCU\Software\Microsoft\Office\{one}\Excel")]
    return found or [VERSIONS[0]]


def _register(registry: Registry, version: str, folder: Path, done: Record) -> None:
    """Write our values for one version of Excel, and note them."""
    done.versions.append(version)
    for key in (trusted_key(version), opens.options_key(version)):
        done.keys += [one for one in missing_keys(registry, key) if one not in done.keys]
        if key == trusted_key(version):
            registry.put(key, "Path", f"{PureWindowsPath(folder)}\\")
            registry.put(key, "Description", "KeyWatt")
    opens.add(registry, version, PureWindowsPath(folder / NAME))


def _copied(machine: Machine) -> list[str]:
    """Copy the add-in's files by their content: a downloaded file's mark of the web stays behind."""
    sources = machine.libraries() | _bundled(machine)
    absent = [str(path) for path in sources.values() if not path.exists()]
    if absent:
        raise JobError(f"安装不完整：找不到 {'、'.join(absent)}；请重新安装 keywatt 和 xlwings")
    for name, source in sources.items():
        _write(machine.folder / name, source.read_bytes())
    _built(machine)
    return [*sources, NAME]


def _bundled(machine: Machine) -> dict[str, Path]:
    """Return the files of the offline bundle by relative path; none when it runs from where it will be."""
    bundle = machine.bundle()
    if bundle is None or bundle.resolve() == machine.folder.resolve():
        return {}
    return {str(path.relative_to(bundle)): path for path in sorted(bundle.rglob("*")) if path.is_file()}


def _built(machine: Machine) -> None:
    try:
        build_add_in(machine.folder / NAME, machine.program())
    except PermissionError as error:
        raise _in_use(machine.folder / NAME) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file unless it holds that already: Excel locks the libraries that it has loaded."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(content)
    except PermissionError as error:
        raise _in_use(path) from error


def _remove_files(folder: Path, names: list[str]) -> None:
    """Remove files and the folders that they leave empty."""
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except PermissionError as error:
            raise _in_use(folder / name) from error
    left = {parent for name in names for parent in (folder / name).parents if parent.is_relative_to(folder)} - {folder}
    for path in sorted(left, reverse=True):
        if path.exists() and not any(path.iterdir()):
            path.rmdir()


def _in_use(path: Path) -> JobError:
    return JobError(f"「{path}」正被使用：请关闭全部 Excel 窗口（任务管理器里也没有 EXCEL.EXE），再运行一次")
