"""Listen to the checks while they run: which customers each of them was asked about, and what it said."""

import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pandas as pd

from addin import checks, findings
from addin.register import CHECKS


@contextmanager
def listening():
    """Yield the asked customers by check code, filled while checks run."""
    checks.load()
    heard, now, judged = defaultdict(set), [""], findings.judge

    def judge(asked: pd.DataFrame, *args, **kwargs):
        heard[now[0]].update(asked["customer_no"].dropna())
        return judged(asked, *args, **kwargs)

    def announced(code, run):
        def told(**facts):
            now[0] = code
            return run(**facts)

        return told

    modules = [one for name, one in sys.modules.items() if name.startswith("addin.checks") and hasattr(one, "judge")]
    wrapped = {code: replace(one, run=announced(code, one.run)) for code, one in CHECKS.items()}
    with patch.dict(CHECKS, wrapped):
        patches = [patch.object(module, "judge", judge) for module in modules]
        for each in patches:
            each.start()
        try:
            yield heard
        finally:
            for each in patches:
                each.stop()
