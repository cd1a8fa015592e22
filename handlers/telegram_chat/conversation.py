"""One method per kind of update: take the text out, ask the core, send what it says."""

import contextlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from functools import partial

from telegram import Bot, Message, ReplyParameters, Update
from telegram.constants import ChatType, ParseMode, PollType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from core.answering import Answerer, parse_choice
from core.models import Block, Choice, Conversation, Poll, Reply
from handlers.telegram_chat.order import FloodGate
from handlers.telegram_chat.render import keyboard, rendered
from handlers.telegram_chat.sending import persistent

REMEMBERED = 10_000  # Chats whose last entry is kept for follow-ups.


class TelegramChat:
    """All Telegram conversations of one desk."""

    def __init__(self, answerer: Callable[[], Answerer], today: Callable[[], date]) -> None:
        self._answerer, self._today = answerer, today
        self._conversations: OrderedDict[int, Conversation] = OrderedDict()
        self._gate = FloodGate()

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message, new or edited, in a private chat."""
        await self._ask(context.bot, update.effective_message, update.effective_message.text)

    async def group_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message in a group: answered only when the bot is mentioned or replied to."""
        message = update.effective_message
        mention = f"@{context.bot.username}"
        replied = message.reply_to_message and message.reply_to_message.from_user
        if mention.lower() in message.text.lower():
            position = message.text.lower().index(mention.lower())
            text = message.text[:position] + message.text[position + len(mention) :]
        elif replied and replied.id == context.bot.id:
            text = message.text
        else:
            return
        await self._ask(context.bot, message, text)

    async def button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button pressed, on a message of any age."""
        query = update.callback_query
        conversation = self._conversation(update.effective_chat.id)
        reply = self._answerer().choose(query.data or "", conversation, self._today())
        chosen = parse_choice(query.data or "")
        voted = chosen is not None and chosen.vote is not None
        # A press too old to be acknowledged still gets its reply.
        with contextlib.suppress(BadRequest):
            await query.answer(reply.text[:190] if voted else None)
        if not voted or reply.choices:
            await self._send(context.bot, update.effective_chat.id, None, reply)

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the desk is for, with the ways to browse."""
        answerer = self._answerer()
        welcome = Block("text", answerer.content.sentences["welcome"])
        browse = answerer.browse()
        reply = Reply("small_talk", (welcome, *browse.blocks), browse.choices)
        await self._send(context.bot, update.effective_chat.id, None, reply)

    async def guides(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Browse by theme, life event and matter type."""
        reply = self._answerer().browse(" ".join(context.args or ()))
        await self._send(context.bot, update.effective_chat.id, None, reply)

    async def today(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the item of the day of the campaign that runs."""
        reply = self._answerer().publicity("today", self._today())
        await self._send(context.bot, update.effective_chat.id, None, reply)

    async def quiz(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Put a question of the campaign's quiz."""
        reply = self._answerer().publicity("quiz", self._today())
        await self._send(context.bot, update.effective_chat.id, None, reply)

    async def law(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Look up an article; without an argument, say how."""
        named = " ".join(context.args or ())
        if named:
            await self._ask(context.bot, update.effective_message, named)
        else:
            await self._say(context.bot, update, "law_how")

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what is kept."""
        await self._say(context.bot, update, "privacy")

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete this chat's rows and memory."""
        chat = update.effective_chat.id
        told = self._answerer().forget(self._conversation(chat))
        self._conversations.pop(chat, None)
        reply = Reply("small_talk", (Block("text", told),))
        await self._send(context.bot, chat, None, reply)

    async def feedback(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a remark; without one, say how."""
        remark = " ".join(context.args or ())
        if remark:
            self._answerer().remark(remark, self._conversation(update.effective_chat.id))
        await self._say(context.bot, update, "feedback_thanks" if remark else "feedback_how")

    async def other(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo, voice message, sticker, file …: its caption is asked, else a kind word."""
        message = update.effective_message
        if message.caption:
            await self._ask(context.bot, message, message.caption)
        else:
            await self._say(context.bot, update, "not_text")

    async def _ask(self, bot: Bot, message: Message, text: str) -> None:
        chat = message.chat_id
        passes = self._gate.passes(chat)
        if passes is None:
            return
        answerer = self._answerer()
        if not passes:
            block = Block("text", answerer.content.sentences["flood"])
            await self._send(bot, chat, None, Reply("small_talk", (block,)))
            return
        reply = answerer.ask(text, self._conversation(chat), self._today())
        grouped = message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
        await self._send(bot, chat, message.message_id if grouped else None, reply)

    async def _say(self, bot: Bot, update: Update, key: str) -> None:
        block = Block("text", self._answerer().content.sentences[key])
        await self._send(bot, update.effective_chat.id, None, Reply("small_talk", (block,)))

    async def _send(self, bot: Bot, chat: int, reply_to: int | None, reply: Reply) -> None:
        if reply.poll:
            await self._send_quiz(bot, chat, reply.poll, reply.choices)
            return
        texts, buttons = rendered(reply)
        quoted = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        for number, text in enumerate(texts, 1):
            send = partial(
                bot.send_message,
                chat,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons if number == len(texts) else None,
                reply_parameters=quoted,
            )
            try:
                await persistent(send)
            except Forbidden:
                return  # The citizen has blocked the bot or left; nobody is there to read.

    async def _send_quiz(
        self, bot: Bot, chat: int, poll: Poll, choices: tuple[Choice, ...]
    ) -> None:
        """Send a quiz question as Telegram's own quiz; its options are no buttons of ours."""
        send = partial(
            bot.send_poll,
            chat,
            poll.question,
            poll.options,
            type=PollType.QUIZ,
            correct_option_ids=[poll.right],  # type: ignore[list-item]
            explanation=poll.why,
            reply_markup=keyboard(tuple(each for each in choices if each.group != "main")),
        )
        with contextlib.suppress(Forbidden):
            await persistent(send)

    def _conversation(self, chat: int) -> Conversation:
        journal = self._answerer().journal
        if chat not in self._conversations:
            hashed = journal.chat_hash("telegram", str(chat)) if journal else None
            self._conversations[chat] = Conversation(channel="telegram", chat=hashed)
        self._conversations.move_to_end(chat)
        if len(self._conversations) > REMEMBERED:
            self._conversations.popitem(last=False)
        return self._conversations[chat]
