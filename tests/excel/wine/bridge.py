"""Runs in Windows Python: what VBA does with xlwings' DLL, through ctypes; prints the answer and the milliseconds."""

import ctypes
import json
import time

import pythoncom
import win32com.client

from addin.excel.setup.machine import this_machine

OBJECT = 9
"""VT_DISPATCH: the variant holds an object."""


class Variant(ctypes.Structure):
    """A VARIANT, as far as it is looked at."""

    _fields_ = [("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("value", ctypes.c_void_p * 2)]


def activated():
    """Return the server object, as ``KwPython(1)`` does."""
    machine, answer = this_machine(), Variant()
    library = ctypes.WinDLL(str(machine.folder / "xlwings64.dll"))
    command = f"{machine.program()} serve $(CLSID)".encode("mbcs")
    code = library.XLPyDLLActivateAuto(ctypes.byref(answer), ctypes.c_char_p(command), 1)
    assert (code, answer.kind) == (0, OBJECT), (hex(code), answer.kind)
    return win32com.client.Dispatch(pythoncom.ObjectFromAddress(answer.value[0], pythoncom.IID_IDispatch))


def called(server, request):
    """Send a request, as ``KwWarmCall`` does."""
    return server.Str(server.Call(server.Module("addin.excel.entry"), "run", server.Tuple(request, None)))


server = activated()
answers = [called(server, request) for request in ("about", "no such command")]
start = time.perf_counter()
server.Str(server.Tuple("nothing"))
print(json.dumps({"answers": answers, "milliseconds": 1000 * (time.perf_counter() - start)}))  # noqa: T201
