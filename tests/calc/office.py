"""One soffice process with a profile of its own, for tests of the live side; and what to say where it is missing."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import pytest

REQUIRED = os.environ.get("KEYWATT_REQUIRE_OFFICE") == "1"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def load_uno():
    """Import uno; Debian puts it beside the system's Python only."""
    try:
        import uno  # noqa: PLC0415
    except ImportError:
        sys.path.append("/usr/lib/python3/dist-packages")
        import uno  # noqa: PLC0415
    return uno


def missing():
    """Return why LibreOffice cannot be driven here; empty when it can."""
    if not shutil.which("soffice"):
        return "LibreOffice is not installed"
    try:
        load_uno()
    except ImportError:
        return "python3-uno is not installed for this Python"
    return ""


def require():
    """Skip where LibreOffice is missing; fail where it must not be."""
    skip_for(missing())


def require_same_python():
    """Skip where soffice's own Python, the system's, is another version: it cannot load the packages of this one."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = subprocess.run(["/usr/bin/python3", "-V"], check=True, capture_output=True, text=True).stdout
    skip_for("" if said.startswith(f"Python {version}.") else f"LibreOffice's own is {said.strip()}, not {version}")


def skip_for(why):
    """Skip for a reason, if there is one; fail where LibreOffice must be there."""
    if why and REQUIRED:
        pytest.fail(f"{why}, and KEYWATT_REQUIRE_OFFICE=1")
    if why:
        pytest.skip(why)


def environment(display=""):
    """Return soffice's environment: a screen or none, and no virtual environment that its own Python would take."""
    inside = str(Path(sys.prefix) / "bin")
    path = [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder != inside]
    kept = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    shown = {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"} if display else {"SAL_USE_VCLPLUGIN": "svp"}
    return {**kept, **shown, "PATH": os.pathsep.join(path)}


class Office:
    """A running soffice, on a screen or without one; ``desktop`` opens documents.

    ``scripts``: Python modules by name, to be run inside soffice.
    """

    def __init__(self, display="", scripts=None):
        self.uno = load_uno()
        self.profile = Path(tempfile.mkdtemp(prefix="keywatt-calc-"))
        user = self.profile / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(PROFILE)
        folder = user / "Scripts" / "python"
        folder.mkdir(parents=True)
        for name, source in (scripts or {}).items():
            (folder / name).write_text(source, encoding="utf-8")
        pipe = f"keywatt{uuid.uuid4().hex}"
        options = [
            *([] if display else ["--headless"]),
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--nolockcheck",
        ]
        command = [
            "soffice",
            *options,
            f"-env:UserInstallation={self.profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=environment(display), **quiet)  # noqa: S603 - our own command line
        self.address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.context = self._connected(self.address)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def _connected(self, address):
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(2400):
            try:
                return resolver.resolve(address)
            except Exception:  # noqa: BLE001 - not listening yet
                time.sleep(0.05)
        raise TimeoutError("soffice did not answer in 120 s")

    def close(self):
        try:
            self.desktop.terminate()
            self.process.wait(10)
        except Exception:  # noqa: BLE001 - it is gone already, or hangs
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)
