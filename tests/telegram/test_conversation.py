"""Citizens on Telegram: the Application is real, the server is real, only the wire is loopback."""

import asyncio
import json
from datetime import date
from typing import Any

import pytest

from core.answering import Answerer
from core.journal import Journal
from tests.dialogues import Named, dialogues, fits_text
from tests.telegram.conftest import Running, start_bot, stop_bot
from tests.telegram.double import BOT_ID, BOT_NAME, Double
from tests.telegram.html import shown

pytestmark = pytest.mark.asyncio


def buttons(message: dict[str, Any]) -> dict[str, str]:
    markup = message.get("reply_markup")
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    return {button["text"]: button["callback_data"] for row in rows for button in row}


async def answer_to(double: Double, chat: int = 7) -> dict[str, Any]:
    """Wait for the next reply in a chat."""
    seen = len(double.replies(chat))
    await double.wait_for(seen + 1, chat)
    return double.replies(chat)[-1]


async def say(double: Double, text: str, chat: int = 7, **extra: Any) -> dict[str, Any]:
    seen = len(double.replies(chat))
    await double.say(text, chat, **extra)
    await double.wait_for(seen + 1, chat)
    return double.replies(chat)[-1]


async def press(double: Double, data: str, chat: int = 7) -> dict[str, Any]:
    seen = len(double.replies(chat))
    await double.press(data, chat)
    await double.wait_for(seen + 1, chat)
    return double.replies(chat)[-1]


@pytest.mark.parametrize("named", list(dialogues()), ids=lambda named: named.name)
async def test_dialogue(named: Named, running: Running) -> None:
    double, keys = running.double, {}
    for turn in named.dialogue.turns:
        if turn.say is not None and not turn.say.strip():
            continue  # Telegram sends no empty message.
        if turn.press and keys[turn.press].startswith("vote"):
            pressed = len(double.server.answered_presses)
            await double.press(keys[turn.press])
            while len(double.server.answered_presses) == pressed:
                await asyncio.sleep(0.01)
            fits_text(turn, double.server.answered_presses[-1]["text"])
            continue
        if turn.press:
            message = await press(double, keys[turn.press])
        else:
            message = await say(double, turn.say or "")
        fits_text(turn, shown(message["text"]))
        if turn.offers is not None:
            assert set(turn.offers) <= set(buttons(message))
        keys = buttons(message) or keys


async def test_every_button_of_every_guide_fits_and_is_valid_html(
    running: Running, answerer: Answerer
) -> None:
    from handlers.telegram_chat.render import rendered

    for entry in answerer.content.entries.values():
        reply = answerer.choose(entry.id, _conversation(), _today())
        pending = [reply]
        for choice in reply.choices:
            if choice.group == "main":
                pending.append(answerer.choose(choice.data, _conversation(), _today()))
        for one in pending:
            texts, markup = rendered(one)
            for text in texts:
                assert shown(text)
            for row in markup.inline_keyboard if markup else ():
                for button in row:
                    assert 1 <= len(str(button.callback_data).encode()) <= 64


def _conversation() -> Any:
    from core.models import Conversation

    return Conversation()


def _today() -> Any:
    from tests.conftest import TODAY

    return TODAY


async def test_restart_between_question_and_button(double: Double, answerer: Answerer) -> None:
    first = await start_bot(double, lambda: answerer)
    message = await say(double, "房产证丢了怎么补")
    await stop_bot(first)
    second = await start_bot(double, lambda: answerer)
    try:
        reply = await press(double, buttons(message)["多少钱"])
        assert "10 元" in reply["text"]
    finally:
        await stop_bot(second)


async def test_commands(running: Running, fresh_journal: Journal) -> None:
    double = running.double
    start = await say(double, "/start")
    assert "您好" in start["text"]
    assert any("不动产登记" in label for label in buttons(start))
    guides = await press(double, "theme=不动产登记")
    assert "房产证丢了怎么补" in buttons(guides)
    assert "180" in (await say(double, "/privacy"))["text"]
    await say(double, "/feedback 说明太长了")
    assert "谢谢" in double.replies()[-1]["text"]
    assert fresh_journal.count() == 1
    await say(double, "/forget")
    assert fresh_journal.count() == 0
    assert "/law" in (await say(double, "/law"))["text"]


async def test_a_campaign_has_its_item_of_the_day_and_native_quizzes(
    double: Double, answerer: Answerer
) -> None:
    application = await start_bot(double, lambda: answerer, today=date(2026, 12, 4))
    try:
        assert "国家宪法日" in (await say(double, "/today"))["text"]
        await double.say("/quiz")
        async with asyncio.timeout(10):
            while not double.server.polls:
                await asyncio.sleep(0.02)
        (poll,) = double.server.polls
        assert len(poll["options"]) == 3
        (following,) = buttons(poll).values()
        await double.press(following)
        async with asyncio.timeout(10):
            while len(double.server.polls) < 2:
                await asyncio.sleep(0.02)
        assert double.server.polls[1]["question"] != poll["question"]
    finally:
        await stop_bot(application)


async def test_group_answers_only_when_spoken_to(running: Running) -> None:
    double, group = running.double, -100
    await double.say("房产证丢了怎么补", group)
    await double.say("大家好", group)
    message = await say(double, f"@{BOT_NAME} 房产证丢了怎么补", group)
    assert "登记簿" in message["text"]
    assert json.loads(message["reply_parameters"])["message_id"] == 3
    reply = {
        "reply_to_message": {
            "message_id": 9,
            "date": 1,
            "chat": {"id": group, "type": "supergroup", "title": "群"},
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "b"},
        }
    }
    await say(double, "那要多久", group, **reply)
    assert "30个工作日" in double.replies(group)[-1]["text"]
    assert len(double.replies(group)) == 2


async def test_edited_message_is_answered_anew(running: Running) -> None:
    await say(running.double, "今天天气怎么样")
    await running.double.edit("房产证丢了怎么补")
    await running.double.wait_for(2)
    assert "登记簿" in running.double.replies()[-1]["text"]


@pytest.mark.parametrize(
    "sent",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}},
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "a",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        },
    ],
    ids=["photo", "voice", "sticker"],
)
async def test_what_is_not_text_gets_a_kind_word(running: Running, sent: Any) -> None:
    await running.double.send_other(sent)
    await running.double.wait_for(1)
    assert "只看得懂文字" in running.double.replies()[0]["text"]


async def test_a_photo_with_a_caption_is_asked(running: Running) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    await running.double.send_other({"photo": photo, "caption": "房产证丢了怎么补"})
    await running.double.wait_for(1)
    assert "登记簿" in running.double.replies()[0]["text"]


async def test_unknown_and_stale_buttons_are_told(running: Running) -> None:
    for data in ("gone-entry@1", "x" * 64, "🙂", "lost-certificate:nonsense@zz"):
        message = await press(running.double, data)
        assert message["text"]


async def test_flood_gets_one_kind_word_then_silence(running: Running) -> None:
    double = running.double
    for _ in range(25):
        await double.say("你好")
    await double.say("房产证丢了怎么补", chat=8)
    await double.wait_for(1, 8)
    await double.wait_for(21, 7)
    await asyncio.sleep(0.3)
    texts = [message["text"] for message in double.replies(7)]
    assert len(texts) == 21
    assert "有点快" in texts[-1]
