"""Background: work in a thread of its own, without Excel; it tells of its steps and stops between two of them."""

from collections.abc import Callable
from threading import Event, Thread

from addin.commands.steps import LENGTH

Progress = Callable[[str], None]
_MOST_PERCENT = 99


class CancelledError(Exception):
    """The user stopped the work; nothing was written."""


class Background:
    """A running piece of work.

    Attributes:
        said: the step it is at and how far that is, for the status bar.
    """

    def __init__(self, title: str, work: Callable[[Progress], None]) -> None:
        """Start the work; it is told what to call before each of its steps."""
        self.title, self.said = title, f"{title}……"
        self._work, self._steps = work, 0
        self._error: BaseException | None = None
        self._stopped = Event()
        self._thread = Thread(target=self._run, name=title, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work(self._step)
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            self._error = error

    def _step(self, step: str) -> None:
        """Note a step; raises ``CancelledError`` once the work was told to stop."""
        if self._stopped.is_set():
            raise CancelledError
        self._steps += 1
        percent = min(100 * self._steps // LENGTH, _MOST_PERCENT)
        self.said = f"{self.title} {percent}%：{step}（按 Esc 停止）"

    def stop(self) -> None:
        """Have it stop before its next step."""
        self._stopped.set()
        self.said = f"{self.title}：正在停止……"

    def done(self, wait_seconds: float = 0) -> bool:
        """Tell whether it has ended, waiting for it a little."""
        self._thread.join(wait_seconds)
        return not self._thread.is_alive()

    def check(self) -> None:
        """Raise what the work raised, and ``CancelledError`` when it was told to stop."""
        if self._error:
            raise self._error
        if self._stopped.is_set():
            raise CancelledError
