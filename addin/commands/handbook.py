"""使用说明: the handbook for staff, with the checks and the buttons as they are now."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from addin import checks
from addin.commands.registry import buttons
from addin.findings import CHECKS

SOURCE = Path(__file__).parents[1] / "handbook" / "handbook.html"


def handbook() -> str:
    """Return the handbook as a page that can stand anywhere: its pictures are named by their whole places."""
    checks.load()
    page = SOURCE.read_text(encoding="utf-8").replace('src="pictures/', f'src="{SOURCE.parent.as_uri()}/pictures/')
    listed = ((one.code, one.title, one.level, one.advice) for one in CHECKS.values())
    pressed = ((group, one.label, one.tip) for group, shown in buttons().items() for one in shown)
    page = page.replace("<!-- checks -->", _table(("编码", "检查", "级别", "下一步"), listed))
    return page.replace("<!-- buttons -->", _table(("组", "按钮", "读什么、写什么"), pressed))


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows]
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>\n{chr(10).join(lines)}\n</table>"
