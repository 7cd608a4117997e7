"""电费-A08, A10, A12: readings of a month."""

import pytest

NO = "4200000000001"
HEAD = "计量点号|户号|表号|示数类型|月份|上次抄表日|抄表日|上次示数|本次示数|倍率|抄表方式|翻转"


DAYS = {"2026-03": "2026-02-28|2026-03-31", "2026-04": "2026-03-31|2026-04-30"}


def reading(register, previous, current, *, way="自动", rollover="", month="2026-04", meter="M1"):  # noqa: PLR0913
    return f"'P1|'{NO}|'{meter}|{register}|{month}|{DAYS[month]}|{previous}|{current}|100|{way}|{rollover}"


def sheets(*lines, digits=6):
    points = f"计量点号|户号|关系|用途|表号|表位数|生效日期\n'P1|'{NO}|总表|结算|'M1|{digits}|2020-01-01"
    return {"抄表记录": "\n".join((HEAD, *lines)), "计量点": points}


def test_a_register_that_runs_forward_or_stands_still_passes(review):
    lines = sheets(reading("正向有功总", 100, 120), reading("正向无功总", 50, 50), reading("最大需量", "", 0.5))
    verdict = review("电费-A08", lines)
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


def test_registers_of_one_meter_that_run_backwards_are_one_finding(review):
    lines = sheets(reading("正向有功总", 120, 119.99), reading("正向有功峰", 60, 10), reading("正向无功总", 5, 6))
    [row] = review("电费-A08", lines).rows.itertuples()
    assert row.message == ("计量点 P1 表 M1『正向有功总、正向有功峰』：本次示数 119.99 小于上次示数 120.00，且未标翻转")
    assert (row.Index, row.about) == (2, "P1")


def test_a_register_that_rolled_over_does_not_run_backwards(review):
    assert len(review("电费-A08", sheets(reading("正向有功总", 999990, 10, rollover="是"))).rows) == 0


@pytest.mark.parametrize("way", ["估抄", "缺抄"])
def test_an_estimated_or_missed_reading_is_found(review, way):
    [row] = review("电费-A10", sheets(reading("正向有功总", 100, 120, way=way))).rows.itertuples()
    assert (row.message, row.actual) == (f"计量点 P1 表 M1『正向有功总』为{way}", way)


def test_a_meter_that_was_read_by_hand_passes(review):
    lines = sheets(reading("正向有功总", 100, 120, way="手工"), reading("最大需量", "", 0.5, way="手工"))
    verdict = review("电费-A10", lines)
    assert (verdict.asked, len(verdict.rows)) == (1, 0)


@pytest.mark.parametrize(("previous", "current"), [("", 120), (100, "")])
def test_a_missing_reading_is_found(review, previous, current):
    [row] = review("电费-A10", sheets(reading("正向有功总", previous, current))).rows.itertuples()
    assert row.message.endswith("『正向有功总』缺上次或本次示数")


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (reading("正向有功峰", 50, 60), 1),
        (reading("最大需量", "", 0.4), 1),
        (reading("正向有功峰", 50, 50), 0),
        (reading("最大需量", "", 0), 0),
        (reading("正向无功总", 50, 51), 0),
    ],
)
def test_a_total_that_stands_still_is_copied_only_where_the_meter_shows_a_load(review, other, count):
    assert len(review("电费-A10", sheets(reading("正向有功总", 100, 100), other)).rows) == count


@pytest.mark.parametrize("register", ["正向无功总", "反向无功总", "无功Ⅳ象限"])
def test_a_register_that_the_meter_showed_last_month_is_not_left_out(review, register):
    """The total tells where the meter stands; what it lacks is named."""
    now = [reading("正向有功总", 100, 120), reading(register, 5, 6)]
    before = [reading("正向有功总", 90, 100, month="2026-03"), reading(register, 4, 5, month="2026-03")]
    assert len(review("电费-A10", sheets(*now, *before)).rows) == 0
    [row] = review("电费-A10", sheets(now[0], *before)).rows.itertuples()
    assert row.message == f"计量点 P1 表 M1『正向有功总』在，而上月有的『{register}』本月没有"


def test_a_period_a_demand_or_a_meter_that_is_gone_is_not_left_out(review):
    """尖 of another season is the matter of 电费-A15, a meter that was taken down of 电费-A21; by capacity no demand counts."""
    before = [reading("正向有功尖", 90, 100, month="2026-03"), reading("最大需量", "", 1, month="2026-03")]
    before += [reading("反向无功总", 4, 5, month="2026-03", meter="M0")]
    assert len(review("电费-A10", sheets(reading("正向有功总", 100, 120), *before)).rows) == 0


def balanced(total, peak, flat=600, valley=200):
    registers = {"总": total, "峰": peak, "平": flat, "谷": valley}
    return sheets(*(reading(f"正向有功{name}", 0, run) for name, run in registers.items()))


@pytest.mark.parametrize(
    ("total", "level"),
    [(1000, None), (1000.03, None), (1000.04, "警告"), (1001, "警告"), (1001.01, "错误"), (998, "错误")],
)
def test_total_and_periods_may_differ_by_the_resolution_and_beyond_the_share_it_is_an_error(review, total, level):
    rows = review("电费-A12", balanced(total, 200)).rows
    assert rows["level"].tolist() == ([level] if level else [])


def test_the_message_says_what_the_difference_is_in_energy(review):
    [row] = review("电费-A12", balanced(1002, 200)).rows.itertuples()
    assert row.message.endswith("相差 +2.00，乘倍率约 200 kWh")


@pytest.mark.parametrize(("total", "outcome"), [(1000, []), (400, []), (399, ["不符"])])
def test_a_flat_period_that_is_not_read_is_the_rest_of_the_total(review, total, outcome):
    lines = [reading(f"正向有功{name}", 0, run) for name, run in {"总": total, "峰": 200, "谷": 200}.items()]
    assert review("电费-A12", sheets(*lines)).rows["outcome"].tolist() == outcome


def test_a_reading_that_stands_there_twice_and_differently_is_left_to_the_bill(review):
    now = [reading("正向有功总", 100, 120), reading("正向有功平", 50, 70), reading("正向有功平", 50, 71)]
    before = [reading("正向有功总", 90, 100, month="2026-03"), reading("正向有功平", 40, 50, month="2026-03")]
    assert review("电费-A12", sheets(*now, *before)).rows["outcome"].tolist() == ["未能核查"]
    assert len(review("审计-A10", sheets(*now, *before)).rows) == 0
    [row] = review("审计-A10", sheets(reading("正向有功总", 101, 120), *now[1:], *before)).rows.itertuples()
    assert "正向有功总" in row.message


def test_a_meter_without_period_registers_is_not_asked(review):
    assert review("电费-A12", sheets(reading("正向有功总", 0, 1000))).asked == 0


def test_a_missing_period_reading_leaves_the_balance_unknown(review):
    [row] = review("电费-A12", balanced(1000, "")).rows.itertuples()
    assert row.outcome == "未能核查"


@pytest.mark.parametrize(("digits", "outcome"), [(4, []), ("", ["未能核查"])])
def test_a_total_that_rolled_over_is_balanced_where_its_digits_are_known(review, digits, outcome):
    lines = [reading("正向有功总", 9900, 100, rollover="是"), reading("正向有功平", 0, 200)]
    assert review("电费-A12", sheets(*lines, digits=digits)).rows["outcome"].tolist() == outcome


@pytest.mark.parametrize(
    ("digits", "record", "outcome"),
    [(4, "", []), (6, "", ["不符"]), (6, "'M1|'P1|2026-04-15|拆|4", []), (4, "'M1|'P1|2026-04-15|拆|6", ["不符"])],
)
@pytest.mark.parametrize("code", ["电费-A09", "电费-A12"])
def test_a_meter_rolls_over_by_its_own_digits_not_by_those_of_the_one_put_in_its_place(
    review, code, digits, record, outcome
):
    lines = [reading("正向有功总", 9990, 10, rollover="是"), reading("正向有功平", 0, 20)]
    own = sheets(*lines, digits=digits)
    own["计量点"] += f"\n'P1|'{NO}|总表|结算|'M2|6|2026-04-15"
    own["换表记录"] = "\n".join(("表号|计量点号|时刻|装拆|表位数", *([record] if record else [])))
    assert review(code, own).rows["outcome"].tolist() == outcome


@pytest.mark.parametrize("code", ["电费-A08", "电费-A09", "电费-A10", "电费-A12", "电费-A18", "电费-A19", "审计-A10"])
def test_without_readings_the_checks_of_meters_say_so(review, code):
    verdict = review(code, {"计量点": sheets()["计量点"]})
    assert (verdict.asked, "工作簿中没有「抄表记录」表" in verdict.note) == (0, True)
