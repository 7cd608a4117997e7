"""Runs inside soffice's Python: answers requests as the program does, and keeps a list of them."""

import sys

sys.path.insert(0, "@ROOT@")
from addin.excel.answer import Answer, parsed

ASKED = []


def call(request):
    """Answer a request; the document in front is asked for, as the program asks for the workbook."""
    name, typed = parsed(request)
    if name != "asked":
        ASKED.append(request)
    title = XSCRIPTCONTEXT.getDesktop().Components.createEnumeration().nextElement().Title  # noqa: F821
    return str(answers(typed, title)[name]())


def going_on():
    """Tell whether the long work goes on: the endless one until it is stopped, the other one for two questions."""
    return "endless" in ASKED or ASKED.count("poll") < 2


def answers(typed, title):
    """Return what is answered, by name of the request."""
    return {
        "audit": lambda: Answer("info", f"写入『{title}』\n共 3 项"),
        "fail": lambda: 1 / 0,
        "handle": lambda: Answer("ask", "处理情况：", "handled 7"),
        "handled 7": lambda: Answer("done", f"已写上：{typed}"),
        "contract": lambda: Answer("confirm", "将出 2 份合同", "contract go"),
        "contract go": lambda: Answer("warn", "出了 1 份，1 份缺事实"),
        "long": lambda: Answer("wait", "复核 40%"),
        "endless": lambda: Answer("wait", "复核 40%"),
        "poll": lambda: Answer("wait", "复核 60%") if going_on() else Answer("info", "复核完了"),
        "cancel": lambda: Answer("warn", "已停止，什么也没有写"),
        "asked": lambda: " ".join(ASKED.pop(0).replace(" ", "·").replace("\n", "/") for _ in range(len(ASKED))),
        "nothing": lambda: "",
    }
