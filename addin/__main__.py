"""The command line, ``keywatt``: the same commands on closed files.

Exit code 0: nothing found; 1: findings of level 错误 or 警告; 2: could not run.
"""

from addin.cli import add_in, audits, bill, bridge, papers, prices, rules, start, undo  # noqa: F401 - they put their commands into the group
from addin.cli.root import main

if __name__ == "__main__":
    main()
