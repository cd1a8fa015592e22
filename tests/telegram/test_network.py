"""A bad network: every citizen is answered once, in order, and no secret is told."""

import asyncio
import logging

import pytest

from core.answering import Answerer
from handlers.telegram_chat import build, run
from handlers.telegram_chat.secrets import RedactingFormatter, guard_logs
from tests.conftest import TODAY
from tests.telegram.conftest import Running, start_bot, stop_bot
from tests.telegram.double import TOKEN, Double

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    "faults",
    [[(429, 1)], [(502, 0)], [(502, 0), (502, 0)], [(429, 1), (502, 0)]],
    ids=["429", "502", "502 twice", "429 then 502"],
)
async def test_a_send_that_fails_is_repeated_once_it_may(
    running: Running, faults: list[tuple[int, float]]
) -> None:
    running.double.fail("sendMessage", *faults)
    await running.double.say("房产证丢了怎么补")
    await running.double.wait_for(1)
    await asyncio.sleep(0.2)
    assert len(running.double.replies()) == 1
    assert "登记簿" in running.double.replies()[0]["text"]


async def test_a_send_that_is_never_answered_is_repeated(
    double: Double, answerer: Answerer
) -> None:
    application = await start_bot(double, lambda: answerer, read_timeout=0.5)
    try:
        double.fail("sendMessage", ("silence", 1.5))
        await double.say("房产证丢了怎么补")
        await double.wait_for(1)
        await asyncio.sleep(1.5)
        assert len(double.replies()) == 1
    finally:
        await stop_bot(application)


async def test_polling_outlasts_a_server_in_trouble(running: Running) -> None:
    running.double.fail("getUpdates", (502, 0), (502, 0))
    await running.double.say("你好")
    await running.double.wait_for(1)


async def test_an_update_delivered_twice_is_answered_once(running: Running) -> None:
    double = running.double
    await double.say("房产证丢了怎么补")
    await double.wait_for(1)
    await double.redeliver("你好")
    await double.say("谢谢", chat=9)
    await double.wait_for(1, 9)
    assert len(double.replies(7)) == 1


async def test_sixty_questions_from_twenty_chats_each_once_and_in_order(running: Running) -> None:
    double = running.double
    asked = ["房产证丢了怎么补", "那要多久", "要交钱吗"]
    for text in asked:
        for chat in range(1, 21):
            await double.say(text, chat)
    await double.wait_for(60, seconds=60)
    await asyncio.sleep(0.3)
    for chat in range(1, 21):
        texts = [message["text"] for message in double.replies(chat)]
        assert len(texts) == 3
        assert "登记簿" in texts[0]
        assert "30个工作日" in texts[1]
        assert "10 元" in texts[2]


async def test_stop_answers_what_was_taken(double: Double, answerer: Answerer) -> None:
    application = build(TOKEN, lambda: answerer, lambda: TODAY, double.base)
    stop = asyncio.Event()
    life = asyncio.create_task(run(application, stop))
    await double.say("你好")
    await double.wait_for(1)
    for chat in range(10, 20):
        await double.say("房产证丢了怎么补", chat)
    while double.server._update_queues._state(TOKEN).updates:
        await asyncio.sleep(0.01)
        if all(double.replies(chat) for chat in range(10, 20)):
            break
    stop.set()
    assert await life == 0
    assert all(len(double.replies(chat)) == 1 for chat in range(10, 20))


async def test_start_waits_for_the_network(double: Double, answerer: Answerer) -> None:
    double.fail("getMe", (502, 0))
    stop = asyncio.Event()
    application = build(TOKEN, lambda: answerer, lambda: TODAY, double.base)
    life = asyncio.create_task(run(application, stop))
    await double.say("你好")
    await double.wait_for(1)
    stop.set()
    assert await life == 0


async def test_a_refused_token_stops_the_start_and_is_not_told(
    double: Double, answerer: Answerer, caplog: pytest.LogCaptureFixture
) -> None:
    double.fail("getMe", (401, 0), (401, 0), (401, 0))
    application = build(TOKEN, lambda: answerer, lambda: TODAY, double.base)
    with caplog.at_level(logging.DEBUG):
        assert await run(application, asyncio.Event()) == 1
    assert "核对环境变量 BOT_TOKEN" in caplog.text


async def test_the_token_is_in_no_log_at_any_level(
    double: Double, answerer: Answerer, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    guard_logs(TOKEN, level=logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        application = await start_bot(double, lambda: answerer)
        double.fail("sendMessage", (401, 0))
        await double.say("房产证丢了怎么补")
        await double.say("你好", chat=8)
        await double.wait_for(1, 8)
        await stop_bot(application)
        try:
            raise RuntimeError(f"https://example.org/bot{TOKEN}/getMe")
        except RuntimeError:
            logging.getLogger("any").exception("a fault of a library")
    finally:
        root.handlers[:], root.level = handlers, level
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.NOTSET)
    printed = "".join(capsys.readouterr())
    assert "getUpdates" in printed
    assert "〔令牌〕" in printed
    assert TOKEN not in printed
    assert TOKEN.split(":")[1] not in printed


async def test_formatter_hides_escaped_forms_too() -> None:
    formatter = RedactingFormatter(logging.Formatter("%(message)s"), TOKEN)
    for form in (TOKEN, TOKEN.replace(":", "%3A")):
        record = logging.LogRecord("x", 20, "", 0, f"GET /bot{form}/x", None, None)
        assert "double-token" not in formatter.format(record)


async def test_content_changed_under_load_loses_no_answer(
    double: Double, answerer: Answerer
) -> None:
    other = Answerer(answerer.content, answerer.journal, answerer.matcher)
    current = [answerer]
    application = await start_bot(double, lambda: current[0])
    try:
        for chat in range(1, 21):
            await double.say("房产证丢了怎么补", chat)
        current[0] = other
        for chat in range(1, 21):
            await double.say("那要多久", chat)
        await double.wait_for(40, seconds=60)
        for chat in range(1, 21):
            assert "30个工作日" in double.replies(chat)[1]["text"]
    finally:
        await stop_bot(application)
