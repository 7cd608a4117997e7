"""What the benchmark of presses measures is there: LibreOffice's VBA, a process of its own, and the box again."""

from benchmarks import presses
from calc.office import require


def test_a_press_goes_through_vba_to_the_warm_process_and_back(monkeypatch):
    require()
    monkeypatch.setattr(presses, "PRESSES", 1)
    what, median, most = presses.through_vba()
    assert what.startswith("a press without work: VBA in LibreOffice")
    assert (median.endswith(" ms"), most.startswith("most ")) == (True, True)
