"""Every kind of problem that a cell or a sheet can have, with what was expected and what to do."""

from addin.reading.problems import ERROR, NOTICE, WARNING, Fault

ERROR_VALUE = Fault(ERROR, "能算出的值", "公式出错，该值按缺失处理；请修正公式或填入正确的值。")
UNCOMPUTED = Fault(
    ERROR, "已计算的公式结果", "公式从未计算过，读不到结果，该值按缺失处理；请用 Excel 打开本文件，保存后重试。"
)
EMPTY = Fault(ERROR, "「{title}」必填", "请补填。", empty=True)
NOT_NUMBER = Fault(ERROR, "数值", "无法当作数值，该值按缺失处理；请改成数值。{hint}")
NOT_WHOLE = Fault(ERROR, "整数", "请改成整数。")
TOO_SMALL = Fault(ERROR, "不小于 {hint}", "请核对数值和单位。")
TOO_LARGE = Fault(ERROR, "不大于 {hint}", "请核对数值和单位。")
TOO_FINE = Fault(NOTICE, "最多 {hint} 位小数", "已按原值读取；通常是公式未四舍五入，请核对。", each=False)
NUMBER_AS_TEXT = Fault(NOTICE, "数值格式", "已按数值读取；可在 Excel 中用「数据→分列→完成」转成数值。", each=False)
UNIT_IN_CELL = Fault(NOTICE, "只填数值", "已读取数值并按单位换算；单位请写在列名里，单元格只填数值。", each=False)
PERCENT = Fault(NOTICE, "以 {hint} 为单位的数值", "单元格是百分比格式，已按显示的百分数读取。", each=False)
MERGED = Fault(NOTICE, "每行各填一格", "合并单元格，已按首格的内容读取所跨各行；请取消合并并逐行填写。", each=False)
EMPTY_MARK = Fault(NOTICE, "留空", "已按空单元格处理；没有内容时请留空。", each=False)

NOT_DATE = Fault(ERROR, "日期，如 2026-03-05", "无法当作日期，该值按缺失处理；请改成日期。{hint}")
ODD_DATE = Fault(ERROR, "1949 年至 2100 年之间的日期", "该值按缺失处理；请核对日期。{hint}")
DATE_AS_TEXT = Fault(NOTICE, "日期格式", "已按日期读取；可在 Excel 中用「数据→分列→日期」转成日期。", each=False)
DATE_AS_NUMBER = Fault(NOTICE, "日期格式", "已按日期读取；请把单元格格式改为日期。", each=False)
TIME_DROPPED = Fault(NOTICE, "只填日期", "已读取日期，略去时刻。", each=False)
NOT_MONTH = Fault(ERROR, "月份，如 2026-01", "无法当作月份，该值按缺失处理；请改成 YYYY-MM。{hint}")

CODE_AS_NUMBER = Fault(
    WARNING,
    "文本格式的编码",
    "编码存成了数值，可能丢失前导零；已按显示的数字读取。请把该列设为文本格式后重新粘贴，或从营销系统重新导出。",
    each=False,
)
CODE_CUT = Fault(
    ERROR,
    "文本格式的编码",
    "超过 15 位的编码存成数值后末尾数字已丢失，该值按缺失处理。请把该列设为文本格式，从营销系统重新导出。",
)
SCIENTIFIC = Fault(
    ERROR,
    "文本格式的编码",
    "编码变成了科学计数法，数字已丢失，该值按缺失处理。请把该列设为文本格式，从营销系统重新导出。",
)
STRAY_SIGNS = Fault(NOTICE, "没有空格和全角字符", "已去掉多余的空格、换行，全角数字按半角读取。", each=False)
NOT_CHOICE = Fault(ERROR, "{hint}", "该值按缺失处理；请从允许值中选填。")
CHOICE_READ = Fault(NOTICE, "{hint}", "已按允许值读取；请改成标准写法。", each=False)
DUPLICATE = Fault(ERROR, "每行的关键列组合唯一", "与{hint}重复；请核对后删去或更正其中一行。")

TITLE_READ = Fault(NOTICE, "工作表名「{hint}」", "已按「{hint}」读取；建议改用标准表名。")
TITLE_UNSURE = Fault(WARNING, "只有一张「{hint}」", "不能确定用哪一张，均未读取；请把要核查的一张改名为「{hint}」。")
BOOK_UNUSED = Fault(
    WARNING, "至少一张本程序认识的表", "本文件没有一张表被读取；请把表名（CSV 文件名）改成标准表名，如「抄表记录」。"
)
SHEET_MISSING = Fault(NOTICE, "工作表「{hint}」", "没有这张表，需要它的核查均为「未能核查」；如有请补入，或检查表名。")
SHEET_EMPTY = Fault(WARNING, "表头和至少一行数据", "工作表是空的；请补填或删去该表。")
NO_ROWS = Fault(NOTICE, "至少一行数据", "表头下没有数据；如确无数据可不处理。")
NO_HEADER = Fault(
    ERROR,
    "含有下列列名的表头：{hint}",
    "前 20 行里找不到表头，本表未读取；请检查列名，或在「列名对照」中登记本公司的列名。",
)
COLUMN_MISSING = Fault(ERROR, "列「{title}」", "缺少必需的列；请补上，或在「列名对照」中登记本公司的列名。{hint}")
COLUMN_TWICE = Fault(ERROR, "列「{title}」只出现一次", "同一列出现两次，已采用 {hint} 列；请删去或改名另一列。")
COLUMN_ALIKE = Fault(NOTICE, "列「{title}」", "另一列更符合标准列名，已采用 {hint} 列，本列不参与核查。")
UNIT_CONVERTED = Fault(NOTICE, "单位 {hint}", "已按表头的单位换算为标准单位；请核对。")
UNIT_WRONG = Fault(WARNING, "单位 {hint}", "表头的单位与标准单位不是同一种量，数值未换算；请核对数值后改正表头。")
ERRORS_UNSEEN = Fault(NOTICE, "能识别公式错误的格式", "本文件里的 #N/A 等公式错误会读成空单元格；请另存为 .xlsx。")
NAME_UNKNOWN = Fault(WARNING, "标准列名，见「说明」表", "「列名对照」这一行没有起作用；请核对表名和标准列名。")
ROWS_SKIPPED = Fault(NOTICE, "数据行", "看似表尾的签字或说明，已略过；如为数据请把关键列填全。", each=False)
