"""Runs in Windows Python: what VBA does with xlwings' DLL, through ctypes; prints the answers and the milliseconds.

A press is counted as VBA makes it: the DLL is asked for the server, then each of the four late-bound calls first asks
for the number of its name. The workbook is an object of this process that has a name and a path, a folder; what Python
asks of it comes back here, as it comes back into Excel.

    bridge.py FOLDER
"""

import ctypes
import json
import sys
import time

import pythoncom
import win32com.client

from addin.excel.setup.machine import this_machine

OBJECT = 9
"""VT_DISPATCH: the variant holds an object."""
PRESSES = 50


class Variant(ctypes.Structure):
    """A VARIANT, as far as it is looked at."""

    _fields_ = [("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("value", ctypes.c_void_p * 2)]


machine = this_machine()
library = ctypes.WinDLL(str(machine.folder / "xlwings64.dll"))
command = f"{machine.program()} serve $(CLSID)".encode("mbcs")


def activated():
    """Return the server object, as ``KwPython(1)`` does."""
    answer = Variant()
    code = library.XLPyDLLActivateAuto(ctypes.byref(answer), ctypes.c_char_p(command), 1)
    assert (code, answer.kind) == (0, OBJECT), (hex(code), answer.kind)
    return pythoncom.ObjectFromAddress(answer.value[0], pythoncom.IID_IDispatch)


def late(server, name, *arguments):
    """Call a method as VBA does of an object that it knows nothing of."""
    number = server.GetIDsOfNames(0, name)
    return server.Invoke(number, 0, pythoncom.DISPATCH_METHOD, True, *arguments)  # noqa: FBT003 - pywin32 calls it so


def press(request, book):
    """Send a request, as ``KwWarmCall`` does."""
    server = activated()
    arguments = late(server, "Tuple", request, book)
    return late(server, "Str", late(server, "Call", late(server, "Module", "addin.excel.entry"), "run", arguments))


def milliseconds(action):
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


started = milliseconds(activated)
book = win32com.client.Dispatch("Scripting.FileSystemObject").GetFolder(sys.argv[1])._oleobj_
answers = [press("about", None), press("about", book), press("no such command", None)]
presses = {
    name: [milliseconds(lambda: press("about", one)) for _ in range(PRESSES)]  # noqa: B023 - used at once
    for name, one in (("none", None), ("book", book))
}
print(json.dumps({"answers": answers, "started": started, "presses": presses}))  # noqa: T201
