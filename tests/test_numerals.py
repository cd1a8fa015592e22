"""Numerals of 第…条."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.numerals import chinese_numeral, read_numeral


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("六十二", 62),
        ("一百二", 120),
        ("一百零二", 102),
        ("一百二十", 120),
        ("两百", 200),
        ("廿三", 23),
        ("卅", 30),
        ("十", 10),
        ("十五", 15),
        ("百", 100),
        ("一千一百二十七", 1127),
        ("一千零五", 1005),
        ("一千二", 1200),
        ("二〇二六", 2026),
        ("〇", 0),
        ("1127", 1127),
        ("１１２７", 1127),
        ("", None),
        ("三百万", None),
        ("十百", None),
        ("五三十", None),
        ("9" * 40, None),
        ("条", None),
    ],
)
def test_reading(written: str, number: int | None) -> None:
    assert read_numeral(written) == number


@given(st.integers(1, 9999))
def test_there_and_back(number: int) -> None:
    assert read_numeral(chinese_numeral(number)) == number


@given(st.text(max_size=30))
def test_anything_is_read_or_refused(text: str) -> None:
    assert read_numeral(text) is None or read_numeral(text) >= 0
