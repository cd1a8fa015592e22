"""Numerals as they stand in 第…条: Chinese, Arabic, and back."""

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERAL = "0-9０-９" + "".join(_DIGITS) + "".join(_TENS) + "".join(_UNITS)


def read_numeral(text: str) -> int | None:
    """Return the number written in ``text`` (1127, 一千一百二十七, 一百二, 廿三, 二〇二六), or None.

    一百二 means 120: after a unit, a last lone digit counts for the next smaller unit, unless 零
    stands between them.
    """
    text = text.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else None
    if not text or any(
        character not in _DIGITS and character not in _TENS and character not in _UNITS
        for character in text
    ):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text[:9]))
    total, digit, last, zero = 0, None, 0, False
    for character in text:
        if character in _TENS:
            if digit is not None:
                return None
            total, last, zero = total + _TENS[character], 10, False
        elif character in _UNITS:
            unit = _UNITS[character]
            if last and unit >= last:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last, zero = None, unit, False
        else:
            if digit is not None:
                return None
            value = _DIGITS[character]
            zero, digit = (True, None) if value == 0 else (zero, value)
    if digit is not None:
        total += digit * (last // 10 if last > 10 and not zero else 1)
    return total


def chinese_numeral(number: int) -> str:
    """Write 1 to 9999 as 一千一百二十七."""
    if not 1 <= number <= 9999:
        raise ValueError(f"{number} is not within 1 to 9999")
    parts: list[str] = []
    pending = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if not digit:
            pending = bool(parts)
            continue
        parts.append(("零" if pending else "") + "零一二三四五六七八九"[digit] + sign)
        pending = False
    written = "".join(parts)
    return written.removeprefix("一") if written.startswith("一十") else written
