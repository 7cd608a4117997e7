"""Sums that are known only where every part is."""

from typing import Any


def whole_sums(groups: Any) -> Any:  # noqa: ANN401 - pandas' groups of a series or of a frame
    """Return the sum of each group: a series of a grouped series, a frame of a frame; missing where a part is."""
    return groups.sum().mask(groups.count().lt(groups.size(), axis="index"))
