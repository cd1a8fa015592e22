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
    folded = unicodedata.normalize("NFKC", text)
    if _traditional().isdisjoint(folded):
        return folded
    return str(_converter().convert(folded))


def normalize(text: str) -> str:
    """Return ``text`` as the matcher sees it: simplified, lower case, letters and digits only."""
    return "".join(filter(str.isalnum, simplify(text).lower()))
