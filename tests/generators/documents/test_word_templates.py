"""Templates: known fields, the form that Word and WPS share, a company's own."""

import re
import zipfile

import docx
import pytest
from examples import KINDS, example, words

from generators.documents import DOCUMENTS
from generators.documents.fact import Group
from generators.word import TemplateError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_uses_known_facts_and_leaves_none_of_them_out(kind, templates):
    document = DOCUMENTS[kind]
    assert templates[kind].fields <= document.fields
    unused = {
        "HT": {"约定分期", "生效日期", "到期日期", "计量点.定比", "计量点.定量", "计量点.关系", "计量点.上级计量点"},
        "BG": {"执行起日", "执行止日", "欠费金额", "欠费截至日", "欠费结清期限", "附件", "签订日期"},
        "ZG": {"最高等级"},
    }[kind]  # printed through a derived fact, or kept for a company's own template
    left_out = {
        field
        for field in document.fields - templates[kind].fields
        if field not in unused and field.partition(".")[0] not in unused and field not in {"供电人", "用电人"}
    }
    groups = {part.title for part in document.facts if isinstance(part, Group)}
    parties = {
        f"{p}.{f}" for p in ("供电人", "用电人") for f in ("开户银行", "银行账号", "邮政编码", "电子邮箱", "送达地址")
    }
    assert left_out - groups - {"用电人.授权委托书编号"} <= (parties if kind == "BG" else set())


@pytest.mark.parametrize("kind", KINDS)
def test_templates_open_in_word_and_wps_alike(kind):
    with zipfile.ZipFile(DOCUMENTS[kind].template) as package:
        assert not {n for n in package.namelist() if n.startswith(("customXml/", "word/media")) or "thumbnail" in n}
        parts = {n: package.read(n).decode() for n in package.namelist() if n.endswith(".xml")}
    for name, xml in parts.items():
        assert "asciiTheme" not in xml, name
        assert "eastAsiaTheme" not in xml, name
        assert "<w:sdt>" not in xml, name
        assert "<v:" not in xml, name
        assert "txbxContent" not in xml, name
    assert 'w:eastAsia="宋体"' in parts["word/styles.xml"]
    assert 'eastAsia="zh-CN"' in parts["word/styles.xml"]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_repeat_their_heading_and_rows_do_not_split(kind):
    document = docx.Document(str(DOCUMENTS[kind].template))
    for table in document.tables:
        rows = table._tbl.tr_lst
        looped = any("{%tr for" in "".join(r.itertext()) for r in rows)
        header = rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None
        assert header or not looped or "{%tr for" in "".join(rows[0].itertext())
        plain = [r for r in rows if "{%tr" not in "".join(r.itertext())]
        assert all(r.find(f"{_W}trPr/{_W}cantSplit") is not None for r in plain)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_a4_and_the_notice_has_the_margins_of_the_standard(kind):
    section = docx.Document(str(DOCUMENTS[kind].template)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    if kind == "ZG":
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize("kind", ["HT", "BG"])
def test_the_places_to_sign_are_at_least_25_mm_high(kind):
    tables = docx.Document(str(DOCUMENTS[kind].template)).tables
    rows = [row for table in tables for row in table.rows if "授权代理人（签字）" in row.cells[0].text]
    assert rows
    assert all(row.height.mm >= 25 for row in rows)


def test_a_template_of_the_company_with_an_unknown_field_is_refused(tmp_path):
    own = docx.Document()
    own.add_paragraph("{{ 供电人.名称 }}{{ 供电人.法人 }}")
    own.save(tmp_path / "自用.docx")
    with pytest.raises(TemplateError, match=r"供电人\.法人"):
        DOCUMENTS["HT"].compiled(tmp_path / "自用.docx")


def test_a_template_of_the_company_is_used_as_it_is(tmp_path):
    own = docx.Document()
    own.add_paragraph("本公司文本：{{ 供电人.名称 }}")
    own.save(tmp_path / "自用.docx")
    document = DOCUMENTS["HT"]
    content = document.fill(document.compiled(tmp_path / "自用.docx"), example("HT"))
    assert words(content).strip() == "本公司文本：江城供电公司"


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_cites_article_65_or_orders(kind):
    text = words(DOCUMENTS[kind].template.read_bytes())
    assert not re.search("第六十五条|责令", text)
