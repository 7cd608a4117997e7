"""The process that is kept warm, behind a pipe in place of the DLL: ``warm.py PIPE``; it ends with its caller."""

import sys
from contextlib import suppress
from multiprocessing.connection import Listener
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
from addin import checks
from addin.excel import entry

checks.load()
with Listener(sys.argv[1]) as listener:
    print("warm", flush=True)  # noqa: T201
    with listener.accept() as caller, suppress(EOFError):
        while True:
            caller.send(entry.run(caller.recv()))
