"""Every open page's stream of one process: they share one line to the broker and one question to the database.

With a connection of its own to each of the two, and a thread, a few people with many pages would leave the database
none for anybody else.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import redis.asyncio
from django.conf import settings
from django.db import connections

from couples.live.allowed import Who, allowed
from couples.live.hints import EVERY_CHANNEL, person_channel
from couples.live.streams import Stream

log = logging.getLogger(__name__)

#: Sign-out, leaving and revocation close a stream within 5 s (S8, S19): asked about when DUE, answered within PATIENCE.
DUE, PATIENCE, LOOK_EVERY = 2.5, 2.0, 0.25
#: A page that comes may wait a little longer: nothing is open yet.
OPENING = 8.0
#: For all, and for one person: their pages on all devices, and those that went without a word.
STREAMS, STREAMS_A_PERSON = 4_000, 20
#: A phone that lost its network never closes its stream. After so long, the person's oldest gives way to a new one.
YIELDS_AFTER = 60.0
#: So many streams are looked after between two answers to a hint.
AT_ONCE: Final = 500
BYE: Final = "event: bye\ndata: {}\n\n"


class Full(Exception):
    """No room for one more stream; `everyone` says whether for nobody or for this person alone."""

    def __init__(self, *, everyone: bool) -> None:
        super().__init__()
        self.everyone = everyone


class Away(Exception):
    """The database or the broker says nothing: whoever may listen cannot be known, or would hear nothing."""


class Hub:
    """Made in the event loop it serves; `close` ends it and everything it opened."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._listeners: dict[str, set[Stream]] = {}
        self._of: Counter[object] = Counter()
        self._opening = 0
        self._asked: dict[str, asyncio.Future[Who | None]] = {}
        self._wake = asyncio.Event()
        self._hearing = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._tasks = [asyncio.create_task(self._look()), asyncio.create_task(self._hear())]

    @property
    def streams(self) -> int:
        return len(self._streams)

    async def open(self, key: str) -> Stream | None:
        """A stream for the page with this session, None when there is nobody to hint. Counted before it is answered."""
        if len(self._streams) + self._opening >= STREAMS:
            raise Full(everyone=True)
        self._opening += 1
        try:
            async with asyncio.timeout(OPENING):
                who = await self._who(key)
                await self._hearing.wait()
        except TimeoutError:
            raise Away from None
        finally:
            self._opening -= 1
        if who is None:
            return None
        self._make_room(who)
        stream = Stream(key, who)
        self._streams.add(stream)
        self._of[who.person] += 1
        for channel in stream.channels:
            self._listeners.setdefault(channel, set()).add(stream)
        return stream

    def forget(self, stream: Stream) -> None:
        """Its page has gone, or it was ended: its place is free from now on."""
        if stream not in self._streams:
            return
        self._streams.remove(stream)
        stream.end()
        self._of[stream.who.person] -= 1
        if not self._of[stream.who.person]:
            del self._of[stream.who.person]
        for channel in stream.channels:
            self._listeners[channel].discard(stream)
            if not self._listeners[channel]:
                del self._listeners[channel]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._end_all()
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    def _make_room(self, who: Who) -> None:
        if self._of[who.person] < STREAMS_A_PERSON:
            return
        oldest = min(self._listeners[person_channel(who.person)], key=lambda stream: stream.opened)
        if time.monotonic() - oldest.opened < YIELDS_AFTER:
            raise Full(everyone=False)
        self.forget(oldest)

    async def _who(self, key: str) -> Who | None:
        asked = self._asked.setdefault(key, asyncio.get_running_loop().create_future())
        self._wake.set()
        return await asyncio.shield(asked)

    async def _look(self) -> None:
        """Asks about whoever comes, whoever has a hint waiting, and whoever was not asked about for a while."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
            self._wake.clear()
            # A hint that comes from here on waits for the next question: this one may be answered before it was sent.
            due = [(stream, stream.take()) for stream in self._due()]
            asked, self._asked = self._asked, {}
            if not due and not asked:
                continue
            found = await self._answers({stream.key for stream, _ in due} | asked.keys())
            for key, future in asked.items():
                _settle(future, key, found)
            if found is not None:
                self._tell(due, found)

    def _due(self) -> list[Stream]:
        long_ago = time.monotonic() - DUE
        waiting = [stream for stream in self._streams if stream.held]
        unseen = sorted(
            (stream for stream in self._streams if not stream.held and stream.checked < long_ago),
            key=lambda stream: stream.checked,
        )
        if len(unseen) > AT_ONCE:
            self._wake.set()
        return waiting + unseen[:AT_ONCE]

    async def _answers(self, keys: Iterable[str]) -> Mapping[str, Who] | None:
        """None when there is no answer: then all streams are ended, since nobody knows who may still listen."""
        question = asyncio.get_running_loop().run_in_executor(self._thread, allowed, list(keys))
        try:
            return await asyncio.wait_for(asyncio.shield(question), PATIENCE)
        except Exception as error:  # whatever it is: who may listen is not known
            log.warning("It cannot be asked who may listen: %s", type(error).__name__)
            self._end_all()
            with suppress(Exception):
                await question  # one at a time: whoever comes meanwhile waits its own time
            return None

    def _tell(self, asked: Iterable[tuple[Stream, list[str]]], found: Mapping[str, Who]) -> None:
        for stream, hints in asked:
            if stream.over.is_set():
                continue
            if found.get(stream.key) != stream.who:
                stream.end(BYE)
                continue
            # A line now and then shows whoever stands between that the page is still read.
            stream.say(*(hints or [": still here\n\n"]))

    async def _hear(self) -> None:
        """Every hint there is. Lost with the line to the broker, they are looked up by the pages as they come back."""
        while True:
            try:
                await self._hints()
            except (redis.RedisError, OSError) as error:
                log.warning("Hints do not come through: %s", type(error).__name__)
            finally:
                self._hearing.clear()
                self._end_all()
            await asyncio.sleep(1)

    async def _hints(self) -> None:
        broker = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE)
        try:
            async with broker.pubsub() as subscription:
                await subscription.psubscribe(EVERY_CHANNEL)
                async for message in subscription.listen():
                    if message["type"] == "psubscribe":
                        if self._hearing.is_set():
                            return  # the line was lost and is there again: what was said meanwhile was heard by nobody
                        self._hearing.set()
                    else:
                        self._hold(message["channel"].decode(), message["data"].decode())
        finally:
            await broker.aclose()

    def _hold(self, channel: str, hint: str) -> None:
        for stream in self._listeners.get(channel, ()):
            stream.held.append(f"event: hint\ndata: {hint}\n\n")
            self._wake.set()

    def _end_all(self) -> None:
        for stream in self._streams:
            stream.end()


def _settle(asked: "asyncio.Future[Who | None]", key: str, found: Mapping[str, Who] | None) -> None:
    if asked.done():
        return
    if found is not None:
        asked.set_result(found.get(key))
        return
    asked.set_exception(Away())
    asked.exception()  # whoever asked may have gone
