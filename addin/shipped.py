"""Where rules.xlsx and the workbook templates stand: in the wheel inside this package, in a checkout beside it."""

from pathlib import Path

HERE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder; raises ``FileNotFoundError`` with a sentence when it is missing."""
    for root in (HERE / "shipped", HERE.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"安装不完整：找不到随程序提供的「{name}」，请重新安装 keywatt")
