"""Customers drawn at random, as facts for the reference."""

from dataclasses import replace
from fractions import Fraction

from billing.reference import PERIODS, TRANSMISSION, Customer, Device, Meter, half_up

PLATES = {
    250: ("0.40", "3.05", "1.2", "4"), 315: ("0.48", "3.65", "1.1", "4"), 630: ("0.81", "6.20", "0.9", "4.5"),
    1250: ("1.36", "12.0", "0.6", "4.5"), 1600: ("1.64", "14.5", "0.6", "4.5"),
}  # fmt: skip
FACTORS = ("3.4", "1.7", "1.1")
MULTIPLIERS = (100, 400, 1500, 3000)


def customer(dice):
    """Return one random customer."""
    tariff = dice.choice(sorted(TRANSMISSION))
    mode = dice.choice(("按容量", "合同最大需量", "实际最大需量")) if tariff[0] == "两部制" else "不计"
    low_side = dice.random() < 0.3
    devices = transformers(dice, 1 if low_side else dice.choice((1, 1, 2, 3)))
    meters = tuple(meter(dice, mode) for _ in range(dice.choice((1, 1, 1, 2))))
    contract_kva = sum(device.kva for device in devices)
    reads = max(half_up(one.demand_run * one.multiplier, 6) for one in meters)
    behind = dice.random()
    return Customer(
        tariff, meters, devices, mode, contract_kva,
        contract_kw=int(reads * dice.choice((1, 2))) + 1,
        standard=dice.choice(("0.90", "0.85", "0.80", "不考核")),
        times_15=dice.random() < 0.15,
        relief=dice.choice((Fraction(0), Fraction(0), Fraction("0.02"))),
        low_side=low_side,
        plate=tuple(map(Fraction, (*PLATES[devices[0].kva], dice.choice(FACTORS)))) if low_side else (),
        **line_loss(dice),
        ratio_percent=Fraction(dice.randint(1, 200), 10) if behind < 0.15 else Fraction(0),
        sub_bears_losses=dice.random() < 0.5,
        sub_meter=(small(dice, meters),) if 0.15 <= behind < 0.3 else (),
        own_ratio_percent=Fraction(dice.randint(1, 300), 10) if dice.random() < 0.15 else Fraction(0),
    )  # fmt: skip


def line_loss(dice):
    """Return how a line loses, where it does: by a percentage, or by resistance, shape factor and voltage."""
    if dice.random() >= 0.2:
        return {}
    drawn = dice.randint(1, 400)
    if drawn % 2:
        return {"line_loss_percent": Fraction(drawn, 100)}
    ohm, factor = Fraction(drawn * 2347, 10**6), 1 + Fraction(drawn * 37 % 2000, 10**4)
    return {"line": (ohm, factor, Fraction(("10", "10.5", "35")[drawn % 3]))}


def at_own_kind(one, dice):
    """Return a two-part customer with its sub-meter at 单一制, where there is one and it has a price."""
    behind = one.tariff[0] == "两部制" and (one.sub_meter or one.ratio_percent)
    priced = behind and ("单一制", one.tariff[1]) in TRANSMISSION
    return replace(one, own_kind="单一制", own_kind_adjusted=dice.random() < 0.5) if priced else one


def of_two_classes(one, dice):
    """Return the customer, a dwelling up to or from a day of the month, with nothing of another class behind it."""
    day = dice.randint(2, 31)
    days = (day, 31) if dice.random() < 0.5 else (1, day - 1)
    return replace(
        one, dwelling=days, ratio_percent=Fraction(0), sub_meter=(), own_ratio_percent=Fraction(0), own_kind=""
    )


def with_own_kind(dice):
    """Return one random customer with a sub-meter at a tariff kind of its own."""
    while not (one := at_own_kind(customer(dice), dice)).own_kind:
        pass
    return one


def transformers(dice, count):
    """Return transformers that start, stop or come back within the month; the first is there from its beginning."""
    found = []
    for _ in range(count):
        kva, fate = dice.choice(sorted(PLATES)), dice.random()
        started = dice.randint(2, 31) if fate < 0.15 else 0
        sealed = dice.randint(2, 30) if 0.15 <= fate < 0.45 else 0
        unsealed = dice.randint(sealed + 1, 31) if sealed and dice.random() < 0.6 else 0
        if sealed and not unsealed and sealed > 17:
            sealed = 17
        found.append(Device(kva, started if found else 0, sealed, unsealed))
    return tuple(found)


def meter(dice, mode):
    """Return a meter with readings of two decimals."""
    runs = tuple(Fraction(dice.randint(0, 20_000), 100) for _ in PERIODS)
    demand = Fraction(dice.randint(1000, 20_000), 10_000) if mode != "不计" else Fraction(0)
    reverse = Fraction(dice.randint(1, 15_000), 100) if dice.random() < 0.3 else Fraction(0)
    return Meter(dice.choice(MULTIPLIERS), runs, Fraction(dice.randint(0, 40_000), 100), demand, reverse)


def small(dice, meters):
    """Return a sub-meter that runs no further than the first meter above."""
    above = meters[0]
    runs = tuple(run * Fraction(dice.randint(0, 30), 100) for run in above.runs)
    return Meter(above.multiplier, tuple(half_up(run, 2) for run in runs), Fraction(0))
