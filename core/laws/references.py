"""Laws and articles that a citizen names: 土地管理法第62条, 《民法典》一千一百二十七条, 下一条."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from core.laws.register import LawRegister, plain_name
from core.models import Law
from core.text.normalize import simplify
from core.text.numerals import NUMERAL, read_numeral
from core.text.words import WordFinder

MISSPELT = 75.0  # rapidfuzz ratio from which a name before 第…条 is taken as a slip of the pen.
_NUMBER = rf"([{NUMERAL}]{{1,12}})"
_ARTICLE = re.compile(
    rf"(?:第\s*{_NUMBER}\s*[条條]?|{_NUMBER}\s*[条條])(?:\s*之\s*([一二三四五六七八九1-9]))?"
    rf"(?:\s*第?\s*{_NUMBER}\s*款)?"
)
_BARE = re.compile(r"\s*([0-9]{1,4})(?![0-9年月日号元平亩])")
_FURTHER = re.compile(rf"\s*(?:和|、|，|,|及|与|跟|到)\s*(?:第\s*)?{_NUMBER}\s*[条條]")
_TITLE = re.compile(r"《([^《》]{2,40})》")
_UNKNOWN = re.compile(
    rf"([\u4e00-\u9fff]{{2,14}}?(?:法|条例|办法|规定|细则|法典|解释))(?=\s*第?\s*[{NUMERAL}]{{1,12}}\s*[条條])"
)
_NEXT = re.compile(r"(?:下一?|后一?)条")
_PREVIOUS = re.compile(r"(?:上一?|前一?)条")
_SAME = re.compile(r"(?:刚才|刚刚|上面)?那一?条|这一?条")
_LEADING = ("请问", "关于", "按照", "依据", "根据", "查一下", "我想查", "我想问", "中华人民共和国")


@dataclass(frozen=True)
class Reference:
    """A law named, known or not, with the article asked for, if any.

    ``relative`` is set instead when the citizen asks for the article after, before or at the last.
    """

    law: Law | None
    name: str
    article: int | None = None
    branch: int | None = None
    paragraph: int | None = None
    relative: Literal["next", "previous", "same"] | None = None


class ReferenceFinder:
    """Finds references; the names of the register are prepared once."""

    def __init__(self, register: LawRegister) -> None:
        self._register = register
        names = [name for name in register.names if len(name) > 1]
        self._names = WordFinder(names)

    @cached_property
    def _choices(self) -> list[str]:
        return [name for name in self._register.names if len(name) > 2]

    def find(self, utterance: str) -> list[Reference]:
        """Return the references in order; ordinary questions have none."""
        text = simplify(utterance[:2000])
        plain = text.replace("《", "").replace("》", "").replace("中华人民共和国", "")
        found: list[Reference] = []
        for position, name in self._names.find(plain):
            law = self._register.named(name)
            if law:
                found += self._articles(plain, position + len(name), law, name)
        if not found:
            found = self._unknown(text, plain)
        if not found and len(plain) <= 20:
            found = _relative(plain)
        return found

    def _articles(self, text: str, end: int, law: Law | None, name: str) -> list[Reference]:
        rest = text[end : end + 40]
        match = _ARTICLE.match(rest.lstrip(" 的中里:：,，"))
        skipped = len(rest) - len(rest.lstrip(" 的中里:：,，"))
        if match is None:
            bare = _BARE.match(rest)
            number = int(bare[1]) if bare else None
            return [Reference(law, name, number or None)]
        number = read_numeral(match[1] or match[2])
        branch = read_numeral(match[3]) if match[3] else None
        paragraph = read_numeral(match[4]) if match[4] else None
        found = [Reference(law, name, number, branch, paragraph)]
        position = skipped + match.end()
        while further := _FURTHER.match(rest, position):
            found.append(Reference(law, name, read_numeral(further[1])))
            position = further.end()
        return found

    def _unknown(self, text: str, plain: str) -> list[Reference]:
        for match in (_TITLE.search(text), _UNKNOWN.search(plain)):
            if match is None:
                continue
            name = _stripped(plain_name(match[1]))
            source = text if match.re is _TITLE else plain
            near = process.extractOne(
                name, self._choices, scorer=fuzz.ratio, score_cutoff=MISSPELT
            )
            law = self._register.named(near[0]) if near else None
            if law is None and match.re is _TITLE and "条" not in source[match.end() :][:12]:
                continue
            return self._articles(source, match.end(), law, name)
        return []


def _stripped(name: str) -> str:
    for word in _LEADING:
        name = name.removeprefix(word)
    return name


def _relative(text: str) -> list[Reference]:
    if _NEXT.search(text):
        return [Reference(None, "", relative="next")]
    if _PREVIOUS.search(text):
        return [Reference(None, "", relative="previous")]
    return []
