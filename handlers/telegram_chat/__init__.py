"""The Telegram channel: long polling, buttons, commands, groups."""

from handlers.telegram_chat.application import build, run

__all__ = ["build", "run"]
