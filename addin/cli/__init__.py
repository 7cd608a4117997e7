"""The command line, ``keywatt``: the same commands on closed files."""
