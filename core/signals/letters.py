"""Latin letters in a question: English words of ours, pinyin, and what says nothing to us."""

import re
from collections.abc import Mapping, Sequence

from core.signals.pinyin import PinyinReader
from core.signals.spelling import Spelling

_WORD = re.compile(r"[a-z]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class LetterReader:
    """Reads letters as Chinese; ``english`` has our word for each English one.

    Other words stay when our texts have them (CORS, VR) or when nothing is Chinese. Else they are
    left out: their letters would be taken for those of any word.
    """

    def __init__(self, spellings: Sequence[Spelling], english: Mapping[str, str]) -> None:
        self._pinyin = PinyinReader(text for own in spellings for text in own.texts)
        self._english = english
        words = sorted(map(re.escape, english), key=len, reverse=True)
        self._finder = re.compile(f"(?<![a-z])(?:{'|'.join(words) or '(?!)'})(?![a-z])")
        texts = (text for own in spellings for text in (*own.texts, *own.keywords))
        self._ours = {word for text in texts for word in _WORD.findall(text)}

    def read(self, utterance: str) -> str:
        """Return ``utterance`` with its letters read; as it is when it has none."""
        text = utterance.lower()
        if not _WORD.search(text):
            return utterance
        if not _CHINESE.search(self._pinyin.read(self._finder.sub("/", text))):
            return utterance
        text = self._finder.sub(lambda match: self._english[match[0]], text)
        text = self._pinyin.read(text)
        return _WORD.sub(lambda match: match[0] if match[0] in self._ours else " ", text)
