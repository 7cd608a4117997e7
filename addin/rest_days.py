"""厂休日: the days of the week on which a customer does not work, as 客户台账 writes them: 1–7 parted by dots."""

import re

import pandas as pd

WEEKDAYS = "一二三四五六日"
_FORM = re.compile(r"[1-7](?:[.．、,，][1-7])*")
_NEVER = "无"
_NOTHING = ("", "0", _NEVER)


def weekdays(text: object) -> tuple[int, ...] | None:
    """Return the days of the week, 1 = Monday; none where nothing is said, ``None`` where the text cannot be read."""
    plain = "" if pd.isna(text) else str(text).strip()
    if plain in _NOTHING:
        return ()
    return tuple(sorted({int(day) for day in re.findall(r"\d", plain)})) if _FORM.fullmatch(plain) else None


def worded(text: str) -> str:
    """Return a cell as a person would write it in a paper: ``6.7`` is 每周六、周日; other words stay as they are."""
    days = weekdays(text)
    said = "每" + "、".join(f"周{WEEKDAYS[day - 1]}" for day in days or ())
    return said if days else text if days is None else _NEVER
