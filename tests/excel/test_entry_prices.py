"""The button 导入电价表 on an open workbook: it asks for the file, and for what the file does not say."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from commands.test_bad_input import GOOD
from published import made
from sheets import book

RULES = Path(__file__).parents[2] / "rules.xlsx"
HIGHER = {(9, 2): 0.756704, (9, 10): 0.756704}
"""平时段电价 of a row, and its 非分时 price: more than their components by 0.1."""


@pytest.fixture
def person(at, tmp_path):
    shutil.copy(RULES, tmp_path)
    return at(book(tmp_path, GOOD))


def rows(tmp_path, title="电价"):
    """Return the filled rows of a rule table as texts."""
    lines = openpyxl.load_workbook(tmp_path / "rules.xlsx", read_only=True)[title].values
    return ["|".join(map(str, line)) for line in lines if any(line)]


def asked(person, *said):
    """Press, answer every question in turn; return the last answer's kind and text."""
    kind, text = person.press("prices import")
    for one in said:
        request, _, _ = text.partition("\n")
        kind, text = person.press(request) if kind == "confirm" else person.press(request, one)
    return kind, text


def test_a_month_that_the_file_does_not_say_is_asked_for_and_the_import_goes_on(person, tmp_path):
    path = made.hubei({(1, 0): ""}).save(tmp_path / "湖北2月.xlsx")
    kind, text = asked(person, path)
    assert kind == "ask"
    question = text.partition("\n")[2]
    assert question.startswith("请填写执行月份，如 2026-02：\n《湖北2月.xlsx》「电价表」的表题里的执行月份：看到『空』")
    assert "--" not in question
    kind, text = asked(person, path, "2026年2月")
    assert (kind, "新增 「电价」7 行" in text) == ("info", True), text
    assert sum("湖北-2026-02" in row for row in rows(tmp_path)) == 7


def test_an_answer_that_cannot_be_one_is_asked_for_again(person, tmp_path):
    path = made.hubei({(1, 0): ""}).save(tmp_path / "湖北2月.xlsx")
    kind, text = asked(person, path, "二月")
    assert (kind, "执行月份：看到『二月』，应为 2026-02 这样的年月" in text) == ("ask", True), text
    assert asked(person, path, "二月", "2026-02")[0] == "info"


def test_everything_that_the_titles_do_not_say_is_asked_for_one_by_one(person, tmp_path):
    path = made.hubei({(0, 0): "附件2", (1, 0): ""}).save(tmp_path / "附件2.xlsx", 别的=made.hubei())
    answers = [path, "电价表", "湖北", "2026-02", "鄂电营销〔2026〕9号"]
    titles = [asked(person, *answers[:count])[1].split("\n")[1][:7] for count in range(1, 5)]
    assert titles == ["请填写工作表名", "请填写省份，如", "请填写执行月份", "请填写文件名称"]
    assert asked(person, *answers)[0] == "info"
    assert any("鄂电营销〔2026〕9号" in row for row in rows(tmp_path))


def test_a_doubtful_table_is_kept_only_when_that_is_wanted_and_its_cell_stays_under_doubt(person, tmp_path):
    path = made.hubei(HIGHER).save(tmp_path / "湖北2月.xlsx")
    before = (tmp_path / "rules.xlsx").read_bytes()
    kind, text = asked(person, path)
    assert kind == "confirm"
    assert "五个分项之和为 0.656704" in text
    assert "还没有写入。按待核导入吗？" in text
    assert "--" not in text
    assert (tmp_path / "rules.xlsx").read_bytes() == before
    kind, text = asked(person, path, "yes")
    assert kind == "info", text
    assert any("平时段电价|0.656704" in row for row in rows(tmp_path, "电价待核"))


def test_what_was_said_before_a_doubt_is_not_forgotten(person, tmp_path):
    path = made.hubei(HIGHER | {(1, 0): ""}).save(tmp_path / "湖北2月.xlsx")
    kind, text = asked(person, path, "2026-02")
    assert (kind, "按待核导入吗" in text) == ("confirm", True), text
    assert asked(person, path, "2026-02", "yes")[0] == "info"
