"""Mistakes about a part of a bill: one end of a suspension, one of two meters, the demand alone, one device of several.

Each is the customer to draw, and what is mistaken about it: the wrong customer, and how what is said of it ends.
"""

import dataclasses

from billing.drawn import MULTIPLIERS, customer
from billing.mistaken import changed
from billing.reference import DAYS, SHORTEST_SUSPENSION, running


def where(fits):
    """Return a draw of customers that fit."""

    def draw(dice):
        while not fits(one := customer(dice)):
            pass
        return one

    return draw


def with_sealed(dice):
    """Return a customer billed by capacity with a suspension, in some of just the least number of days."""
    one = where(lambda one: one.mode == "按容量" and any(device.sealed for device in one.devices))(dice)
    if dice.random() < 0.7:
        return one
    devices = [
        dataclasses.replace(each, unsealed=each.sealed + SHORTEST_SUSPENSION) if 0 < each.sealed <= 16 else each
        for each in one.devices
    ]
    return changed(one, devices=tuple(devices))


def long_enough(device):
    """Say whether a suspension has the least number of days, and none more."""
    return bool(device.unsealed) and device.unsealed - device.sealed == SHORTEST_SUSPENSION


def one_end_a_day_off(one, dice):
    """One end of each suspension, or its only one, a day early or late: its date, or where that matters only the days.

    Of a suspension that is just long enough a day less is none by its dates, and 14 days where days were miscounted.
    """
    end, days = dice.choice(("sealed", "unsealed")), dice.choice((1, -1))
    if end == "unsealed" and not any(device.unsealed for device in one.devices):
        end = "sealed"
    miscounted = dice.random() < 0.5
    devices = tuple(
        dataclasses.replace(each, **{end: getattr(each, end) + days}, deducted=miscounted and long_enough(each))
        if getattr(each, end)
        else each
        for each in one.devices
    )
    ends = [day for each in devices if each.sealed for day in (each.sealed, each.unsealed or DAYS)]
    possible = all(0 < day <= DAYS for day in ends) and all(
        not each.unsealed or each.sealed < each.unsealed for each in devices
    )
    word = {"sealed": "封停", "unsealed": "启封"}[end] + ("推后 1 天" if days > 0 else "提前 1 天")
    same_day = {("sealed", 1): "（封停当日仍计费）", ("unsealed", 1): "（启封当日不计费）"}
    return (changed(one, devices=devices) if possible else None), word + same_day.get((end, days), "")


def one_meter_for_the_other(one, dice):
    """Reckon the old meter with the multiplier of the new one, or the other way round."""
    old, new = one.meters
    if dice.random() < 0.5:
        meters, said = (
            (dataclasses.replace(old, multiplier=new.multiplier), new),
            f"-0 按新表的倍率 {new.multiplier} 计算",
        )
    else:
        meters, said = (
            (old, dataclasses.replace(new, multiplier=old.multiplier)),
            f"-1 按旧表的倍率 {old.multiplier} 计算",
        )
    return changed(one, meters=meters), said


def demand_alone(one, dice):
    """Another multiplier in use, or a decimal point that slipped, of 最大需量."""
    meter = one.meters[0]
    others = [each for each in MULTIPLIERS if each != meter.multiplier]
    wrong = dice.choice([*others, meter.multiplier * 10, meter.multiplier // 10])
    shown = meter.demand_run * wrong / meter.multiplier
    return changed(one, meters=(dataclasses.replace(meter, demand_run=shown),)), f"最大需量按倍率 {wrong} 计算"


def one_device_less(one, dice):
    """A device that others in service from the beginning stand beside."""
    rest = [
        (at, one.devices[:at] + one.devices[at + 1 :])
        for at in range(len(one.devices))
        if any(running(each, 1) for each in one.devices[:at] + one.devices[at + 1 :])
    ]
    if not rest:
        return None, ""
    at, left = dice.choice(rest)
    return changed(one, devices=left), f"-{at}（{one.devices[at].kva} kVA）的容量"


FAULTS = {
    "封停或启封一端": (with_sealed, one_end_a_day_off),
    "一块表按另一块的倍率": (
        where(lambda one: len({meter.multiplier for meter in one.meters}) > 1), one_meter_for_the_other,
    ),
    "需量倍率": (where(lambda one: one.mode == "实际最大需量" and len(one.meters) == 1), demand_alone),
    "漏计一台设备": (where(lambda one: one.mode == "按容量" and len(one.devices) > 1), one_device_less),
}  # fmt: skip
"""What is drawn, and what is mistaken about it."""
