"""Slips of the pen are mended by what stands around them, and only where little else is written so."""

import pytest

from core.matcher import Matcher
from core.signals.slips import SlipReader
from core.signals.spelling import Spelling


@pytest.fixture
def slips() -> SlipReader:
    texts = (
        "房产证丢了",
        "补房产证",
        "房产证过户",
        "房产证办理",
        "户证",
        "宅基地申请",
        "批宅基地",
        "宅基地",
    )
    return SlipReader([Spelling(texts, ())])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("房尸证丢了", "房产证丢了"),  # Looks alike.
        ("补房铲证", "补房产证"),  # Sounds alike.
        ("房证丢了", "房产证丢了"),  # Left out.
        ("批宅其地", "批宅基地"),
        ("宅地申请房尸证", "宅基地申请房产证"),
    ],
)
def test_a_slip_is_mended(slips: SlipReader, said: str, meant: str) -> None:
    assert slips.restored(said) == meant


@pytest.mark.parametrize("said", ["房产证丢了", "今天天气真好", "户证", "", "房"])
def test_what_is_written_as_we_do_or_of_other_things_stays(slips: SlipReader, said: str) -> None:
    assert slips.restored(said) is None


def test_what_our_texts_write_too_stays(slips: SlipReader) -> None:
    often = SlipReader([Spelling(("房产证", "房产证", "房产证", "房证"), ())])
    assert often.restored("房证") is None


def test_without_texts_nothing_is_mended() -> None:
    assert SlipReader([]).restored("房证") is None


def test_a_long_tale_stays_as_it_is(slips: SlipReader) -> None:
    assert slips.restored("房尸证丢了" + "我去年搬到城里住" * 3) is None


def test_the_reading_that_is_answered_can_be_told(matcher: Matcher) -> None:
    for written, read in (("房户证丢了怎么补", "房产证丢了怎么补"), ("房产证丢了怎么补",) * 2):
        assert matcher.reading(matcher.lexicon.query(written)) == read
