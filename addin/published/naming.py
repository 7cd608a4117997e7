"""What names a printed row of prices: tariff and voltage, or the class of customers; blanks carry downward."""

import dataclasses
from dataclasses import dataclass, field

import pandas as pd

from addin.published import words
from addin.published.classes import printed_class, size
from addin.published.fields import VOLTAGE
from addin.published.headings import Headings
from addin.published.sheet import PrintedSheet
from addin.reading.problems import ReadError

TITLE = 20
"""A longer text is a note."""
Named = dict[str, object]
"""tariff, voltage, lower_kv, upper_kv, user_class of a row of 电价."""


@dataclass
class Naming:
    """Names the rows of a table from above.

    Attributes:
        sheet: the printed sheet.
        heads: its header.
        classes: rows of 用户档 of the province; ``None`` where it does not price by class.
        kind: the tariff that holds for the rows below.
        said: likewise what the cells of a class said.
    """

    sheet: PrintedSheet
    heads: Headings
    classes: pd.DataFrame | None
    kind: str = ""
    said: list[str] = field(default_factory=list)

    def row(self, row: int) -> Named:
        """Return what names a row; raises ``ReadError`` where its cells do not."""
        return self._by_kind(row) if self.classes is None else self._by_class(row, self.classes)

    def title(self, text: str) -> bool:
        """Take a row of one text for the title of the rows below; tell whether it is one."""
        if self.classes is None:
            kind = words.tariff(text[:TITLE])
            self.kind = kind or self.kind
            return kind is not None
        sized = bool(size(text[:TITLE]))
        self.said = [text] if sized else self.said
        return sized

    def _by_kind(self, row: int) -> Named:
        self.kind = self._tariff(row) or self.kind
        if not self.kind:
            where = self.sheet.where(row, self.heads.tariffs[0], "用电类别")
            raise ReadError(f"{where}：空着，上方也没有用电类别；请按原表填单一制或两部制")
        word = self._voltage(row)
        lower, upper = words.BOUNDS[word]
        return {"tariff": self.kind, "voltage": word, "lower_kv": lower, "upper_kv": upper, "user_class": None}

    def _tariff(self, row: int) -> str:
        """Return the tariff of a row; empty where the cell is blank and the row above decides."""
        text = " ".join(dict.fromkeys(part for at in self.heads.tariffs if (part := self.sheet.text(row, at))))
        kind = words.tariff(text)
        if text and kind is None:
            where = self.sheet.where(row, self.heads.tariffs[-1], "用电类别")
            raise ReadError(f"{where}：看到『{text}』，应能看出是单一制还是两部制；请与原表核对该格")
        return kind or ""

    def _voltage(self, row: int) -> str:
        at = self.heads.columns[VOLTAGE]
        word = words.voltage(self.sheet.text(row, at))
        if word is None:
            known = "、".join(words.BOUNDS)
            seen = self.sheet.text(row, at) or "空"
            raise ReadError(
                f"{self.sheet.where(row, at, '电压等级')}：看到『{seen}』，应为 {known} 之一的写法；请与原表核对该格"
            )
        return word

    def _by_class(self, row: int, classes: pd.DataFrame) -> Named:
        places = [*self.heads.tariffs, *([self.heads.columns[VOLTAGE]] if VOLTAGE in self.heads.columns else [])]
        texts = [self.sheet.text(row, at) for at in sorted(places)]
        first = next((at for at, text in enumerate(texts) if text), len(texts))
        self.said = [*self.said[:first], *texts[first:]]
        text = " ".join(dict.fromkeys(part for part in self.said if part))
        found = printed_class(text, classes)
        if found is None:
            where = self.sheet.where(row, max(places), "用电类别")
            known = "、".join(classes["user_class"])
            raise ReadError(f"{where}：看到『{text}』，应能看出是规则表「用户档」的哪一档（{known}）；请与原表核对该行")
        return dataclasses.asdict(found)
