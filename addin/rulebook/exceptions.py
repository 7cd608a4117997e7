"""阈值例外: what is wrong with the rows that replace a threshold for a customer or a size."""

from collections.abc import Iterator, Mapping

import pandas as pd

from addin.days import NEVER
from addin.reading.problems import WARNING
from addin.rulebook.in_force import is_blank, plain_key
from addin.rulebook.remark import Remark

Tables = Mapping[str, pd.DataFrame]
TABLE = "threshold_exceptions"


def unknown_keys(tables: Tables) -> Iterator[Remark]:
    """Say which exceptions name a threshold that 审核阈值 does not have, or has as words: they would change nothing."""
    numbers = tables["audit_thresholds"].dropna(subset=["value"])
    known = set(numbers["key"].map(plain_key))
    for row, key in tables[TABLE]["key"].dropna().items():
        if plain_key(key) not in known:
            advice = "改正参数名，否则这一行不起作用"
            yield Remark(TABLE, int(str(row)), "key", key, "「审核阈值」中有的数值参数", advice)


def unlimited(tables: Tables) -> Iterator[Remark]:
    """Say which exceptions are for nobody in particular, for nobody at all, or give a size beside a customer."""
    for row, line in tables[TABLE].iterrows():
        place, sizes = int(str(row)), line[["lower_kva", "upper_kva"]].notna()
        if is_blank(line["customer_no"]) and not sizes.any():
            advice = "对所有客户都适用的值，请改「审核阈值」；这一行没有采用"
            yield Remark(TABLE, place, "customer_no", "空", "户号，或容量下限、上限", advice)
        elif not is_blank(line["customer_no"]) and sizes.any():
            advice = "户号已指明客户，容量不起作用，请清空"
            column = "lower_kva" if sizes["lower_kva"] else "upper_kva"
            yield Remark(TABLE, place, column, f"{line[column]:g}", "空", advice, WARNING)
        elif line["upper_kva"] <= line["lower_kva"]:
            seen, expected = f"{line['upper_kva']:g}", f"大于下限 {line['lower_kva']:g}"
            yield Remark(TABLE, place, "upper_kva", seen, expected, "下限不小于上限，没有客户适用，请改正")


def overlapping_sizes(tables: Tables) -> Iterator[Remark]:
    """Say which sizes of one threshold share customers on the same day: only one value can hold."""
    frame = tables[TABLE]
    frame = frame[frame["customer_no"].isna()]
    bounds = frame.assign(
        low=frame["lower_kva"].fillna(0.0),
        high=frame["upper_kva"].fillna(float("inf")),
        key=frame["key"].map(plain_key, na_action="ignore"),
        end=frame["expires_on"].fillna(NEVER),
    )
    for _, rows in bounds.groupby("key"):
        lines = list(rows.itertuples())
        for place, line in enumerate(lines):
            for other in lines[:place]:
                sizes = line.low < other.high and other.low < line.high
                if sizes and line.effective_on < other.end and other.effective_on < line.end:
                    expected = f"与第 {other.Index} 行的容量不重叠"
                    advice = "改正容量范围或日期；重叠处用了靠下的一行"
                    yield Remark(TABLE, line.Index, "lower_kva", f"{line.low:g}", expected, advice)
                    break
