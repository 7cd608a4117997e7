"""Runs inside soffice's own Python: what a button of the toolbar does is what the add-in's VBA does, on the open book."""

import os
import sys
import time
from types import SimpleNamespace

ROOT, PACKAGES = "@ROOT@", "@PACKAGES@"
sys.path[:0] = [ROOT, ROOT + "/tests"]
sys.path.append(PACKAGES)
os.environ["LOCALAPPDATA"] = "@HOME@"
TITLE = "KeyWatt"
OK = 1
_apps = []


def pressed(tag):
    """Send a button's request, ask again while the work goes on, and show its answer in a box or the status bar."""
    from addin.excel import entry  # noqa: PLC0415 - found once the paths stand

    document = XSCRIPTCONTEXT.getDocument()  # noqa: F821
    book = opened(document)
    bar = document.CurrentController.Frame.createStatusIndicator()
    answer = entry.run(tag, book)
    while answer.startswith("wait\n"):
        bar.start(answer.partition("\n")[2], 0)
        time.sleep(0.2)
        answer = entry.run("poll", book)
    bar.end()
    kind, _, text = answer.partition("\n")
    if kind == "done":
        bar.start(text, 0)
    else:
        box(document, kind, text)


def opened(document):
    """Return the document in front as xlwings' book."""
    import xlwings  # noqa: PLC0415
    from calc.books import Book  # noqa: PLC0415
    from calc.engine import register  # noqa: PLC0415

    if not _apps:
        _apps.append(register(SimpleNamespace(desktop=XSCRIPTCONTEXT.getDesktop())))  # noqa: F821
    return xlwings.Book(impl=Book(document, _apps[0].impl))


def box(document, kind, text):
    """Show one box, as VBA's MsgBox does."""
    from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, WARNINGBOX  # noqa: PLC0415

    window = document.CurrentController.Frame.ContainerWindow
    looks = {"error": ERRORBOX, "warn": WARNINGBOX}.get(kind, INFOBOX)
    window.getToolkit().createMessageBox(window, looks, OK, TITLE, text).execute()


# one function for each button of the ribbon
