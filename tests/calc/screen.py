"""A screen of its own that nobody sees, with a mouse and a camera: Xvfb, xdotool, ImageMagick."""

import os
import shutil
import subprocess
import time
from io import BytesIO

from PIL import Image

from calc.office import require, skip_for

WIDTH, HEIGHT = 1500, 860
TOOLS = ("Xvfb", "xdotool", "import")
COLOURS = 64


def require_screen():
    """Skip where a tool is missing; fail where it must not be."""
    require()
    absent = [tool for tool in TOOLS if not shutil.which(tool)]
    skip_for(f"{absent} are not installed" if absent else "")


class Screen:
    """A running X server; ``display`` is its name."""

    def __init__(self):
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, pass_fds=(write,), **quiet)  # noqa: S603 - our own command line
        os.close(write)
        with os.fdopen(read) as said:
            self.display = f":{said.readline().strip()}"

    def _run(self, *command):
        environment = {**os.environ, "DISPLAY": self.display}
        return subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30).stdout  # noqa: S603

    def click(self, x, y):
        """Move the mouse to a point and press its left button there."""
        for step in (6, 0):  # a button takes a click only once the mouse has come over it
            self._run("xdotool", "mousemove", str(x - step), str(y))
            time.sleep(0.3)
        self._run("xdotool", "click", "1")

    def picture(self):
        """Return what is on the screen."""
        return Image.open(BytesIO(self._run("import", "-window", "root", "png:-"))).convert("RGB")

    def keep(self, path):
        """Write what is on the screen to a small file."""
        self.picture().quantize(COLOURS).save(path, optimize=True)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
