"""What is answered before any matter is looked for: danger first, then small talk."""

from core.content import Content
from core.models import Danger, SmallTalk
from core.text import normalize


class FirstWords:
    """Knows the words of danger and of small talk."""

    def __init__(self, content: Content) -> None:
        self._dangers = [
            (
                danger,
                [normalize(alias) for alias in danger.aliases],
                list(map(normalize, danger.unless)),
            )
            for danger in content.dangers
        ]
        self._small_talk: dict[str, SmallTalk] = {
            normalize(alias): talk for talk in content.small_talk for alias in talk.aliases
        }
        self._contained = [
            (normalize(alias), talk)
            for talk in content.small_talk
            if talk.contains
            for alias in talk.aliases
        ]

    def danger(self, text: str) -> Danger | None:
        """Return the danger that normalized ``text`` tells of, unless a word says otherwise."""
        for danger, aliases, unless in self._dangers:
            if any(alias in text for alias in aliases) and not any(
                word in text for word in unless
            ):
                return danger
        return None

    def talk(self, text: str) -> SmallTalk | None:
        """Return the small talk that normalized ``text`` is, or holds beside little else."""
        if exact := self._small_talk.get(text):
            return exact
        for alias, talk in self._contained:
            if alias in text and len(text) <= 4 * len(alias) + 4:
                return talk
        return None
