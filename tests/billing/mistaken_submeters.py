"""Customers with a sub-meter, and what a clerk or a program would mistake about it: the customer, and what is to be said."""

import dataclasses
from fractions import Fraction

from billing.drawn import MULTIPLIERS, customer, small
from billing.reference import TRANSMISSION
from billing.trials import possible

TENTH = Fraction(1, 10)


def changed(one, **facts):
    return dataclasses.replace(one, **facts)


def alone(one, **facts):
    """Return a customer with one meter, of forward registers, and nothing behind it but what the facts say."""
    meter = dataclasses.replace(one.meters[0], reverse_run=Fraction(0))
    return changed(
        one, meters=(meter,), ratio_percent=Fraction(0), sub_meter=(), own_ratio_percent=Fraction(0), **facts
    )


def with_meter(dice):
    one = customer(dice)
    return changed(one, ratio_percent=Fraction(0), sub_meter=(small(dice, one.meters),))


def with_ratio(dice):
    """Return a customer with a 定比, which was another one until July."""
    while not possible(one := alone(customer(dice))):
        pass
    before, now = dice.sample(range(10, 200), 2)
    return changed(one, ratio_percent=now * TENTH, figure_before=before * TENTH)


def with_agreed(dice):
    """Return a customer with a 定量, which was another one until July."""
    before, now = dice.sample(range(100, 3_000), 2)
    while not possible(one := alone(customer(dice), agreed_kwh=Fraction(now), figure_before=Fraction(before))):
        pass
    return one


def two_part_with_ratio(dice):
    """Return a two-part customer with a 定比 of its own class, billed in its rows."""
    while (one := customer(dice)).tariff[0] != "两部制" or ("单一制", one.tariff[1]) not in TRANSMISSION:
        pass
    return changed(alone(one), own_ratio_percent=Fraction(dice.randint(1, 300), 10))


def other_multiplier(one, dice):
    """Another one in use, or a decimal point that slipped."""
    meter = one.sub_meter[0]
    others = [each for each in MULTIPLIERS if each != meter.multiplier]
    wrong = dice.choice([*others, meter.multiplier * 10, meter.multiplier // 10])
    return changed(one, sub_meter=(dataclasses.replace(meter, multiplier=wrong),)), f"的倍率 {wrong} 计算"


def other_figure(dice, now, before, round_one):
    """The one before, twice, a decimal point that slipped, another round one."""
    return dice.choice([each for each in (before, now * 2, now / 10, now * 10, round_one) if each != now])


def other_ratio(one, dice):
    wrong = other_figure(dice, one.ratio_percent, one.figure_before, Fraction(dice.randint(1, 20)))
    return changed(one, ratio_percent=wrong), f"的定比 {float(wrong):g}% 计算"


def other_agreed(one, dice):
    """As any other figure, or none at all."""
    wrong = other_figure(dice, one.agreed_kwh, one.figure_before, Fraction(dice.randint(1, 30) * 100))
    if dice.random() < 0.2:
        return changed(one, agreed_kwh=Fraction(0)), "不扣减分表电量"
    return changed(one, agreed_kwh=wrong), f"的定量 {float(wrong):g} kWh 计算"


def priced_apart(one, _):
    """At 单一制, which the archive does not say of it."""
    ratio = one.own_ratio_percent
    wrong = changed(one, own_ratio_percent=Fraction(0), ratio_percent=ratio, sub_bears_losses=False)
    return changed(wrong, own_kind="单一制", own_kind_adjusted=True), "按单一制单独计价"


def with_figure(dice):
    return dice.choice((with_ratio, with_agreed))(dice)


def figure_mistaken(one, dice):
    return other_ratio(one, dice) if one.ratio_percent else other_agreed(one, dice)


FAULTS = {
    "分表倍率": (with_meter, other_multiplier), "定比、定量": (with_figure, figure_mistaken),
    "分表另有电价": (two_part_with_ratio, priced_apart),
}  # fmt: skip
"""What is drawn, and what is mistaken about it."""
