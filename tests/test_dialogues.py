"""Every dialogue through the core and through the terminal alike (Telegram: tests/telegram)."""

import io
import re

import pytest
from rich.console import Console

from core.answering import Answerer
from core.models import Conversation, Reply
from handlers.terminal_chat import TerminalChat
from tests.conftest import TODAY
from tests.dialogues import Dialogue, Named, Turn, dialogues, fits, fits_text

ALL = list(dialogues())


def press_of(turn: Turn, reply: Reply | None) -> str:
    assert reply is not None
    return next(choice.data for choice in reply.choices if choice.label == turn.press)


@pytest.mark.parametrize("named", ALL, ids=lambda named: named.name)
def test_core(named: Named, answerer: Answerer) -> None:
    conversation, last = Conversation(chat="a" * 16), None
    for turn in named.dialogue.turns:
        if turn.press:
            reply = answerer.choose(press_of(turn, last), conversation, TODAY)
        else:
            reply = answerer.ask(turn.say or "", conversation, TODAY)
        fits(turn, reply)
        last = reply if reply.choices else last


@pytest.mark.parametrize("named", ALL, ids=lambda named: named.name)
def test_terminal(named: Named, answerer: Answerer) -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=80)
    chat = TerminalChat(lambda: answerer, lambda: TODAY, console)
    play(named.dialogue, chat, screen)


def play(dialogue: Dialogue, chat: TerminalChat, screen: io.StringIO) -> None:
    menu = ""
    for turn in dialogue.turns:
        before = screen.tell()
        typed = turn.say or ""
        if turn.press:
            number = re.search(rf"(\d+) {re.escape(turn.press)}", menu)
            assert number, menu
            typed = number[1]
        chat.hear(typed)
        shown = screen.getvalue()[before:].replace("\u00a0", " ")
        fits_text(turn, re.sub(r"\s*\n\s*", "\n", shown).strip())
        menu = shown if re.search(r"^\d+ ", shown, re.M) else menu
