"""The notice of hazards: it advises, never orders, and its parts carry its number."""

import re

import pytest
from examples import example

from generators.documents import DOCUMENTS, ContradictionError


def test_one_deadline_prints_once_and_several_as_a_range(fill):
    facts = example("ZG")
    assert "整改期限（2026年1月21日至2026年2月13日）" in fill("ZG", facts)
    assert "整改期限（2026年1月21日）" in fill("ZG", facts | {"hazards": facts["hazards"][:1]})


def test_wording_from_a_cell_ends_in_one_full_stop(fill):
    for end in ("", "。", "；"):
        filled = fill("ZG", example("ZG") | {"overdue": f"将再次通知{end}", "recheck": f"派员复查{end}"})
        assert "将再次通知。\n" in filled
        assert "派员复查。\n" in filled


def test_the_notice_advises_and_never_orders(fill):
    filled = fill("ZG", example("ZG"))
    assert "建议并督促" in filled
    assert "产权属于贵单位" in filled
    assert not re.search("责令|勒令|罚款|第六十五条", filled)


def test_an_ordinary_hazard_may_not_be_met_with_an_outage(templates):
    facts = example("ZG") | {"overdue": "逾期将中止供电"}
    facts["hazards"] = facts["hazards"][2:]
    with pytest.raises(ContradictionError, match="一般隐患"):
        DOCUMENTS["ZG"].fill(templates["ZG"], facts)
    facts["overdue"] = "逾期的，将再次通知并约谈"
    assert DOCUMENTS["ZG"].fill(templates["ZG"], facts)


def test_receipt_feedback_and_recheck_carry_the_number_of_the_notice(fill):
    filled = fill("ZG", example("ZG"))
    assert filled.count("江供ZG〔2026〕12号") >= 7
    for printed in ("（存根）", "（回执）", "骑　　缝　　章", "不表示对其内容的认可", "见证人", "拒收事由", "时___分"):
        assert printed in filled
    for printed in ("整改反馈单", "整改复查单", "YJ-0417", "IMG_0415", "重大 1 项、较大 1 项、一般 1 项"):
        assert printed in filled
    assert filled.count("YH20260114-02") == 4  # notice, receipt, feedback, recheck
