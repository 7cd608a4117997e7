"""Documents: nothing missing goes out, nothing contradictory, and the same facts give the same bytes."""

import copy
import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pytest
from examples import KINDS, edited, example

from generators.documents import DOCUMENTS, ContradictionError
from generators.documents.fact import Fact, Group, Need
from generators.word import MissingFactsError


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
        group = facts = example(kind) | copy.deepcopy(plan)
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
        DOCUMENTS[kind].fill(templates[kind], example(kind) | {"note": "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_printed_as_they_are(kind, fill):
    for name in ("甲&乙<东>公司", "{{7*7}}公司", "{% for %}", "=cmd|' /C calc'!A0"):
        facts = example(kind)
        facts["customer"]["name"] = name
        escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        assert escaped in fill(kind, facts)


@pytest.mark.parametrize("kind", KINDS)
def test_no_tag_brace_none_or_nan_is_left_in_a_document(kind, fill):
    filled = fill(kind, example(kind))
    assert not re.search(r"[{}｛｝]|None|nan\b|NaT|True|False", filled)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes_and_word_can_open_them(kind, templates):
    first = DOCUMENTS[kind].fill(templates[kind], example(kind))
    second = DOCUMENTS[kind].fill(DOCUMENTS[kind].compiled(), example(kind))
    assert first == second
    assert docx.Document(io.BytesIO(first)).tables


def test_contracts_of_one_template_differ_where_their_facts_do(templates):
    facts = example("HT")
    contracts = {DOCUMENTS["HT"].fill(templates["HT"], facts | {"contract_no": f"JC-{n}"}) for n in range(10)}
    assert len(contracts) == 10


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("HT", edited("HT", "capacity_kva", value=4200), "合计 4210 kVA，与合同容量 4200 kVA"),
        ("HT", edited("HT", "expires_on", value=date(2026, 3, 1)), "不晚于生效日期"),
        ("HT", edited("HT", "supplies", 1, "demand_kw", value=None), "电源 2 没有合同需量"),
        ("HT", edited("HT", "customer_copies", value=4), "不够双方分执"),
        ("BG", edited("BG", "change_kind", value="过户"), "另签供用电合同"),
        ("BG", edited("BG", "changes", 1, "after", value="3210 kVA "), "变更前后都是"),
        ("BG", edited("BG", "ends_on", value=date(2026, 3, 16)), "不晚于执行起日"),
        ("ZG", edited("ZG", "hazards", 0, "due_on", value=date(2026, 1, 13)), "早于检查日期"),
        ("ZG", edited("ZG", "inspectors", 1, "work_id", value="YJ-0417"), "证号重复"),
        ("ZG", edited("ZG", "hazards", 0, "level", value="特大"), "应为重大、较大、一般之一"),
        ("ZG", edited("ZG", "hazards", 0, "requirement", value="责令立即整改"), "责令"),
        ("ZG", edited("ZG", "overdue", value="依据《电力法》第六十五条中止供电"), "第六十五条"),
        ("ZG", edited("ZG", "hazards", 1, "clause", value="电力法第 65 条"), "第六十五条"),
    ],
)
def test_a_contradiction_refuses_the_document_and_is_worded(kind, facts, sentence, templates):
    with pytest.raises(ContradictionError, match=re.escape(sentence)):
        DOCUMENTS[kind].fill(templates[kind], facts)


@pytest.mark.parametrize(
    ("kind", "facts", "name"),
    [
        ("HT", edited("HT", "customer", "authority_no", value=None), "用电人.授权委托书编号"),
        ("HT", edited("HT", "interlock", value=None), "电源联锁方式"),
        ("HT", edited("HT", "security_load_kw", value=None), "保安负荷kW"),
        ("HT", edited("HT", "points", 0, "current_ratio", value=None), "计量点第1行.CT变比"),
        ("HT", edited("HT", "points", 2, "ratio_percent", value=None), "计量点第3行.定比"),
        ("HT", edited("HT", "points", 2, "parent_no", value=None), "计量点第3行.上级计量点"),
        ("BG", edited("BG", "expiry", value=None), "期满处理"),
        ("BG", edited("BG", "arrears_due_on", value=None), "欠费结清期限"),
        ("ZG", edited("ZG", "inspectors", value=[{"name": "吴江平", "work_id": "1"}]), "检查人员（至少 2 行）"),
    ],
)
def test_what_another_fact_makes_necessary_is_missing(kind, facts, name):
    assert DOCUMENTS[kind].missing(facts) == [name]


@pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftotext"))), reason="LibreOffice or poppler is missing")
def test_libreoffice_makes_a_pdf_of_every_document(tmp_path, templates):
    files = []
    for kind in KINDS:
        files.append(tmp_path / f"{kind}.docx")
        files[-1].write_bytes(DOCUMENTS[kind].fill(templates[kind], example(kind)))
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
