"""Sending that outlasts a bad network: the rate limiter waits for 429, this for all else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError

log = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
FIRST_WAIT = 0.5  # Seconds; doubled after each attempt.


async def persistent(send: Callable[[], Awaitable[T]]) -> T:
    """Call ``send`` until it succeeds, at most ATTEMPTS times.

    A time-out is tried again too: whether the message arrived cannot be known, and an answer that
    comes twice is better than none. A request that Telegram refuses is not repeated.
    """
    wait = FIRST_WAIT
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await send()
        except BadRequest:
            raise
        except NetworkError as error:
            if attempt == ATTEMPTS:
                raise
            log.warning("发送失败（%s），%.1f 秒后再试", type(error).__name__, wait)
            await asyncio.sleep(wait)
            wait *= 2
    raise AssertionError("unreachable")
