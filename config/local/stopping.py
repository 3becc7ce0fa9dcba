"""Turning the signals that ask us to stop into one exception, so that every `with` on the way out cleans up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Asked to stop, by Ctrl-C or by the system."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = signal.Signals(number)


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """The first signal raises `Stopped` where we are; more are ignored: stopping is under way and bounded."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in ASKED_TO_STOP:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    before = {each: signal.signal(each, stop) for each in ASKED_TO_STOP}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
