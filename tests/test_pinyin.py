"""Latin letters: pinyin, English words of ours, and others."""

import pytest

from core.answering import Answerer
from core.matcher import Matcher
from core.models import Conversation
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("fangchanzheng diule", "房产证丢了"),
        ("FangChanZheng Diu Le qu nali", "房产证丢了去哪里"),
        ("我的fangchanzheng丢了", "我的房产证丢了"),
        ("how are you", "how are you"),
        ("VIP", "VIP"),
        ("房产证lost了", "房产证遗失了"),
        ("how long办房产证", "多久办房产证"),
        ("certificate diule", "不动产权证书 丢了"),
        ("我要check一下房产证", "我要 一下房产证"),
        ("办CORS站备案", "办cors站备案"),
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
