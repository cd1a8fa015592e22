"""The Telegram channel under load, through a real server on loopback: python -m bench.telegram_load

Sixty questions from twenty chats at once, then ten thousand updates; prints how long, whether each
was answered once and in order, and the memory before and after.
"""

import asyncio
import gc
import tempfile
import time
from datetime import date
from pathlib import Path

from core.answering import Answerer
from core.content import load
from core.journal import Journal
from handlers.telegram_chat import build, order
from handlers.telegram_chat.application import UPDATES
from tests.telegram.double import TOKEN, Double

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 24)
MANY = 10_000
SAID = ("房产证丢了怎么补", "那要多久", "要交钱吗")


def resident() -> float:
    """Return the resident memory in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def main() -> None:
    """Run both loads."""
    content = load(ROOT).content
    assert content is not None
    order.FLOOD_COUNT = 10**9
    double = Double()
    await double.start()
    with (
        tempfile.TemporaryDirectory() as folder,
        Journal(Path(folder) / "j.db", b"key") as journal,
    ):
        answerer = Answerer(content, journal)
        application = build(TOKEN, lambda: answerer, lambda: DAY, double.base)
        application.bot._rate_limiter = (
            None  # Telegram's own limit of 30 a second is not measured.
        )
        await application.initialize()
        await application.start()
        await application.updater.start_polling(allowed_updates=UPDATES, timeout=1)
        begun = time.perf_counter()
        for text in SAID:
            for chat in range(1, 21):
                await double.say(text, chat)
        await double.wait_for(60, seconds=120)
        took = time.perf_counter() - begun
        ordered = all(
            ["登记簿" in texts[0], "30个工作日" in texts[1], "10 元" in texts[2]] == [True] * 3
            for chat in range(1, 21)
            if (texts := [message["text"] for message in double.replies(chat)])
        )
        print(
            f"60 questions, 20 chats: {len(double.server.sent)} answers in {took:.2f} s, in order: {ordered}"
        )
        double.server.sent.clear()
        gc.collect()
        before = resident()
        begun, answered = time.perf_counter(), 0
        for start in range(0, MANY, 500):
            for number in range(start, start + 500):
                await double.say(SAID[number % 3], 1 + number % 400)
            await double.wait_for(500, seconds=300)
            answered += len(double.server.sent)
            double.server.sent.clear()
        took = time.perf_counter() - begun
        gc.collect()
        print(
            f"{MANY} updates: {answered} answers in {took:.1f} s; resident {before:.0f} MB before,"
            f" {resident():.0f} MB after (server double included)"
        )
        await application.updater.stop()
        await application.stop()
        await application.shutdown()
    await double.stop()


if __name__ == "__main__":
    asyncio.run(main())
