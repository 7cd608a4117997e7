"""The hidden sheet of texts: VBA is ASCII, so every Chinese sentence it shows stands here, by key."""

from addin.books.result import MARKER_PREFIX
from addin.tables.result_findings import FINDINGS
from addin.tables.results import marker

LOG = "%LOCALAPPDATA%\\KeyWatt\\logs"
TEXTS = {
    "title": "大客户",
    "working": "正在处理，请稍候……",
    "stopping": "正在停止：做完当前一步就停，不会留下写了一半的表……",
    "busy": "上一项还没有做完：请等状态栏的提示结束，或按 Esc 停止，再点一次。",
    "editing": "正在编辑单元格或开着对话框：请按 Enter 结束编辑（或按 Esc 放弃），关掉对话框，再点一次按钮。",
    "held": "正在处理这本工作簿：请等状态栏的提示结束，或按 Esc 停止，再关闭它。",
    "cold": "正在启动程序……（按 Esc 停止）",
    "silent": "没有完成：程序两分钟没有回音，可能已被关闭或拦截。工作簿没有改动。"
    f"请再点一次；仍不行时请运行 keywatt addin doctor，并查看日志 {LOG}。",
    "failed": "没有完成：Excel 与程序之间的调用失败（错误号 %1）。"
    f"请再点一次；仍不行时请运行 keywatt addin doctor，并查看日志 {LOG}。",
    "error.-2147221503": "没有完成：后台程序刚刚被关闭，还没有重新启动。请过几秒再点一次按钮。",
    "error.-2147023174": "没有完成：后台程序已被关闭。再点一次按钮，它会重新启动。",
    "error.-2147023170": "没有完成：后台程序在处理中被关闭。请检查结果表是否完整，再点一次按钮。",
    "error.-2147417848": "没有完成：后台程序或工作簿已被关闭。请重新打开工作簿，再点一次按钮。",
    "error.-2147417846": "Excel 正忙：请结束单元格编辑、关掉对话框，再点一次按钮。",
    "error.-2147418111": "Excel 正忙：请结束单元格编辑、关掉对话框，再点一次按钮。",
    "error.91": "没有完成：工作簿已被关闭。请重新打开它，再点一次按钮。",
    "error.424": "没有完成：工作簿已被关闭。请重新打开它，再点一次按钮。",
}
"""Sentences by key; ``error.N`` stands for the error N of VBA or COM."""


def texts(program: str = "") -> dict[str, str]:
    """Return all rows of the sheet; ``program`` is the command line of the bridge, empty = keywatt.exe beside it."""
    return TEXTS | {
        "program": program,
        "mark": MARKER_PREFIX,
        "mark.findings": marker(FINDINGS).rpartition(":")[0] + ":",
    }
