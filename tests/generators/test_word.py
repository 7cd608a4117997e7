"""Filling Word templates: strict, escaped, sandboxed, reproducible."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import docx
import pytest

from generators.values import RULED_BLANK, RULED_DAY
from generators.word import MissingFactsError, Template, TemplateError


@pytest.fixture
def template(tmp_path):
    """Return a function that makes a template of paragraphs and, below them, a table with the given rows."""

    def make(*paragraphs, rows=(), title=""):
        document = docx.Document()
        document.core_properties.title = title
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        table = document.add_table(rows=0, cols=2)
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=False):
                cell.text = words
        document.save(tmp_path / "模板.docx")
        return Template(tmp_path / "模板.docx")

    return make


def words(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + cells


def test_fields_conditions_and_rows_are_filled(template):
    contract = template(
        "{{ 户名 }}，{{ 容量kVA }} 千伏安，{{ 签订日期 }}",
        "{%p if 有自备电源 %}",
        "自备",
        "{%p endif %}",
        rows=[("{%tr for 台 in 变压器 %}",), ("{{ loop.index }}", "{{ 台.型号 }}"), ("{%tr endfor %}",)],
    )
    facts = {
        "户名": "甲公司",
        "容量kVA": 1250.0,
        "签订日期": date(2026, 3, 5),
        "有自备电源": False,
        "变压器": [{"型号": "S11"}, {"型号": "S13"}],
    }
    assert words(contract.render(facts)) == ["甲公司，1250 千伏安，2026年3月5日", "1", "S11", "2", "S13"]
    assert contract.fields == {"户名", "容量kVA", "签订日期", "有自备电源", "变压器", "变压器.型号"}


def test_every_missing_field_is_named_at_once(template):
    contract = template(
        "{{ 户名 }}{{ 供电人.名称 }}{{ 供电人.地址 }}{{ 金额|金额 }}{% if 备注 %}{{ 备注 }}{% endif %}",
        "{% for 台 in 变压器 %}{{ 台.型号 }}{{ 台.容量 }}{% endfor %}{% for 表 in 计量点 %}{{ 表.表号 }}{% endfor %}",
    )
    facts = {"供电人": {"名称": None, "地址": "  "}, "变压器": [{"型号": "S11"}], "备注": None}
    with pytest.raises(MissingFactsError) as refused:
        contract.render(facts)
    assert refused.value.names == ("户名", "供电人.名称", "供电人.地址", "金额", "变压器第1行.容量", "计量点")
    assert "缺 6 项" in str(refused.value)


def test_fields_of_a_missing_group_are_named(template):
    with pytest.raises(MissingFactsError) as refused:
        template("{{ 供电人.银行.账号 }}{% if 级别 > 3 %}{% endif %}").render({})
    assert refused.value.names == ("供电人.银行.账号", "级别")


@pytest.mark.parametrize("value", [None, "", " \u3000\n", float("nan")])
def test_an_empty_value_is_refused_like_a_missing_one(template, value):
    with pytest.raises(MissingFactsError, match="户名"):
        template("{{ 户名 }}").render({"户名": value})


def test_a_blank_for_handwriting_is_asked_for_explicitly(template):
    paper = template("{{ 签订地点|手写 }}，{{ 签订日期|手写日期 }}，{{ 户名|blank }}，{{ 电话 }}")
    (line,) = words(paper.render({"签订日期": None, "户名": "甲", "电话": RULED_BLANK}))
    assert line == f"{RULED_BLANK}，{RULED_DAY}，甲，{RULED_BLANK}"


def test_values_are_escaped_and_never_executed(template):
    hostile = ["甲&乙<东>公司", "{{7*7}}", "{% for %}", "</w:t>", "｛｛户名｝｝", "{{ ''.__class__ }}", "\"'"]
    for value in hostile:
        assert words(template("起{{ 户名 }}止").render({"户名": value})) == [f"起{value}止"]


def test_control_characters_go_and_line_ends_become_breaks(template):
    facts = {"备注": "一\x00\x07\x1b二\r\n三\u2028四\u202e五\t六\ud800\uffff"}
    assert words(template("{{ 备注 }}").render(facts)) == ["一二\n三\n四五 六"]


@pytest.mark.parametrize(
    ("tag", "value", "printed"),
    [
        ("{{ 值|金额 }}", Decimal("12.5"), "¥12.50（大写：人民币壹拾贰元伍角整）"),
        ("{{ 值|大写日期 }}", date(2026, 3, 5), "二〇二六年三月五日"),
        ("{{ 值 }}", True, "是"),
        ("{{ 值 }}", Decimal("0.90"), "0.9"),
    ],
)
def test_values_print_by_kind(template, tag, value, printed):
    assert words(template(tag).render({"值": value})) == [printed]


@pytest.mark.parametrize("value", [{"甲": 1}, ["甲"], object()])
def test_what_is_no_plain_fact_is_refused(template, value):
    with pytest.raises(TemplateError, match="不是可以印出的值"):
        template("{{ 户名 }}").render({"户名": value})


def test_an_amount_with_part_of_a_fen_is_refused(template):
    with pytest.raises(TemplateError, match=r"0\.001"):
        template("{{ 金额|金额 }}").render({"金额": "0.001"})


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 2**10**8 }}",
        "{{ 'a' * 10 }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 户名.upper() }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{% for i in range(99999) %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% macro f() %}{% endmacro %}",
        "{{ 户名|pprint }}",
        "{{ self }}{{ _x }}",
        "{% for a in x recursive %}{% endfor %}",
        "{% for 甲 in 表 %}" * 4 + "{% endfor %}" * 4,
    ],
)
def test_a_template_may_use_nothing_but_fields_conditions_and_loops(template, tag):
    with pytest.raises(TemplateError, match="段落"):
        template("正文", tag)


@pytest.mark.parametrize(
    "paragraph",
    [
        "｛｛户名｝｝",
        "户名｛{户名}}",
        "{户名}",
        "{{ 户名 }}}",
        "{{ 户名",
        "{{ 容量（kVA） }}",
        "{% if 甲 %}",
        "{{ 户 名 }}",
    ],
)
def test_tags_that_would_stay_in_the_text_are_refused(template, paragraph):
    with pytest.raises(TemplateError, match=r"「模板\.docx」"):
        template(paragraph)


def test_text_beside_a_paragraph_or_row_tag_is_not_swallowed(template):
    with pytest.raises(TemplateError, match="一起消失"):
        template("违约金{%p if 甲 %}", "{%p endif %}")
    with pytest.raises(TemplateError, match="一起消失"):
        template(rows=[("{%tr for 台 in 变压器 %}", "合计"), ("{%tr endfor %}",)])


@pytest.mark.parametrize("tag", ["{{r 户名 }}", "{%tc for 列 in 表 %}", "{% colspan 2 %}", "{{p 附件 }}"])
def test_tags_for_rich_text_and_columns_are_refused(template, tag):
    with pytest.raises(TemplateError, match="不支持的标签"):
        template(tag)


def test_tags_in_the_document_properties_are_refused(template):
    with pytest.raises(TemplateError, match=r"docProps/core\.xml"):
        template("正文", title="{{ 户名 }}")


def test_a_file_that_is_no_package_is_refused(tmp_path):
    (tmp_path / "坏.docx").write_bytes(b"PK nothing")
    with pytest.raises(TemplateError, match="已损坏"):
        Template(tmp_path / "坏.docx")


def test_a_condition_that_opens_in_a_paragraph_and_ends_in_a_table_is_refused_when_filled(template):
    broken = template("{% if 甲 %}", rows=[("{% endif %}", "")])
    with pytest.raises(TemplateError, match="合格的 XML"):
        broken.render({"甲": False})


def test_a_tag_that_word_split_into_runs_is_one_tag(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ 户", "名 }", "}"):
        paragraph.add_run(piece)
    document.save(tmp_path / "散.docx")
    assert words(Template(tmp_path / "散.docx").render({"户名": "甲"})) == ["甲"]


def test_the_same_facts_give_the_same_bytes_and_untouched_parts_stay_as_they_were(template):
    paper = template("{{ 户名 }}")
    first, second = paper.render({"户名": "甲"}), paper.render({"户名": "甲"})
    assert first == second
    assert first != paper.render({"户名": "乙"})
    with zipfile.ZipFile(paper.path) as before, zipfile.ZipFile(io.BytesIO(first)) as after:
        assert after.testzip() is None
        assert before.namelist() == after.namelist()
        changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
        assert changed == ["word/document.xml"]
        assert after.getinfo("word/document.xml").date_time == (1980, 1, 1, 0, 0, 0)


def test_headers_and_footers_are_filled_too(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "编号：{{ 合同编号 }}"
    document.save(tmp_path / "眉.docx")
    content = Template(tmp_path / "眉.docx").render({"合同编号": "A&1"})
    assert docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text == "编号：A&1"


def test_messages_are_chinese(template):
    with pytest.raises(TemplateError) as refused:
        template("{{ 甲 乙 }}")
    assert not re.search(r"[a-z]{4,}", str(refused.value).replace(".docx", ""))
