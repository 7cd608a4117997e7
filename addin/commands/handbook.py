"""使用说明: the handbook for staff, with the checks and the buttons as they are now."""

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path

from addin import checks, commands
from addin.commands.registry import buttons, in_order
from addin.register import CHECKS

SOURCE = Path(__file__).parents[1] / "handbook" / "handbook.html"
PICTURE = re.compile(r'src="(pictures/[^"]+)"')


def handbook() -> str:
    """Return the handbook as one page that can be sent to a colleague: its pictures stand inside it."""
    checks.load()
    commands.load()
    page = PICTURE.sub(_inside, SOURCE.read_text(encoding="utf-8"))
    listed = ((one.code, one.title, one.level, one.advice) for one in CHECKS.values())
    pressed = ((group, one.label, one.tip) for group, shown in buttons().items() for one in shown)
    page = page.replace("<!-- checks -->", _table(("编码", "检查", "级别", "下一步"), listed))
    typed = ((f"keywatt {one.name}", one.label, one.tip) for one in in_order() if one.typed)
    page = page.replace("<!-- buttons -->", _table(("组", "按钮", "读什么、写什么"), pressed))
    return page.replace("<!-- commands -->", _table(("命令", "名称", "读什么、写什么"), typed))


def _inside(named: "re.Match[str]") -> str:
    """Return a picture as part of the page."""
    picture = b64encode((SOURCE.parent / named[1]).read_bytes()).decode()
    return f'src="data:image/png;base64,{picture}"'


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows]
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>\n{chr(10).join(lines)}\n</table>"
