"""Seals: which devices a change stops and starts, on what day, at what reading."""

import re
from collections.abc import Sequence
from typing import Any

from addin.papers.cabinet import Cabinet, Row
from addin.papers.contract_supply import settled_points
from addin.papers.lacking import Lacking
from generators import text

_PARTED = re.compile(r"[、,，;；/\s]+")
_STARTING = ("恢复", "复装", "增容")


def seals(cabinet: Cabinet, items: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the sealing and unsealing of every device that an application names."""
    seen: dict[str, Row] = {}
    for row in items:
        for device_no in filter(None, _PARTED.split(row.get("device_nos") or "")):
            seen.setdefault(device_no, row)
    return [line for device_no, row in seen.items() for line in _lines(cabinet, device_no, row)]


def _lines(cabinet: Cabinet, device_no: str, row: Row) -> list[dict[str, Any]]:
    """Return the lines of one device: stopped and, where the change ends, started again."""
    points = settled_points(cabinet, str(row["customer_no"]))
    line = {
        "device_no": device_no,
        "device": _device(cabinet, device_no, row),
        "point_no": points[0]["point_no"] if len(points) == 1 else None,
    }
    if any(word in str(row["change_kind"]) for word in _STARTING):
        return [line | {"action": "启封", "on": row["starts_on"], "reading": None}]
    stopped = line | {"action": "封停", "on": row["starts_on"], "reading": row.get("sealing_reading")}
    return (
        [stopped, line | {"action": "启封", "on": row["ends_on"], "reading": None}] if row.get("ends_on") else [stopped]
    )


def _device(cabinet: Cabinet, device_no: str, row: Row) -> str:
    """Return kind, model and size of a device."""
    found = [each for each in cabinet.of("devices", str(row["customer_no"])) if each.get("device_no") == device_no]
    if not found:
        where = cabinet.ledger.where("changes", row.number, "device_nos")
        return Lacking(f"{where}看到『{device_no}』，「受电设备」中该户没有这台设备，请核对设备编号")
    parts = [found[0].get("device_kind"), found[0].get("model"), f"{text.quantity(found[0].get('rated_kva') or 0)} kVA"]
    return " ".join(part for part in parts if part)
