"""计费规则: words and numbers of which the program knows only some; any other would be read as if it were not there.

Some rows only describe how bills are reckoned, as there is one way that the program knows (``ONLY``): whoever changes
or empties one is told that nothing follows from it.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from addin.rulebook.in_force import is_blank, plain_key
from addin.rulebook.price_cells import PART_COLUMNS
from addin.rulebook.remark import Remark
from addin.tables.choices import RECORDED_SCOPES, WIRINGS

Tables = Mapping[str, pd.DataFrame]
TABLE = "billing_flags"
YES_NO = ("是", "否")
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "天数折算": ("日历天数", "固定天数"),
    "启用日计费": YES_NO,
    "停用日计费": YES_NO,
    "超合同需量方式": ("A", "B", "C"),
    "分档计价方式": ("全部电量", "超出部分"),
    "力率分布式口径": ("按正反向示数",),
    "平段推算": YES_NO,
    "定量:不足月折算": ("按天数", "不折算"),
    "金额取整环节": ("每行", "合计"),
    "力调取整环节": ("每行", "合计"),
    "力调参与:另有电价的分表": ("参与", "不参与"),
    "需量用户暂停单位": ("日历月", "按日"),
    "违约金跨年方式": ("按日历年分段", "整段3‰"),
    "到期日遇节假日": ("顺延", "不顺延"),
    "退补:接线系数适用": WIRINGS,
    "退补:半时取法": ("后半段", "全期折半"),
    "退补:边缘月电量": RECORDED_SCOPES,
    "退补:全月电量折算": ("日历天数", "固定天数"),
    "私增容:计费单位": ("按日", "按月"),
    "违约电费先取整": YES_NO,
    "集中式充换电设施容需量": ("免收", "照收"),
    "变损分摊:多台变压器": ("按运行容量",),
    "线损公式:按电阻": ("平均电流法",),
    "减容暂停后改类": YES_NO,
    "变损:启用日计入": YES_NO,
    "变损:停用日计入": YES_NO,
    "暂停超期:跨年": ("恢复计费至重新办理", "次年重新计算"),
    "暂停后合同需量:全部停用": ("免收",),
    "暂停后合同需量:部分停用": ("照合同", "按容量比例"),
}
"""Parameter → the words that its 文字 may be; empty where a rule may be left unset."""
ONLY: Mapping[str, str | float] = {
    "需量折扣:分母": "合同容量",
    "力率小数位数": 2,
    "力率无功口径": "正反向绝对值之和",
    "电量取整环节": "抄见电量",
    "金额取整位数": 2,
    "暂停到期自动恢复计费": "是",
    "分段电量拆分": "变更日示数；无示数按天数",
    "分段容需量": "按各段天数÷当月日历天数",
    "分段力率": "全月一个力率，各段用本段标准",
    "日类型判定": "国务院放假安排",
    "分档强度口径": "全部计量点电量÷合同容量或当月最大需量",
}
"""Parameter → the only word of its 文字, or number of its 值, that the program knows; it is not read."""
PART_OF: Mapping[str, tuple[str, ...]] = {"部分付款清偿次序": ("先违约金后本金", "先本金后违约金", "按收款记录")}
"""Parameter → words one of which its sentence holds."""
ALL_OF: Mapping[str, tuple[str, ...]] = {
    "力调参与项": (*PART_COLUMNS, "容量电费", "需量电费"),
    "浮动项": tuple(PART_COLUMNS),
    "需量分摊": ("定比", "套表", "定量"),
    "换表无功:四象限口径": ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"),
}
"""Parameter → the words that its list is made of."""
_ADVICE = "程序只会按所列的做法计算，请改回其中一种；确需别的做法，请联系维护人员"


def unknown_words(tables: Tables) -> Iterator[Remark]:
    """Say which rows of 计费规则 hold a word or a number that the program does not know."""
    for row, line in tables[TABLE].dropna(subset=["key"]).iterrows():
        key = plain_key(str(line["key"]))
        if not is_blank(line["text"]) and (expected := _expected(key, str(line["text"]).strip())):
            yield Remark(TABLE, int(str(row)), "text", str(line["text"]), expected, _ADVICE)
        if key in ONLY:
            yield from _changed(int(str(row)), line, ONLY[key])


def _changed(row: int, line: pd.Series, only: str | float) -> Iterator[Remark]:
    """Say that a row which only describes has another word or number, or none."""
    column = "text" if isinstance(only, str) else "value"
    cell = line[column]
    seen = "空" if is_blank(cell) else str(cell).strip() if isinstance(only, str) else f"{cell:g}"
    expected = only if isinstance(only, str) else f"{only:g}"
    if seen != expected:
        yield Remark(TABLE, row, column, seen, f"{expected}（只支持这一种做法，改动不起作用）", _ADVICE)


def _expected(key: str, text: str) -> str:
    """Return what a word should be, empty where it is that or where any word will do."""
    if key in ONE_OF and text not in ONE_OF[key]:
        return " 或 ".join(ONE_OF[key])
    if key in PART_OF and not any(word in text for word in PART_OF[key]):
        return f"含有 {' 或 '.join(PART_OF[key])} 的说法"
    if key in ALL_OF and not {word.strip() for word in text.split("、")} <= set(ALL_OF[key]):
        return f"以「、」隔开的 {'、'.join(ALL_OF[key])}"
    return ""
