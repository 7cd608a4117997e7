"""What a contract must be told of its metering points."""

from generators.documents.fact import Fact, Facts, Need, Rows
from generators.values import NONE, RULED_SHORT

_NARROW = "____"


def _metered(point: Facts) -> bool:
    """Tell whether a metering point has a meter of its own."""
    return point.get("relation") not in ("定比", "定量")


def _below_another(point: Facts) -> bool:
    """Tell whether a metering point's energy is part of another's."""
    return point.get("relation") in ("定比", "定量", "套表")


POINTS = Rows(
    "points",
    "计量点",
    (
        Fact("point_no", "计量点号"),
        Fact("purpose", "用途", Need.BLANK, RULED_SHORT),
        Fact("location", "安装位置", Need.BLANK, RULED_SHORT),
        Fact("side", "计量方式"),
        Fact("wiring", "接线方式", Need.BLANK, RULED_SHORT),
        Fact("feeder_sequence", "电源序", Need.BLANK, NONE),
        Fact("meter_no", "表号", Need.BLANK, NONE, _metered),
        Fact("meter_class", "准确度等级", Need.BLANK, _NARROW),
        Fact("current_ratio", "CT变比", Need.BLANK, NONE, _metered),
        Fact("voltage_ratio", "PT变比", Need.BLANK, NONE, _metered),
        Fact("multiplier", "综合倍率", Need.BLANK, NONE, _metered),
        Fact("tariff_class", "电价类别"),
        Fact("relation", "关系"),
        Fact("parent_no", "上级计量点", Need.BLANK, NONE, _below_another),
        Fact("ratio_percent", "定比", Need.OPTIONAL, required_when=lambda point: point.get("relation") == "定比"),
        Fact("fixed_kwh", "定量", Need.OPTIONAL, required_when=lambda point: point.get("relation") == "定量"),
        Fact("transformer_loss", "变损参与"),
        Fact("line_loss", "线损参与"),
        Fact("power_factor", "力调参与"),
    ),
)
