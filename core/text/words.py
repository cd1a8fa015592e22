"""Finding known words in unsegmented text, the longest at each place."""

from collections.abc import Iterable, Iterator, Mapping


class WordFinder:
    """Finds words of a fixed list, longest first, without overlaps. Words are normalized."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, set[str]] = {}
        for word in words:
            if word:
                by_first.setdefault(word[0], set()).add(word)
        self._by_first = {
            first: tuple(sorted(group, key=len, reverse=True)) for first, group in by_first.items()
        }

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, word) from left to right."""
        position = 0
        while position < len(text):
            for word in self._by_first.get(text[position], ()):
                if text.startswith(word, position):
                    yield position, word
                    position += len(word)
                    break
            else:
                position += 1

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
