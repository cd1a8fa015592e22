"""The Telegram channel: long polling, buttons, commands, groups."""

import os

# Periods as timedelta, which the library will make its only form.
os.environ.setdefault("PTB_TIMEDELTA", "1")

from handlers.telegram_chat.application import build, run

__all__ = ["build", "run"]
