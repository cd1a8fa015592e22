"""Finding known words in unsegmented text, the longest at each place."""

from collections.abc import Iterable, Iterator, Mapping


class WordFinder:
    """Finds words of a fixed list, longest first, without overlaps. Words are normalized."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, word) from left to right."""
        position = 0
        while position < len(text):
            for length in self._lengths.get(text[position], ()):
                word = text[position : position + length]
                if word in self._words:
                    yield position, word
                    position += len(word)
                    break
            else:
                position += 1

    def split(self, text: str) -> list[str]:
        """Return what stands between the words found, in order, empty pieces too."""
        pieces, last = [], 0
        for position, word in self.find(text):
            pieces.append(text[last:position])
            last = position + len(word)
        return [*pieces, text[last:]]

    def remove(self, text: str) -> str:
        """Return ``text`` without the words found."""
        return self.replace(text, {})

    def replace(self, text: str, with_: Mapping[str, str]) -> str:
        """Return ``text`` with each word found replaced by ``with_[word]``, or gone."""
        parts, last = [], 0
        for position, word in self.find(text):
            parts += [text[last:position], with_.get(word, "")]
            last = position + len(word)
        return "".join([*parts, text[last:]])
