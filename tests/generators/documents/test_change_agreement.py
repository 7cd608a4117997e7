"""The agreement on a change: both sides of what changes, and only the clauses that apply."""

from examples import example


def test_the_agreement_prints_both_sides_of_every_change_and_keeps_the_rest(fill):
    facts = example("BG")
    filled = fill("BG", facts)
    for row in facts["changes"]:
        assert all(row[name] in filled for name in ("item", "before", "after", "basis"))
    assert "各项约定共 11 项，其中有变化的 4 项" in filled
    assert "原合同其他条款继续有效" in filled
    assert "¥125,600.35（大写：人民币壹拾贰万伍仟陆佰元叁角伍分）" in filled
    assert "__年__月__日" in filled
    assert "JC-GYD-2026-0012" in filled
    assert "BG202603080017" in filled


def test_an_agreement_without_end_arrears_or_sealing_leaves_those_clauses_out(fill):
    facts = example("BG") | {"ends_on": None, "expiry": None, "seals": [], "attachments": []}
    filled = fill("BG", facts | {"arrears_yuan": 0, "arrears_due_on": None})
    assert "自2026年3月16日起执行。" in filled
    assert "用电人无欠费" in filled
    assert "附件：无。" in filled
    assert "期满处理" not in filled
    assert "启封记录" not in filled
