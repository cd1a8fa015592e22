"""Which update goes where, and the life of the process."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import date
from typing import Any

from telegram import BotCommand, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from core.answering import Answerer
from handlers.telegram_chat.conversation import TelegramChat
from handlers.telegram_chat.order import ChatOrder

App = Application[Any, Any, Any, Any, Any, Any]
log = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
COMMANDS = {
    "start": "开始",
    "help": "怎么用",
    "guides": "浏览办事指南",
    "today": "今天的普法内容",
    "quiz": "普法答题",
    "law": "查法律条文，例如 /law 民法典1127条",
    "privacy": "隐私说明",
    "forget": "删掉我的记录",
    "feedback": "提意见",
}
FIRST_RETRY, LAST_RETRY = 1.0, 60.0  # Seconds between attempts to reach Telegram at the start.


def build(
    token: str,
    answerer: Callable[[], Answerer],
    today: Callable[[], date],
    api_base_url: str = "",
    read_timeout: float = 20.0,
) -> App:
    """Build the application; nothing is sent before it is started."""
    builder = (
        ApplicationBuilder()
        .token(token)
        .rate_limiter(AIORateLimiter(max_retries=5))
        .concurrent_updates(ChatOrder())
        .read_timeout(read_timeout)
        .connect_timeout(10.0)
        .pool_timeout(10.0)
        .connection_pool_size(64)
    )
    if api_base_url:
        builder = builder.base_url(f"{api_base_url}/bot").base_file_url(f"{api_base_url}/file/bot")
    application = builder.build()
    chat = TelegramChat(answerer, today)
    groups = filters.ChatType.GROUPS
    for name, handle in (
        ("start", chat.start),
        ("help", chat.start),
        ("guides", chat.guides),
        ("today", chat.today),
        ("quiz", chat.quiz),
        ("law", chat.law),
        ("privacy", chat.privacy),
        ("forget", chat.forget),
        ("feedback", chat.feedback),
    ):
        application.add_handler(CommandHandler(name, handle))
    application.add_handler(CallbackQueryHandler(chat.button))
    application.add_handler(MessageHandler(filters.TEXT & groups, chat.group_text))
    application.add_handler(MessageHandler(filters.TEXT, chat.text))
    application.add_handler(
        MessageHandler(filters.ALL & ~groups & ~filters.StatusUpdate.ALL, chat.other)
    )
    application.add_error_handler(_on_error)
    return application


async def run(application: App, stop: asyncio.Event | None = None) -> int:
    """Poll until stopped by a signal; return the exit code (1: the token is refused)."""
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if not await _reached(application, stop):
        await application.bot.shutdown()
        return 0 if stop.is_set() else 1
    try:
        await _announce(application)
        await application.start()
        await application.updater.start_polling(
            allowed_updates=UPDATES, bootstrap_retries=-1, timeout=25
        )
        log.info("已经连上 Telegram，开始回答")
        await stop.wait()
        log.info("正在停止：先把收到的问题答完")
    finally:
        if application.updater.running:
            await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
    return 0


async def _reached(application: App, stop: asyncio.Event) -> bool:
    """Introduce the bot to Telegram, waiting out a dead network; False when refused or stopped."""
    wait = FIRST_RETRY
    while not stop.is_set():
        try:
            await application.initialize()
            return True
        except InvalidToken:
            log.error("Telegram 不认这个令牌。请核对环境变量 BOT_TOKEN，改好后再启动")
            return False
        except NetworkError as error:
            log.warning("连不上 Telegram（%s），%.0f 秒后再试", type(error).__name__, wait)
        await _sleep_or_stop(wait, stop)
        wait = min(wait * 2, LAST_RETRY)
    return False


async def _sleep_or_stop(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def _announce(application: App) -> None:
    try:
        await application.bot.set_my_commands(
            [BotCommand(name, text) for name, text in COMMANDS.items()]
        )
    except TelegramError as error:
        log.warning("命令菜单没有设置成功（%s），不影响回答", type(error).__name__)


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    # The type only: messages of errors may hold addresses with the token, or what was asked.
    number = update.update_id if isinstance(update, Update) else "-"
    log.error("更新 %s 没有处理完：%s", number, type(context.error).__name__)
