"""Mistakes in the loss of lines that lose by their resistance."""

from faults import fault, line, reissue
from ledger import Example


@fault("奥翔航材", "电费-A29", follows=("审计-A07",))
def line_loss_by_resistance_left_out(example: Example) -> str:
    """合同约定线损按 R·I² 公式计，账单没有计；东辰汽车按公式计了"""
    reissue(example, "奥翔航材", line=None)
    return line(example, "奥翔航材", "购电", "尖")["账单编号"]
