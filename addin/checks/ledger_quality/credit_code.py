"""统一社会信用代码 (GB 32100—2015): 18 signs, the 9th to 17th an organisation code (GB 11714—1997), two check digits.

Parts: registering authority (1), kind of organisation (1), region (6 digits), organisation code (8 signs and their
check digit), check digit. The letters I O S V Z are not used.

``stdnum.cn.uscc`` says the same one code at a time; the tests hold the two together. This one takes a whole ledger.

References:
    GB 32100—2015, GB 11714—1997.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

LENGTH = 18
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
MODULUS = len(SIGNS)
ORGANISATION = slice(8, 16)
ORGANISATION_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
ORGANISATION_MODULUS = 11
_TEN = ORGANISATION_SIGNS.index("X")
"""A remainder of ten is written X."""
_CODES = 128

LONG, SIGNED = "应为 18 位", "含有代码不用的字符，或前 8 位不是数字"
WITHIN, WHOLE = "第 9–17 位组织机构代码的校验码不符", "第 18 位校验码不符"

Values = npt.NDArray[np.int64]


def faults(codes: pd.Series) -> pd.Series:
    """Say what is wrong with each code, empty where nothing is: its signs, or which of the two check digits.

    Args:
        codes: text, no empty cells.
    """
    length = codes.astype(object).str.len() == LENGTH
    signs = np.array([str(code)[:LENGTH].ljust(LENGTH) for code in codes], dtype=f"U{LENGTH}")
    points = np.minimum(signs.view(np.uint32).reshape(-1, LENGTH), _CODES - 1)
    values = _values(SIGNS)[points]
    signed = (values >= 0).all(axis=1) & (values[:, : ORGANISATION.start] < 10).all(axis=1)  # noqa: PLR2004 - digits
    whole = values[:, -1] == -(values[:, :-1] @ WEIGHTS) % MODULUS
    within = _organisation_fits(_values(ORGANISATION_SIGNS)[points])
    said = np.select([~length, ~signed, ~within, ~whole], [LONG, SIGNED, WITHIN, WHOLE], "")
    return pd.Series(said, index=codes.index, dtype=object)


def _organisation_fits(values: Values) -> npt.NDArray[np.bool_]:
    """Say where the sign behind the organisation code is its check digit."""
    remainder = -(values[:, ORGANISATION] @ ORGANISATION_WEIGHTS) % ORGANISATION_MODULUS
    expected = np.where(remainder == ORGANISATION_MODULUS - 1, _TEN, remainder)
    return np.asarray(values[:, ORGANISATION.stop] == expected)


def _values(signs: str) -> Values:
    """Return the value of each ASCII character, -1 where it is not one of the signs."""
    table = np.full(_CODES, -1, dtype=np.int64)
    table[[ord(sign) for sign in signs]] = np.arange(len(signs))
    return table
