"""A second process at the same workbook, as the bridge is one: it begins an audit and waits to be killed.

Run with the address of soffice and the workbook's name; it prints the first answer.
"""

import sys
import time
from pathlib import Path
from types import SimpleNamespace

sys.path[:0] = [str(place) for place in Path(__file__).parents[1:3]]

from calc.engine import register  # noqa: E402 - found once the paths stand
from calc.office import load_uno  # noqa: E402 - found once the paths stand
from excel.stepwise import Stepwise  # noqa: E402 - found once the paths stand

from addin.excel import entry  # noqa: E402 - found once the paths stand

entry.Background = Stepwise  # the audit waits in its middle
address, name = sys.argv[1:]
local = load_uno().getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve(address)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
print(entry.run("audit", register(SimpleNamespace(desktop=desktop)).books[name]), flush=True)  # noqa: T201 - its answer
time.sleep(60)
