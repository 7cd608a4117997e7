"""The rows of the issued bills of a month, made ready to be compared."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.billing.archive import Archive
from addin.billing.changed_class import other_classes
from addin.billing.money import fen
from addin.billing.pricing.prices import BUSINESS, ENERGY
from addin.tables.choices import NOT_TIMED, TOTAL

OTHER = "其他"
"""Component of a row that names none: it is taken over as issued."""
PRINTED = ("bill_no", "line_no", "component", "period", "point_no", "quantity", "days", "unit_price", "amount_yuan")
COLUMNS = (
    "customer_no", "bill_no", "line_no", "part", "component", "period", "point_no", "quantity", "days", "unit_price",
    "amount_fen", "customer",
)  # fmt: skip


def issued_rows(bill_lines: pd.DataFrame, archive: Archive, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the issued rows of the bills that stand, in printed order, the customers as 电费账单 has them.

    Args:
        bill_lines: table 账单明细.
        archive: of the month.
        terms: 计费参数 in force, index customer_no.

    Returns:
        ``COLUMNS``, index = row id; ``part`` (categories) is what the row is compared under: the tariff class for the
        row of a sub-meter billed at another class, and for a 购电 without a period of a customer that is of that class
        on some days and billed by period on the others; else the component itself. An empty period is 总. ``customer``
        is the place of its customer among those of the bills.
    """
    owner = _owner(archive.bills)
    place = owner.index.get_indexer(bill_lines["bill_no"])
    printed = _printed(place, bill_lines["line_no"].to_numpy("float64", na_value=np.nan))
    rows, place = bill_lines[list(PRINTED)].iloc[printed], place[printed]
    customer = pd.Series(owner.to_numpy(object)[place], index=rows.index, dtype=object)
    result = rows.assign(
        customer_no=customer,
        part=_filled(rows["component"], OTHER),
        period=_filled(rows["period"], TOTAL).astype(object),
    )
    tariff = rows["point_no"].dropna().map(_classes(archive))
    apart = tariff[tariff.notna() & (tariff != BUSINESS)]
    apart = apart[apart != customer[apart.index].map(terms["tariff_class"])]
    if len(apart):
        words = result["part"].cat.categories
        result["part"] = result["part"].cat.add_categories([word for word in apart.unique() if word not in words])
        result.loc[apart.index, "part"] = apart
    classes = other_classes(archive)
    if len(classes):
        part = _on_other_days(result.astype({"part": object}), classes, archive.term_rows)
        result["part"] = part.astype("category")
    result["amount_fen"] = fen(rows["amount_yuan"])
    result["customer"] = pd.Index(archive.bills["customer_no"].unique()).get_indexer(owner)[place]
    return result[list(COLUMNS)]


def _owner(bills: pd.DataFrame) -> pd.Series:
    """Return the customer of each bill, by bill_no: customers in the order of the sheet, bills of one by number."""
    owner = bills.drop_duplicates("bill_no").set_index("bill_no")["customer_no"]
    if not owner.duplicated().any():
        return owner
    number = np.argsort(np.argsort(owner.index.to_numpy(object)))
    return owner.iloc[np.lexsort((number, pd.factorize(owner)[0]))]


def _on_other_days(rows: pd.DataFrame, classes: pd.Series, terms: pd.DataFrame) -> pd.Series:
    """Return what rows are compared under, with the class of customers that are 工商业 on other days of the month."""
    timed = terms.loc[(terms["tariff_class"] == BUSINESS) & (terms["period_set"] != NOT_TIMED), "customer_no"]
    asked = classes[classes.index.isin(timed)]
    whole = (rows["part"] == ENERGY[0]) & (rows["period"] == TOTAL)
    return rows["part"].mask(whole & rows["customer_no"].isin(asked.index), rows["customer_no"].map(asked))


def _filled(words: pd.Series, other: str) -> pd.Series:
    """Return words as categories, another one where there is none; there are few of them, and many rows of bills."""
    code, known = pd.factorize(words)
    every = list(dict.fromkeys([*known, other]))
    filled = np.where(code < 0, every.index(other), code)
    return pd.Series(pd.Categorical.from_codes(filled, pd.Index(every, dtype=object)), index=words.index)


def _classes(archive: Archive) -> pd.Series:
    """Return the class that rows of each point are printed at: of one that became 工商业 in the month, the former."""
    last = archive.points["billed_class"].mask(archive.points["own_kind"].notna(), BUSINESS)
    apart = archive.versions[archive.versions["tariff_class"].notna() & (archive.versions["tariff_class"] != BUSINESS)]
    former = apart.drop_duplicates("point_no", keep="last").set_index("point_no")["tariff_class"]
    return last.mask(last == BUSINESS, former.reindex(last.index).fillna(BUSINESS))


def _printed(place: npt.NDArray[np.intp], line_no: npt.NDArray[np.float64]) -> npt.NDArray[np.intp] | slice:
    """Return the places of the rows of bills that stand, in printed order; all of them where they stand in it already.

    Args:
        place: of each row's bill among those that stand, −1 for the rows of others.
        line_no: of each row; ``NaN`` where it has none.
    """
    kept = np.flatnonzero(place >= 0)
    bill, line = place[kept], line_no[kept]
    behind = (bill[1:] > bill[:-1]) | (bill[1:] == bill[:-1]) & (line[1:] >= line[:-1])
    if not behind.all():
        return kept[np.lexsort((line, bill))]
    return kept if len(kept) < len(place) else slice(None)
