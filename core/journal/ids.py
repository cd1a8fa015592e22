"""Row numbers in base 36, as the data of a choice carries them."""

import re

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Twelve characters stay below 2**63, the largest row number of SQLite.
_SHAPE = re.compile(r"[0-9a-z]{1,12}")


def to_base36(number: int) -> str:
    """Return ``number`` in base 36, lower case. Raises ValueError when it is negative."""
    if number < 0:
        raise ValueError("row numbers are not negative")
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits


def from_base36(text: str) -> int | None:
    """Return the number that ``text`` writes, or None when it writes none."""
    return int(text, 36) if _SHAPE.fullmatch(text) else None
