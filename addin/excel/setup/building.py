"""Writing KeyWatt.xlam."""

from pathlib import Path

from addin.commands.registry import command
from addin.excel.xlam.build import NAME, build


@command(
    "addin build",
    label="生成加载项",
    group="安装",
    tip="由源文件生成 Excel 加载项 KeyWatt.xlam：功能区按钮、VBA 和文字；同样的源文件生成的文件逐字节相同",
    button=False,
)
def build_add_in(path: Path, program: str = "") -> Path:
    """Write the add-in to a file, or into a folder; return its path."""
    target = path / NAME if path.is_dir() else path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build(program))
    return target
