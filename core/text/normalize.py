"""Normalization: one spelling for what citizens type in many."""

import unicodedata
from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """The characters that conversion may change; most utterances have none and skip it."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    return frozenset(
        old for old, new in zip(han, _converter().convert(han), strict=True) if old != new
    )


def simplify(text: str) -> str:
    """Fold compatibility forms (full-width letters …) and traditional characters."""
    return simplified_script(unicodedata.normalize("NFKC", text))


def simplified_script(text: str) -> str:
    """Return ``text`` with traditional characters simplified and nothing else changed."""
    return text if _traditional().isdisjoint(text) else str(_converter().convert(text))


def normalize(text: str) -> str:
    """Return ``text`` as the matcher sees it: simplified, lower case, letters and digits only."""
    return "".join(filter(str.isalnum, simplify(text).lower()))
