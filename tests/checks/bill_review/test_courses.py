"""电费-A04, A06, A07, A09, A17, A21, A23, A24: courses of energy, rollovers, changed meters, sub-meters."""

import pytest

NO = "4200000000001"
BILL = "账单号|户号|月份|起日|止日|总电量(kWh)|总电费(元)"
READING = "计量点号|户号|表号|示数类型|月份|上次抄表日|抄表日|上次示数|本次示数|倍率|翻转"
POINT = "计量点号|户号|上级计量点|关系|用途|定比(%)|核定日|准确度等级|表号|表位数|生效日期"
DAYS = {"2026-05": "2026-04-30|2026-05-31", "2026-06": "2026-05-31|2026-06-30"}


def bills(**months):
    lines = [f"'B{m}|'{NO}|{m.replace('_', '-')[1:]}|{m.replace('_', '-')[1:]}-01|{m.replace('_', '-')[1:]}-28|{kwh}|100"
             for m, kwh in months.items()]  # fmt: skip
    return {"电费账单": "\n".join((BILL, *lines))}


def reading(point, kwh, month="2026-06", *, meter="", back=""):
    """Return a total that ran ``kwh`` at multiplier 1; ``back`` starts it there and marks it as rolled over."""
    start = float(back or 100)
    end = start + kwh - (10**6 if back else 0)
    return f"'{point}|'{NO}|'{meter or 'M' + point}|正向有功总|{month}|{DAYS[month]}|{start}|{end}|1|{'是' if back else ''}"


def points(*lines):
    return {"计量点": "\n".join((POINT, *lines))}


MAIN = f"'P1|'{NO}||总表|结算|||0.5S|'MP1|6|2020-01-01"


@pytest.mark.parametrize(("last", "count"), [(512, 0), (511, 1)])
def test_the_third_month_in_a_row_that_falls_by_more_than_a_fifth_is_found(review, last, count):
    sheets = bills(m2026_05=1000, m2026_06=799, m2026_07=639, m2026_08=last)
    verdict = review("电费-A04", sheets, "2026-08")
    assert (verdict.asked, len(verdict.rows)) == (1, count)


def test_falls_across_the_festival_or_with_a_month_missing_are_not_judged(review):
    assert "春节" in review("电费-A04", bills(m2026_04=1), "2026-04").note
    [row] = review("电费-A04", bills(m2026_06=1000, m2026_08=100), "2026-08").rows.itertuples()
    assert row.outcome == "未能核查"


@pytest.mark.parametrize(("now", "count"), [(1_000_000, 0), (1_200_001, 1)])
def test_a_large_month_needs_a_second_person_when_it_is_the_largest_by_far(review, now, count):
    assert len(review("电费-A07", bills(m2026_05=1_000_000, m2026_06=now), "2026-06").rows) == count


def test_a_large_month_of_several_bills_is_said_to_be_their_sum(review):
    sheets = bills(m2026_06=1_000_001)
    sheets["电费账单"] += "\n" + sheets["电费账单"].splitlines()[-1].replace("'B", "'C", 1)
    [row] = review("电费-A07", sheets, "2026-06").rows.itertuples()
    assert "2,000,002 kWh（2 张账单之和） 属大电量" in row.message


def test_a_large_month_without_any_before_needs_one_too(review):
    assert len(review("电费-A07", bills(m2026_06=1_000_001), "2026-06").rows) == 1


@pytest.mark.parametrize(("kwh", "count"), [(99_999, 0), (100_000, 1)])
def test_a_rollover_that_ran_a_tenth_of_the_scale_is_doubted(review, kwh, count):
    sheets = {"抄表记录": f"{READING}\n{reading('P1', kwh, back='999000')}"} | points(MAIN)
    verdict = review("电费-A09", sheets, "2026-06")
    assert (verdict.asked, len(verdict.rows)) == (1, count)


def test_a_rollover_without_the_digits_of_the_meter_is_unknown(review):
    sheets = {"抄表记录": f"{READING}\n{reading('P1', 10, back='999000')}"} | points(MAIN.replace("|6|", "||"))
    assert review("电费-A09", sheets, "2026-06").rows["outcome"].tolist() == ["未能核查"]


CHANGES = "表号|计量点号|时刻|装拆\n'M0|'P1|2026-06-10 10:00|拆\n'M1|'P1|2026-06-10 10:00|装"


@pytest.mark.parametrize(("meters", "count"), [(("M0", "M1"), 0), (("M1",), 1), (("M0",), 1)])
def test_old_and_new_meter_are_both_read_in_the_month_of_the_change(review, meters, count):
    lines = [reading("P1", 10, meter=meter) for meter in meters]
    sheets = {"抄表记录": "\n".join((READING, *lines)), "换表记录": CHANGES}
    verdict = review("电费-A21", sheets, "2026-06")
    assert (verdict.asked, len(verdict.rows)) == (2, count)


EXCHANGED = "表号|计量点号|时刻|装拆\n'M9|'P1|2026-04-10 10:00|装"


@pytest.mark.parametrize(
    ("meter", "changes", "count"),
    [("MP1", None, 0), ("M9", None, 1), ("M9", CHANGES.replace("2026-06", "2026-04"), 1), ("M9", EXCHANGED, 0)],
)
def test_a_meter_that_neither_the_archive_nor_a_record_knows_is_found(review, meter, changes, count):
    lines = "\n".join((READING, reading("P1", 10, meter=meter)))
    verdict = review(
        "电费-A21", {"抄表记录": lines} | points(MAIN) | ({"换表记录": changes} if changes else {}), "2026-06"
    )
    assert (verdict.asked, len(verdict.rows)) == (1, count)
    assert ("没有「换表记录」表" in verdict.note) == (changes is None)
    if count:
        [row] = verdict.rows.itertuples()
        assert (row.table, row.outcome) == ("readings", "不符")
        assert "计量点 P1 的表号是『M9』，「计量点」为『MP1』：换过表的请补「换表记录」" in row.message


SUB = f"'P2|'{NO}|'P1|套表|结算|||0.5S|'MP2|6|2020-01-01"


@pytest.mark.parametrize(("now", "count"), [(300, 0), (301, 1), (None, 0)])
def test_a_sub_meter_s_share_may_move_by_twenty_points(review, now, count):
    lines = [reading("P1", 1000), reading("P1", 1000, "2026-05"), reading("P2", 100, "2026-05")]
    lines += [reading("P2", now)] if now else []
    sheets = {"抄表记录": "\n".join((READING, *lines))} | points(MAIN, SUB)
    assert len(review("电费-A23", sheets, "2026-06").rows) == count


@pytest.mark.parametrize(
    ("verified", "kva", "count"),
    [("2025-06-30", 100, 0), ("2025-06-29", 100, 1), ("2024-06-30", 99, 0), ("2024-06-29", 99, 1)],
)
def test_an_agreed_share_is_verified_every_year_a_small_one_every_second(review, verified, kva, count):
    share = f"'P2|'{NO}|'P1|定比|结算|8|{verified}|||6|2020-01-01"
    ledger = {"客户台账": f"户号|户名|合同容量(kVA)\n'{NO}|江城钢管厂|{kva}"}
    assert len(review("电费-A24", points(MAIN, share) | ledger, "2026-06").rows) == count


def test_an_agreed_share_without_its_day_is_unknown(review):
    share = f"'P2|'{NO}|'P1|定比|结算|8||||6|2020-01-01"
    assert review("电费-A24", points(MAIN, share), "2026-06").rows["outcome"].tolist() == ["未能核查"]


CHECK = f"'P9|'{NO}|'P1|并接|考核|||0.5S|'MP9|6|2020-01-01"


@pytest.mark.parametrize(("other", "count"), [(1007.5, 0), (1007.6, 1), (992.4, 1)])
def test_main_and_check_meter_may_differ_by_one_and_a_half_classes(review, other, count):
    sheets = {"抄表记录": "\n".join((READING, reading("P1", 1000), reading("P9", other)))} | points(MAIN, CHECK)
    verdict = review("电费-A17", sheets, "2026-06")
    assert (verdict.asked, len(verdict.rows)) == (1, count)
