"""Customers with one fact changed, as a clerk or a program would mistake it."""

import dataclasses
from fractions import Fraction

from billing.drawn import MULTIPLIERS
from billing.reference import DAYS, PERIODS, TRANSMISSION, billed_energy


def changed(one, **facts):
    return dataclasses.replace(one, **facts)


def other_multiplier(one, dice):
    wrong = dice.choice([each for each in MULTIPLIERS if each != one.meters[-1].multiplier])
    return changed(one, meters=tuple(dataclasses.replace(meter, multiplier=wrong) for meter in one.meters))


def swapped(one, dice):
    first, second = dice.sample(range(len(PERIODS)), 2)

    def other(meter):
        runs = list(meter.runs)
        runs[first], runs[second] = runs[second], runs[first]
        return dataclasses.replace(meter, runs=tuple(runs))

    return changed(one, meters=tuple(map(other, one.meters)))


def other_standard(one, dice):
    others = [each for each in ("0.90", "0.85", "0.80", "不考核") if each != one.standard]
    return changed(one, standard=dice.choice(others))


def other_voltage(one, dice):
    kind, own = one.tariff
    return changed(one, tariff=(kind, dice.choice([v for k, v in TRANSMISSION if k == kind and v != own])))


def single_part(one, _):
    fits = one.tariff[0] == "两部制" and ("单一制", one.tariff[1]) in TRANSMISSION
    return changed(one, tariff=("单一制", one.tariff[1]), mode="不计") if fits else None


def other_mode(one, _):
    modes = {"按容量": "实际最大需量", "实际最大需量": "按容量", "合同最大需量": "实际最大需量"}
    return changed(one, mode=modes[one.mode]) if one.mode in modes else None


def no_transformer_loss(one, _):
    return changed(one, low_side=False, plate=()) if one.low_side else None


def no_line_loss(one, _):
    loses = one.line_loss_percent or one.line
    return changed(one, line_loss_percent=Fraction(0), line=()) if loses else None


def line_loss_twice(one, _):
    if one.line:
        return changed(one, line=(one.line[0] * 2, *one.line[1:]))
    return changed(one, line_loss_percent=one.line_loss_percent * 2) if one.line_loss_percent else None


def never_sealed(one, _):
    if not any(device.sealed for device in one.devices):
        return None
    return changed(one, devices=tuple(dataclasses.replace(device, sealed=0, unsealed=0) for device in one.devices))


def sealed_a_day_off(one, dice):
    later = dice.choice((1, -1))
    moved = tuple(
        dataclasses.replace(each, sealed=each.sealed + later, unsealed=each.unsealed and each.unsealed + later)
        if each.sealed
        else each
        for each in one.devices
    )
    days = [day for each in moved for day in (each.sealed, each.unsealed) if each.sealed]
    return changed(one, devices=moved) if days and all(0 <= day <= DAYS for day in days) else None


def new_for_the_whole_month(one, _):
    if not any(device.commissioned for device in one.devices):
        return None
    return changed(one, devices=tuple(dataclasses.replace(device, commissioned=0) for device in one.devices))


def discount_turned(one, _):
    used = sum(billed_energy(changed(one, ratio_percent=Fraction(0), sub_meter=())))
    reached = used >= 260 * one.contract_kva
    return changed(one, contract_kva=10**9 if reached else 1) if one.mode.endswith("需量") else None


def times_15_turned(one, _):
    return changed(one, times_15=not one.times_15)


def no_relief(one, _):
    return changed(one, relief=Fraction(0)) if one.relief else None


def not_taken_off(one, _):
    behind = one.ratio_percent or one.sub_meter
    return changed(one, ratio_percent=Fraction(0), sub_meter=()) if behind else None


def as_main(one, _):
    return changed(one, own_kind="", ratio_percent=Fraction(0), sub_meter=())


def adjusted_otherwise(one, _):
    return changed(one, own_kind_adjusted=not one.own_kind_adjusted)


def one_of_two_meters(one, dice):
    kept = dice.choice((0, 1))
    return changed(one, meters=one.meters[kept : kept + 1]) if len(one.meters) > 1 else None


def wrong_reactive_sum(one, dice):
    """The reverse register left out, or taken off, or no register multiplied."""
    way = dice.choice(("left out", "taken off", "as it runs"))
    if way != "as it runs" and not any(meter.reverse_run for meter in one.meters):
        return None
    return changed(one, meters=tuple(reckoned(meter, way) for meter in one.meters))


def reckoned(meter, way):
    """Return a meter whose reactive registers make what a faulty sum would."""
    forward, reverse = meter.reactive_run, meter.reverse_run
    if way == "as it runs":
        return dataclasses.replace(
            meter, reactive_run=forward / meter.multiplier, reverse_run=reverse / meter.multiplier
        )
    left = forward if way == "left out" else abs(forward - reverse)
    return dataclasses.replace(meter, reactive_run=left, reverse_run=Fraction(0))


FAULTS = {
    "倍率": other_multiplier, "时段": swapped, "力调标准": other_standard, "价表行": other_voltage, "电价制度": single_part,
    "容需量": other_mode, "变损": no_transformer_loss, "线损": no_line_loss, "线损×2": line_loss_twice,
    "暂停": never_sealed, "需量折扣": discount_turned, "1.5倍": times_15_turned, "基金": no_relief, "分表": not_taken_off,
    "换表": one_of_two_meters, "暂停×日": sealed_a_day_off, "新投": new_for_the_whole_month,
    "无功": wrong_reactive_sum, "分表电价": as_main, "分表力调": adjusted_otherwise,
}  # fmt: skip
