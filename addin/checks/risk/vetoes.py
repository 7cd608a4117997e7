"""一票定级: conditions that lift a level whatever the score. Source: rule table 风险一票定级; 制度 D7."""

from collections.abc import Callable

import pandas as pd

from addin.checks.risk.case import Case
from addin.checks.risk.using import recent_changes
from addin.rulebook import RuleError

DUNNING = "催费通知书|催告"
VETOES: dict[str, Callable[[Case, float], pd.Series]] = {}


def veto(code: str) -> Callable[[Callable[[Case, float], pd.Series]], Callable[[Case, float], pd.Series]]:
    """Register the function that says for whom a veto holds; its second argument is the row's 限值."""

    def register(function: Callable[[Case, float], pd.Series]) -> Callable[[Case, float], pd.Series]:
        VETOES[code] = function
        return function

    return register


def _owing(case: Case) -> pd.Series:
    """Say who owes anything past due."""
    return case.paid(case.debts.arrears_fen) > 0


def _among(case: Case, customers: pd.Series) -> pd.Series:
    """Say which customers are among some 户号."""
    return pd.Series(case.customers.index.isin(customers.dropna()), index=case.customers.index)


@veto("风险-T01")
def long_overdue_and_called(case: Case, limit: float) -> pd.Series:
    """逾期>30天且已书面催告: a 催费通知书 or 催告函 in 通知书登记, not void, dated after the oldest debt fell due."""
    register = case.tables["register"]
    papers = register[register["document"].fillna("").str.contains(DUNNING) & (register["state"] != "作废")]
    bills = case.debts.bills
    fell_due = bills[case.debts.overdue].groupby("customer_no")["due_on"].min()
    owing = fell_due.reindex(papers["customer_no"]).set_axis(papers.index)
    called = papers[~(papers["issued_on"] <= owing) & ~(papers["issued_on"] > pd.Timestamp(case.as_of))]
    return (case.paid(case.debts.longest_days) > limit) & _among(case, called["customer_no"])


@veto("风险-T02")
def owing_months(case: Case, limit: float) -> pd.Series:
    """欠费>2个月月均电费."""
    return case.paid(case.debts.arrears_fen) / case.monthly > limit


@veto("风险-T03")
def dishonest_and_owing(case: Case, _: float) -> pd.Series:
    """失信被执行人/限高 且 有欠费."""
    return (case.outside["enforcement"] == "失信或限高") & _owing(case)


@veto("风险-T04")
def insolvent(case: Case, _: float) -> pd.Series:
    """法院受理破产/已进入清算."""
    return case.outside["insolvency"].isin(("破产受理", "清算或简易注销公告"))


@veto("风险-T05")
def to_be_closed(case: Case, _: float) -> pd.Series:
    """政府关停/淘汰文件已下达."""
    return case.outside["policy_list"] == "已列入"


@veto("风险-T06")
def leaving_and_owing(case: Case, _: float) -> pd.Series:
    """申请销户/永久减容/迁址且未结清: applied for of late, or still open."""
    changes = case.tables["changes"]
    open_still = changes[~changes["state"].isin(("已完成", "已作废"))]
    asked = pd.concat([open_still, recent_changes(case)])
    leaving = asked[asked["change_kind"].fillna("").str.contains("销户|永久|迁址")]["customer_no"]
    return _among(case, leaving) & _owing(case)


@veto("风险-T07")
def theft_open(case: Case, _: float) -> pd.Series:
    """窃电未处理完毕."""
    inspections = case.tables["inspections"]
    thefts = inspections[(inspections["breach"] == "窃电") & (inspections["breach_settled"] != "是")]
    return _among(case, thefts["customer_no"])


@veto("风险-T08")
def vanished(case: Case, _: float) -> pd.Series:
    """失联、设备异常搬离."""
    return case.outside["lost_contact"] == "是"


@veto("风险-T09")
def agreement_broken(case: Case, limit: float) -> pd.Series:
    """还款协议逾期≥2期."""
    securities = case.tables["securities"]
    broken = securities[(securities["kind"] == "还款协议") & (securities["missed_instalments"] >= limit)]
    return _among(case, broken["customer_no"])


@veto("风险-T10")
def owing_this_year(case: Case, limit: float) -> pd.Series:
    """当年欠费达3个月: so many months of bills that fell due this year are unpaid."""
    bills = case.debts.bills
    now = case.debts.overdue & (bills["due_on"].dt.year == case.as_of.year)
    return case.paid(bills[now].groupby("customer_no")["month"].nunique()) >= limit


def _veto(code: str) -> Callable[[Case, float], pd.Series]:
    """Return the function of a veto; raises ``RuleError`` for a code that the program does not know."""
    if code not in VETOES:
        raise RuleError(
            f"「风险一票定级」编号：看到『{code}』，应为 {'、'.join(VETOES)} 之一；请更正，或将该行停用（填失效日期）"
        )
    return VETOES[code]


def lifted(case: Case, rank: pd.Series, levels: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the rank lifted by vetoes, and the codes that hold for each customer, joined by 、."""
    by_colour = dict(zip(levels["colour"], levels["rank"], strict=True))
    codes = pd.Series("", index=rank.index)
    for row in case.rules.rows("risk_vetoes").itertuples():
        holds = _veto(row.code)(case, row.limit).reindex(rank.index).fillna(value=False).astype(bool)
        rank = rank.where(~holds, rank.clip(lower=by_colour[row.minimum_colour]).fillna(by_colour[row.minimum_colour]))
        codes = codes.where(~holds, codes + "、" + row.code.removeprefix("风险-"))
    return rank, codes.str.removeprefix("、")
