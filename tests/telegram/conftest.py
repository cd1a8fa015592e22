"""A real Application polling a real server on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest_asyncio

from core.answering import Answerer
from handlers.telegram_chat import build
from handlers.telegram_chat.application import UPDATES
from tests.conftest import TODAY
from tests.telegram.double import TOKEN, Double


@dataclass
class Running:
    """The double and the bot that polls it."""

    double: Double
    application: Any


async def start_bot(
    double: Double,
    answerer: Callable[[], Answerer],
    read_timeout: float = 20.0,
    today: date = TODAY,
) -> Any:
    """Start an Application on the double."""
    application = build(TOKEN, answerer, lambda: today, double.base, read_timeout)
    await application.initialize()
    await application.start()
    await application.updater.start_polling(allowed_updates=UPDATES, timeout=1)
    return application


async def stop_bot(application: Any) -> None:
    """Stop it as ``run`` does."""
    await application.updater.stop()
    await application.stop()
    await application.shutdown()


@pytest_asyncio.fixture
async def double() -> AsyncIterator[Double]:
    server = Double()
    await server.start()
    yield server
    await server.stop()
    await asyncio.sleep(0)


@pytest_asyncio.fixture
async def running(double: Double, answerer: Answerer) -> AsyncIterator[Running]:
    application = await start_bot(double, lambda: answerer)
    yield Running(double, application)
    await stop_bot(application)
