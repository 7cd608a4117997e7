"""LibreOffice for tests: one process with a profile of its own, driven through UNO."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

REQUIRED = os.environ.get("KEYWATT_REQUIRE_OFFICE") == "1"
SOFFICE = shutil.which("soffice")
DEBIAN = "/usr/lib/python3/dist-packages"
"""Where Debian puts python3-uno, beside its own Python only; CPython 3.11 can load it."""
PATIENCE_SECONDS = 60
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def uno_or_skip():
    """Return the module uno; skip the test where LibreOffice or its Python bridge is missing, but not in CI."""
    if DEBIAN not in sys.path:
        sys.path.append(DEBIAN)
    if REQUIRED or (SOFFICE and find_spec("uno")):
        return import_module("uno")
    pytest.skip("LibreOffice or its Python bridge (python3-uno, for CPython 3.11) is not installed")


@contextmanager
def office(folder: Path, *, visible: bool = False, environment: dict[str, str] | None = None) -> Iterator[object]:
    """Start LibreOffice with a new profile in ``folder`` and yield its component context; it ends with the block."""
    uno = uno_or_skip()
    pipe = f"keywatt{uuid.uuid4().hex}"
    process = _started(folder, pipe, environment or {}, visible=visible)
    try:
        context = _connected(uno, pipe, process)
        yield context
        _desktop(context).terminate()
        process.wait(PATIENCE_SECONDS)
    finally:
        process.kill()
        process.wait()


def _started(folder: Path, pipe: str, environment: dict[str, str], *, visible: bool) -> subprocess.Popen:
    (folder / "user").mkdir(parents=True, exist_ok=True)
    (folder / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    plugin = "gen" if visible else "svp"  # gtk3 without a D-Bus session hangs for ever
    options = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"]
    options += [] if visible else ["--headless"]
    where = [f"-env:UserInstallation={folder.as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    return subprocess.Popen(  # noqa: S603 - our own command line
        [str(SOFFICE), *options, *where],
        env={**os.environ, "SAL_USE_VCLPLUGIN": plugin, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _connected(uno, pipe, process):
    """Return the component context of the process, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    refused = uno.getClass("com.sun.star.connection.NoConnectException")
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except refused:
            time.sleep(0.05)
    raise TimeoutError("LibreOffice did not answer")


def _desktop(context):
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def opened(context, path: Path, **properties):
    """Open a document; the properties are those of com.sun.star.document.MediaDescriptor."""
    uno = uno_or_skip()

    def property_value(name, value):
        one = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        return one

    arguments = tuple(property_value(name, value) for name, value in {"Hidden": True, **properties}.items())
    return _desktop(context).loadComponentFromURL(path.as_uri(), "_blank", 0, arguments)
