"""What staff type about a finding becomes the four human columns."""

from datetime import date

import pytest

from addin.commands.following import handling
from addin.facts import JobError


def test_a_plain_text_is_a_note_and_means_handled():
    assert handling("已联系客户补签") == {"handling": "已处理", "handling_note": "已联系客户补签"}


def test_a_state_alone_leaves_the_note_as_it_was():
    assert handling("处理中") == {"handling": "处理中"}


def test_state_note_day_and_person_each_find_their_column():
    assert handling("已核实：屋顶光伏自用 至2026-12-31 @张三") == {
        "handling": "已核实",
        "handling_note": "屋顶光伏自用",
        "verified_until_on": date(2026, 12, 31),
        "responsible": "张三",
    }


def test_a_day_that_is_none_is_refused_with_the_way_to_write_it():
    with pytest.raises(JobError, match="至2026-02-30』不是日期；应为 至2026-12-31"):
        handling("已核实 屋顶光伏 至2026-02-30")


def test_an_address_with_an_at_sign_inside_is_no_person():
    assert handling("已发邮件 a@b.cn 等回复")["handling_note"] == "已发邮件 a@b.cn 等回复"
