"""Updates of one chat in order, of different chats in parallel; each once; none in a flood."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

PARALLEL = 64
REMEMBERED = 20_000  # Update ids kept to recognize a redelivery.
FLOOD_COUNT, FLOOD_SECONDS = 20, 60.0


class ChatOrder(BaseUpdateProcessor):
    """Processes updates of one chat one after the other, and no update twice."""

    def __init__(self) -> None:
        super().__init__(PARALLEL)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, then process."""
        if not isinstance(update, Update):
            await coroutine
            return
        if update.update_id in self._seen:
            coroutine.close()  # type: ignore[attr-defined]
            return
        self._seen[update.update_id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        chat = update.effective_chat
        lock = self._locks.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class FloodGate:
    """Counts a chat's messages; past ``FLOOD_COUNT`` in ``FLOOD_SECONDS`` it is asked to wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: set[int] = set()

    def passes(self, chat: int) -> bool | None:
        """Return True to answer, False to say once that it is too much, None to stay silent."""
        now = self._clock()
        times = self._times.setdefault(chat, deque())
        self._times.move_to_end(chat)
        while len(self._times) > REMEMBERED:
            old, _ = self._times.popitem(last=False)
            self._told.discard(old)
        while times and times[0] <= now - FLOOD_SECONDS:
            times.popleft()
        if len(times) < FLOOD_COUNT:
            times.append(now)
            self._told.discard(chat)
            return True
        if chat in self._told:
            return None
        self._told.add(chat)
        return False
