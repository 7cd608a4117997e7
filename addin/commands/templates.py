"""Write the committed blank workbook, or check it against the dictionary: `python -m addin.commands.templates`."""

import sys
import tempfile
import zipfile
from pathlib import Path

import click

from addin.tables import FILLED
from generators.guide import Guide, SheetGuide
from generators.workbooks import write_blank

FOLDER = Path(__file__).parents[2] / "workbook_templates"
BLANK_NAME = "大客户台账(空白).xlsx"

STEPS = (
    "「设置」：填供电公司、省份和月份（如 2026-01）。",
    "「客户台账」：从营销系统导出后整块粘贴；列的顺序不限，列名不同的在「列名对照」登记一次。",
    "电费复核再加「计费参数」「受电设备」「容量变动」「计量点」「抄表记录」「电费账单」「账单明细」；也可以另存为一本或几本，一起交给程序。",
    "其余各表有多少填多少：缺哪张表，要用它的检查就写「未能核查」，其他检查照常进行。",
    "点「月度审计」，或运行 keywatt audit 大客户台账.xlsx；结果写在原工作簿的新表里，您填的内容一个字也不改。",
)
LEGEND = (
    "深蓝底白字的列名＝必填（批注里写「＊必填」）；浅蓝底＝选填。把鼠标放在列名上可以看填法、单位和允许的值。",
    "来源：◆ 营销系统可以导出　◇ 部分可以导出　✎ 手工维护。",
    "户号、编码、账号各列已是文本格式：粘贴时请选「值」，前导零不会丢失。自己加的列会原样保留。",
)
SIGNS = {"营销系统导出": "◆ ", "可部分导出": "◇ ", "手工维护": "✎ "}
NEEDED_FOR = {
    "settings": "全部；文书的抬头和文号",
    "customers": "全部；分级、分类、台账检查",
    "contacts": "台账检查；催费和通知的收件人",
    "supplies": "供用电合同；重要用户检查；多路电源的需量",
    "devices": "电费复核（容量、变损）；合同；预试到期",
    "capacity_changes": "电费复核（按天的容量）；暂停、减容检查",
    "appliances": "供用电合同附件；客户档案",
    "billing_terms": "电费复核",
    "declared_demands": "电费复核（合同最大需量）",
    "market_prices": "电费复核（直接交易用户的购电）",
    "agent_multiples": "电费复核（1.5 倍代理购电标识）",
    "metering_points": "电费复核（倍率、套表、定比定量）；合同",
    "meter_changes": "电费复核（换表月份、倍率变动）",
    "readings": "电费复核（抄录、电量）",
    "load_days": "电费风险（无负荷天数）",
    "bills": "电费复核；分级（贡献）；电费风险；趋势",
    "bill_lines": "电费复核（逐行重算）",
    "receipts": "电费风险；分级（按时交费率）",
    "adjustments": "退补计算；电费复核（退补工单、退补时间）",
    "breaches": "违约用电计算",
    "securities": "电费风险（担保、还款协议）",
    "outside_risks": "电费风险（经营司法、行业政策）",
    "contracts": "合同检查；供用电合同、变更协议",
    "changes": "变更协议；电费风险；倍率和容量变动的依据",
    "inspections": "安全检查；整改通知书；违约用电",
    "hazards": "隐患检查；整改通知书",
    "grade_changes": "分级（降级观察期、人工指定）",
    "register": "文号；文书送达",
    "switched_off": "个别客户不作某项核查",
    "column_names": "读取列名不同的表",
}
"""What a sheet is needed for, by table name."""
SETTINGS = (
    ("供电公司全称", "", "与营业执照一致，打印在文书上"),
    ("供电公司简称", "", "打印在报表标题上"),
    ("单位代字", "", "文号用，如 江城供"),
    ("省份", "", "决定用哪一省的电价和规则，如 湖北"),
    ("月份", "", "要审计的月份，如 2026-01"),
    ("定级周期", "", "年度定级的年份，如 2025；空＝审计月份的上一年"),
    ("规则表", "rules.xlsx", "规则表的文件名；空＝程序自带"),
    ("其他工作簿", "", "一起读取的文件，多个用分号分隔"),
    ("联系地址", "", "打印在文书上"),
    ("联系电话", "", "打印在文书上"),
    ("监督电话", "95598", "打印在文书上"),
    ("统一社会信用代码", "", "供电公司的，合同用"),
    ("法定代表人", "", "供电公司负责人，合同用"),
    ("开户银行", "", "合同和催费文书用"),
    ("银行账号", "", "文本格式"),
    ("授权范围", "签订、变更高压供用电合同", "供电方签约人授权委托书的范围，合同用，请按委托书改"),
    ("争议解决方式", "依法向用电地址所在地有管辖权的人民法院提起诉讼", "合同用；接在「协商或者调解不成的，」后面"),
    ("邮政编码", "", "供电公司的，合同用；空＝留空手写"),
    ("电子邮箱", "", "供电公司的，合同用；空＝留空手写"),
)
"""The names that the sheet 设置 starts with: name, value, what it is."""


def guide() -> Guide:
    """Return the words of the sheet 说明."""
    return Guide(
        "大客户台账 · 填写说明",
        STEPS,
        LEGEND,
        {
            table.title: SheetGuide(table.note, SIGNS.get(table.source, "") + table.source, NEEDED_FOR[table.name])
            for table in FILLED.values()
        },
    )


def write_templates(folder: Path) -> list[Path]:
    """Write the blank workbooks into ``folder`` and return their paths."""
    path = folder / BLANK_NAME
    write_blank(path, FILLED.values(), guide(), {FILLED["settings"].title: SETTINGS})
    return [path]


def stale(folder: Path) -> list[str]:
    """Return the names of the files in ``folder`` that are missing or not what the dictionary gives."""
    with tempfile.TemporaryDirectory() as fresh:
        return [path.name for path in write_templates(Path(fresh)) if not same_parts(path, folder / path.name)]


def same_parts(left: Path, right: Path) -> bool:
    """Tell whether two workbooks hold the same parts; how they are compressed depends on the machine's zlib."""
    return right.exists() and _parts(left) == _parts(right)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@click.command()
@click.option("--check", is_flag=True, help="只检查：与字典不一致时退出码为 1")
def main(*, check: bool) -> None:
    """Write the blank workbooks, or with --check only compare them."""
    if not check:
        for path in write_templates(FOLDER):
            click.echo(f"已写出 {path.name}")
        return
    names = stale(FOLDER)
    for name in names:
        click.echo(f"「{name}」与字典不一致：请运行 python -m addin.commands.templates 后提交", err=True)
    sys.exit(1 if names else 0)


if __name__ == "__main__":
    main()
