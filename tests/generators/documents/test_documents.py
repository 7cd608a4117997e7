"""Documents: nothing missing goes out, nothing contradictory, the same facts the same bytes, and templates in order."""

import copy
import io
import re
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import examples

from generators.documents import DOCUMENTS, ContradictionError
from generators.documents.fact import Fact, Group, Need
from generators.word import MissingFactsError, TemplateError

EXAMPLES = {
    "HT": examples.contract,
    "BG": examples.change_agreement,
    "ZG": examples.rectification_notice,
}
KINDS = list(EXAMPLES)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def templates():
    return {kind: DOCUMENTS[kind].compiled() for kind in KINDS}


@pytest.fixture
def fill(templates):
    """Return a function that fills a document and returns all its words, tables and headers included."""

    def filled(kind, facts):
        return words(DOCUMENTS[kind].fill(templates[kind], facts))

    return filled


def words(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [n for n in package.namelist() if re.match(r"word/(document|header\d|footer\d)\.xml", n)]
        xml = "\n".join(package.read(name).decode() for name in parts)
    return re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n").replace("<w:br/>", "\n").replace("</w:tc>", "\t"))


def required(kind):
    """Every required fact of a document: where it stands and its Chinese path."""
    for part in DOCUMENTS[kind].facts:
        if isinstance(part, Fact):
            yield from [((part.name,), part.title)] if part.need is Need.REQUIRED else []
        elif isinstance(part, Group):
            yield from (((part.name, f.name), f"{part.title}.{f.title}") for f in _required(part.facts))
        else:
            yield from [((part.name,), part.title)] if part.minimum else []
            yield from (((part.name, 0, f.name), f"{part.title}第1行.{f.title}") for f in _required(part.facts))


def _required(facts):
    return [fact for fact in facts if fact.need is Need.REQUIRED]


@pytest.mark.parametrize("empty", [None, "", "  ", "gone"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_required_fact_when_missing_refuses_the_document_and_is_named(kind, empty, templates):
    plan = {"instalment_plan": [{"when": "每月 10 日前", "how_much": "五成"}]} if kind == "HT" else {}
    for path, title in required(kind):
        group = facts = EXAMPLES[kind]() | copy.deepcopy(plan)
        for step in path[:-1]:
            group = group[step]
        if empty == "gone":
            del group[path[-1]]
        else:
            group[path[-1]] = empty
        with pytest.raises(MissingFactsError) as refused:
            DOCUMENTS[kind].fill(templates[kind], facts)
        assert any(named.startswith(title) for named in refused.value.names), (title, refused.value.names)


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_fact_everything_required_is_named_at_once(kind):
    named = DOCUMENTS[kind].missing({})
    assert len(named) == len(set(named))
    optional = {part.title for part in DOCUMENTS[kind].facts if getattr(part, "need", None) is Need.OPTIONAL}
    expected = {title for path, title in required(kind) if len(path) < 3 and title.partition(".")[0] not in optional}
    assert expected == {re.sub("（至少.*", "", name) for name in named}


@pytest.mark.parametrize("kind", KINDS)
def test_an_undeclared_fact_is_an_error_and_not_dropped(kind, templates):
    with pytest.raises(KeyError, match="undeclared"):
        DOCUMENTS[kind].fill(templates[kind], EXAMPLES[kind]() | {"note": "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_printed_as_they_are(kind, fill):
    for name in ("甲&乙<东>公司", "{{7*7}}公司", "{% for %}", "=cmd|' /C calc'!A0"):
        facts = EXAMPLES[kind]()
        facts["customer"]["name"] = name
        escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        assert escaped in fill(kind, facts)


@pytest.mark.parametrize("kind", KINDS)
def test_no_tag_brace_none_or_nan_is_left_in_a_document(kind, fill):
    filled = fill(kind, EXAMPLES[kind]())
    assert not re.search(r"[{}｛｝]|None|nan\b|NaT|True|False", filled)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes_and_word_can_open_them(kind, templates):
    first = DOCUMENTS[kind].fill(templates[kind], EXAMPLES[kind]())
    second = DOCUMENTS[kind].fill(DOCUMENTS[kind].compiled(), EXAMPLES[kind]())
    assert first == second
    assert docx.Document(io.BytesIO(first)).tables


def test_a_hundred_contracts_take_at_most_a_second(templates):
    facts = examples.contract()
    started = time.process_time()  # other work on the machine does not count
    contracts = {DOCUMENTS["HT"].fill(templates["HT"], facts | {"contract_no": f"JC-{n}"}) for n in range(100)}
    assert time.process_time() - started < 1.0
    assert len(contracts) == 100


# ---------------------------------------------------------------- templates


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
    content = document.fill(document.compiled(tmp_path / "自用.docx"), examples.contract())
    assert words(content).strip() == "本公司文本：江城供电公司"


# ---------------------------------------------------------------- fit for signature


def test_the_contract_has_eighteen_articles_in_order_and_all_statutory_items(fill):
    filled = fill("HT", examples.contract())
    numbers = "一二三四五六七八九十"
    articles = [f"第{'十' * (n // 10)}{numbers[n % 10 - 1] if n % 10 else ''}条  " for n in range(1, 19)]
    places = [filled.index(article) for article in articles]
    assert places == sorted(places)
    for item in ("供电方式", "供电质量", "供电时间", "用电容量", "用电地址", "用电性质", "用电计量", "电价", "结算"):
        assert item in filled
    for item in ("产权分界点及责任划分", "有效期自2026年3月1日起至2031年2月28日止", "违约责任", "送达地址", "骑缝章"):
        assert item in filled


def test_the_contract_quotes_no_price_and_follows_policy(fill):
    filled = fill("HT", examples.contract())
    assert "随政策调整" in filled
    assert not re.search(r"\d+(\.\d+)?\s*元/(kWh|千瓦|kW|kVA)", filled)


def test_the_contract_prints_every_meter_feeder_and_share(fill):
    filled = fill("HT", examples.contract())
    for printed in (
        "300/5",
        "10000/100",
        "6000",
        "按上级计量点 00012345601 抄见电量的 3% 确定",
        "2600",
        "1800",
        "4210",
    ):
        assert printed in filled
    assert "每日 2‰" in filled
    assert "跨年度欠费部分按每日 3‰" in filled
    assert filled.count("连接点属供电人") == 4  # article 7 and annex 2, both feeders: the same words


def test_clauses_that_bind_the_customer_are_bold_and_acknowledged(templates):
    document = docx.Document(io.BytesIO(DOCUMENTS["HT"].fill(templates["HT"], examples.contract())))
    bold = "".join(run.text for p in document.paragraphs for run in p.runs if run.bold)
    for clause in ("支付电费违约金", "中止供电", "送达地址", "自动续期", "随政策调整"):
        assert clause in bold
    assert "供电人已作说明" in "".join(p.text for p in document.paragraphs)


@pytest.mark.parametrize(
    ("change", "annex", "applies"),
    [
        ({}, "自备电源及并网安全协议", True),
        ({"own_supply": None, "distributed_kw": None}, "自备电源及并网安全协议", False),
        ({"dispatched": True}, "电力调度协议", True),
        ({}, "电力调度协议", False),
        ({}, "重要电力用户供用电安全风险告知确认书", True),
        ({}, "电费结算协议", True),
    ],
)
def test_annexes_go_by_what_applies(change, annex, applies):
    facts = DOCUMENTS["HT"].prepare(examples.contract() | change)
    assert (annex in [row["title"] for row in facts["annexes"]]) is applies
    assert [row["number"] for row in facts["annexes"]] == list(range(1, len(facts["annexes"]) + 1))


def test_an_ordinary_customer_without_own_supply_gets_plain_wording(fill):
    facts = examples.contract() | {"own_supply": None, "security_load_kw": None, "distributed_kw": None}
    facts |= {"other_protection": None, "special_terms": [], "auto_renewal": False, "connected_on": None}
    facts |= {"supplies": facts["supplies"][:1], "interlock": None, "switching": None}
    facts["use"] |= {"importance": "否", "importance_document": None}
    facts["billing"] |= {"capacity_mode": "不计", "power_factor_standard": "不考核", "instalments": 1}
    filled = fill("HT", facts)
    for printed in ("确认未装设自备应急电源", "非重要电力用户", "特别约定：无。", "不计收容（需）量电费", "期满未续签"):
        assert printed in filled
    assert "多路电源之间" not in filled
    assert "用电人不执行功率因数调整电费" in filled


def test_instalments_are_ruled_to_fill_in_or_as_agreed():
    prepare, facts = DOCUMENTS["HT"].prepare, examples.contract()
    assert [row["number"] for row in prepare(facts)["instalment_rows"]] == [1, 2, 3]
    plan = [{"when": "每月 10 日前", "how_much": "上月电费的 50%"}]
    rows = prepare(facts | {"instalment_plan": plan})["instalment_rows"]
    assert [row["how_much"] for row in rows] == ["上月电费的 50%", "结清当月电费（扣除已预付部分）"]


def _edited(kind, *path, value):
    facts = copy.deepcopy(EXAMPLES[kind]())
    group = facts
    for step in path[:-1]:
        group = group[step]
    group[path[-1]] = value
    return facts


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("HT", _edited("HT", "capacity_kva", value=4200), "合计 4210 kVA，与合同容量 4200 kVA"),
        ("HT", _edited("HT", "expires_on", value=date(2026, 3, 1)), "不晚于生效日期"),
        ("HT", _edited("HT", "supplies", 1, "demand_kw", value=None), "电源 2 没有合同需量"),
        ("HT", _edited("HT", "customer_copies", value=4), "不够双方分执"),
        ("BG", _edited("BG", "change_kind", value="过户"), "另签供用电合同"),
        ("BG", _edited("BG", "changes", 1, "after", value="3210 kVA "), "变更前后都是"),
        ("BG", _edited("BG", "ends_on", value=date(2026, 3, 16)), "不晚于执行起日"),
        ("ZG", _edited("ZG", "hazards", 0, "due_on", value=date(2026, 1, 13)), "早于检查日期"),
        ("ZG", _edited("ZG", "inspectors", 1, "work_id", value="YJ-0417"), "证号重复"),
        ("ZG", _edited("ZG", "hazards", 0, "level", value="特大"), "应为重大、较大、一般之一"),
        ("ZG", _edited("ZG", "hazards", 0, "requirement", value="责令立即整改"), "责令"),
        ("ZG", _edited("ZG", "overdue", value="依据《电力法》第六十五条中止供电"), "第六十五条"),
        ("ZG", _edited("ZG", "hazards", 1, "clause", value="电力法第 65 条"), "第六十五条"),
    ],
)
def test_a_contradiction_refuses_the_document_and_is_worded(kind, facts, sentence, templates):
    with pytest.raises(ContradictionError, match=re.escape(sentence)):
        DOCUMENTS[kind].fill(templates[kind], facts)


@pytest.mark.parametrize(
    ("kind", "facts", "name"),
    [
        ("HT", _edited("HT", "customer", "authority_no", value=None), "用电人.授权委托书编号"),
        ("HT", _edited("HT", "interlock", value=None), "电源联锁方式"),
        ("HT", _edited("HT", "security_load_kw", value=None), "保安负荷kW"),
        ("HT", _edited("HT", "points", 0, "current_ratio", value=None), "计量点第1行.CT变比"),
        ("HT", _edited("HT", "points", 2, "ratio_percent", value=None), "计量点第3行.定比"),
        ("HT", _edited("HT", "points", 2, "parent_no", value=None), "计量点第3行.上级计量点"),
        ("BG", _edited("BG", "expiry", value=None), "期满处理"),
        ("BG", _edited("BG", "arrears_due_on", value=None), "欠费结清期限"),
        ("ZG", _edited("ZG", "inspectors", value=[{"name": "吴江平", "work_id": "1"}]), "检查人员（至少 2 行）"),
    ],
)
def test_what_another_fact_makes_necessary_is_missing(kind, facts, name):
    assert DOCUMENTS[kind].missing(facts) == [name]


def test_the_legal_representative_needs_no_authority(fill):
    facts = examples.contract()
    facts["customer"] |= {"signatory": "刘远山", "authority_no": None}
    assert "法定代表人本人签署" in fill("HT", facts)


def test_the_agreement_prints_both_sides_of_every_change_and_keeps_the_rest(fill):
    facts = examples.change_agreement()
    filled = fill("BG", facts)
    for row in facts["changes"]:
        assert all(row[name] in filled for name in ("item", "before", "after", "basis"))
    assert "各项约定共 11 项，其中有变化的 4 项" in filled
    assert "原合同其他条款继续有效" in filled
    assert "¥125,600.35（大写：人民币壹拾贰万伍仟陆佰元叁角伍分）" in filled
    assert "__年__月__日" in filled
    assert "JC-GYD-2026-0012" in filled
    assert "BG202603080017" in filled


def test_one_deadline_prints_once_and_several_as_a_range(fill):
    facts = examples.rectification_notice()
    assert "整改期限（2026年1月21日至2026年2月13日）" in fill("ZG", facts)
    assert "整改期限（2026年1月21日）" in fill("ZG", facts | {"hazards": facts["hazards"][:1]})


def test_wording_from_a_cell_ends_in_one_full_stop(fill):
    for end in ("", "。", "；"):
        filled = fill(
            "ZG", examples.rectification_notice() | {"overdue": f"将再次通知{end}", "recheck": f"派员复查{end}"}
        )
        assert "将再次通知。\n" in filled
        assert "派员复查。\n" in filled


def test_an_agreement_without_end_arrears_or_sealing_leaves_those_clauses_out(fill):
    facts = examples.change_agreement() | {"ends_on": None, "expiry": None, "seals": [], "attachments": []}
    filled = fill("BG", facts | {"arrears_yuan": 0, "arrears_due_on": None})
    assert "自2026年3月16日起执行。" in filled
    assert "用电人无欠费" in filled
    assert "附件：无。" in filled
    assert "期满处理" not in filled
    assert "启封记录" not in filled


def test_the_notice_advises_and_never_orders(fill):
    filled = fill("ZG", examples.rectification_notice())
    assert "建议并督促" in filled
    assert "产权属于贵单位" in filled
    assert not re.search("责令|勒令|罚款|第六十五条", filled)


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_cites_article_65_or_orders(kind):
    text = words(DOCUMENTS[kind].template.read_bytes())
    assert not re.search("第六十五条|责令", text)


def test_an_ordinary_hazard_may_not_be_met_with_an_outage(templates):
    facts = examples.rectification_notice() | {"overdue": "逾期将中止供电"}
    facts["hazards"] = facts["hazards"][2:]
    with pytest.raises(ContradictionError, match="一般隐患"):
        DOCUMENTS["ZG"].fill(templates["ZG"], facts)
    facts["overdue"] = "逾期的，将再次通知并约谈"
    assert DOCUMENTS["ZG"].fill(templates["ZG"], facts)


def test_receipt_feedback_and_recheck_carry_the_number_of_the_notice(fill):
    filled = fill("ZG", examples.rectification_notice())
    assert filled.count("江供ZG〔2026〕12号") >= 7
    for printed in ("（存根）", "（回执）", "骑　　缝　　章", "不表示对其内容的认可", "见证人", "拒收事由", "时___分"):
        assert printed in filled
    for printed in ("整改反馈单", "整改复查单", "YJ-0417", "IMG_0415", "重大 1 项、较大 1 项、一般 1 项"):
        assert printed in filled
    assert filled.count("YH20260114-02") == 4  # notice, receipt, feedback, recheck


@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftotext"))), reason="LibreOffice or poppler is missing")
def test_libreoffice_makes_a_pdf_of_every_document(tmp_path, templates):
    files = []
    for kind in KINDS:
        files.append(tmp_path / f"{kind}.docx")
        files[-1].write_bytes(DOCUMENTS[kind].fill(templates[kind], EXAMPLES[kind]()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 - our own arguments
    for kind in KINDS:
        made = tmp_path / f"{kind}.pdf"
        told = subprocess.run(["pdftotext", str(made), "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
        fonts = subprocess.run(["pdffonts", str(made)], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
        assert told.strip(), kind
        assert not [mark for mark in ("{{", "}}", "{%", "\ufffd") if mark in told], kind
        assert fonts.count("yes") >= len(fonts.splitlines()) - 2, f"{kind}: a font is not embedded\n{fonts}"
