"""Work that is seen at every step, however fast or slow the machine is."""

from threading import Event

from addin.excel.background import Background


class Stepwise(Background):
    """Work that goes on from a step only once somebody has asked how far it is; who asks waits for its next step."""

    def __init__(self, title, work):
        self._reached, self._told = Event(), Event()
        super().__init__(title, work)

    def _step(self, step):
        super()._step(step)
        self._reached.set()
        self._told.wait()
        self._told.clear()

    def done(self, *_):
        while self._thread.is_alive() and not self._reached.wait(0.01):
            pass
        over = not self._reached.is_set()
        self._reached.clear()
        self._told.set()
        return over
