"""Pinyin typed in Latin letters."""

import pytest

from core.answering import Answerer
from core.matcher import Matcher
from core.models import Conversation
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("fangchanzheng diule", "房产证丢了"),
        ("FangChanZheng Diu Le zenme bu", "房产证丢了怎么补"),
        ("我的fangchanzheng丢了", "我的房产证丢了"),
        ("how are you", "how are you"),
        ("VIP", "vip"),
    ],
)
def test_letters_are_read_as_our_words(matcher: Matcher, typed: str, read: str) -> None:
    assert matcher.read(typed) == read


def test_pinyin_is_answered_and_english_is_not(answerer_alone: Answerer) -> None:
    reply = answerer_alone.ask("fangchanzheng diule zenme bu", Conversation(), TODAY)
    assert reply.entry == "lost-certificate"
    other = answerer_alone.ask("what is the weather like", Conversation(), TODAY)
    assert other.status == "small_talk"
    assert "12345" in other.text
