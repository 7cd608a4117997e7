"""台账-VR15, VR17, VR18, VR21: does the ledger agree with itself, with the contract, with the licence."""

import pandas as pd

from addin.checks.ledger_quality.rows import active, filled, plain_name, stamp, worded
from addin.findings import Level, Outcome, Verdict, judge, nothing
from addin.industries import sections
from addin.register import check
from addin.rulebook import RulesInForce

PLAUSIBLE = (
    ("农业|排灌", "AN", "农业用电应属农业（A）或水利（N）"),
    ("大工业|普通工业", "ABCDE", "工业用电应属 A–E 门类"),
    ("^居民", "KLOPQRST", "居民用电不应是生产企业或商场"),
    ("^商业", "FGHIJKLMNOPQRST", "商业用电不应是工业企业"),
)
"""用电类别 (a pattern), the sections that fit it, and what is odd about the others."""
BINDING = ("履行中", "变更中", "归档")


@check(
    "台账-VR15",
    "用电类别、行业、电压",
    level=Level.NOTICE,
    clause="A1",
    table="customers",
    column="usage_class",
    advice="核对用电类别、行业分类和供电电压，更正有误的一个",
)
def usage_is_plausible(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """用电类别 goes with the industry's section, and 两部制 with high voltage.

    References:
        制度 A1; 校验规则 VR15 (如大工业却行业门类P).

    Checked with:
        generated cases only.

    Limitations:
        Plain contradictions only; 工商业 fits every section. What is billed is the business of 电费-D02 and D03.
    """
    asked = active(customers)
    asked = asked[asked["usage_class"].notna() & asked["industry_code"].notna()]
    section = sections(asked["industry_code"], rules.rows("customer_type_map"))
    usage = asked["usage_class"].astype(object)
    odd = pd.Series("", index=asked.index, dtype=object)
    for pattern, fitting, why in PLAUSIBLE:
        odd = odd.mask(usage.str.contains(pattern) & ~section.isin(list(fitting)), why)
    codes = rules.rows("codes").set_index("value")["kv"]
    low = asked["supply_voltage"].map(codes[codes.notna()]) < 1
    odd = odd.mask(usage.str.contains("两部制") & low, "两部制用户通常由高压供电")
    return judge(
        asked,
        odd != "",
        needs=(section,),
        actual=usage,
        expected=asked["industry_code"],
        values={"odd": odd, "voltage": asked["supply_voltage"].fillna("电压未填")},
        message="用电类别『{actual}』、行业『{expected}』、{voltage}不合常理：{odd}",
        reason="行业分类『{expected}』无法识别，不能与用电类别核对",
        outcome=Outcome.NOTICE,
        **stamp(rules, "台账-VR15"),
    )


@check(
    "台账-VR17",
    "台账与合同台账一致",
    level=Level.WARNING,
    clause="E6",
    table="customers",
    column="contract_capacity_kva",
    advice="以合同为准更正台账，或补签变更协议；改正前不要出合同类文书",
)
def ledger_agrees_with_contract(customers: pd.DataFrame, contracts: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """户名 and 合同容量 agree with the newest binding contract in 合同台账.

    References:
        制度 E6; 校验规则 VR17: 错误 where contract papers are made, 警告 (另一级别) in an audit.

    Checked with:
        generated cases only.

    Limitations:
        合同台账 has no voltage, feeder and boundary; where it has no name or capacity they are not compared.
    """
    binding = contracts[contracts["state"].isna() | contracts["state"].isin(BINDING)]
    newest = binding.sort_values("signed_on", kind="stable", na_position="first")
    newest = newest.drop_duplicates("customer_no", keep="last").set_index("customer_no")
    asked = active(customers)
    asked = asked[asked["customer_no"].isin(newest.index)]
    agreed = newest.reindex(asked["customer_no"]).set_axis(asked.index)
    name, kva = agreed["customer_name"], agreed["contract_capacity_kva"]
    own_name, own_kva = asked["customer_name"], asked["contract_capacity_kva"]
    renamed = name.notna() & own_name.notna() & (plain_name(name) != plain_name(own_name))
    resized = kva.notna() & own_kva.notna() & (kva != own_kva)
    names = "户名『" + own_name + "』，合同为『" + name + "』；"
    sizes = "合同容量 " + worded(own_kva, "{:,.0f} kVA，") + worded(kva, "合同为 {:,.0f} kVA；")
    said = names.where(renamed, "") + sizes.where(resized, "")
    return judge(
        asked,
        renamed | resized,
        needs=(),
        actual=own_kva.astype(object).where(resized, own_name),
        expected=kva.astype(object).where(resized, name),
        about=agreed["contract_no"],
        message="与合同 " + agreed["contract_no"].fillna("（无编号）") + " 不一致：" + said.str.rstrip("；"),
        column=pd.Series("contract_capacity_kva", index=asked.index).mask(~resized, "customer_name"),
        **stamp(rules, "台账-VR17", second=True),
    )


@check(
    "台账-VR18",
    "综合倍率",
    level=Level.ERROR,
    clause="D2",
    table="metering_points",
    column="multiplier",
    advice="见电费-A19",
)
def multiplier() -> Verdict:
    """综合倍率 = CT × PT: the same fact as 电费-A19, which reports it.

    References:
        校验规则 VR18; 电费审核规则 A19.

    Checked with:
        the tests of 电费-A19.

    Limitations:
        None of its own.
    """
    return nothing("与电费-A19 是同一件事，由电费-A19 核查，结果见该行")


@check(
    "台账-VR21",
    "户名与营业执照",
    level=Level.WARNING,
    clause="B7",
    table="customers",
    column="customer_name",
    advice="疑似未办更名或过户：请客户限期办理，办结前由合同户承担电费",
)
def name_is_licence_name(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """户名 is the name on the business licence; width of brackets and blanks do not matter.

    References:
        制度 B7; 校验规则 VR21.

    Checked with:
        generated cases only.

    Limitations:
        Customers without 营业执照名称 are not asked.
    """
    asked = filled(active(customers), "licence_name")
    return judge(
        asked,
        plain_name(asked["customer_name"]) != plain_name(asked["licence_name"]),
        actual=asked["customer_name"],
        expected=asked["licence_name"],
        message="户名『{actual}』与营业执照名称『{expected}』不一致",
        reason="户名空缺",
        **stamp(rules, "台账-VR21"),
    )
