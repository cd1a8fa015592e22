"""A Bot API server on loopback: lo-bot-api-emulator with what python-telegram-bot needs, and faults.

The package models the requests strictly (lengths, keyboards, unknown fields); added here are a
user name, dates, edited messages, a record of what was sent, and faults to inject.
"""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import lo_bot_api_emulator as lo
from aiohttp import web
from lo_bot_api_emulator import updates as lo_updates

lo_updates.KINDS |= {"edited_message"}
lo.CONTRACT["methods"]["sendMessage"]["parameters"] += ["link_preview_options", "protect_content"]

TOKEN = "4242:double-token_never-in-a-log"
BOT_ID = 4242
BOT_NAME = "DeskDoubleBot"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server(lo.LoBotApiEmulator):
    """The emulator, remembering each sent message."""

    def __init__(self) -> None:
        super().__init__(max_updates=20_000, max_history=10)
        self.sent: list[dict[str, Any]] = []
        self.answered_presses: list[dict[str, Any]] = []
        self.polls: list[dict[str, Any]] = []

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        asked = dict(fields)
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result = {**result, "id": BOT_ID, "is_bot": True, "username": BOT_NAME}
        if isinstance(result, dict) and "date" in result:
            result["date"] = int(time.time())
        if method == "sendMessage":
            self.sent.append({**asked, "message_id": result["message_id"], "at": time.monotonic()})
        if method == "answerCallbackQuery":
            self.answered_presses.append(asked)
        return result


class Double:
    """The running server. ``faults`` is consumed by the next calls of a method, one each.

    A fault is (status, retry_after), or ("silence", seconds) to take the request and not answer.
    """

    def __init__(self) -> None:
        self.server = Server()
        self.faults: dict[str, deque[tuple[Any, float]]] = {}
        self.calls: deque[str] = deque(maxlen=1000)
        self._runner: web.AppRunner | None = None
        self._numbers = itertools.count(1)
        self.base = ""

    async def start(self) -> None:
        app = self.server.app()
        app.middlewares.append(self._faulty)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def fail(self, method: str, *faults: tuple[Any, float]) -> None:
        self.faults.setdefault(method, deque()).extend(faults)

    @web.middleware
    async def _faulty(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        method = request.match_info.get("method", "")
        self.calls.append(method)
        queue = self.faults.get(method)
        if not queue:
            return await self._poll(request) if method == "sendPoll" else await handler(request)
        kind, value = queue.popleft()
        if kind == "silence":
            await asyncio.sleep(value)
            raise web.HTTPGatewayTimeout
        if kind == 429:
            body = {
                "ok": False,
                "error_code": 429,
                "description": f"Too Many Requests: retry after {value:g}",
                "parameters": {"retry_after": int(value)},
            }
            return web.json_response(body, status=429)
        body = {"ok": False, "error_code": kind, "description": "Bad Gateway"}
        return web.json_response(body, status=kind)

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        """Take a quiz as the Bot API does (the emulator has no sendPoll): its limits, its shape."""
        asked = dict(await request.post())
        options = [option["text"] for option in json.loads(str(asked["options"]))]
        (right,) = json.loads(str(asked["correct_option_ids"]))
        assert asked["type"] == "quiz"
        assert 1 <= len(str(asked["question"])) <= 300
        assert 2 <= len(options) <= 12
        assert all(1 <= len(option) <= 100 for option in options)
        assert 0 <= right < len(options)
        assert len(str(asked["explanation"])) <= 200
        self.server.polls.append({**asked, "options": options, "right": right})
        poll = {
            "id": str(next(self._numbers)),
            "question": asked["question"],
            "options": [{"text": option, "voter_count": 0} for option in options],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "quiz",
            "allows_multiple_answers": False,
        }
        message = self._shell(int(str(asked["chat_id"])), next(self._numbers)) | {"poll": poll}
        return web.json_response({"ok": True, "result": message})

    # What citizens do.

    async def say(self, text: str, chat: int = 7, **extra: Any) -> int:
        return await self._message({"text": text}, chat, "message", **extra)

    async def edit(self, text: str, chat: int = 7) -> int:
        return await self._message({"text": text, "edit_date": 1}, chat, "edited_message")

    async def send_other(self, content: dict[str, Any], chat: int = 7) -> int:
        return await self._message(content, chat, "message")

    async def press(self, data: str, chat: int = 7) -> int:
        number = next(self._numbers)
        message = self._shell(chat, number) | {"text": "…"}
        press = {
            "id": str(number),
            "from": _user(chat),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return await self.enqueue({"callback_query": press})

    async def enqueue(self, update: dict[str, Any]) -> int:
        return int(await self.server.enqueue_update(update, token=TOKEN))

    async def redeliver(self, text: str, chat: int = 7) -> None:
        """Send a message under the last update's number, as a server that lost the thread does."""
        queue = self.server._update_queues._state(TOKEN)
        message = self._shell(chat, next(self._numbers)) | {"text": text}
        async with queue.condition:
            queue.updates.append({"message": message, "update_id": queue.next_id - 1})
            queue.condition.notify_all()

    async def _message(self, content: dict[str, Any], chat: int, kind: str, **extra: Any) -> int:
        message = self._shell(chat, next(self._numbers)) | content | extra
        text = content.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return await self.enqueue({kind: message})

    def _shell(self, chat: int, number: int) -> dict[str, Any]:
        place = (
            {"id": chat, "type": "private", "first_name": "市民"}
            if chat > 0
            else {"id": chat, "type": "supergroup", "title": "小区群"}
        )
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": place,
            "from": _user(abs(chat)),
        }

    # What the bot did.

    def replies(self, chat: int = 7) -> list[dict[str, Any]]:
        return [message for message in self.server.sent if int(message["chat_id"]) == chat]

    async def wait_for(self, count: int, chat: int | None = None, seconds: float = 20) -> None:
        """Wait until ``count`` messages have been sent (to ``chat``)."""
        async with asyncio.timeout(seconds):
            while len(self.replies(chat) if chat is not None else self.server.sent) < count:
                await asyncio.sleep(0.01)


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "市民"}
