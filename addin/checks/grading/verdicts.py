"""Checks of clause A1 and A2: 客户类型, 现等级 against the suggestion, recognition of important users, entry."""

import pandas as pd

from addin.checks.grading.grades import BELOW_ENTRY, DOWN, FIRST, UNDECIDED, UP
from addin.findings import Level, Outcome, Verdict, judge
from addin.register import check
from addin.rulebook import RulesInForce


@check(
    "制度A1",
    "客户类型与行业分类不一致",
    level=Level.NOTICE,
    clause="A1",
    table="customers",
    column="customer_kind",
    advice="核对行业分类和统一社会信用代码，改正「客户类型」；确须另定的，在备注中写明「客户类型」及理由",
)
def kind_follows_industry(customers: pd.DataFrame, grades: pd.DataFrame) -> Verdict:
    """客户类型 is the one that 客户类型映射 gives for the industry, unless 备注 gives a reason.

    References:
        制度 A1; GB/T 4754—2017; ledger.md §3 客户类型: M, N and others in doubt go by the first character of the credit
        code, hospitals and schools are 公共机构 whoever owns them.

    Checked with:
        generated cases only.

    Limitations:
        A hospital or school under an industry code of another section is not recognised by its name.
    """
    asked = grades[~grades["closed"]]
    reasoned = asked["kind"] == asked["ledger_kind"]
    return judge(
        asked,
        (asked["kind_by_industry"] != asked["ledger_kind"]) & ~reasoned,
        actual=asked["ledger_kind"].fillna("空"),
        expected=asked["kind_by_industry"],
        values={"industry": customers["industry_code"].reindex(asked.index).fillna("空")},
        message="行业分类『{industry}』属{expected}，「客户类型」填的是『{actual}』；本次按{expected}定级",
        reason="行业分类『{industry}』不能判定客户类型，本次按台账的『{actual}』定级",
        outcome=Outcome.WRONG,
        rule=asked["kind_rule"],
    )


@check(
    "审计-A01",
    "系统建议等级与现等级不同",
    level=Level.NOTICE,
    clause="A2",
    table="customers",
    column="grade",
    advice="生成等级变更审批表，按审批权限报批；批准前不改「现等级」",
)
def grade_as_suggested(grades: pd.DataFrame) -> Verdict:
    """现等级 is the grade that capacity, importance and contribution give; lower only after the observation period.

    References:
        制度 A2; 分级阈值, 重要性与贡献规则, 等级变更审批; 审计检查点 A01.

    Checked with:
        generated cases only.

    Limitations:
        Customers without 现等级, and those below the entry, are the business of 审计-A03. Contribution raises a grade
        only on complete data.
    """
    asked = grades[~grades["closed"] & grades["current_grade"].notna() & (grades["direction"] != BELOW_ENTRY)]
    return judge(
        asked,
        asked["direction"].isin([UP, DOWN]) & ~asked["observed"],
        actual=asked["current_grade"],
        expected=asked["suggested_grade"],
        unknown=asked["direction"] == UNDECIDED,
        values={"then": asked["observation"].map(lambda said: f"；{said}" if said else "")},
        message="现等级{actual}，系统建议{expected}：{cause}{then}；批准：{approver}",
        reason="{cause}",
        outcome=Outcome.NOTICE,
        rule=_cited(asked),
    )


@check(
    "审计-A02",
    "重要用户无认定文号",
    level=Level.WARNING,
    clause="A2",
    table="customers",
    column="importance_document",
    advice="向地方电力主管部门取得重要电力用户认定文件，补填「重要用户认定文号」；未经认定的改为 否",
)
def important_user_recognised(customers: pd.DataFrame, rules: RulesInForce) -> Verdict:
    """An important user has the number of the document by which the local government recognised it.

    References:
        制度 A2; GB/T 29328—2018; 河南省供用电条例第二十一条; 审计检查点 A02.

    Checked with:
        generated cases only.

    Limitations:
        The document itself is not read.
    """
    asked = customers[(customers["state"] != "已销户") & (customers["importance"] != "否")]
    levels = {row.level: rules.cite("important_users", row.Index) for row in rules.rows("important_users").itertuples()}
    return judge(
        asked,
        asked["importance_document"].isna(),
        actual=asked["importance"],
        needs=[asked["importance"]],
        message="{actual}重要用户没有认定文号，应有地方政府认定文件的文号",
        reason="「重要电力用户等级」未填，不知是否重要用户",
        outcome=Outcome.MISSING,
        rule=asked["importance"].map(levels),
    )


@check(
    "审计-A03",
    "大客户准入变动",
    level=Level.NOTICE,
    clause="A2",
    table="customers",
    column="contract_capacity_kva",
    advice="按审批权限增列或移出大客户名单，补填或取消「现等级」",
)
def entry_unchanged(grades: pd.DataFrame) -> Verdict:
    """A customer with 现等级 reaches the entry; one that reaches it has 现等级.

    References:
        制度 A2; 分级阈值 (lowest band); 审计检查点 A03.

    Checked with:
        generated cases only.

    Limitations:
        Important users belong to the list whatever their capacity.
    """
    asked = grades[~grades["closed"]]
    left = (asked["direction"] == BELOW_ENTRY) & asked["current_grade"].notna()
    fresh = asked["direction"] == FIRST
    said = ("现等级" + asked["current_grade"] + "，已低于大客户准入").mask(fresh, "达到大客户准入，尚无现等级")
    return judge(
        asked,
        left | fresh,
        actual=asked["contract_capacity_kva"],
        expected=asked["lower_kva"],
        needs=(),
        unknown=(asked["direction"] == UNDECIDED) & asked["current_grade"].isna(),
        message=said + "：" + asked["cause"],
        reason="{cause}",
        outcome=Outcome.NOTICE,
        rule=_cited(asked),
    )


def _cited(grades: pd.DataFrame) -> pd.Series:
    """Return the deciding row and, where a change needs approval, the row that names the approver."""
    both = grades["rule"] + "；" + grades["approval_rule"]
    return both.where(both.notna(), grades["rule"])
