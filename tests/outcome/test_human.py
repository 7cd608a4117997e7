"""What staff wrote stays with its finding."""

from datetime import date

import pandas as pd

from addin.outcome.human import attach, kept_aside, opinions, silenced

ONE = "电费-A01|0042|2026-01|"


def written(identity=ONE, state="已核实", note="春节停产", until=date(2026, 3, 31), person="王五"):
    titles = {"处理状态": state, "处理说明": note, "责任人": person, "核实截止日": until, "编码": "电费-A01"}
    return pd.DataFrame([titles], index=[identity])


def findings(*identities):
    return pd.DataFrame({"identity": identities, "customer_no": [text.split("|")[1] for text in identities]})


def test_state_note_and_person_of_an_earlier_run_come_back():
    joined = attach(findings(ONE), opinions([written(state="处理中")]), pd.Series({"0042": "李四"}))
    assert list(joined.loc[0, ["handling", "handling_note", "responsible"]]) == ["处理中", "春节停产", "王五"]


def test_a_new_finding_is_given_to_the_customers_manager_and_waits():
    joined = attach(findings(ONE), opinions([]), pd.Series({"0042": "李四"}))
    assert list(joined.loc[0, ["handling", "responsible"]]) == ["待处理", "李四"]


def test_of_two_sheets_the_later_wins():
    both = opinions([written(note="旧"), written(note="新")])
    assert list(both["handling_note"]) == ["新"]


def test_a_row_where_nothing_was_written_is_left_out():
    assert opinions([written(state=None, note=None, until=None, person=None)]).empty


def test_a_person_chosen_by_hand_stays_though_nothing_else_was_written():
    kept = opinions([written(state="待处理", note=None, until=None)])
    assert attach(findings(ONE), kept, pd.Series({"0042": "李四"})).loc[0, "responsible"] == "王五"


def test_a_finding_that_only_waited_leaves_nothing_behind():
    assert kept_aside(opinions([written(state="待处理", note=None, until=None)]), []).empty


def test_verified_with_reason_silences_up_to_and_with_its_last_day_in_any_month():
    kept = opinions([written()])
    later = findings("电费-A01|0042|2026-02|")
    assert silenced(later, kept, date(2026, 3, 31)).all()
    assert not silenced(later, kept, date(2026, 4, 1)).any()


def test_verified_without_reason_or_end_date_silences_nothing():
    assert not silenced(findings(ONE), opinions([written(note=None)]), date(2026, 1, 31)).any()
    assert not silenced(findings(ONE), opinions([written(until=None)]), date(2026, 1, 31)).any()


def test_handled_is_not_verified():
    assert not silenced(findings(ONE), opinions([written(state="已处理")]), date(2026, 1, 31)).any()


def test_another_object_of_the_same_customer_is_not_silenced():
    assert not silenced(findings("电费-A01|0042|2026-01|P1"), opinions([written()]), date(2026, 1, 31)).any()


def test_what_was_written_about_a_finding_that_is_gone_is_kept_aside():
    kept = opinions([written()])
    assert list(kept_aside(kept, []).index) == [ONE]
    assert kept_aside(kept, [ONE]).empty
