"""Chinese wording of plain values: amounts, dates, document numbers, file names.

Definition: amounts are written as on Chinese bills of exchange (零壹贰叁肆伍陆柒捌玖, 拾佰仟万亿, 元角分整), dates as
in GB/T 15835 (2026年3月5日) or in words (二〇二六年三月五日), document numbers as `{代字}{文种码}〔{年}〕{序}号`.

References: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》; GB/T 15835; GB/T 9704-2012.
Checked with: the ten published vectors in tests/generators/test_text.py.
Limitations: amounts up to 9,999 万亿 yuan; nothing smaller than a fen is rounded away, it is refused.

Examples:
    >>> amount_in_words("1409.50")
    '壹仟肆佰零玖元伍角整'
    >>> document_number("江城供", "ZG", 2026, 12)
    '江城供ZG〔2026〕12号'
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_DATE_DIGITS = "〇一二三四五六七八九"
_GREATEST_YUAN = Decimal("9999999999999999.99")
_NUMBER = re.compile(r"^(?P<office>.*?)(?P<kind>[A-Z]{1,3}\d?)〔(?P<year>\d{4})〕(?P<sequence>[1-9]\d*)号$")
_FORBIDDEN_IN_NAMES = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED_NAME = re.compile(r"^(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_NAME_BYTES = 240  # 255 on Linux file systems, less room for a suffix of a temporary or backup copy
_NAME_CHARACTERS = 110  # Windows allows 260 for the whole path


def yuan(amount: Decimal | int | str) -> Decimal:
    """Return an amount as exact yuan with two decimals.

    Args:
        amount: [yuan] as ``Decimal``, ``int`` or text; a binary float is refused, it cannot hold 0.1 yuan.

    Raises:
        TypeError: for a float or bool.
        ValueError: for text that is no number, for parts of a fen and for amounts above 9,999 万亿.
    """
    if isinstance(amount, bool | float):
        raise TypeError(f"金额须为 Decimal、整数或文本，不能是『{amount!r}』：二进制小数存不准分。")
    try:
        given = Decimal(amount)
        exact = given.quantize(Decimal("0.01"))
    except InvalidOperation:
        given = exact = Decimal("NaN")
    if exact != given or abs(exact) > _GREATEST_YUAN:
        raise ValueError(f"金额『{amount}』无法印成大写：须为精确到分、不超过九千九百九十九万亿元的数。")
    return exact


def amount_in_words(amount: Decimal | int | str) -> str:
    """Return an amount [yuan] in capital numerals, without the leading 人民币.

    Zeros in a row are written once; a zero yuan digit before a 角 is left out; what ends in 元 or 角 ends in 整.
    """
    exact = yuan(amount)
    whole, fen = divmod(int(abs(exact) * 100), 100)
    words = (_whole_in_words(whole) + "元" if whole else "") + _fen_in_words(fen, after_yuan=whole > 0)
    return ("负" if exact < 0 else "") + (words or "零元整")


def _fen_in_words(fen: int, *, after_yuan: bool) -> str:
    """Return the part below one yuan; nothing for 0 when no yuan stands before it."""
    tenths, hundredths = divmod(fen, 10)
    if not fen:
        return "整" if after_yuan else ""
    if not hundredths:
        return f"{_DIGITS[tenths]}角整"
    zero = "零" if after_yuan and not tenths else ""
    return (f"{_DIGITS[tenths]}角" if tenths else zero) + f"{_DIGITS[hundredths]}分"


def _whole_in_words(number: int) -> str:
    """Return a positive whole number in capital numerals, by groups of 亿, 万 and below."""
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(number, unit)
        if high:
            gap = "零" if 0 < low < unit // 10 else ""
            return _whole_in_words(high) + name + gap + (_whole_in_words(low) if low else "")
    digits = [f"{_DIGITS[int(d)]}{u}" if d != "0" else "零" for d, u in zip(f"{number:04d}", "仟佰拾 ", strict=True)]
    return re.sub("零+", "零", "".join(digits).replace(" ", "")).strip("零")


def money(amount: Decimal | int | str) -> str:
    """Return an amount in figures and in words: ``¥12,345.67（大写：人民币壹万…）``."""
    exact = yuan(amount)
    figures = f"¥{abs(exact):,.2f}"
    return f"{'-' if exact < 0 else ''}{figures}（大写：人民币{amount_in_words(exact)}）"


def wan(amount: Decimal | int | str) -> str:
    """Return an amount [yuan] in 万元, two decimals rounded half up, with a true minus sign: ``−1,234.57``."""
    rounded = (yuan(amount) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:,.2f}".replace("-0.00", "0.00").replace("-", "−")


def quantity(value: Decimal | float) -> str:
    """Return a quantity (kVA, kW, ratio) as plain digits: no exponent, no idle zeros, no thousands comma."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"『{value}』不是可印出的数。")
    plain = f"{exact:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def day(on: date) -> str:
    """Return a date as printed in documents: ``2026年3月5日``; a moment also says hour and minute."""
    text = f"{on.year}年{on.month}月{on.day}日"
    return f"{text}{on.hour}时{on.minute:02d}分" if isinstance(on, datetime) else text


def day_in_words(on: date) -> str:
    """Return a date in words: ``二〇二六年三月五日``."""
    year = "".join(_DATE_DIGITS[int(digit)] for digit in f"{on.year:04d}")
    return f"{year}年{_small_in_words(on.month)}月{_small_in_words(on.day)}日"


def _small_in_words(number: int) -> str:
    """Return 1 to 99 in words: 十, 十一, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DATE_DIGITS[tens]) + "十" if tens else ""
    return head + (_DATE_DIGITS[ones] if ones else "")


def sentence(words: str) -> str:
    """Return words from a cell as a sentence with exactly one full stop, whether or not the cell ends in one."""
    return words.strip().rstrip("。；;.，, ") + "。"


def document_number(office: str, kind: str, year: int, sequence: int) -> str:
    """Return a document number: office word, kind code, year in hexagonal brackets, unpadded sequence."""
    if sequence < 1:
        raise ValueError(f"文号的序号须从 1 起，不能是『{sequence}』。")
    return f"{office}{kind}〔{year}〕{sequence}号"


def parse_document_number(number: str) -> tuple[str, str, int, int] | None:
    """Return (office, kind, year, sequence) of a document number; ``None`` when it is not of that form."""
    found = _NUMBER.match(number.strip())
    return (found["office"], found["kind"], int(found["year"]), int(found["sequence"])) if found else None


def file_name(customer: str, title: str, number: str, suffix: str = ".docx") -> str:
    """Return ``户名-文书-文号.docx``, safe on Windows, macOS and Linux.

    Forbidden characters become their full-width twins, control and invisible characters go, reserved device names get
    an underscore; a long customer name is cut (…), the document's title and number never are.
    """
    tail = f"-{_safe(title)}-{_safe(number)}{suffix}"
    head = _safe(customer) or "未名"
    while len((head + tail).encode()) > _NAME_BYTES or len(head + tail) > _NAME_CHARACTERS:
        shorter = head.removesuffix("…")[:-1]
        if not shorter:
            raise ValueError(f"文件名过长：『{tail}』已超过 {_NAME_BYTES} 字节，请缩短文书名称或文号。")
        head = shorter + "…"
    return ("_" if _RESERVED_NAME.match(head + tail) else "") + head + tail


def _safe(part: str) -> str:
    """Return one part of a file name without what file systems or eyes stumble over."""
    composed = unicodedata.normalize("NFC", part)
    visible = "".join(c for c in composed if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return re.sub(r"\s+", " ", visible.translate(_FORBIDDEN_IN_NAMES)).strip(" .")
