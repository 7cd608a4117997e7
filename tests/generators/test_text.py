"""Chinese wording: the published vectors of 大写金额, dates, document numbers, file names, masking."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import text

VECTORS = """
0            零元整
0.05         伍分
0.50         伍角整
100.05       壹佰元零伍分
1409.50      壹仟肆佰零玖元伍角整
6007.14      陆仟零柒元壹角肆分
107000.53    壹拾万柒仟元伍角叁分
16409.02     壹万陆仟肆佰零玖元零贰分
325.04       叁佰贰拾伍元零肆分
100010       壹拾万零壹拾元整
100000001    壹亿零壹元整
1000000000001  壹万亿零壹元整
-325.04      负叁佰贰拾伍元零肆分
9999999999999999.99 玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分
"""


@pytest.mark.parametrize("vector", VECTORS.strip().splitlines())
def test_amount_in_words_agrees_with_the_published_vector(vector):
    amount, words = vector.split()
    assert text.amount_in_words(Decimal(amount)) == words


def _read_back(words: str) -> Decimal:
    """Read capital numerals with another method than they were written with: place by place."""
    sign = -1 if words.startswith("负") else 1
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = section = digit = Decimal(0)
    for character in words.removeprefix("负").removesuffix("整"):
        if character in "零壹贰叁肆伍陆柒捌玖":
            digit = Decimal("零壹贰叁肆伍陆柒捌玖".index(character))
        elif character in places:
            group, digit = group + digit * places[character], Decimal(0)
        elif character == "万":
            section, group, digit = section + (group + digit) * 10**4, Decimal(0), Decimal(0)
        elif character == "亿":
            total, section, group, digit = (section + group + digit) * 10**8, Decimal(0), Decimal(0), Decimal(0)
        elif character == "元":
            total, section, group, digit = total + section + group + digit, Decimal(0), Decimal(0), Decimal(0)
        else:
            total, digit = total + digit * {"角": Decimal("0.1"), "分": Decimal("0.01")}[character], Decimal(0)
    return sign * total


@given(st.decimals(min_value="-9999999999999999.99", max_value="9999999999999999.99", places=2, allow_nan=False))
def test_every_amount_reads_back_and_has_no_double_zero(amount):
    words = text.amount_in_words(amount)
    assert _read_back(words) == amount
    assert "零零" not in words


@pytest.mark.parametrize("amount", [0.1, True])
def test_a_binary_float_or_truth_value_is_no_amount(amount):
    with pytest.raises(TypeError, match="二进制小数"):
        text.amount_in_words(amount)


@pytest.mark.parametrize("amount", ["0.001", "十元", "NaN", "Infinity", "1e17", "10000000000000000"])
def test_what_cannot_be_written_exactly_is_refused(amount):
    with pytest.raises(ValueError, match="无法印成大写"):
        text.amount_in_words(amount)


def test_money_stands_in_figures_and_words():
    assert text.money("12345.67") == "¥12,345.67（大写：人民币壹万贰仟叁佰肆拾伍元陆角柒分）"
    assert text.money(-5) == "-¥5.00（大写：人民币负伍元整）"


def test_ten_thousands_round_half_up_with_a_true_minus():
    assert text.wan("12345650.00") == "1,234.57"
    assert text.wan("12345649.99") == "1,234.56"
    assert text.wan("-12345650.00") == "−1,234.57"
    assert text.wan("-49.99") == "0.00"


@pytest.mark.parametrize(
    ("value", "printed"),
    [(1250.0, "1250"), (0.9, "0.9"), (Decimal("1E+4"), "10000"), (0, "0"), (Decimal("2.50"), "2.5")],
)
def test_quantities_print_without_exponent_or_idle_zeros(value, printed):
    assert text.quantity(value) == printed


def test_a_quantity_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="不是可印出的数"):
        text.quantity(float("nan"))


def test_dates_in_figures_and_words():
    assert text.day(date(2026, 3, 5)) == "2026年3月5日"
    assert text.day(datetime(2026, 3, 5, 9, 5)) == "2026年3月5日9时05分"  # noqa: DTZ001 - a printed local time
    assert text.day_in_words(date(2026, 3, 5)) == "二〇二六年三月五日"
    assert text.day_in_words(date(2030, 10, 20)) == "二〇三〇年十月二十日"
    assert text.day_in_words(date(2009, 12, 31)) == "二〇〇九年十二月三十一日"


def test_a_document_number_is_written_and_read_back():
    number = text.document_number("江城供电", "ZG", 2026, 12)
    assert number == "江城供电ZG〔2026〕12号"
    assert text.parse_document_number(number) == ("江城供电", "ZG", 2026, 12)


@pytest.mark.parametrize("number", ["江城ZG[2026]12号", "江城ZG〔2026〕012号", "江城ZG〔2026〕号", "第3号", ""])
def test_another_form_is_no_document_number(number):
    assert text.parse_document_number(number) is None


def test_numbers_start_at_one():
    with pytest.raises(ValueError, match="从 1 起"):
        text.document_number("江城", "ZG", 2026, 0)


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("江城精密铸造有限公司", "江城精密铸造有限公司-通知-Z1.docx"),
        ('A/B:C*?<甲>|"乙"\\', "A／B：C＊？＜甲＞｜＂乙＂＼-通知-Z1.docx"),
        ("CON.甲", "_CON.甲-通知-Z1.docx"),
        ("nul. ", "nul-通知-Z1.docx"),
        ("LPT1 .x", "_LPT1 .x-通知-Z1.docx"),
        ("  甲\x00\u202e乙\n丙 . ", "甲乙 丙-通知-Z1.docx"),
        ("...", "未名-通知-Z1.docx"),
    ],
)
def test_file_names_are_safe_on_windows(customer, name):
    assert text.file_name(customer, "通知", "Z1") == name


@given(st.text(max_size=300))
def test_no_customer_name_breaks_a_file_name(customer):
    name = text.file_name(customer, "用电安全隐患整改通知书", "江城供电ZG〔2026〕12号")
    assert name.endswith("-用电安全隐患整改通知书-江城供电ZG〔2026〕12号.docx")
    assert not set(name) & set('<>:"/\\|?*')
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs"}
    assert len(name.encode()) <= 240
    assert len(name.encode("utf-16-le")) <= 2 * 255
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def test_a_long_name_is_cut_but_never_title_or_number():
    assert "甲…-通知-Z1.docx" in text.file_name("甲" * 200, "通知", "Z1")
    with pytest.raises(ValueError, match="文件名过长"):
        text.file_name("甲", "通" * 200, "Z1")
