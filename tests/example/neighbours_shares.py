"""A neighbour whose bill has a demand row for each metering point: a sub-meter by ratio, billed at the same price."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from faults import line
from ledger import Example
from measures import half_up
from metering import point_no

SHORT, PERCENT = "云顶大厦", Decimal(3)


def settle(example: Example) -> None:
    """Add the sub-meter, and give it the part of the demand that its energy is of all: six decimals, the rest above."""
    main, sub_no = example.row("计量点", SHORT), point_no(example.customers[SHORT], 4)
    own = {
        "计量点号": sub_no,
        "上级计量点": main["计量点号"],
        "关系": "定比",
        "定比(%)": PERCENT,
        "核定日": date(2025, 9, 10),
    }
    place = example.sheets["计量点"].index(main) + 1
    said = {"安装位置": "地下车库（无单独表计，按约定分摊）"}
    example.sheets["计量点"].insert(place, dict(main) | own | said)
    _split(example, main["计量点号"], sub_no)


def _split(example: Example, main_no: str, sub_no: str) -> None:
    """Make two rows of the demand row."""
    row, lines = line(example, SHORT, "需量电费"), example.sheets["账单明细"]
    used = [each["计费数量"] for each in example.rows("账单明细", SHORT, 费用组成="购电")]
    kwh = sum(half_up(each * PERCENT / 100) for each in used)
    kw = half_up(Fraction(row["计费数量"]) * Fraction(kwh) / Fraction(sum(used)), 6)
    for later in example.rows("账单明细", SHORT):
        later["行号"] += later["行号"] > row["行号"]
    whole = row["电费金额(元)"]
    part = dict(row) | {"行号": row["行号"] + 1, "计量点号": sub_no, "计费数量": kw}
    row.update({"计量点号": main_no, "计费数量": row["计费数量"] - kw})
    for each in (row, part):
        each["电费金额(元)"] = half_up(each["计费数量"] * each["计费标准"], 2)
    lines.insert(lines.index(row) + 1, part)
    assert row["电费金额(元)"] + part["电费金额(元)"] == whole, "the rows add up to the charge of the whole"
