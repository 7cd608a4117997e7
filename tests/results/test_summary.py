"""The figures of a run."""

import pandas as pd
import pytest

from addin.results.summary import tally

LEVELS = pd.Series(["提示", "提示", "错误"])


@pytest.mark.parametrize(("order", "said"), [((), "提示 2，错误 1"), (("错误", "警告", "提示"), "错误 1，提示 2")])
def test_the_gravest_stands_first_where_there_is_an_order(order, said):
    assert tally(LEVELS, order) == said
