import asyncio
import time

from couples.live.allowed import Who
from couples.live.hints import couple_channel, person_channel

#: Lines for a page that does not read; then it is let go, and catches up when it comes back.
MOST_WAITING = 100


class Stream:
    """One open page. `lines` is what to send it next; None ends it."""

    def __init__(self, key: str, who: Who) -> None:
        self.key, self.who = key, who
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        #: Hints that wait until it is known that this page may still have them.
        self.held: list[str] = []
        self.opened = self.checked = time.monotonic()
        self.over = asyncio.Event()

    @property
    def channels(self) -> tuple[str, str]:
        return person_channel(self.who.person), couple_channel(self.who.couple)

    def take(self) -> list[str]:
        """What is held, as it is now asked whether this page may have it."""
        hints, self.held = self.held, []
        self.checked = time.monotonic()
        return hints

    def say(self, *lines: str) -> None:
        for line in lines:
            self.lines.put_nowait(line)
        if self.lines.qsize() > MOST_WAITING:
            self.end()

    def end(self, *last: str) -> None:
        if self.over.is_set():
            return
        self.over.set()
        for line in (*last, None):
            self.lines.put_nowait(line)
